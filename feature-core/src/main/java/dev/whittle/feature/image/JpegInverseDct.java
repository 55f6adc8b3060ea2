package dev.whittle.feature.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The inverse cosine transform of 8x8 coefficients after Loeffler, Ligtenberg and Moschytz (ICASSP 1989), in the
 * integer arithmetic of the IJG's library ({@code jidctint.c}, "islow"), so with exactly its values. Those beyond 0 to
 * 255 become 0 or 255.
 */
final class JpegInverseDct {
    /**
     * The largest coefficient that is taken. Samples of 8 bits give at most 1330, and rounding by coarse quantisation
     * at most twice that. Some decoders compute with 16 bits, so beyond they would not give the same.
     */
    static final int MAX = 0x1FFF;

    static final String TOO_LARGE = "a coefficient over " + MAX + ", which samples of 8 bits do not have";

    static final int BITS = 13;
    /** Fractional bits that are kept between columns and rows. */
    static final int KEPT = 2;

    /** By how much the sums of the second step are shifted: the transform is 8 times too large. */
    private static final int SHIFT = BITS + KEPT + 3;

    private static final int ROUND = 1 << (SHIFT - 1);

    // Sums of the cosines of the paper, in multiples of 2^-13.
    private static final int C0298 = 2446;
    private static final int C0390 = 3196;
    private static final int C0541 = 4433;
    private static final int C0765 = 6270;
    private static final int C0899 = 7373;
    private static final int C1175 = 9633;
    private static final int C1501 = 12299;
    private static final int C1847 = 15137;
    private static final int C1961 = 16069;
    private static final int C2053 = 16819;
    private static final int C2562 = 20995;
    private static final int C3072 = 25172;

    // The factors of the second and fourth input in the odd part, if the others are 0.
    private static final int LOW01 = C1175 - C0899;
    private static final int LOW03 = C1175 - C1961;
    private static final int LOW11 = C1175 - C0390;
    private static final int LOW13 = C1175 - C2562;
    private static final int LOW23 = C3072 - C2562 + C1175 - C1961;
    private static final int LOW31 = C1501 - C0899 + C1175 - C0390;

    // The second step as products of matrices: the first four samples of a row are even + odd, and the last four, from
    // behind, even - odd. The inputs are those with even and with odd numbers.
    static final int[][] EVEN = {
        {1 << BITS, C0541 + C0765, 1 << BITS, C0541},
        {1 << BITS, C0541, -1 << BITS, C0541 - C1847},
        {1 << BITS, -C0541, -1 << BITS, C1847 - C0541},
        {1 << BITS, -C0541 - C0765, 1 << BITS, -C0541}
    };
    static final int[][] ODD = {
        {LOW31, C1175, C1175 - C0390, C1175 - C0899},
        {C1175, LOW23, C1175 - C2562, C1175 - C1961},
        {LOW11, LOW13, C2053 - C2562 + C1175 - C0390, C1175},
        {LOW01, LOW03, C1175, C0298 - C0899 + C1175 - C1961}
    };

    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The number of blocks for which the second step is done at once, in loops that the compiler makes vectors of. */
    private static final int BLOCKS = 64;

    /** The columns of the blocks that wait for the second step: column x of block b from 8·b on in the array x. */
    private final int[][] columns = new int[8][8 * BLOCKS];

    private final int[][] even = new int[4][8 * BLOCKS];
    private final int[][] odd = new int[4][8 * BLOCKS];
    /** Where the samples of a waiting block go: the array, the first place in it, and the length of its rows. */
    private final byte[][] samples = new byte[BLOCKS][];

    private final int[] places = new int[BLOCKS];
    private final int[] strides = new int[BLOCKS];
    private int waiting;

    /**
     * Transforms coefficients, row by row, to 8 rows of 8 samples from {@code at}, at the latest when {@link #end} is
     * called. The coefficients become 0.
     *
     * @param nonzero the indices of the coefficients that may not be 0, combined by "or"
     */
    void transform(int[] coefficients, int nonzero, byte[] to, int at, int stride) {
        int slot = 8 * waiting;
        if (nonzero == 0) {
            Arrays.fill(columns[0], slot, slot + 8, coefficients[0] << KEPT);
            coefficients[0] = 0;
        } else {
            boolean fourRows = (nonzero & 4 * 8) == 0;
            boolean fourColumns = (nonzero & 4) == 0;
            for (int x = 0; x < (fourColumns ? 4 : 8); x++) {
                if (fourRows) {
                    lowColumn(coefficients, x, columns[x], slot);
                } else {
                    column(coefficients, x, columns[x], slot);
                }
            }
            Arrays.fill(coefficients, 0, fourRows ? 32 : 64, 0);
        }
        samples[waiting] = to;
        places[waiting] = at;
        strides[waiting] = stride;
        waiting++;
        if (waiting == BLOCKS) {
            end();
        }
    }

    /** Does the second step for all blocks that wait for it. */
    void end() {
        int n = 8 * waiting;
        for (int i = 0; i < 4; i++) {
            sums(columns[0], columns[2], columns[4], columns[6], EVEN[i], ROUND, even[i], n);
            sums(columns[1], columns[3], columns[5], columns[7], ODD[i], 0, odd[i], n);
        }
        // The columns are not needed any longer, so they can hold the samples, four in each element.
        int[] left = columns[0];
        int[] right = columns[1];
        firstFour(even, odd, left, n);
        lastFour(even, odd, right, n);
        for (int b = 0; b < waiting; b++) {
            byte[] to = samples[b];
            int at = places[b];
            for (int y = 8 * b; y < 8 * b + 8; y++, at += strides[b]) {
                FOUR.set(to, at, left[y]);
                FOUR.set(to, at + 4, right[y]);
            }
        }
        for (int[] column : columns) {
            Arrays.fill(column, 0, n, 0);
        }
        waiting = 0;
    }

