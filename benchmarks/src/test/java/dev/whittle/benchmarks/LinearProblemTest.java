package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.benchmarks.LinearProblem.Weights;
import dev.whittle.classify.Samples;
import dev.whittle.feature.table.Matrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearProblemTest {
    /** Two samples of five features, so that the four sums and what is left of them count. */
    private static final Samples TWO =
            new Samples(Matrix.of(new float[] {1, 2, 0, 1, 3}, new float[] {0, 0, 1, 0, -1}), new int[] {0, 1}, 2);

    private static final Weights WEIGHTS =
            new Weights(new double[][] {{1, 0, 0, 0, 0.5}, {0, 0.25, 2, 0, 0}}, new double[] {0.5, -1});

    /** By hand: the scores are (3, -0.5) and (0, 1), λ = 1/2, ‖W‖² = 1 + 0.25 + 0.0625 + 4 = 5.3125, ‖b‖² = 1.25. */
    @Test
    void valuesByHand() {
        double penalty = 5.3125 / 4;
        double svm = (0 + 0.25 + 1 + 0) / 2;
        assertEquals(svm + penalty, LinearProblem.SVM.value(TWO, WEIGHTS, false), 1e-14);
        assertEquals(svm + penalty + 1.25 / 4, LinearProblem.SVM.value(TWO, WEIGHTS, true), 1e-14);
        double softmax = (Math.log1p(Math.exp(-3.5)) + Math.log1p(Math.exp(-1))) / 2;
        assertEquals(softmax + penalty, LinearProblem.SOFTMAX.value(TWO, WEIGHTS, false), 1e-14);
    }

    @Test
    void weightsComeBackFromTheirValues() {
        Weights again = Weights.of(WEIGHTS.values(), 2);
        for (LinearProblem problem : LinearProblem.values()) {
            assertEquals(problem.value(TWO, WEIGHTS, true), problem.value(TWO, again, true));
        }
    }

    /** Solvers of different kinds agree where the optimum lies. */
    @Test
    void optimaOfIndependentSolversAgree() {
        HeadData data = HeadData.of("700x20");
        Samples samples = data.samples();
        double ours = LinearProblem.SVM.value(
                samples, LinearHeads.of(LinearProblem.SVM, By.VECTOR, samples).fit(1e-6), true);
        double theirs = LinearProblem.SVM.value(
                samples,
                LinearHeads.of(LinearProblem.SVM, By.LIBLINEAR, samples).fit(1e-8),
                true);
        double dual = LinearProblem.SVM.value(
                samples,
                LinearHeads.of(LinearProblem.SVM, By.LIBLINEAR_DUAL, samples).fit(1e-6),
                true);
        double newton = LinearProblem.SVM.value(samples, NewtonSvm.solve(samples, 1e-9), true);
        assertEquals(1, theirs / newton, 1e-8);
        assertEquals(1, ours / theirs, 1e-6);
        assertEquals(1, dual / theirs, 1e-6);
    }

    /** All lines of a problem are about one objective, but Smile's, which has no other. */
    @Test
    void whoSolvesAProblemPenalisesTheSame() {
        Samples samples = HeadData.of("300x7").samples();
        for (By by : List.of(By.VECTOR, By.SCALAR, By.LIBLINEAR, By.LIBLINEAR_DUAL)) {
            assertTrue(LinearHeads.of(LinearProblem.SVM, by, samples).penalized(), by.toString());
        }
        for (By by : List.of(By.VECTOR, By.SMILE)) {
            assertFalse(LinearHeads.of(LinearProblem.SOFTMAX, by, samples).penalized(), by.toString());
        }
    }

    @Test
    void anotherSetOfTheSameShapeIsFoundAnew(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("found.properties");
        HeadData data = HeadData.of("300x7");
        Matrix other = data.samples().inMemory("the test").copy();
        other.set(299, 6, other.get(299, 6) + 1);
        HeadData changed = new HeadData(new Samples(other, data.samples().labels(), HeadData.CLASSES), false);
        int[] labels = data.samples().labels().clone();
        labels[0] = (labels[0] + 1) % HeadData.CLASSES;
        HeadData relabelled = new HeadData(new Samples(data.samples().features(), labels, HeadData.CLASSES), false);
        Set<Double> optima = new HashSet<>();
        for (HeadData d : List.of(data, changed, relabelled)) {
            LinearHeads solver = LinearHeads.of(LinearProblem.SVM, By.VECTOR, d.samples());
            optima.add(new Optimum(file, d).of(LinearProblem.SVM, d, "300x7", solver));
        }
        assertEquals(3, optima.size());
    }

    @Test
    void whatIsNotAtTheOptimumIsNoMeasurement() {
        TrainedTo.requireNear(LinearProblem.SVM, 0.99e-4);
        for (double above : new double[] {1.1e-4, -1e-4, Double.NaN}) {
            assertThrows(IllegalStateException.class, () -> TrainedTo.requireNear(LinearProblem.SVM, above));
        }
    }

    @Test
    void whatIsFoundIsKeptAndWhatIsNotReachedIsSaid(@TempDir Path folder) throws Exception {
        HeadData data = HeadData.of("300x7");
        Path file = folder.resolve("found.properties");
        Optimum kept = new Optimum(file, data);
        LinearHeads solver = LinearHeads.of(LinearProblem.SVM, By.VECTOR, data.samples());
        double optimum = kept.of(LinearProblem.SVM, data, "300x7", solver);
        assertEquals(optimum, kept.of(LinearProblem.SVM, data, "300x7", solver));
        Files.writeString(file, Files.readString(file).replace(Double.toString(optimum), "0.25"));
        assertEquals(0.25, kept.of(LinearProblem.SVM, data, "300x7", solver), "read, not found anew");
        assertThrows(
                IllegalStateException.class, () -> kept.tolerance(LinearProblem.SVM, By.VECTOR, solver, data, "300x7"));
    }
}
