package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class OptimizerTest {
    private static MiniBatches with(Optimizer optimizer, double momentum) {
        return MiniBatches.builder().optimizer(optimizer).momentum(momentum).build();
    }

    private static void step(Optimizer.Updater updater, Parameter p, double rate, long step, float... gradient) {
        System.arraycopy(gradient, 0, p.gradient(), 0, gradient.length);
        updater.begin(rate, step);
        updater.update(0, gradient.length);
    }

    @Test
    void momentumByHand() {
        Parameter p = new Parameter("w", new float[] {1, 2, 7}, true);
        Optimizer.Updater updater = Optimizer.MOMENTUM.updater(p, with(Optimizer.MOMENTUM, 0.5));
        step(updater, p, 0.25, 0, 4, -2);
        assertArrayEquals(new float[] {0, 2.5f, 7}, p.values());
        // v = 0.5·(4, -2) + (4, 0)
        step(updater, p, 0.25, 1, 4, 0);
        assertArrayEquals(new float[] {-1.5f, 2.75f, 7}, p.values());
        assertArrayEquals(
                new float[] {6, -1, 0}, updater.state().get("velocity", 1, 3).data());
    }

    @Test
    void adamByHand() {
        Parameter p = new Parameter("w", new float[] {1, 5}, true);
        Optimizer.Updater updater = Optimizer.ADAM.updater(p, with(Optimizer.ADAM, 0.9));
        // In the first step m̂ = g and ŝ = g², so the step is the learning rate against the sign of g.
        step(updater, p, 0.1, 0, -0.02f);
        assertArrayEquals(new float[] {1.1f, 5}, p.values(), 1e-6f);
        // m = 0.9·(-0.002) + 0.1·0.04 = 0.0022, m̂ = m/0.19; s = 0.999·4e-7 + 0.001·0.0016 = 1.9996e-6, ŝ = s/0.001999
        step(updater, p, 0.1, 1, 0.04f);
        double step = 0.1 * (0.0022 / 0.19) / Math.sqrt(1.9996e-6 / 0.001999);
        assertArrayEquals(new float[] {(float) (1.1 - step), 5}, p.values(), 1e-6f);
    }
}
