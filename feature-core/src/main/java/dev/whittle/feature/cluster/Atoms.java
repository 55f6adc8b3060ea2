package dev.whittle.feature.cluster;

import dev.whittle.feature.Rng;

/** Words of length 1, called atoms. Lengths are computed in double and divided by before rounding. */
final class Atoms {
    private Atoms() {}

    /** Writes v / ‖v‖ to {@code to[at …]}, for the n values from {@code v[from]} on, whose length is not 0. */
    static void unit(double[] v, int from, int n, float[] to, int at) {
        double length = Math.sqrt(squares(v, from, n));
        for (int i = 0; i < n; i++) {
            to[at + i] = (float) (v[from + i] / length);
        }
    }

    /** The squared length of n values. */
    static double squares(double[] v, int from, int n) {
        double squares = 0;
        for (int i = from; i < from + n; i++) {
            squares += v[i] * v[i];
        }
        return squares;
    }

    /** Writes a direction of n values, each equally likely: Gaussians, divided by their length. */
    static void random(Rng rng, int n, float[] to, int at) {
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            v[i] = rng.nextGaussian();
        }
        unit(v, 0, n, to, at);
    }
}
