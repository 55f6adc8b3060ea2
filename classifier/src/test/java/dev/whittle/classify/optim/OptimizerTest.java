package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OptimizerTest {
    @Test
    void momentumByHand() {
        Optimizer.Updater sgd = Optimizer.SGD.updater(3, 0.5);
        float[] w = {1, 2, 7};
        // Only w[0] and w[1]; their gradient starts at index 1.
        sgd.update(w, new float[] {99, 4, -2}, 1, 0, 2, 0.25, 0);
        assertArrayEquals(new float[] {0, 2.5f, 7}, w);
        // v = 0.5·(-1, 0.5) - 0.25·(4, 0)
        sgd.update(w, new float[] {4, 0}, 0, 0, 2, 0.25, 1);
        assertArrayEquals(new float[] {-1.5f, 2.75f, 7}, w);
    }

    @Test
    void adamByHand() {
        Optimizer.Updater adam = Optimizer.ADAM.updater(2, 0.9);
        float[] w = {1, 5};
        // In the first step m̂ = g and v̂ = g², so the step is the learning rate against the sign of g.
        adam.update(w, new float[] {-0.02f}, 0, 0, 1, 0.1, 0);
        assertArrayEquals(new float[] {1.1f, 5}, w, 1e-5f);
        // m = 0.9·(-0.002) + 0.1·0.04 = 0.0022, m̂ = m/0.19; v = 0.999·4e-7 + 0.001·0.0016 = 1.9996e-6, v̂ = v/0.001999
        adam.update(w, new float[] {0.04f}, 0, 0, 1, 0.1, 1);
        double step = 0.1 * (0.0022 / 0.19) / Math.sqrt(1.9996e-6 / 0.001999);
        assertArrayEquals(new float[] {(float) (1.1 - step), 5}, w, 1e-5f);
    }

    @Test
    void schedules() {
        assertEquals(0.3, Schedule.CONSTANT.rate(0.3, 99, 100));
        assertEquals(0.3, Schedule.COSINE.rate(0.3, 0, 100));
        assertEquals(0.15, Schedule.COSINE.rate(0.3, 50, 100), 1e-12);
        assertEquals(0.3 * (1 + Math.sqrt(0.5)) / 2, Schedule.COSINE.rate(0.3, 25, 100), 1e-12);
    }
}
