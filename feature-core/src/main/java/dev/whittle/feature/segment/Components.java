package dev.whittle.feature.segment;

import java.util.Arrays;

/**
 * Splits a segment by a threshold into its children, see {@link Hhts}: connected components of low and of high pixels,
 * and small ones with those that they touch. Both are sets in which each element points to another of its set, and one
 * to itself (union by the smaller index, halving paths).
 *
 * <p>The pixels of a segment lie one after another in a list, in raster order, and a split sorts them by child. Pixels
 * are named by their numbers in this list. So all that a split reads and writes lies close together, however large the
 * image is. If the left neighbour of a pixel is in the segment, it is the pixel before it in the list. The upper
 * neighbours of successive pixels come in the order of the list, so a second index that only moves on finds them.
 */
final class Components {
    /** Where each pixel lies in the image, y·stride + x, with a stride larger than the image is wide. */
    private int[] places = new int[0];

    private int stride;
    private int minimum;

    /** A pixel of the same component, in the end the first in raster order. */
    private int[] component = new int[0];
    /** At the first pixel of a component: its size. */
    private int[] area = new int[0];
    /**
     * At the first pixel of a component: a component it is together with. In the end that is the first large one of its
     * side, if there is any.
     */
    private int[] group = new int[0];

    /** The child of each pixel of the segment, and then its new number in the list. */
    private int[] target = new int[0];

    private int[] low = new int[16];
    private int[] high = new int[16];
    private int lows;
    private int highs;
    private int[] end = new int[16];

    private byte[] channel;
    private int limit;

    /** Begins with the pixels of all segments, whose places are then set in {@link #places}. */
    void begin(int pixels, int newStride, int newMinimum) {
        stride = newStride;
        minimum = newMinimum;
        if (places.length < pixels) {
            places = new int[pixels];
            component = new int[pixels];
            area = new int[pixels];
            group = new int[pixels];
            target = new int[pixels];
        }
    }

    int[] places() {
        return places;
    }

    /** Where the pixels of a child end, after a split. */
    int end(int number) {
        return end[number];
    }

    /**
     * Sorts the pixels {@code from} to {@code to - 1}, a segment, by child, with their values in the channels. Pixels
     * that are in no child come last.
     *
     * @param number the channel to split by
     * @param largestLow the largest low value
     * @return the number of children, 0 if there is no large low or no large high component
     */
    int split(int from, int to, Channels channels, int number, int largestLow) {
        channel = channels.of(number);
        limit = largestLow;
        connect(from, to);
        boolean neutral = collect(from, to);
        if (lows == 0 || highs == 0) {
            return 0;
        }
        if (neutral) {
            join(from, to, true);
            join(from, to, false);
        }
        int children = sort(from, to);
        channels.sort(target, from, to);
        return children;
    }

    private boolean isLow(int pixel) {
        return (channel[pixel] & 0xFF) <= limit;
    }

    private boolean isLeftInSegment(int pixel, int from) {
        return pixel > from && places[pixel - 1] == places[pixel] - 1;
    }

    /**
     * The first pixel from number {@code at} on that is not before the place above a pixel. It may lie there, or else
     * no pixel of the segment does.
     */
    private int above(int pixel, int at) {
        int place = places[pixel] - stride;
        int above = at;
        while (places[above] < place) {
            above++;
        }
        return above;
    }

    private boolean isAbove(int above, int pixel) {
        return places[above] == places[pixel] - stride;
    }

    /** Finds the components, and their sizes. */
    private void connect(int from, int to) {
        int above = from;
        // Of the pixel before, the first pixel of its component so far.
        int root = from;
        for (int i = from; i < to; i++) {
            boolean isLow = isLow(i);
            boolean withLeft = isLeftInSegment(i, from) && isLow(i - 1) == isLow;
            if (!withLeft) {
                root = i;
            }
            above = above(i, above);
            if (isAbove(above, i) && isLow(above) == isLow) {
                // If the pixel before that one is of the same side too, it has joined both already.
                boolean isJoined = withLeft && isLeftInSegment(above, from) && isLow(above - 1) == isLow;
                root = isJoined ? root : union(root, root(component, above), i);
            }
            component[i] = root;
            if (root == i) {
                area[i] = 1;
            } else {
                area[root]++;
            }
        }
    }

