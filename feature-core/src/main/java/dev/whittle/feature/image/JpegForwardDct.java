package dev.whittle.feature.image;

/**
 * The cosine transform of 8x8 samples and the quantisation of its coefficients, in the integer arithmetic of the IJG's
 * library ({@code jfdctint.c}, "islow", and {@code jcdctmgr.c}), so with exactly its values. Its factors are those of
 * {@link JpegInverseDct}, and its matrix is the transpose of that one's.
 */
final class JpegForwardDct {
    private static final int[][] MATRIX = matrix();
    /** Coefficients are 8 times too large after both steps. */
    private static final int SCALE = 8;

    private JpegForwardDct() {}

    private static int[][] matrix() {
        int[][] matrix = new int[8][8];
        for (int u = 0; u < 8; u++) {
            for (int x = 0; x < 4; x++) {
                boolean even = u % 2 == 0;
                int factor = even ? JpegInverseDct.EVEN[x][u / 2] : JpegInverseDct.ODD[x][u / 2];
                matrix[u][x] = factor;
                matrix[u][7 - x] = even ? factor : -factor;
            }
        }
        return matrix;
    }

    /**
     * Quantises a block and multiplies again, as an encoder and a decoder do.
     *
     * @param block samples minus 128, row by row; overwritten by the coefficients
     * @param quantisation the values by which coefficients are divided
     * @return the indices of the coefficients that are not 0, combined by "or"
     */
    static int quantised(int[] block, int[] quantisation) {
        int kept = JpegInverseDct.BITS - JpegInverseDct.KEPT;
        for (int y = 0; y < 8; y++) {
            step(block, 8 * y, 1, kept);
        }
        for (int x = 0; x < 8; x++) {
            step(block, x, 8, JpegInverseDct.BITS + JpegInverseDct.KEPT);
        }
        int places = 0;
        for (int i = 0; i < 64; i++) {
            int divisor = SCALE * quantisation[i];
            int level = (Math.abs(block[i]) + divisor / 2) / divisor;
            block[i] = (block[i] < 0 ? -level : level) * quantisation[i];
            places |= level == 0 ? 0 : i;
        }
        return places;
    }

    /** Transforms 8 values; shifted sums are rounded to nearest, halves up. */
    private static void step(int[] values, int at, int stride, int shift) {
        int[] out = new int[8];
        for (int u = 0; u < 8; u++) {
            int sum = 1 << (shift - 1);
            for (int x = 0; x < 8; x++) {
                sum += MATRIX[u][x] * values[at + x * stride];
            }
            out[u] = sum >> shift;
        }
        for (int u = 0; u < 8; u++) {
            values[at + u * stride] = out[u];
        }
    }
}
