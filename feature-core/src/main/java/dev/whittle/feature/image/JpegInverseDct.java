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

    private static final int BITS = 13;
    /** Fractional bits that are kept between columns and rows. */
    private static final int KEPT = 2;

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

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int[] columns = new int[64];

    /**
     * Transforms coefficients, row by row, to 8 rows of 8 samples from {@code at}. The coefficients become 0.
     *
     * @param places the indices of the coefficients that may not be 0, combined by "or"
     */
    void transform(int[] coefficients, int places, byte[] samples, int at, int stride) {
        if (places == 0) {
            constant(coefficients[0], samples, at, stride);
            coefficients[0] = 0;
            return;
        }
        boolean fourRows = (places & 4 * 8) == 0;
        boolean fourColumns = (places & 4) == 0;
        for (int x = 0; x < (fourColumns ? 4 : 8); x++) {
            if (fourRows) {
                lowColumn(coefficients, x);
            } else {
                column(coefficients, x);
            }
        }
        Arrays.fill(coefficients, 0, fourRows ? 32 : 64, 0);
        for (int y = 0; y < 8; y++) {
            if (fourColumns) {
                lowRow(8 * y, samples, at + y * stride);
            } else {
                row(8 * y, samples, at + y * stride);
            }
        }
    }

    private static void constant(int first, byte[] samples, int at, int stride) {
        int sample = clamped(((first << KEPT) + (1 << (KEPT + 2))) >> (KEPT + 3)) & 0xFF;
        for (int y = 0; y < 8; y++) {
            EIGHT.set(samples, at + y * stride, 0x0101010101010101L * sample);
        }
    }

    /** As {@link #column} if the last four are 0. The same products are added with each input taken out. */
    private void lowColumn(int[] in, int x) {
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
        columns[x] = (s0 + d3) >> shift;
        columns[x + 56] = (s0 - d3) >> shift;
        columns[x + 8] = (s1 + d2) >> shift;
        columns[x + 48] = (s1 - d2) >> shift;
        columns[x + 16] = (s2 + d1) >> shift;
        columns[x + 40] = (s2 - d1) >> shift;
        columns[x + 24] = (s3 + d0) >> shift;
        columns[x + 32] = (s3 - d0) >> shift;
    }

    /** As {@link #row} if the last four are 0. */
    private void lowRow(int y, byte[] out, int at) {
        int i1 = columns[y + 1];
        int i2 = columns[y + 2];
        int i3 = columns[y + 3];
        int even = (columns[y] << BITS) + (1 << (BITS + KEPT + 2));
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
        int shift = BITS + KEPT + 3;
        out[at] = clamped((s0 + d3) >> shift);
        out[at + 7] = clamped((s0 - d3) >> shift);
        out[at + 1] = clamped((s1 + d2) >> shift);
        out[at + 6] = clamped((s1 - d2) >> shift);
        out[at + 2] = clamped((s2 + d1) >> shift);
        out[at + 5] = clamped((s2 - d1) >> shift);
        out[at + 3] = clamped((s3 + d0) >> shift);
        out[at + 4] = clamped((s3 - d0) >> shift);
    }

    private void column(int[] in, int x) {
        int i1 = in[x + 8];
        int i2 = in[x + 16];
        int i3 = in[x + 24];
        int i4 = in[x + 32];
        int i5 = in[x + 40];
        int i6 = in[x + 48];
        int i7 = in[x + 56];
        if ((i1 | i2 | i3 | i4 | i5 | i6 | i7) == 0) {
            int constant = in[x] << KEPT;
            for (int i = x; i < 64; i += 8) {
                columns[i] = constant;
            }
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
        columns[x] = (s0 + d3 + round) >> shift;
        columns[x + 56] = (s0 - d3 + round) >> shift;
        columns[x + 8] = (s1 + d2 + round) >> shift;
        columns[x + 48] = (s1 - d2 + round) >> shift;
        columns[x + 16] = (s2 + d1 + round) >> shift;
        columns[x + 40] = (s2 - d1 + round) >> shift;
        columns[x + 24] = (s3 + d0 + round) >> shift;
        columns[x + 32] = (s3 - d0 + round) >> shift;
    }

    private void row(int y, byte[] out, int at) {
        int i1 = columns[y + 1];
        int i2 = columns[y + 2];
        int i3 = columns[y + 3];
        int i4 = columns[y + 4];
        int i5 = columns[y + 5];
        int i6 = columns[y + 6];
        int i7 = columns[y + 7];
        int half = (i2 + i6) * C0541;
        int even2 = half - i6 * C1847;
        int even3 = half + i2 * C0765;
        int even0 = (columns[y] + i4) << BITS;
        int even1 = (columns[y] - i4) << BITS;
        int round = 1 << (BITS + KEPT + 2);
        int s0 = even0 + even3 + round;
        int s3 = even0 - even3 + round;
        int s1 = even1 + even2 + round;
        int s2 = even1 - even2 + round;

        int z5 = (i7 + i3 + i5 + i1) * C1175;
        int z1 = -(i7 + i1) * C0899;
        int z2 = -(i5 + i3) * C2562;
        int z3 = z5 - (i7 + i3) * C1961;
        int z4 = z5 - (i5 + i1) * C0390;
        int d0 = i7 * C0298 + z1 + z3;
        int d1 = i5 * C2053 + z2 + z4;
        int d2 = i3 * C3072 + z2 + z3;
        int d3 = i1 * C1501 + z1 + z4;

        int shift = BITS + KEPT + 3;
        out[at] = clamped((s0 + d3) >> shift);
        out[at + 7] = clamped((s0 - d3) >> shift);
        out[at + 1] = clamped((s1 + d2) >> shift);
        out[at + 6] = clamped((s1 - d2) >> shift);
        out[at + 2] = clamped((s2 + d1) >> shift);
        out[at + 5] = clamped((s2 - d1) >> shift);
        out[at + 3] = clamped((s3 + d0) >> shift);
        out[at + 4] = clamped((s3 - d0) >> shift);
    }

    /** The value from 0 to 255 nearest to a sample plus 128. Few are outside, so a branch is faster than two minima. */
    private static byte clamped(int sample) {
        int value = sample + 128;
        return (value & ~0xFF) == 0 ? (byte) value : (byte) (~value >> 31);
    }
}
