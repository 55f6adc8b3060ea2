package dev.whittle.feature.kernel.sift;

import java.util.Arrays;

/** The loops of dense SIFT in plain Java. */
public final class ScalarSiftKernels implements SiftKernels {
    @Override
    public void votes(float[] gx, float[] gy, int n, int[] places, float[] votes, int at) {
        shares(gx, gy, 0, n, places);
        write(gx, gy, n, places, votes, at);
    }

    /** Replaces gx by the vote for an axis and gy by that for a diagonal; see {@link #place} for the rest. */
    static void shares(float[] gx, float[] gy, int from, int to, int[] places) {
        for (int i = from; i < to; i++) {
            float x = Math.abs(gx[i]);
            float y = Math.abs(gy[i]);
            float m = (float) Math.sqrt(Math.fma(gx[i], gx[i], gy[i] * gy[i]));
            float most = Math.max(x, y);
            float least = Math.min(x, y);
            float f = 1 / (most + Arctangent.TINY);
            float r = least * f;
            float s = (most - least) * f;
            float q = Arctangent.q(r);
            places[i] = place(gx[i], gy[i], y > x);
            gx[i] = m * (s * Math.fma(-r, q, 1f));
            gy[i] = m * (r * Math.fma(s, q, 1f));
        }
    }

    /** The orientation on an axis, and 16 times that on a diagonal. */
    private static int place(float gx, float gy, boolean steep) {
        int left = Float.floatToRawIntBits(gx) >>> 31;
        int up = Float.floatToRawIntBits(gy) >>> 31;
        int axis = steep ? 2 + 4 * up : 4 * left;
        int diagonal = 1 + 2 * (left ^ up) + 4 * up;
        return axis + 16 * diagonal;
    }

    /** Writes the votes to their places. */
    static void write(float[] axis, float[] diagonal, int n, int[] places, float[] votes, int at) {
        Arrays.fill(votes, at, at + ORIENTATIONS * n, 0f);
        for (int i = 0; i < n; i++) {
            int to = at + ORIENTATIONS * i;
            votes[to + (places[i] & 15)] = axis[i];
            votes[to + (places[i] >> 4)] = diagonal[i];
        }
    }

    @Override
    public void rows(float[] in, int[] at, float[] weights, int taps, float[] out, int to, int n) {
        rows(in, at, weights, taps, out, to, 0, n);
    }

    static void rows(float[] in, int[] at, float[] weights, int taps, float[] out, int to, int from, int end) {
        for (int i = from; i < end; i++) {
            out[to + i] = in[at[0] + i] * weights[0];
        }
        for (int k = 1; k < taps; k++) {
            int row = at[k];
            float w = weights[k];
            for (int i = from; i < end; i++) {
                out[to + i] = Math.fma(in[row + i], w, out[to + i]);
            }
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
        gather(in, row, column, 0, n, weights, out, to);
        for (int h = to; h < to + VALUES * n; h += VALUES) {
            if (sum(out, h, work) < leastMass) {
                Arrays.fill(out, h, h + VALUES, 0f);
                continue;
            }
            float f = inverse((float) Math.sqrt(squares(out, h, work)));
            for (int i = h; i < h + VALUES; i++) {
                out[i] = Math.min(out[i] * f, LARGEST);
            }
            f = inverse((float) Math.sqrt(squares(out, h, work)));
            for (int i = h; i < h + VALUES; i++) {
                out[i] *= f;
            }
            if (squareRoot) {
                f = inverse(sum(out, h, work));
                for (int i = h; i < h + VALUES; i++) {
                    out[i] = (float) Math.sqrt(out[i] * f);
                }
            }
        }
    }

    /** The weighted bins of the descriptors {@code from} to {@code end - 1}. */
    static void gather(float[] in, int[] row, int[] column, int from, int end, float[] weights, float[] out, int to) {
        for (int j = from; j < end; j++) {
            for (int b = 0; b < BINS; b++) {
                int bin = row[b / 4] + column[4 * j + b % 4];
                int at = to + VALUES * j + ORIENTATIONS * b;
                for (int t = 0; t < ORIENTATIONS; t++) {
                    out[at + t] = in[bin + t] * weights[b];
                }
            }
        }
    }

    static float inverse(float norm) {
        return 1 / (norm + EPSILON);
    }

    private static float sum(float[] h, int at, float[] work) {
        Arrays.fill(work, 0, 16, 0f);
        for (int i = 0; i < VALUES; i++) {
            work[i & 15] += h[at + i];
        }
        return tree(work, 0);
    }

    private static float squares(float[] h, int at, float[] work) {
        Arrays.fill(work, 0, 16, 0f);
        for (int i = 0; i < VALUES; i++) {
            work[i & 15] = Math.fma(h[at + i], h[at + i], work[i & 15]);
        }
        return tree(work, 0);
    }

    /** The fixed tree of the 16 values from at on. Written out, as the compiler makes a slow loop of a short one. */
    static float tree(float[] p, int at) {
        float s0 = (p[at] + p[at + 8]) + (p[at + 4] + p[at + 12]);
        float s1 = (p[at + 1] + p[at + 9]) + (p[at + 5] + p[at + 13]);
        float s2 = (p[at + 2] + p[at + 10]) + (p[at + 6] + p[at + 14]);
        float s3 = (p[at + 3] + p[at + 11]) + (p[at + 7] + p[at + 15]);
        return (s0 + s2) + (s1 + s3);
    }
}
