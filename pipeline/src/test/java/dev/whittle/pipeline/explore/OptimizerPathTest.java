package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.optim.Optimizer;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Paths beside the update rules in NumPy, and L-BFGS beside its definition. */
class OptimizerPathTest {
    private static final Run RUN = Run.defaults();
    private static final ReferenceValues NUMPY = ReferenceValues.read("optimizer-paths.csv");

    /** src/test/reference/optimizer_paths.py. */
    @Test
    void pathsAreThoseOfNumpy() {
        List<String> seen = new ArrayList<>();
        for (Surface surface : Surface.values()) {
            String start = surface.name().toLowerCase(Locale.ROOT) + " ";
            for (String name : NUMPY.names()) {
                if (name.startsWith(start)) {
                    seen.add(name);
                    OptimizerPath path = path(surface, name);
                    NUMPY.check(name, step -> path.points()[step], 1e-6);
                    assertEquals(60, path.gradients()[60]);
                }
            }
        }
        assertEquals(3 * 7, seen.size());
    }

    private static OptimizerPath path(Surface surface, String name) {
        String[] words = name.split(" ");
        return surface.path(Optimizer.valueOf(words[1].toUpperCase(Locale.ROOT)), Double.parseDouble(words[2]), RUN);
    }

    @Test
    void aWrongRuleIsNoticed() {
        OptimizerPath momentum = path(Surface.RAVINE, "ravine momentum 0.02");
        assertThrows(
                AssertionError.class, () -> NUMPY.check("ravine nesterov 0.02", step -> momentum.points()[step], 1e-6));
        OptimizerPath otherNoise = Surface.NOISY_BOWL.path(Optimizer.SGD, 0.05, RUN.withSeed(2));
        assertThrows(
                AssertionError.class,
                () -> NUMPY.check("noisy_bowl sgd 0.05", step -> otherNoise.points()[step], 1e-6));
    }

    /** By hand: the gradient of the ravine at (-2, 1) is (-2, 25). A rate of 1 multiplies y by -24 in each step. */
    @Test
    void stepsByHand() {
        OptimizerPath path = Surface.RAVINE.path(Optimizer.SGD, 0.0625, RUN);
        assertArrayEquals(new double[] {-2, 1}, path.points()[0]);
        assertArrayEquals(new double[] {-1.875, -0.5625}, path.points()[1]);
        assertEquals(Surface.STEPS + 1, path.coordinate(1).length);
        assertThrows(ArithmeticException.class, () -> Surface.RAVINE.path(Optimizer.SGD, 1, RUN));
    }

    /** On the ravine gradient descent is fastest with the rate 2/(1 + 25) = 0.077; mean values prefer a lower one. */
    @Test
    void theBestRateIsTheLowestMean() {
        double best = Surface.RAVINE.bestRate(Optimizer.SGD, RUN);
        assertEquals(0.05, best);
        for (double rate : new double[] {0.02, 0.01}) {
            assertTrue(mean(best) < mean(rate), () -> "rate " + rate);
        }
    }

    private static double mean(double rate) {
        double sum = 0;
        for (double[] point : Surface.RAVINE.path(Optimizer.SGD, rate, RUN).points()) {
            sum += Surface.RAVINE.value(point[0], point[1]);
        }
        return sum;
    }

    /** The minima that SciPy's L-BFGS-B finds from the same starts, with 9 and 17 evaluations. */
    @Test
    void lbfgsFindsTheMinimaOfScipy() {
        OptimizerPath ravine = Surface.RAVINE.lbfgs(RUN);
        OptimizerPath saddle = Surface.SADDLE.lbfgs(RUN);
        assertArrayEquals(new double[] {0, 0}, last(ravine), 1e-6);
        assertArrayEquals(new double[] {0, 1}, last(saddle), 1e-6);
        assertTrue(ravine.gradients()[ravine.gradients().length - 1] <= 18);
        assertTrue(saddle.gradients()[saddle.gradients().length - 1] <= 34);
    }

    private static double[] last(OptimizerPath path) {
        return path.points()[path.points().length - 1];
    }

    /**
     * With all pairs in memory, each step is along -H∇f, where H is the dense BFGS matrix (Nocedal and Wright, equation
     * 6.17) from γI. It ends where both of the strong Wolfe conditions hold.
     */
    @Test
    void stepsOfLbfgsAreAlongTheDenseDirection() {
        for (Surface surface : List.of(Surface.RAVINE, Surface.SADDLE)) {
            double[][] points = surface.lbfgs(RUN).points();
            for (int k = 0; k + 1 < points.length; k++) {
                checkStep(surface, points, k);
            }
            int second = 1;
            points[second + 1] = new double[] {points[second + 1][0] + 1e-3, points[second + 1][1] - 1e-3};
            assertThrows(AssertionError.class, () -> checkStep(surface, points, second));
        }
    }

    private static double[] gradient(Surface surface, double[] point) {
        double[] gradient = new double[2];
        surface.gradient(point, gradient);
        return gradient;
    }

    private static void checkStep(Surface surface, double[][] points, int k) {
        double[][] h = {{1, 0}, {0, 1}};
        for (int i = 0; i < k; i++) {
            double[] s = minus(points[i + 1], points[i]);
            double[] y = minus(gradient(surface, points[i + 1]), gradient(surface, points[i]));
            if (i == 0) {
                double[] sNew = minus(points[k], points[k - 1]);
                double[] yNew = minus(gradient(surface, points[k]), gradient(surface, points[k - 1]));
                double gamma = dot(sNew, yNew) / dot(yNew, yNew);
                h = new double[][] {{gamma, 0}, {0, gamma}};
            }
            h = update(h, s, y);
        }
        double[] g = gradient(surface, points[k]);
        double[] d = {-dot(h[0], g), -dot(h[1], g)};
        double[] step = minus(points[k + 1], points[k]);
        double lengths = Math.sqrt(dot(d, d) * dot(step, step));
        assertEquals(1, dot(d, step) / lengths, 1e-8, () -> surface + ", cosine of step " + k);
        double slope = dot(g, step);
        double fall = surface.value(points[k + 1][0], points[k + 1][1]) - surface.value(points[k][0], points[k][1]);
        assertTrue(fall <= 1e-4 * slope + 1e-15, () -> surface + ", decrease in step " + k);
        double after = dot(gradient(surface, points[k + 1]), step);
        assertTrue(Math.abs(after) <= -0.9 * slope, () -> surface + ", slope after step " + k);
    }

    /** (I - ρsyᵀ)H(I - ρysᵀ) + ρssᵀ. */
    private static double[][] update(double[][] h, double[] s, double[] y) {
        double rho = 1 / dot(s, y);
        double[][] result = new double[2][2];
        double[] hy = {dot(h[0], y), dot(h[1], y)};
        double factor = rho * rho * dot(y, hy) + rho;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                result[i][j] = h[i][j] - rho * (s[i] * hy[j] + hy[i] * s[j]) + factor * s[i] * s[j];
            }
        }
        return result;
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1];
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreads() {
        for (Optimizer optimizer : List.of(Optimizer.NESTEROV, Optimizer.ADAM)) {
            OptimizerPath one = Surface.NOISY_BOWL.path(optimizer, 0.1, RUN.withThreads(1));
            OptimizerPath seven = Surface.NOISY_BOWL.path(optimizer, 0.1, RUN.withThreads(7));
            assertArrayEquals(one.points(), seven.points());
        }
    }
}
