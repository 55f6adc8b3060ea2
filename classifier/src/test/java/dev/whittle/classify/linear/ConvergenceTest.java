package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Convergence.Stop;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each solver says why it stopped. */
class ConvergenceTest {
    private static Stop softmax(double l1, int iterations, double tolerance) {
        return stop(new Softmax(0.01, l1, Intercept.FREE, ClassWeights.EQUAL, iterations, tolerance));
    }

    private static Stop svm(Solver solver, int iterations, double tolerance) {
        MiniBatches training = MiniBatches.builder().epochs(2).build();
        return stop(LinearSvm.of(Formulation.ONE_VS_REST, solver == Solver.LBFGS ? Hinge.SQUARED : Hinge.PLAIN, 0.1)
                .withIterations(iterations)
                .withTolerance(tolerance)
                .withTraining(training)
                .withSolver(solver));
    }

    private static Stop stop(Spec<Samples, ?> head) {
        LinearClassifier fitted = (LinearClassifier) head.fit(TestSamples.clouds(200, 5, 3, 1, 1), Run.defaults());
        return fitted.convergence().orElseThrow().stop();
    }

    @Test
    void theToleranceIsMet() {
        assertEquals(Stop.TOLERANCE, softmax(0, 200, 1e-3));
        assertEquals(Stop.TOLERANCE, softmax(0.01, 500, 1e-3));
        assertEquals(Stop.TOLERANCE, svm(Solver.LBFGS, 200, 1e-3));
        assertEquals(Stop.TOLERANCE, svm(Solver.DUAL_COORDINATE_DESCENT, 1000, 1e-2));
    }

    @Test
    void theIterationsRunOut() {
        assertEquals(Stop.ITERATIONS, softmax(0, 2, 1e-3));
        assertEquals(Stop.ITERATIONS, softmax(0.01, 2, 1e-3));
        assertEquals(Stop.ITERATIONS, svm(Solver.LBFGS, 2, 1e-3));
        assertEquals(Stop.ITERATIONS, svm(Solver.DUAL_COORDINATE_DESCENT, 2, 1e-6));
    }

    @Test
    void floatShowsNoFurtherDescent() {
        assertEquals(Stop.NO_DESCENT, softmax(0, 100_000, 0));
        assertEquals(Stop.NO_DESCENT, softmax(0.01, 100_000, 0));
        assertEquals(Stop.NO_DESCENT, svm(Solver.LBFGS, 100_000, 0));
    }

    private static List<String> warnings(Spec<Samples, ?> head) {
        List<String> warnings = new ArrayList<>();
        Progress listener = new Warnings(warnings);
        head.fit(TestSamples.clouds(200, 5, 3, 1, 1), Run.defaults().withProgress(listener));
        return warnings;
    }

    private static void requireSays(String warning, String... parts) {
        for (String part : parts) {
            assertTrue(warning.contains(part), warning);
        }
    }

    @Test
    void aHeadWarnsIfItsIterationsRanOut() {
        LinearSvm svm = LinearSvm.of(Formulation.ONE_VS_REST, Hinge.SQUARED, 0.1);
        for (Solver solver : List.of(Solver.LBFGS, Solver.DUAL_COORDINATE_DESCENT)) {
            List<String> said =
                    warnings(svm.withSolver(solver).withIterations(2).withTolerance(1e-6));
            assertEquals(1, said.size(), said.toString());
            requireSays(said.get(0), "before its minimum");
            requireSays(said.get(0), "2 iterations", "above its minimum", "more iterations");
            assertEquals(List.of(), warnings(svm.withSolver(solver).withIterations(1000)));
        }
        Softmax softmax = new Softmax(0.01, 0, Intercept.FREE, ClassWeights.EQUAL, 1, 1e-3);
        requireSays(warnings(softmax).get(0), "1 iteration was", "the gradient is");
        assertEquals(List.of(), warnings(Softmax.l2(0.01)));
        // Mini-batches have no tolerance that they could miss.
        assertEquals(List.of(), warnings(svm.withSolver(Solver.MINI_BATCHES)));
    }

    /** What no search can go on from is no convergence. */
    @Test
    void featuresTooLargeForFloatAreRefused() {
        Samples samples = TestSamples.clouds(200, 5, 3, 1, 1);
        Matrix x = samples.inMemory("the test").copy();
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] *= 3e37f;
        }
        Samples large = new Samples(x, samples.labels(), 3);
        for (Formulation formulation : List.of(Formulation.ONE_VS_REST, Formulation.WESTON_WATKINS)) {
            refused(LinearSvm.of(formulation, Hinge.SQUARED, 0.1), large);
        }
        refused(Softmax.defaults(), large);
        refused(LinearSvm.of(Formulation.ONE_VS_REST, Hinge.PLAIN, 0.1), large);
    }

    private static void refused(Spec<Samples, ?> head, Samples large) {
        String message = assertThrows(ArithmeticException.class, () -> head.fit(large, Run.defaults()), head + "")
                .getMessage();
        assertTrue(message.contains("standardise"), message);
    }

    @Test
    void epochsHaveNoTolerance() {
        assertEquals(Stop.EPOCHS, svm(Solver.MINI_BATCHES, 200, 1e9));
    }
}
