package dev.whittle.feature.hog;

import java.util.Arrays;

/**
 * Block normalisation by L2-Hys (Dalal and Triggs, §6.4) with OpenCV's constants: v ← v/(‖v‖ + 0.1·n) for n values, v ← min(v,
 * 0.2), v ← v/(‖v‖ + 0.001). The squares under a norm are one fma chain in the order (cell row, cell column, bin) of the output;
 * a row of blocks is done at once, block beside block.
 */
final class L2Hys {
    static final float CLIP = 0.2f;

    private final int bins;
    private float[] scale = {};
    private float[] norm = {};

    L2Hys(int bins) {
        this.bins = bins;
    }

    /**
     * Normalises blocks 0 … n-1 and writes them one after the other.
     *
     * @param cell cell q of the blocks, q = 2·r+s, has bin b of block j at {@code cell[q][at[q] + b * stride + j]}
     */
    void normalise(float[][] cell, int[] at, int stride, int n, float[] out, int offset) {
        if (norm.length < n) {
            norm = new float[n];
            scale = new float[n];
        }
        int length = 4 * bins;
        Arrays.fill(norm, 0, n, 0);
        for (int q = 0; q < 4; q++) {
            for (int b = 0; b < bins; b++) {
                addSquares(cell[q], at[q] + b * stride, n);
            }
        }
        for (int j = 0; j < n; j++) {
            scale[j] = 1f / ((float) Math.sqrt(norm[j]) + 0.1f * length);
        }
        Arrays.fill(norm, 0, n, 0);
        for (int q = 0; q < 4; q++) {
            for (int b = 0; b < bins; b++) {
                int from = at[q] + b * stride;
                for (int j = 0; j < n; j++) {
                    float v = Math.min(cell[q][from + j] * scale[j], CLIP);
                    out[offset + j * length + q * bins + b] = v;
                    norm[j] = Math.fma(v, v, norm[j]);
                }
            }
        }
        for (int j = 0; j < n; j++) {
            float s = 1f / ((float) Math.sqrt(norm[j]) + 1e-3f);
            for (int i = offset + j * length; i < offset + (j + 1) * length; i++) {
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
