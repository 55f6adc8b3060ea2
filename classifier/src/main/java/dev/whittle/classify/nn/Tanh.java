package dev.whittle.classify.nn;

/** The hyperbolic tangent, within 2·10⁻⁷ of its value (relative). */
public final class Tanh extends Elementwise {
    /** The exponentials are kept where the output will be. */
    @Override
    public boolean inPlace() {
        return false;
    }

    @Override
    void value(Flow flow, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = -2 * Math.abs(x[i]);
        }
        flow.kernels().linear().exp(y, from, to - from);
        for (int i = from; i < to; i++) {
            float v = x[i];
            float q = y[i];
            float large = (1 - q) / (1 + q);
            // Near 0 that would lose its digits, so there x - x³/3 + 2x⁵/15 - …, with the next terms.
            float s = v * v;
            float tail = 2f / 15 - s * (17f / 315 - s * (62f / 2835 - s * (1382f / 155925 - s * (21844f / 6081075))));
            float small = v - v * s * (1f / 3 - s * tail);
            y[i] = Math.abs(v) < 0.4f ? small : Math.copySign(large, v);
        }
    }

    @Override
    void derivative(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = (1 - y[i] * y[i]) * dy[i];
        }
    }
}
