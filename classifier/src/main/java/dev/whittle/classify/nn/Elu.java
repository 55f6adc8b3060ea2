package dev.whittle.classify.nn;

/**
 * The exponential linear unit: x above 0, and α(e^x - 1) elsewhere; at 0 the derivative is taken as α. Clevert,
 * Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units" (2016), equation
 * 15, with α = 1.
 */
public final class Elu extends Elementwise {
    private final float alpha;

    public Elu() {
        this(1);
    }

    /** @param alpha α, at least 0 */
    public Elu(double alpha) {
        if (!(alpha >= 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException("The α of an ELU must be at least 0 and finite, got " + alpha);
        }
        this.alpha = (float) alpha;
    }

    /** α. */
    public float alpha() {
        return alpha;
    }

    /** The array of the output holds the exponentials first. */
    @Override
    public boolean inPlace() {
        return false;
    }

    @Override
    void value(Flow flow, float[] x, float[] y, int from, int to) {
        System.arraycopy(x, from, y, from, to - from);
        flow.kernels().linear().exp(y, from, to - from);
        for (int i = from; i < to; i++) {
            float v = x[i];
            // Near 0, e^x - 1 would lose digits; the first seven terms of its series do not.
            float minusOne = v > -0.35f
                    ? v * (1 + v * (0.5f + v * (1f / 6 + v * (1f / 24 + v * (1f / 120 + v * (1f / 720 + v / 5040))))))
                    : y[i] - 1;
            y[i] = v > 0 ? v : alpha * minusOne;
        }
    }

    @Override
    void derivative(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = y[i] > 0 ? dy[i] : (y[i] + alpha) * dy[i];
        }
    }

    @Override
    public String toString() {
        return "Elu(" + alpha + ")";
    }
}
