package dev.whittle.classify.nn;

/** max(0, x), in place. NaN stays NaN, so that a diverging network cannot hide it. */
final class Relu {
    private Relu() {}

    static void forward(float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(0f, y[i]);
        }
    }

    /** Zeroes the derivative where the activation {@code y} is 0. */
    static void backward(float[] y, float[] dy, int from, int to) {
        for (int i = from; i < to; i++) {
            dy[i] = y[i] > 0 ? dy[i] : 0;
        }
    }
}
