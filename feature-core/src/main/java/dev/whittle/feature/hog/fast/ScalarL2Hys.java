package dev.whittle.feature.hog.fast;

/** L2-Hys, as {@code L2Hys} defines it, of blocks whose values are not beside each other. */
final class ScalarL2Hys {
    private static final float CLIP = 0.2f;

    private ScalarL2Hys() {}

    /**
     * Normalises blocks {@code first} … {@code end}-1 and writes them one after the other.
     *
     * @param h value k of block j, 0 or more, at {@code h[k * stride + j]}; overwritten
     * @param values a multiple of four; a quarter of them are a cell's
     */
    static void normalise(float[] h, int values, int stride, int first, int end, float[] out, int to) {
        int cell = values / 4 * stride;
        for (int j = first; j < end; j++) {
            float f = factor(squares(h, cell, stride, j), 0.1f * values);
            f = factor(clipped(h, cell, stride, j, f), 1e-3f);
            int at = to + (j - first) * values;
            for (int k = 0, i = j; k < values; k++, i += stride) {
                out[at + k] = h[i] * f;
            }
        }
    }

    private static float squares(float[] h, int cell, int stride, int j) {
        float n00 = 0;
        float n01 = 0;
        float n10 = 0;
        float n11 = 0;
        for (int i = j; i < cell; i += stride) {
            n00 = Math.fma(h[i], h[i], n00);
            n01 = Math.fma(h[i + cell], h[i + cell], n01);
            n10 = Math.fma(h[i + 2 * cell], h[i + 2 * cell], n10);
            n11 = Math.fma(h[i + 3 * cell], h[i + 3 * cell], n11);
        }
        return (n00 + n01) + (n10 + n11);
    }

    private static float clipped(float[] h, int cell, int stride, int j, float f) {
        float n00 = 0;
        float n01 = 0;
        float n10 = 0;
        float n11 = 0;
        for (int i = j; i < cell; i += stride) {
            float v00 = Math.min(h[i] * f, CLIP);
            float v01 = Math.min(h[i + cell] * f, CLIP);
            float v10 = Math.min(h[i + 2 * cell] * f, CLIP);
            float v11 = Math.min(h[i + 3 * cell] * f, CLIP);
            h[i] = v00;
            h[i + cell] = v01;
            h[i + 2 * cell] = v10;
            h[i + 3 * cell] = v11;
            n00 = Math.fma(v00, v00, n00);
            n01 = Math.fma(v01, v01, n01);
            n10 = Math.fma(v10, v10, n10);
            n11 = Math.fma(v11, v11, n11);
        }
        return (n00 + n01) + (n10 + n11);
    }

    private static float factor(float squares, float more) {
        return 1f / ((float) Math.sqrt(squares) + more);
    }
}
