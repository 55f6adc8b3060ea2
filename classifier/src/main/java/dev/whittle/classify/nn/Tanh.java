package dev.whittle.classify.nn;

/** The hyperbolic tangent, with a relative error below 2·10⁻⁷. */
public final class Tanh extends Elementwise {
    /** The array of the output holds the exponentials first. */
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
            // Near 0 that would lose digits, so the series x - x³/3 + 2x⁵/15 - … with some more terms is used there.
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
