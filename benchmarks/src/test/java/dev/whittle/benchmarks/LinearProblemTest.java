package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.benchmarks.LinearProblem.Weights;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Matrix;
import java.nio.file.Files;
import java.nio.file.Path;
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
                samples, LinearHeads.of(LinearProblem.SVM, By.VECTOR, samples).fit(1e-6), false);
        double theirs = LinearProblem.SVM.value(
                samples,
                LinearHeads.of(LinearProblem.SVM, By.LIBLINEAR, samples).fit(1e-8),
                false);
        assertEquals(1, ours / theirs, 1e-6);
    }

    @Test
    void whatIsFoundIsKeptAndWhatIsNotReachedIsSaid(@TempDir Path folder) throws Exception {
        HeadData data = HeadData.of("300x7");
        Path file = folder.resolve("found.properties");
        Optimum kept = new Optimum(file);
        LinearHeads solver = LinearHeads.of(LinearProblem.SVM, By.VECTOR, data.samples());
        double optimum = kept.of(LinearProblem.SVM, data, "300x7", solver);
        assertEquals(optimum, kept.of(LinearProblem.SVM, data, "300x7", solver));
        Files.writeString(file, Files.readString(file).replace(Double.toString(optimum), "0.25"));
        assertEquals(0.25, kept.of(LinearProblem.SVM, data, "300x7", solver), "read, not found anew");
        assertThrows(
                IllegalStateException.class, () -> kept.tolerance(LinearProblem.SVM, By.VECTOR, solver, data, "300x7"));
    }
}
