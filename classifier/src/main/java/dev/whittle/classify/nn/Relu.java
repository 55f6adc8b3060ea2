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
            // y > 0 ? dy : 0 without a branch, which goes either way half of the time: y is not negative, so -bits is
            // exactly
            // where it is not 0. (A NaN lets dy through.)
            int keep = -Float.floatToRawIntBits(y[i]) >> 31;
            dx[i] = Float.intBitsToFloat(Float.floatToRawIntBits(dy[i]) & keep);
        }
    }
}
