package dev.whittle.classify.nn;

/**
 * x above 0, and slope·x elsewhere; at 0 the derivative is taken as the slope. The lectures use slopes of 0.1 and 0.2;
 * the slope of Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models" (2013), is
 * {@value #MAAS}.
 */
public final class LeakyRelu extends Elementwise {
    private static final float MAAS = 0.01f;

    private final float slope;

    public LeakyRelu() {
        this(MAAS);
    }

    /** @param slope at least 0 */
    public LeakyRelu(double slope) {
        if (!(slope >= 0 && Double.isFinite(slope))) {
            throw new IllegalArgumentException("The slope of a leaky ReLU must be at least 0 and finite, got " + slope);
        }
        this.slope = (float) slope;
    }

    public float slope() {
        return slope;
    }

    @Override
    void value(Flow flow, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] > 0 ? x[i] : slope * x[i];
        }
    }

    @Override
    void derivative(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = y[i] > 0 ? dy[i] : slope * dy[i];
        }
    }

    @Override
    public String toString() {
        return "LeakyRelu(" + slope + ")";
    }
}
