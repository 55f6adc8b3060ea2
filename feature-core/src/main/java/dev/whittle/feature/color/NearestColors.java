package dev.whittle.feature.color;

import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * A palette of which the nearest colour stands for each colour, by the Euclidean distance in RGB. Of equally near ones
 * the first is taken.
 *
 * <p>RGB is cut into boxes of 4×4×4. For each box the colours that can be nearest in it are listed before: those whose
 * least distance to the box is at most the smallest of all greatest distances. Most boxes have one or two. The lists of
 * a box of twice the side have all colours of its eight parts, so they are made from the whole of RGB downward.
 */
final class NearestColors implements Palette {
    /** The largest number of colours. */
    static final int MOST = 4096;

    private static final String COLORS = "colors";
    /** The binary logarithm of the side of a box. */
    private static final int SHIFT = 2;

    private static final int PARTS = 256 >> SHIFT;

    private final Matrix colors;
    private final int[] packed;
    /** For each box the only colour as {@code ~number}, or where its list begins in {@link #lists}. */
    private final int[] starts;
    /** The lists: how many colours, and their numbers in ascending order. */
    private final short[] lists;

    /** @param colors red, green and blue, whole numbers from 0 to 255, a row for each colour */
    NearestColors(Matrix colors) {
        this.colors = colors;
        this.packed = new int[colors.rows()];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = part(i, 0) << 16 | part(i, 1) << 8 | part(i, 2);
        }
        Lists made = new Lists(packed);
        this.starts = made.starts;
        this.lists = made.numbers;
    }

    private int part(int number, int band) {
        float v = colors.get(number, band);
        if (!(v >= 0 && v <= 255 && v == (int) v)) {
            throw new IllegalArgumentException("Array '" + COLORS + "' has " + v + " in row " + number + ", column "
                    + band + "; red, green and blue of a colour are whole numbers from 0 to 255");
        }
        return (int) v;
    }

    /** @throws IllegalArgumentException if the arrays are not those of a palette of so many colours */
    static NearestColors restore(NamedArrays arrays, int size) {
        return new NearestColors(arrays.get(COLORS, size, 3));
    }

    private static int box(int red, int green, int blue) {
        return (red >> SHIFT) * PARTS * PARTS + (green >> SHIFT) * PARTS + (blue >> SHIFT);
    }

    @Override
    public int size() {
        return packed.length;
    }

    @Override
    public int color(int number) {
        return packed[number];
    }

    @Override
    public int numberOf(int red, int green, int blue) {
        int at = starts[box(red, green, blue)];
        if (at < 0) {
            return ~at;
        }
        int end = at + lists[at];
        int nearest = lists[++at];
        int distance = distance(packed[nearest], red, green, blue);
        while (at < end) {
            int number = lists[++at];
            int other = distance(packed[number], red, green, blue);
            if (other < distance) {
                distance = other;
                nearest = number;
            }
        }
        return nearest;
    }

    private static int distance(int color, int red, int green, int blue) {
        int r = (color >> 16) - red;
        int g = (color >> 8 & 0xFF) - green;
        int b = (color & 0xFF) - blue;
        return r * r + g * g + b * b;
    }

    /** How many numbers the lists of all boxes have together. */
    int listed() {
        return lists.length;
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with(COLORS, colors);
    }

    /** Makes {@link #starts} and {@link #lists}. */
    private static final class Lists {
        private final int[] packed;
        private final int[] starts = new int[PARTS * PARTS * PARTS];
        private short[] numbers = new short[1 << 12];
        private int used;

        Lists(int[] packed) {
            this.packed = packed;
            short[][] remaining = new short[9][packed.length];
            // A colour that is there before is never the first of the nearest ones.
            Set<Integer> seen = new HashSet<>();
            int different = 0;
            for (int i = 0; i < packed.length; i++) {
                if (seen.add(packed[i])) {
                    remaining[8][different++] = (short) i;
                }
            }
            list(0, 0, 0, 8, remaining, different);
            numbers = Arrays.copyOf(numbers, used);
        }

        /**
         * Lists the colours for the boxes in a larger one, which begins at a colour and has sides of {@code 1 << size}.
         *
         * @param remaining at {@code size} the {@code n} colours to choose from; those at smaller sizes are overwritten
         */
        private void list(int red, int green, int blue, int size, short[][] remaining, int n) {
            int last = (1 << size) - 1;
            int bound = Integer.MAX_VALUE;
            for (int i = 0; i < n; i++) {
                int c = packed[remaining[size][i]];
                bound = Math.min(
                        bound,
                        greatest(c >> 16, red, last)
                                + greatest(c >> 8 & 0xFF, green, last)
                                + greatest(c & 0xFF, blue, last));
            }
            short[] kept = remaining[size - 1];
            int count = 0;
            for (int i = 0; i < n; i++) {
                int c = packed[remaining[size][i]];
                if (least(c >> 16, red, last) + least(c >> 8 & 0xFF, green, last) + least(c & 0xFF, blue, last)
                        <= bound) {
                    kept[count++] = remaining[size][i];
                }
            }
            if (count == 1) {
                setAll(red, green, blue, size, ~kept[0]);
            } else if (size == SHIFT) {
                starts[box(red, green, blue)] = used;
                append(kept, count);
            } else {
                int half = 1 << size - 1;
                for (int part = 0; part < 8; part++) {
                    list(
                            red + (part >> 2) * half,
                            green + (part >> 1 & 1) * half,
                            blue + (part & 1) * half,
                            size - 1,
                            remaining,
                            count);
                }
            }
        }

        /** The square of the least distance of a value from those of {@code low} to {@code low + last}. */
        private static int least(int v, int low, int last) {
            int outside = Math.max(0, Math.max(low - v, v - low - last));
            return outside * outside;
        }

        private static int greatest(int v, int low, int last) {
            int distance = Math.max(v - low, low + last - v);
            return distance * distance;
        }

        private void setAll(int red, int green, int blue, int size, int value) {
            int side = 1 << size - SHIFT;
            for (int r = 0; r < side; r++) {
                for (int g = 0; g < side; g++) {
                    int from = box(red + (r << SHIFT), green + (g << SHIFT), blue);
                    Arrays.fill(starts, from, from + side, value);
                }
            }
        }

        private void append(short[] kept, int count) {
            if (used + count + 1 > numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(used + count + 1, 2 * numbers.length));
            }
            numbers[used] = (short) count;
            System.arraycopy(kept, 0, numbers, used + 1, count);
            used += count + 1;
        }
    }
}
