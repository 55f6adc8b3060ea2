package dev.whittle.feature.kernel.sift;

import java.util.Arrays;

/** The definitions of {@link SiftKernels}, value by value. */
class ReferenceSiftKernels implements SiftKernels {
    private static final float[] Q = {
        0.2732403273f,
        0.2731453282f,
        -0.149332171f,
        -0.1643872766f,
        0.1458832889f,
        0.04856875073f,
        -0.09349197883f,
        0.02975474145f
    };

    /** The orientations of the axis and the diagonal that are nearest, by the signs of gx and gy. */
    private static int axis(float gx, float gy) {
        if (Math.abs(gy) > Math.abs(gx)) {
            return gy < 0 ? 6 : 2;
        }
        return gx < 0 ? 4 : 0;
    }

    private static int diagonal(float gx, float gy) {
        if (gx < 0) {
            return gy < 0 ? 5 : 3;
        }
        return gy < 0 ? 7 : 1;
    }

    @Override
    public void votes(float[] gx, float[] gy, int n, int[] places, float[] votes, int at) {
        for (int i = 0; i < n; i++) {
            float m = (float) Math.sqrt(Math.fma(gx[i], gx[i], gy[i] * gy[i]));
            float most = Math.max(Math.abs(gx[i]), Math.abs(gy[i]));
            float least = Math.min(Math.abs(gx[i]), Math.abs(gy[i]));
            float f = 1 / (most + 0x1p-100f);
            float r = least * f;
            float s = (most - least) * f;
            float q = Q[7];
            for (int k = 6; k >= 0; k--) {
                q = Math.fma(q, r, Q[k]);
            }
            Arrays.fill(votes, at + 8 * i, at + 8 * i + 8, 0f);
            votes[at + 8 * i + axis(gx[i], gy[i])] = m * (s * Math.fma(-r, q, 1f));
            votes[at + 8 * i + diagonal(gx[i], gy[i])] = m * (r * Math.fma(s, q, 1f));
        }
    }

    @Override
    public void rows(float[] in, int[] at, float[] weights, int taps, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            float sum = in[at[0] + i] * weights[0];
            for (int k = 1; k < taps; k++) {
                sum = Math.fma(in[at[k] + i], weights[k], sum);
            }
            out[to + i] = sum;
        }
    }

    @Override
    public void describe(
            float[] in,
            int[] row,
            int[] column,
            int n,
            float[] weights,
            float leastMass,
            boolean squareRoot,
            float[] work,
            float[] out,
            int to) {
        for (int j = 0; j < n; j++) {
            float[] h = new float[128];
            for (int b = 0; b < 16; b++) {
                for (int t = 0; t < 8; t++) {
                    h[8 * b + t] = in[row[b / 4] + column[4 * j + b % 4] + t] * weights[b];
                }
            }
            if (sum(h, false) < leastMass) {
                h = new float[128];
            }
            float f = 1 / ((float) Math.sqrt(sum(h, true)) + 0x1p-23f);
            for (int i = 0; i < 128; i++) {
                h[i] = Math.min(h[i] * f, 0.2f);
            }
            f = 1 / ((float) Math.sqrt(sum(h, true)) + 0x1p-23f);
            for (int i = 0; i < 128; i++) {
                h[i] *= f;
            }
            if (squareRoot) {
                f = 1 / (sum(h, false) + 0x1p-23f);
                for (int i = 0; i < 128; i++) {
                    h[i] = (float) Math.sqrt(h[i] * f);
                }
            }
            System.arraycopy(h, 0, out, to + 128 * j, 128);
        }
    }

    private static float sum(float[] h, boolean squares) {
        float[] partial = new float[16];
        for (int i = 0; i < 128; i++) {
            partial[i % 16] = squares ? Math.fma(h[i], h[i], partial[i % 16]) : partial[i % 16] + h[i];
        }
        for (int half = 8; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                partial[i] += partial[i + half];
            }
        }
        return partial[0];
    }
}
