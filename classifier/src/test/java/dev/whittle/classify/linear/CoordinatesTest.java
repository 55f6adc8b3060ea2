package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CoordinatesTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    /** Overlapping clouds in d features, all moved away from 0. */
    private static Samples moved(int n, int d, float mean) {
        Samples samples = TestSamples.clouds(n, d, 4, 0.15f, 3);
        Matrix x = samples.inMemory("the test").copy();
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] += mean;
        }
        return new Samples(x, samples.labels(), 4);
    }

    private static Convergence softmax(Samples samples, double l2, Intercept intercept, int iterations) {
        return new Softmax(l2, 0, intercept, ClassWeights.EQUAL, iterations, 1e-4)
                .fit(samples, RUN)
                .convergence()
                .orElseThrow();
    }

    /** With a free intercept the minimum is the same wherever the features lie. */
    @ParameterizedTest
    @CsvSource({"64, 1e3", "64, 1e4", "300, 1e3", "300, 1e4", "300, -1e4"})
    void featuresFarFromZeroHaveTheSameMinimum(int d, float mean) {
        double expected = softmax(moved(1500, d, 0), 1e-2, Intercept.FREE, 200).objective();
        Convergence reached = softmax(moved(1500, d, mean), 1e-2, Intercept.FREE, 200);
        assertTrue(expected < 0.9 * Math.log(4), "nothing to learn: " + expected);
        assertEquals(expected, reached.objective(), 1e-3 * expected, reached.toString());
        assertTrue(reached.iterations() < 60, reached.toString());
    }

    @ParameterizedTest
    @EnumSource(Intercept.class)
    void farFeaturesTakeFewIterationsWithAnyIntercept(Intercept intercept) {
        for (double l2 : new double[] {0, 1e-2}) {
            Convergence reached = softmax(moved(1500, 64, 1000), l2, intercept, 100);
            assertTrue(reached.objective() < Math.log(4), reached.toString());
            assertTrue(reached.iterations() < 60, reached.toString());
        }
    }

    /** Each sample four times is the same problem, with rows enough for the factor. */
    @ParameterizedTest
    @EnumSource(Intercept.class)
    void factorAndDiagonalFindTheSameMinimum(Intercept intercept) {
        int n = 90;
        Samples few = moved(n, 30, 2);
        int[] index = IntStream.range(0, 4 * n).map(i -> i % n).toArray();
        Samples many = new Samples(
                few.inMemory("the test").selectRows(index),
                IntStream.of(index).map(i -> few.labels()[i]).toArray(),
                4);
        Convergence diagonal = softmax(few, 0.1, intercept, 500);
        Convergence full = softmax(many, 0.1, intercept, 500);
        assertTrue(full.iterations() < diagonal.iterations(), full + " " + diagonal);
        assertEquals(diagonal.objective(), full.objective(), 1e-6, full + " " + diagonal);
    }

    /** ⟨weights(v), g⟩ = ⟨v, gradient(g)⟩, and gradientByWeights undoes gradient: both branches, all intercepts. */
    @ParameterizedTest
    @EnumSource(Intercept.class)
    void theGradientsMapIsTheTransposeOfTheWeights(Intercept intercept) {
        for (int n : new int[] {50, 400}) {
            Coordinates c = new Coordinates(moved(n, 30, 100).features(), 4, 0.25, 1e-2, intercept, false, RUN);
            double[] v = normal(1);
            double[] g = normal(2);
            if (intercept == Intercept.NONE) {
                java.util.Arrays.fill(g, 120, 124, 0);
            }
            double[] w = new double[124];
            double[] h = new double[124];
            double[] back = new double[124];
            c.weights(v, w);
            c.gradient(g, h);
            c.gradientByWeights(h, back);
            assertEquals(dot(w, g), dot(v, h), 1e-9 * Math.sqrt(dot(w, w) * dot(g, g)));
            for (int i = 0; i < g.length; i++) {
                assertEquals(g[i], back[i], 1e-8);
            }
        }
    }

    /** In these variables the objective's second derivative at 0 is near 1 along every axis. */
    @Test
    void theHessianIsNearTheIdentity() {
        Samples samples = moved(2000, 30, 50);
        double l2 = 1e-2;
        for (Intercept intercept : List.of(Intercept.FREE, Intercept.PENALIZED)) {
            // At 0 the curvature of softmax with 4 classes is p(1 - p) = 3/16.
            Coordinates c = new Coordinates(samples.features(), 4, 3.0 / 16, l2, intercept, false, RUN);
            LinearPass pass = new LinearPass(samples, new CrossEntropy(), List.of(), 256, RUN);
            for (int axis : new int[] {0, 17, 29, 120}) {
                double[] v = new double[124];
                v[axis] = 0.01;
                double[] w = new double[124];
                double[] g = new double[124];
                double[] up = new double[124];
                double[] down = new double[124];
                c.weights(v, w);
                pass.meanAndGradient(l2, intercept, w, g);
                c.gradient(g, up);
                w = DoubleStream.of(w).map(t -> -t).toArray();
                pass.meanAndGradient(l2, intercept, w, g);
                c.gradient(g, down);
                assertEquals(1, (up[axis] - down[axis]) / 0.02, 0.1, intercept + " axis " + axis);
            }
        }
    }

    @Test
    void whatIsNotPositiveDefiniteGetsARidgeOrNoFactor() {
        assertTrue(Coordinates.factor(2, r -> new float[] {(float) (1 + r), 0, 1, (float) (1 + r)}, RUN)
                .isPresent());
        assertTrue(Coordinates.factor(2, r -> new float[] {(float) (1 + r), 0, 2, (float) (1 + r)}, RUN)
                .isEmpty());
    }

    private static double[] normal(int seed) {
        Rng rng = new Rng(seed, "coordinates", 0);
        return IntStream.range(0, 124).mapToDouble(i -> rng.nextGaussian()).toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
