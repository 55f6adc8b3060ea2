package dev.whittle.classify.nn;

/** max(0, x); at 0 the derivative is taken as 0. NaN stays NaN, so that the divergence of a network is detected. */
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
            // This is y > 0 ? dy : 0 without a branch, which a processor could not predict. y is not negative, so -bits
            // is negative exactly if y is not 0. For a NaN the result is dy.
            int keep = -Float.floatToRawIntBits(y[i]) >> 31;
            dx[i] = Float.intBitsToFloat(Float.floatToRawIntBits(dy[i]) & keep);
        }
    }
}
