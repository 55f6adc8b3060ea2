package dev.whittle.classify.nn;

import dev.whittle.feature.Rng;
import java.util.List;

/**
 * Inverted dropout: in training each value is set to 0 with probability {@code rate}, and the others are divided by 1 -
 * rate. After training it is the identity. Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout"
 * (2014), section 10, scale at training time.
 *
 * <p>Row r of step t draws from the generator (seed, name, t·2²⁴ + r), so threads do not matter, and repeating a step
 * drops the same values.
 */
public final class Dropout implements Layer {
    private final String purpose;
    private final float rate;
    private final float scale;

    /**
     * @param name unique within a network
     * @param rate share of values dropped, at least 0 and below 1
     */
    public Dropout(String name, double rate) {
        if (!(rate >= 0 && (float) rate < 1)) {
            throw new IllegalArgumentException(
                    "The rate of dropout must be at least 0 and below 1 as a float, got " + rate);
        }
        this.purpose = "dropout " + name;
        this.rate = (float) rate;
        this.scale = (float) (1 / (1 - rate));
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return Layers.one(inputs, "Dropout");
    }

    @Override
    public boolean inPlace() {
        return true;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        apply(flow, flow.x(0), flow.y(), from, to);
    }

    /** The same values are dropped from the derivatives. Drawing them again costs less than keeping them. */
    @Override
    public void backward(Flow flow, int from, int to) {
        if (flow.dx(0) != null) {
            apply(flow, flow.dy(), flow.dx(0), from, to);
        }
    }

    private void apply(Flow flow, float[] x, float[] y, int from, int to) {
        int width = flow.width();
        if (!flow.training()) {
            if (x != y) {
                System.arraycopy(x, from * width, y, from * width, (to - from) * width);
            }
            return;
        }
        for (int r = from; r < to; r++) {
            Rng rng = flow.run().random(purpose, (flow.step() << 24) + r);
            for (int i = r * width; i < (r + 1) * width; i++) {
                y[i] = rng.nextFloat() < rate ? 0 : scale * x[i];
            }
        }
    }

    @Override
    public String toString() {
        return purpose + " " + rate;
    }
}
