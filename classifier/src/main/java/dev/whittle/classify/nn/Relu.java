package dev.whittle.classify.nn;

/** max(0, x); at 0 the derivative taken is 0. NaN stays NaN, so that a diverging network cannot hide it. */
public final class Relu extends Elementwise {
    @Override
    void value(Flow flow, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(0f, x[i]);
        }
    }

    @Override
    void derivative(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = y[i] > 0 ? dy[i] : 0;
        }
    }
}