    private static void sums(int[] a, int[] b, int[] c, int[] d, int[] factors, int plus, int[] out, int n) {
        int fa = factors[0];
        int fb = factors[1];
        int fc = factors[2];
        int fd = factors[3];
        for (int i = 0; i < n; i++) {
            out[i] = fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i] + plus;
        }
    }

    private static void firstFour(int[][] even, int[][] odd, int[] out, int n) {
        int[] e0 = even[0];
        int[] e1 = even[1];
        int[] e2 = even[2];
        int[] e3 = even[3];
        int[] o0 = odd[0];
        int[] o1 = odd[1];
        int[] o2 = odd[2];
        int[] o3 = odd[3];
        for (int i = 0; i < n; i++) {
            out[i] = sample(e0[i] + o0[i])
                    | sample(e1[i] + o1[i]) << 8
                    | sample(e2[i] + o2[i]) << 16
                    | sample(e3[i] + o3[i]) << 24;
        }
    }

    private static void lastFour(int[][] even, int[][] odd, int[] out, int n) {
        int[] e0 = even[0];
        int[] e1 = even[1];
        int[] e2 = even[2];
        int[] e3 = even[3];
        int[] o0 = odd[0];
        int[] o1 = odd[1];
        int[] o2 = odd[2];
        int[] o3 = odd[3];
        for (int i = 0; i < n; i++) {
            out[i] = sample(e3[i] - o3[i])
                    | sample(e2[i] - o2[i]) << 8
                    | sample(e1[i] - o1[i]) << 16
                    | sample(e0[i] - o0[i]) << 24;
        }
    }

    private static int sample(int sum) {
        return clamped((sum >> SHIFT) + 128);
    }

    /** The nearest value from 0 to 255, without a branch. */
    static int clamped(int value) {
        return (value | (255 - value) >> 31) & ~(value >> 31) & 255;
    }

    /** As {@link #column} if the last four are 0. The same products are added with each input taken out. */
    private static void lowColumn(int[] in, int x, int[] columns, int at) {
        int i1 = in[x + 8];
        int i2 = in[x + 16];
        int i3 = in[x + 24];
        int round = 1 << (BITS - KEPT - 1);
        int even = (in[x] << BITS) + round;
        int even2 = i2 * C0541;
        int even3 = i2 * (C0541 + C0765);
        int s0 = even + even3;
        int s3 = even - even3;
        int s1 = even + even2;
        int s2 = even - even2;
        int d0 = i1 * LOW01 + i3 * LOW03;
        int d1 = i1 * LOW11 + i3 * LOW13;
        int d2 = i1 * C1175 + i3 * LOW23;
        int d3 = i1 * LOW31 + i3 * C1175;
        int shift = BITS - KEPT;
        columns[at] = (s0 + d3) >> shift;
        columns[at + 7] = (s0 - d3) >> shift;
        columns[at + 1] = (s1 + d2) >> shift;
        columns[at + 6] = (s1 - d2) >> shift;
        columns[at + 2] = (s2 + d1) >> shift;
        columns[at + 5] = (s2 - d1) >> shift;
        columns[at + 3] = (s3 + d0) >> shift;
        columns[at + 4] = (s3 - d0) >> shift;
    }

    private static void column(int[] in, int x, int[] columns, int at) {
        int i1 = in[x + 8];
        int i2 = in[x + 16];
        int i3 = in[x + 24];
        int i4 = in[x + 32];
        int i5 = in[x + 40];
        int i6 = in[x + 48];
        int i7 = in[x + 56];
        if ((i1 | i2 | i3 | i4 | i5 | i6 | i7) == 0) {
            int constant = in[x] << KEPT;
            Arrays.fill(columns, at, at + 8, constant);
            return;
        }
        int half = (i2 + i6) * C0541;
        int even2 = half - i6 * C1847;
        int even3 = half + i2 * C0765;
        int even0 = (in[x] + i4) << BITS;
        int even1 = (in[x] - i4) << BITS;
        int s0 = even0 + even3;
        int s3 = even0 - even3;
        int s1 = even1 + even2;
        int s2 = even1 - even2;

        int z5 = (i7 + i3 + i5 + i1) * C1175;
        int z1 = -(i7 + i1) * C0899;
        int z2 = -(i5 + i3) * C2562;
        int z3 = z5 - (i7 + i3) * C1961;
        int z4 = z5 - (i5 + i1) * C0390;
        int d0 = i7 * C0298 + z1 + z3;
        int d1 = i5 * C2053 + z2 + z4;
        int d2 = i3 * C3072 + z2 + z3;
        int d3 = i1 * C1501 + z1 + z4;

        int round = 1 << (BITS - KEPT - 1);
        int shift = BITS - KEPT;
        columns[at] = (s0 + d3 + round) >> shift;
        columns[at + 7] = (s0 - d3 + round) >> shift;
        columns[at + 1] = (s1 + d2 + round) >> shift;
        columns[at + 6] = (s1 - d2 + round) >> shift;
        columns[at + 2] = (s2 + d1 + round) >> shift;
        columns[at + 5] = (s2 - d1 + round) >> shift;
        columns[at + 3] = (s3 + d0 + round) >> shift;
        columns[at + 4] = (s3 - d0 + round) >> shift;
    }
}
