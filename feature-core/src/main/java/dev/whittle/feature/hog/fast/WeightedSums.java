package dev.whittle.feature.hog.fast;

import java.util.Arrays;

/**
 * Sums of arrays. In each loop all arrays are indexed by the loop variable itself, as the compiler of Java 17
 * vectorises no other loops.
 */
final class WeightedSums {
    private WeightedSums() {}

    /**
     * Writes to each element of {@code to} the fma chain of w[p] times its element of plane p, for first ≤ p &lt; end.
     */
    static void addAcross(float[] to, float[][] planes, float[] w, int first, int end) {
        Arrays.fill(to, 0);
        int p = first;
        for (; p + 4 <= end; p += 4) {
            add4(to, planes[p], w[p], planes[p + 1], w[p + 1], planes[p + 2], w[p + 2], planes[p + 3], w[p + 3]);
        }
        for (; p < end; p++) {
            add(to, planes[p], w[p]);
        }
    }

    private static void add(float[] h, float[] c, float w) {
        for (int i = 0; i < h.length; i++) {
            h[i] = Math.fma(c[i], w, h[i]);
        }
    }

    private static void add4(
            float[] h, float[] c0, float w0, float[] c1, float w1, float[] c2, float w2, float[] c3, float w3) {
        for (int i = 0; i < h.length; i++) {
            h[i] = Math.fma(c3[i], w3, Math.fma(c2[i], w2, Math.fma(c1[i], w1, Math.fma(c0[i], w0, h[i]))));
        }
    }

    /** Adds c to h. */
    static void add(float[] h, float[] c) {
        for (int i = 0; i < h.length; i++) {
            h[i] += c[i];
        }
    }
}
