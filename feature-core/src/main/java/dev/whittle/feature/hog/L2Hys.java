package dev.whittle.feature.hog;

import java.util.Arrays;

/**
 * Block normalisation by L2-Hys (Dalal and Triggs, §6.4) with OpenCV's constants: v ← v/(‖v‖ + 0.1·n) for n values, v ← min(v,
 * 0.2), v ← v/(‖v‖ + 0.001). The squares under a norm are one fma chain in the order (cell row, cell column, bin) of the output;
 * a row of blocks is done at once, block beside block.
 */
final class L2Hys {
    static final float CLIP = 0.2f;

    private float[] scale = {};
    private float[] norm = {};

    /**
     * Normalises blocks 0 … n-1 and writes them one after the other.
     *
     * @param h value k of block j at {@code h[k * stride + j]}
     */
    void normalise(float[] h, int values, int stride, int n, float[] out, int offset) {
        if (norm.length < n) {
            norm = new float[n];
            scale = new float[n];
        }
        Arrays.fill(norm, 0, n, 0);
        for (int k = 0; k < values; k++) {
            addSquares(h, k * stride, n);
        }
        for (int j = 0; j < n; j++) {
            scale[j] = 1f / ((float) Math.sqrt(norm[j]) + 0.1f * values);
        }
        Arrays.fill(norm, 0, n, 0);
        for (int k = 0; k < values; k++) {
            for (int j = 0; j < n; j++) {
                float v = Math.min(h[k * stride + j] * scale[j], CLIP);
                out[offset + j * values + k] = v;
                norm[j] = Math.fma(v, v, norm[j]);
            }
        }
        for (int j = 0; j < n; j++) {
            float s = 1f / ((float) Math.sqrt(norm[j]) + 1e-3f);
            for (int i = offset + j * values; i < offset + (j + 1) * values; i++) {
                out[i] *= s;
            }
        }
    }

    private void addSquares(float[] h, int from, int n) {
        for (int j = 0; j < n; j++) {
            norm[j] = Math.fma(h[from + j], h[from + j], norm[j]);
        }
    }
}