    /** Makes two components one and returns its first pixel. A component of pixel i has no size yet. */
    private int union(int root, int other, int i) {
        int first = Math.min(root, other);
        if (root != i && other != root) {
            int second = Math.max(root, other);
            component[second] = first;
            area[first] += area[second];
        }
        return first;
    }

    /** Lists the large components, and returns whether there are neutral ones. */
    private boolean collect(int from, int to) {
        lows = 0;
        highs = 0;
        boolean neutral = false;
        for (int i = from; i < to; i++) {
            if (component[i] != i) {
                // It points to a pixel before it, which points to the first already.
                component[i] = component[component[i]];
                continue;
            }
            group[i] = i;
            if (area[i] < minimum) {
                neutral = true;
            } else if (isLow(i)) {
                low = withRoom(low, lows);
                low[lows++] = i;
            } else {
                high = withRoom(high, highs);
                high[highs++] = i;
            }
        }
        return neutral;
    }

    private static int[] withRoom(int[] list, int used) {
        return used < list.length ? list : Arrays.copyOf(list, 2 * used);
    }

    /** Puts neutral components that touch each other together, and with the large ones of a side that they touch. */
    private void join(int from, int to, boolean sideIsLow) {
        int above = from;
        for (int i = from; i < to; i++) {
            if (isLeftInSegment(i, from) && component[i - 1] != component[i]) {
                unite(component[i - 1], component[i], sideIsLow);
            }
            above = above(i, above);
            if (isAbove(above, i) && component[above] != component[i]) {
                unite(component[above], component[i], sideIsLow);
            }
        }
    }

    private void unite(int a, int b, boolean sideIsLow) {
        int one = root(group, a);
        int other = root(group, b);
        boolean oneIsLarge = area[one] >= minimum;
        boolean otherIsLarge = area[other] >= minimum;
        if (one == other || (oneIsLarge && isLow(one) != sideIsLow) || (otherIsLarge && isLow(other) != sideIsLow)) {
            return;
        }
        boolean oneLeads = oneIsLarge == otherIsLarge ? one < other : oneIsLarge;
        if (oneLeads) {
            group[other] = one;
        } else {
            group[one] = other;
        }
    }

    /** Sorts the places by child, sets {@link #target}, and returns how many children there are. */
    private int sort(int from, int to) {
        int children = number(low, lows, 0);
        children = number(high, highs, children);
        int[] next = end;
        Arrays.fill(next, 0, children + 1, 0);
        for (int i = from; i < to; i++) {
            if (i > from && component[i] == component[i - 1]) {
                target[i] = target[i - 1];
            } else {
                int first = root(group, component[i]);
                target[i] = area[first] < 0 ? -1 - area[first] : children;
            }
            next[target[i]]++;
        }
        int at = from;
        for (int c = 0; c <= children; c++) {
            int size = next[c];
            next[c] = at;
            at += size;
        }
        // What components there are is of no use any more, so there is room to sort.
        int[] sorted = component;
        for (int i = from; i < to; i++) {
            target[i] = next[target[i]]++;
            sorted[target[i]] = places[i];
        }
        System.arraycopy(sorted, from, places, from, to - from);
        return children;
    }

    /** Numbers the children of large components. Their first ones get {@code -1 - child} in place of their size. */
    private int number(int[] large, int count, int children) {
        int next = children;
        for (int i = 0; i < count; i++) {
            if (root(group, large[i]) == large[i]) {
                end = withRoom(end, next + 1);
                area[large[i]] = -1 - next;
                next++;
            }
        }
        return next;
    }

    private static int root(int[] parent, int element) {
        int at = element;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
