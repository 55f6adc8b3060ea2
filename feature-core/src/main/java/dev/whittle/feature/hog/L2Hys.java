package dev.whittle.feature.hog;

/**
 * Block normalisation by L2-Hys (CVPR 2005, §6.4): to length 1, each value limited to 0.2, to length 1 again. With
 * OpenCV's constants, for a block v of n values:
 *
 * <pre>{@code
 * v = v / (‖v‖ + 0.1·n);   v = min(v, 0.2);   v = v / (‖v‖ + 0.001)
 * }</pre>
 *
 * The squares under a norm are one fma chain for each of the four cells, in the order of its bins, added as (n00 + n01)
 * + (n10 + n11). A division is a multiplication by the rounded reciprocal.
 */
final class L2Hys {
    private static final float LIMIT = 0.2f;

    private L2Hys() {}

    /** Normalises the block v[from …] of n values, a quarter of them each cell's. */
    static void normalize(float[] v, int from, int n) {
        float scale = 1f / (norm(v, from, n) + 0.1f * n);
        for (int i = from; i < from + n; i++) {
            v[i] = Math.min(v[i] * scale, LIMIT);
        }
        scale = 1f / (norm(v, from, n) + 0.001f);
        for (int i = from; i < from + n; i++) {
            v[i] = v[i] * scale;
        }
    }

    private static float norm(float[] v, int from, int n) {
        int bins = n / 4;
        float n00 = squares(v, from, bins);
        float n01 = squares(v, from + bins, bins);
        float n10 = squares(v, from + 2 * bins, bins);
        float n11 = squares(v, from + 3 * bins, bins);
        return (float) Math.sqrt((n00 + n01) + (n10 + n11));
    }

    private static float squares(float[] v, int from, int bins) {
        float sum = 0;
        for (int i = from; i < from + bins; i++) {
            sum = Math.fma(v[i], v[i], sum);
        }
        return sum;
    }
}
