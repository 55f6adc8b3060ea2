package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OwlQnTest {
    private static final Lbfgs.Listener SILENT = (iteration, value) -> {};

    /** Σ a_i·(x_i - i)²/2: with a penalty of l each, the minimum is i shortened by l/a_i, or 0. */
    private static double separable(double[] x, double[] g) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            g[i] = (i + 1) * (x[i] - (i - 3));
            sum += g[i] * (x[i] - (i - 3)) / 2;
        }
        return sum;
    }

    @Test
    void softThresholdsAQuadratic() {
        double[] l1 = {4, 4, 4, 4, 4, 4, 0};
        Lbfgs.Minimum m = new OwlQn(10, 200, 1e-7).minimize(OwlQnTest::separable, l1, new double[7], SILENT);
        double[] expected = {0, 0, 0, 0, 1 - 4.0 / 5, 2 - 4.0 / 6, 3};
        assertArrayEquals(expected, m.point(), 1e-6);
        for (int i = 0; i < 4; i++) {
            assertEquals(0, m.point()[i], 0.0);
        }
        assertEquals(Lbfgs.Stop.GRADIENT, m.stop());
    }

    @Test
    void crossesToTheOtherSideWhereItMust() {
        double[] start = {-5, 5, 5, 5, -5, -5, 5};
        double[] l1 = {1, 1, 1, 1, 1, 1, 1};
        double[] expected = {-2, -1.5, -1 + 1.0 / 3, 0, 1 - 1.0 / 5, 2 - 1.0 / 6, 3 - 1.0 / 7};
        assertArrayEquals(
                expected,
                new OwlQn(5, 500, 1e-7)
                        .minimize(OwlQnTest::separable, l1, start, SILENT)
                        .point(),
                1e-5);
    }

    @Test
    void everyIterationLowersTheObjective() {
        double[] last = {Double.POSITIVE_INFINITY};
        double[] l1 = {4, 3, 2, 1, 0.5, 0.2, 0};
        Lbfgs.Minimum m = new OwlQn(3, 20, 0).minimize(OwlQnTest::separable, l1, new double[7], (k, v) -> {
            assertTrue(v < last[0]);
            last[0] = v;
        });
        assertEquals(last[0], m.value());
    }

    /** Where variables are correlated, the quasi-Newton direction alone would let some rise along their subgradient. */
    @Test
    void noVariableMovesAgainstItsSubgradient() {
        double[] l1 = {0.1, 0.1, 0.1, 0.1};
        double[] target = {1, -2, 0.5, 3};
        double[] seen = new double[4];
        double[] seenGradient = new double[4];
        Objective correlated = (x, g) -> {
            double sum = 0;
            double value = 0;
            for (int i = 0; i < 4; i++) {
                sum += x[i];
            }
            for (int i = 0; i < 4; i++) {
                g[i] = (x[i] - target[i]) + 3 * sum;
                value += (x[i] - target[i]) * (x[i] - target[i]) / 2;
                seen[i] = x[i];
                seenGradient[i] = g[i];
            }
            return value + 1.5 * sum * sum;
        };
        double[] before = {1, 1, 1, 1};
        double[] gradient = new double[4];
        correlated.valueAndGradient(before, gradient);
        // The last point evaluated is the one moved to.
        Lbfgs.Minimum m = new OwlQn(10, 200, 1e-9).minimize(correlated, l1, before.clone(), (k, v) -> {
            for (int i = 0; i < 4; i++) {
                double step = seen[i] - before[i];
                double sign = before[i] != 0 ? Math.signum(before[i]) : Math.signum(step);
                assertTrue(step * (gradient[i] + sign * l1[i]) <= 0, "iteration " + k + ", variable " + i);
            }
            System.arraycopy(seen, 0, before, 0, 4);
            System.arraycopy(seenGradient, 0, gradient, 0, 4);
        });
        assertEquals(Lbfgs.Stop.GRADIENT, m.stop());
        assertTrue(m.iterations() > 3, "too few to tell: " + m.iterations());
    }

    @Test
    void refusesBadSettings() {
        assertThrows(IllegalArgumentException.class, () -> new OwlQn(0, 1, 0));
    }
}
