package dev.whittle.feature.segment;

import java.util.Arrays;

/**
 * Splits a segment by a threshold into its children, see {@link Hhts}: connected components of low and of high pixels,
 * and small ones with those that they touch. Both are sets in which each element points to another of its set, and one
 * to itself (union by the smaller index, halving paths). Pixels are named by where they lie in the image, which must
 * have an outside pixel above and to the left of each row.
 */
final class Components {
    private final int[] labels;
    private final int[] pixels;
    private final int stride;
    private final int minimum;

    /** A pixel of the same component, in the end the first in raster order. */
    private final int[] component;
    /** At the first pixel of a component: its size. */
    private final int[] area;
    /**
     * At the first pixel of a component: a component it is together with. In the end that is the first large one of its
     * side, if there is any.
     */
    private final int[] group;

    /** The child of each pixel of the segment, by its place in {@link #pixels}. */
    private final int[] child;

    private int[] low = new int[16];
    private int[] high = new int[16];
    private int lows;
    private int highs;
    private int[] end = new int[16];

    private byte[] channel;
    private int limit;

    /**
     * @param labels the label of each pixel
     * @param pixels the pixels of all segments
     */
    Components(int[] labels, int[] pixels, int stride, int minimum) {
        this.labels = labels;
        this.pixels = pixels;
        this.stride = stride;
        this.minimum = minimum;
        component = new int[labels.length];
        area = new int[labels.length];
        group = new int[labels.length];
        child = new int[pixels.length];
    }

    /** Where the pixels of a child end, after a split. */
    int end(int number) {
        return end[number];
    }

    /**
     * Sorts the pixels {@code from} to {@code to - 1} of a segment by child. Pixels that are in no child come last.
     *
     * @param limit the largest low value
     * @return the number of children, 0 if there is no large low or no large high component
     */
    int split(int label, int from, int to, byte[] channel, int limit) {
        this.channel = channel;
        this.limit = limit;
        connect(label, from, to);
        boolean neutral = collect(from, to);
        if (lows == 0 || highs == 0) {
            return 0;
        }
        if (neutral) {
            join(label, from, to, true);
            join(label, from, to, false);
        }
        return sort(from, to);
    }

    private boolean isLow(int pixel) {
        return (channel[pixel] & 0xFF) <= limit;
    }

    /** Finds the components, and their sizes. */
    private void connect(int label, int from, int to) {
        for (int i = from; i < to; i++) {
            int p = pixels[i];
            boolean isLow = isLow(p);
            int left = p - 1;
            int root = p;
            if (labels[left] == label && isLow(left) == isLow) {
                root = root(component, left);
            }
            int up = p - stride;
            if (labels[up] == label && isLow(up) == isLow) {
                int other = root(component, up);
                if (root == p) {
                    root = other;
                } else if (other != root) {
                    int first = Math.min(root, other);
                    int second = Math.max(root, other);
                    component[second] = first;
                    area[first] += area[second];
                    root = first;
                }
            }
            component[p] = root;
            if (root == p) {
                area[p] = 1;
            } else {
                area[root]++;
            }
        }
    }

    /** Lists the large components, and returns whether there are neutral ones. */
    private boolean collect(int from, int to) {
        lows = 0;
        highs = 0;
        boolean neutral = false;
        for (int i = from; i < to; i++) {
            int p = pixels[i];
            if (component[p] != p) {
                // It points to a pixel before it, which points to the first already.
                component[p] = component[component[p]];
                continue;
            }
            group[p] = p;
            if (area[p] < minimum) {
                neutral = true;
            } else if (isLow(p)) {
                low = withRoom(low, lows);
                low[lows++] = p;
            } else {
                high = withRoom(high, highs);
                high[highs++] = p;
            }
        }
        return neutral;
    }

    private static int[] withRoom(int[] list, int used) {
        return used < list.length ? list : Arrays.copyOf(list, 2 * used);
    }

    /** Puts neutral components that touch each other together, and with the large ones of a side that they touch. */
    private void join(int label, int from, int to, boolean sideIsLow) {
        for (int i = from; i < to; i++) {
            int p = pixels[i];
            int left = p - 1;
            if (labels[left] == label && component[left] != component[p]) {
                join(component[left], component[p], sideIsLow);
            }
            int up = p - stride;
            if (labels[up] == label && component[up] != component[p]) {
                join(component[up], component[p], sideIsLow);
            }
        }
    }

    private void join(int a, int b, boolean sideIsLow) {
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

    /** Sorts the pixels by child and returns how many there are. */
    private int sort(int from, int to) {
        int children = number(low, lows, 0);
        children = number(high, highs, children);
        int[] next = end;
        Arrays.fill(next, 0, children + 1, 0);
        for (int i = from; i < to; i++) {
            int p = pixels[i];
            int first = root(group, component[p]);
            child[i] = area[first] < 0 ? -1 - area[first] : children;
            next[child[i]]++;
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
            sorted[next[child[i]]++] = pixels[i];
        }
        System.arraycopy(sorted, from, pixels, from, to - from);
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
