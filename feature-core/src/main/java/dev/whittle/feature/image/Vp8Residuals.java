package dev.whittle.feature.image;

import java.io.IOException;
import java.util.Arrays;

/** Reads the coefficients of macroblocks (RFC 6386, sections 13 and 14). */
final class Vp8Residuals {
    private static final int AFTER_MEANS = 0;
    private static final int MEANS = 1;
    private static final int CHROMA = 2;
    private static final int WITH_MEAN = 3;

    private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
    private static final int[][] LARGE = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    private final int[] probability = new int[Vp8Tables.coefficients()];
    private final Vp8Bits[] partitions;
    private final int[][] steps;
    private Vp8Bits tokens;

    /** 16 coefficients for each of 16 luma and 4 + 4 chroma blocks, and whether there are any. */
    private final int[] coefficients = new int[24 * 16];

    private final boolean[] coded = new boolean[24];
    private final int[] means = new int[16];

    /** Whether blocks above and to the left have coefficients: 4 columns of luma, 2 and 2 of chroma, 1 for means. */
    private final int[] above;

    private final int[] left = new int[9];

    Vp8Residuals(int columns, Vp8Bits[] partitions, int[][] steps, Vp8Bits header) throws IOException {
        this.partitions = partitions;
        this.steps = steps;
        above = new int[9 * columns];
        for (int i = 0; i < probability.length; i++) {
            probability[i] = header.get(Vp8Tables.update(i)) == 1 ? header.number(8) : Vp8Tables.coefficient(i);
        }
    }

    void startRow(int row) {
        tokens = partitions[row % partitions.length];
        Arrays.fill(left, 0);
    }

    /** Reads a macroblock. Returns whether any block has coefficients. */
    boolean read(int column, int segment, boolean small, boolean skip) throws IOException {
        Arrays.fill(coefficients, 0);
        Arrays.fill(coded, false);
        int up = 9 * column;
        if (skip) {
            int kept = above[up + 8];
            int keptLeft = left[8];
            Arrays.fill(above, up, up + 9, 0);
            Arrays.fill(left, 0);
            if (small) {
                above[up + 8] = kept;
                left[8] = keptLeft;
            }
            return false;
        }
        int[] step = steps[segment];
        if (!small) {
            Arrays.fill(means, 0);
            int n = block(MEANS, above[up + 8] + left[8], 0, step[2], step[3], means, 0);
            above[up + 8] = n > 0 ? 1 : 0;
            left[8] = above[up + 8];
            spreadMeans();
        }
        boolean any = false;
        for (int b = 0; b < 24; b++) {
            int first = b < 16 && !small ? 1 : 0;
            int type = b >= 16 ? CHROMA : small ? WITH_MEAN : AFTER_MEANS;
            int plane = b < 16 ? 0 : 4 + 2 * ((b - 16) / 4);
            int x = plane + (b < 16 ? b % 4 : b % 2);
            int y = plane + (b < 16 ? b / 4 : b / 2 % 2);
            int dc = b < 16 ? step[0] : step[4];
            int ac = b < 16 ? step[1] : step[5];
            int n = block(type, above[up + x] + left[y], first, dc, ac, coefficients, 16 * b);
            above[up + x] = n > first ? 1 : 0;
            left[y] = above[up + x];
            coded[b] = n > 1 || coefficients[16 * b] != 0;
            any |= coded[b];
        }
        return any;
    }

    /** Adds the inverse transform of a block, if it has coefficients. */
    void add(Vp8Plane plane, int block, int x, int y) {
        if (coded[block]) {
            plane.add(coefficients, 16 * block, x, y);
        }
    }

    /** Reads the tokens of a block. Returns the index after the last coefficient. */
    private int block(int type, int context, int first, int dc, int ac, int[] to, int at) throws IOException {
        int n = first;
        int p = node(type, n, context);
        while (n < 16) {
            if (tokens.get(probability[p]) == 0) {
                return n;
            }
            while (tokens.get(probability[p + 1]) == 0) {
                n++;
                if (n == 16) {
                    return 16;
                }
                p = node(type, n, 0);
            }
            int v = 1;
            if (tokens.get(probability[p + 2]) == 1) {
                v = large(p);
            }
            p = node(type, n + 1, v == 1 ? 1 : 2);
            int signed = tokens.flag() ? -v : v;
            to[at + ZIGZAG[n]] = (short) (signed * (n == 0 ? dc : ac));
            n++;
        }
        return 16;
    }

    private static int node(int type, int n, int context) {
        return ((type * 8 + BANDS[n]) * 3 + context) * 11;
    }

    private int large(int p) throws IOException {
        if (tokens.get(probability[p + 3]) == 0) {
            return tokens.get(probability[p + 4]) == 0 ? 2 : 3 + tokens.get(probability[p + 5]);
        }
        if (tokens.get(probability[p + 6]) == 0) {
            if (tokens.get(probability[p + 7]) == 0) {
                return 5 + tokens.get(159);
            }
            int high = 2 * tokens.get(165);
            return 7 + high + tokens.get(145);
        }
        int high = tokens.get(probability[p + 8]);
        int category = 2 * high + tokens.get(probability[p + 9 + high]);
        int v = 0;
        for (int bit : LARGE[category]) {
            v = 2 * v + tokens.get(bit);
        }
        return v + 3 + (8 << category);
    }

    /** The inverse Walsh–Hadamard transform of section 14.3 gives the first coefficient of each luma block. */
    private void spreadMeans() {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = means[i] + means[12 + i];
            int b = means[4 + i] + means[8 + i];
            int c = means[4 + i] - means[8 + i];
            int d = means[i] - means[12 + i];
            t[i] = a + b;
            t[4 + i] = d + c;
            t[8 + i] = a - b;
            t[12 + i] = d - c;
        }
        for (int i = 0; i < 4; i++) {
            int a = t[4 * i] + 3 + t[4 * i + 3];
            int b = t[4 * i + 1] + t[4 * i + 2];
            int c = t[4 * i + 1] - t[4 * i + 2];
            int d = t[4 * i] + 3 - t[4 * i + 3];
            coefficients[64 * i] = (short) (a + b >> 3);
            coefficients[64 * i + 16] = (short) (d + c >> 3);
            coefficients[64 * i + 32] = (short) (a - b >> 3);
            coefficients[64 * i + 48] = (short) (d - c >> 3);
        }
    }
}
