package dev.whittle.feature.color;

import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;

/**
 * A palette of which the nearest colour stands for each colour, by the Euclidean distance in RGB. Of equally near ones
 * the first is taken.
 *
 * <p>RGB is cut into 16×16×16 boxes. For each box the colours that are nearest to some place of it are listed before:
 * those whose least distance to the box is at most the smallest of all greatest distances. Most lists are short.
 */
final class NearestColors implements Palette {
    /** The largest number of colours. */
    static final int MOST = 4096;

    private static final String COLORS = "colors";
    private static final int SHIFT = 4;
    private static final int PARTS = 256 >> SHIFT;

    private final Matrix colors;
    private final int[] packed;
    /** Where the list of each box begins in {@link #lists}, with the end of the last. */
    private final int[] starts = new int[PARTS * PARTS * PARTS + 1];
    /** Numbers of colours, in ascending order within a list. */
    private final short[] lists;

    /** @param colors red, green and blue, whole numbers from 0 to 255, a row for each colour */
    NearestColors(Matrix colors) {
        this.colors = colors;
        this.packed = new int[colors.rows()];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = part(i, 0) << 16 | part(i, 1) << 8 | part(i, 2);
        }
        this.lists = listed();
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

    /** Makes the lists and {@link #starts}. */
    private short[] listed() {
        int n = packed.length;
        int[][] least = new int[3][PARTS * n];
        int[][] greatest = new int[3][PARTS * n];
        for (int band = 0; band < 3; band++) {
            for (int at = 0; at < PARTS * n; at++) {
                int low = at / n << SHIFT;
                int high = low + (1 << SHIFT) - 1;
                int v = packed[at % n] >> 16 - 8 * band & 0xFF;
                int outside = Math.max(0, Math.max(low - v, v - high));
                int farthest = Math.max(v - low, high - v);
                least[band][at] = outside * outside;
                greatest[band][at] = farthest * farthest;
            }
        }
        short[] all = new short[4 * starts.length];
        int used = 0;
        for (int box = 0; box < starts.length - 1; box++) {
            int red = box / (PARTS * PARTS) * n;
            int green = box / PARTS % PARTS * n;
            int blue = box % PARTS * n;
            int bound = Integer.MAX_VALUE;
            for (int i = 0; i < n; i++) {
                bound = Math.min(bound, greatest[0][red + i] + greatest[1][green + i] + greatest[2][blue + i]);
            }
            if (used + n > all.length) {
                all = Arrays.copyOf(all, Math.max(used + n, 2 * all.length));
            }
            for (int i = 0; i < n; i++) {
                if (least[0][red + i] + least[1][green + i] + least[2][blue + i] <= bound) {
                    all[used++] = (short) i;
                }
            }
            starts[box + 1] = used;
        }
        return Arrays.copyOf(all, used);
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
        int box = (red >> SHIFT) * PARTS * PARTS + (green >> SHIFT) * PARTS + (blue >> SHIFT);
        int at = starts[box];
        int end = starts[box + 1];
        int nearest = lists[at];
        if (end - at == 1) {
            return nearest;
        }
        int distance = distance(packed[nearest], red, green, blue);
        for (at++; at < end; at++) {
            int other = distance(packed[lists[at]], red, green, blue);
            if (other < distance) {
                distance = other;
                nearest = lists[at];
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

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with(COLORS, colors);
    }
}
