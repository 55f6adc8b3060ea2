package dev.whittle.feature.transform;

import dev.whittle.feature.Transform;

/** A transform of histograms, which is not defined for values below 0. */
interface NonNegative extends Transform {
    @Override
    default void check(float[] in, int at, int n, int columns, long first) {
        Transform.super.check(in, at, n, columns, first);
        check(toString(), in, at, n, columns, first);
    }

    /** @throws IllegalArgumentException if there is a value below 0, with the first one and its place */
    static void check(String transform, float[] in, int at, int n, int columns, long first) {
        for (int i = 0; i < n * columns; i++) {
            if (in[at + i] < 0) {
                throw new IllegalArgumentException(transform + " is for histograms, with values of at least 0, but row "
                        + (first + i / columns) + ", column " + i % columns + " is " + in[at + i]
                        + "; leave it out, or give it before a transform such as standardize or pca");
            }
        }
    }
}
