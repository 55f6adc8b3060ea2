package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With l1, too, neither the units of features nor, with a free intercept, where they lie decide how near the minimum
 * training comes.
 */
class ScaledRowsTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int N = 400;
    private static final int D = 10;
    private static final int[] LABELS =
            IntStream.range(0, N).map(i -> i % 5 == 0 ? 1 : 0).toArray();

    /**
     * (x_j + offset)·scale_j for overlapping classes, 80:20; x is a multiple of 2⁻⁸, so that what is added and
     * multiplied may be exact.
     */
    private static Samples samples(double offset, double... scales) {
        Rng rng = new Rng(5, "scaled rows", 0);
        Matrix x = new Matrix(N, D);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < D; j++) {
                double v = rng.nextGaussian() + (j < 5 ? 0.4 * (LABELS[i] - 0.2) : 0);
                x.set(i, j, (float) ((Math.rint(v * 256) / 256 + offset) * scales[j % scales.length]));
            }
        }
        return new Samples(x, LABELS, 2);
    }

    private enum Head {
        SOFTMAX,
        SVM;

        Spec<Samples, Classifier> spec(double l2, double l1, Intercept intercept, double tolerance) {
            return this == SOFTMAX
                    ? new Softmax(l2, l1, intercept, ClassWeights.EQUAL, 1000, tolerance)
                    : LinearSvm.of(Formulation.ONE_VS_REST, Hinge.SQUARED, l2)
                            .withL1(l1)
                            .withIntercept(intercept)
                            .withIterations(1000)
                            .withTolerance(tolerance)
                            .withSolver(Solver.LBFGS);
        }

        LinearClassifier fit(Samples samples, double l2, double l1, Intercept intercept, double tolerance) {
            return (LinearClassifier) spec(l2, l1, intercept, tolerance).fit(samples, RUN);
        }
    }

    private static double objective(LinearClassifier head) {
        return head.convergence().orElseThrow().objective();
    }

    /** Features times 2^k with l1 times 2^k and l2 times 4^k: the weights are divided by 2^k, to the last bit. */
    @ParameterizedTest
    @CsvSource({
        "SOFTMAX, 10",
        "SOFTMAX, -20",
        "SOFTMAX, 34",
        "SOFTMAX, 100",
        "SVM, 10",
        "SVM, -20",
        "SVM, 34",
        "SVM, 100"
    })
    void otherUnitsAreTheSameProblem(Head head, int exponent) {
        double unit = Math.scalb(1.0, exponent);
        for (Intercept intercept : List.of(Intercept.FREE, Intercept.NONE)) {
            LinearClassifier plain = head.fit(samples(0, 1), 0.01, 0.01, intercept, 1e-3);
            LinearClassifier scaled = head.fit(samples(0, unit), 0.01 * unit * unit, 0.01 * unit, intercept, 1e-3);
            assertEquals(plain.convergence(), scaled.convergence());
            Matrix expected = plain.arrays().get("weights");
            Matrix weights = scaled.arrays().get("weights");
            assertTrue(IntStream.range(0, D).anyMatch(i -> expected.data()[i] != 0), "nothing learned");
            for (int i = 0; i < expected.data().length; i++) {
                assertEquals((float) (expected.data()[i] / unit), weights.data()[i], 0, "weight " + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Head.class)
    void unequalUnitsComeAsNearToTheMinimum(Head head) {
        double[] scales = {1e-4, 255, 1, 1e4, 0.01};
        for (Intercept intercept : Intercept.values()) {
            Samples samples = samples(0, scales);
            double minimum = objective(head.fit(samples, 0, 1e-3, intercept, 1e-6));
            LinearClassifier reached = head.fit(samples, 0, 1e-3, intercept, 1e-3);
            assertEquals(minimum, objective(reached), 1e-4 * minimum, intercept + " " + reached.convergence());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1024, -16384})
    void whereFeaturesLieDoesNotCountWithAFreeIntercept(double offset) {
        for (Head head : Head.values()) {
            LinearClassifier plain = head.fit(samples(0, 1), 1e-3, 0.02, Intercept.FREE, 1e-3);
            LinearClassifier moved = head.fit(samples(offset, 1), 1e-3, 0.02, Intercept.FREE, 1e-3);
            assertEquals(objective(plain), objective(moved), 1e-6, moved.convergence() + "");
            assertEquals(
                    Convergence.Stop.TOLERANCE,
                    moved.convergence().orElseThrow().stop());
            float[] expected = plain.arrays().get("weights").data();
            float[] weights = moved.arrays().get("weights").data();
            assertTrue(IntStream.range(0, expected.length).anyMatch(i -> expected[i] == 0), "no zeros to find");
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i] == 0, weights[i] == 0, "weight " + i);
                assertEquals(expected[i], weights[i], 1e-4, "weight " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1, -1000.1f, 3e30f})
    void aConstantFeatureGetsNoWeight(float constant) {
        Matrix x = new Matrix(N, D + 1);
        for (int i = 0; i < N; i++) {
            System.arraycopy(samples(0, 1).inMemory("the test").row(i), 0, x.data(), i * (D + 1), D);
            x.set(i, D, constant);
        }
        for (Head head : Head.values()) {
            LinearClassifier without = head.fit(samples(0, 1), 0, 0.01, Intercept.FREE, 1e-3);
            LinearClassifier with = head.fit(new Samples(x, LABELS, 2), 0, 0.01, Intercept.FREE, 1e-3);
            assertEquals(objective(without), objective(with), 1e-6);
            for (int c = 0; c < 2; c++) {
                assertEquals(0, with.arrays().get("weights").get(c, D));
            }
        }
    }

    /** Without an intercept a feature that is always 1 is one. */
    @Test
    void aConstantFeatureCountsWhereThereIsNoFreeIntercept() {
        Matrix ones = new Matrix(N, 1);
        java.util.Arrays.fill(ones.data(), 2);
        LinearClassifier head = Head.SOFTMAX.fit(new Samples(ones, LABELS, 2), 0, 1e-3, Intercept.NONE, 1e-4);
        assertFalse(head.arrays().get("weights").get(0, 0) == 0);
    }

    @Test
    void rowsAreCentredAndOfUnitDeviation() {
        ScaledRows rows = new ScaledRows(samples(1e4, 1, 300).features(), 1, 0, Intercept.FREE, RUN);
        float[] all = new float[N * D];
        rows.read(0, N, all, 0);
        for (int j = 0; j < D; j++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < N; i++) {
                sum += all[i * D + j];
                squares += all[i * D + j] * all[i * D + j];
            }
            assertEquals(0, sum / N, 1e-6);
            assertEquals(1, squares / N, 1e-5);
        }
    }
}
