package dev.whittle.classify.nn;

import dev.whittle.feature.kernel.Kernels;

/** 1/(1 + e^-x). */
public final class Sigmoid extends Elementwise {
    @Override
    void value(Flow flow, float[] x, float[] y, int from, int to) {
        of(flow.kernels(), x, y, from, to);
    }

    /** y = 1/(1 + e^-x); both may be the same array. */
    static void of(Kernels kernels, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = -x[i];
        }
        kernels.linear().exp(y, from, to - from);
        for (int i = from; i < to; i++) {
            y[i] = 1 / (1 + y[i]);
        }
    }

    @Override
    void derivative(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = y[i] * (1 - y[i]) * dy[i];
        }
    }
}
