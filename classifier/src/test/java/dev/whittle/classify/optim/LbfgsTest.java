package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LbfgsTest {
    private static final Lbfgs.Listener SILENT = (iteration, value) -> {};

    /** Rosenbrock's valley in n dimensions; minimum 0 at (1, …, 1). */
    private static double rosenbrock(double[] x, double[] g) {
        double sum = 0;
        java.util.Arrays.fill(g, 0);
        for (int i = 0; i + 1 < x.length; i++) {
            double a = x[i + 1] - x[i] * x[i];
            double b = 1 - x[i];
            sum += 100 * a * a + b * b;
            g[i] += -400 * a * x[i] - 2 * b;
            g[i + 1] += 200 * a;
        }
        return sum;
    }

    /** Σ (i+1)·(x_i - i)²/2. */
    private static double quadratic(double[] x, double[] g) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            g[i] = (i + 1) * (x[i] - i);
            sum += g[i] * (x[i] - i) / 2;
        }
        return sum;
    }

    @Test
    void findsTheEndOfRosenbrocksValley() {
        double[] start = new double[10];
        java.util.Arrays.fill(start, -1.2);
        Lbfgs.Minimum m = new Lbfgs(10, 500, 1e-12).minimize(LbfgsTest::rosenbrock, start, SILENT);
        assertEquals(Lbfgs.Stop.GRADIENT, m.stop());
        assertTrue(m.gradientNorm() <= 1e-12 * m.startNorm());
        assertTrue(m.iterations() < 150, "iterations " + m.iterations());
        for (double v : m.point()) {
            assertEquals(1, v, 1e-7);
        }
        assertEquals(-1.2, start[0]);
    }

    @Test
    void needsFewIterationsOnAQuadratic() {
        Lbfgs.Minimum m = new Lbfgs(10, 100, 1e-10).minimize(LbfgsTest::quadratic, new double[8], SILENT);
        assertTrue(m.iterations() <= 25, "iterations " + m.iterations());
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, m.point(), 1e-9);
    }

    @Test
    void everyIterationIsHeardAndLowersTheObjective() {
        List<Double> values = new ArrayList<>();
        Lbfgs.Minimum m = new Lbfgs(3, 30, 0).minimize(LbfgsTest::rosenbrock, new double[] {-1.2, 1, 3}, (i, v) -> {
            values.add(v);
            assertEquals(values.size(), i);
        });
        assertEquals(Lbfgs.Stop.ITERATIONS, m.stop());
        assertEquals(30, values.size());
        for (int i = 1; i < values.size(); i++) {
            assertTrue(values.get(i) < values.get(i - 1));
        }
        assertEquals(values.get(29), m.value());
    }

    @Test
    void stopsAtOnceAtAMinimum() {
        Lbfgs.Minimum m = new Lbfgs(10, 100, 1e-10).minimize(LbfgsTest::quadratic, new double[] {0, 1, 2}, SILENT);
        assertEquals(0, m.iterations());
        assertEquals(Lbfgs.Stop.GRADIENT, m.stop());
    }

    /** As an objective in float: near the minimum, values say nothing more. */
    @Test
    void endsWhereAnObjectiveOfLimitedPrecisionEnds() {
        Objective coarse = (x, g) -> (float) (1 + quadratic(x, g));
        Lbfgs.Minimum m = new Lbfgs(10, 10000, 0).minimize(coarse, new double[4], SILENT);
        assertTrue(m.iterations() < 100, "iterations " + m.iterations());
        assertArrayEquals(new double[] {0, 1, 2, 3}, m.point(), 1e-3);
    }

    @Test
    void aWrongGradientDoesNotPassForAMinimum() {
        Objective uphill = (x, g) -> {
            double v = quadratic(x, g);
            for (int i = 0; i < g.length; i++) {
                g[i] = -g[i];
            }
            return v;
        };
        Lbfgs.Minimum m = new Lbfgs(10, 100, 1e-6).minimize(uphill, new double[4], SILENT);
        assertEquals(Lbfgs.Stop.NO_DECREASE, m.stop());
        assertEquals(0, m.iterations());
    }

    @Test
    void overflowAlongTheWayIsSteppedBackFrom() {
        Objective cliff = (x, g) -> {
            g[0] = x[0] > 1.5 ? Double.NaN : -1e3 + 2e3 * x[0];
            return x[0] > 1.5 ? Double.NaN : -1e3 * x[0] + 1e3 * x[0] * x[0];
        };
        Lbfgs.Minimum m = new Lbfgs(10, 100, 1e-6).minimize(cliff, new double[] {-30}, SILENT);
        assertEquals(0.5, m.point()[0], 1e-8);
    }

    @Test
    void refusesBadSettingsAndStarts() {
        assertEquals(
                "L-BFGS: memory must be at least 1, got 0; iterations must be at least 1, got 0;"
                        + " tolerance must be at least 0 and finite, got -1.0",
                assertThrows(IllegalArgumentException.class, () -> new Lbfgs(0, 0, -1))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Lbfgs(1, 1, 0).minimize((x, g) -> Double.NaN, new double[1], SILENT));
    }
}
