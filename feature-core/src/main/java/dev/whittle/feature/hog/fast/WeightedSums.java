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
            addFour(to, planes, w, p);
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

    /** The terms p to p + 3. */
    private static void addFour(float[] h, float[][] planes, float[] w, int p) {
        float[] c0 = planes[p];
        float[] c1 = planes[p + 1];
        float[] c2 = planes[p + 2];
        float[] c3 = planes[p + 3];
        float w0 = w[p];
        float w1 = w[p + 1];
        float w2 = w[p + 2];
        float w3 = w[p + 3];
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
