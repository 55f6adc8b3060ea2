package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.Standardize;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lectures' SGD. */
class MiniBatchSvmTest extends LinearHeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return LinearSvm.of(Formulation.WESTON_WATKINS, Hinge.PLAIN, 1e-2)
                .withIntercept(Intercept.FREE)
                .withIterations(1)
                .withTolerance(0)
                .withTraining(MiniBatches.builder()
                        .learningRate(0.01)
                        .epochs(12)
                        .batchSize(64)
                        .build())
                .withSolver(Solver.MINI_BATCHES);
    }

    @Override
    protected long pinnedCrc() {
        return 0x5cf09fbdL;
    }

    @Test
    void l1RefusesAClippedValue() {
        MiniBatches training = MiniBatches.builder().clipValue(1).build();
        for (Solver solver : List.of(Solver.AUTO, Solver.MINI_BATCHES, Solver.LBFGS)) {
            Hinge hinge = solver == Solver.LBFGS ? Hinge.SQUARED : Hinge.PLAIN;
            Runnable made = () -> new LinearSvm(
                    Formulation.ONE_VS_REST,
                    hinge,
                    solver,
                    1e-2,
                    1e-3,
                    Intercept.FREE,
                    ClassWeights.EQUAL,
                    1,
                    0,
                    training);
            if (solver == Solver.LBFGS) {
                made.run(); // which does not look at training
                continue;
            }
            String message =
                    assertThrows(IllegalArgumentException.class, made::run).getMessage();
            assertTrue(message.startsWith("Linear SVM: training.clipValue must be 0 with l1 above 0, "), message);
        }
    }

    @Test
    void anotherSeedTakesAnotherWay() {
        Samples samples = Reference.samples();
        assertFalse(head().fit(samples, RUN)
                .scores(samples.inMemory("the test"), RUN)
                .bitsEqual(head().fit(samples, RUN.withSeed(2)).scores(samples.inMemory("the test"), RUN)));
    }

    private static LinearSvm svm(double l2, double l1, double learningRate, int epochs, int batch) {
        return LinearSvm.of(Formulation.WESTON_WATKINS, Hinge.PLAIN, l2)
                .withL1(l1)
                .withIterations(1)
                .withTolerance(0)
                .withTraining(MiniBatches.builder()
                        .learningRate(learningRate)
                        .epochs(epochs)
                        .batchSize(batch)
                        .build())
                .withSolver(Solver.MINI_BATCHES);
    }

    @Test
    void comesNearTheMinimumThatTheDualFinds() {
        Reference.Problem p = new Reference.Problem("weston-watkins plain penalized");
        double low = Reference.optimum(p.name()).objective();
        double near = Reference.objective(
                p, Reference.samples(), svm(Reference.L2, 0, 0.05, 400, 16).fit(Reference.samples(), RUN));
        assertTrue(near >= low * (1 - 1e-6) && near <= low * 1.01, near + " against " + low);
    }

    private static LinearSvm plain(
            Formulation formulation, double l2, double l1, Intercept intercept, MiniBatches how) {
        return LinearSvm.of(formulation, Hinge.PLAIN, l2)
                .withL1(l1)
                .withIntercept(intercept)
                .withTraining(how);
    }

    private static double objective(LinearSvm svm, Samples samples) {
        LinearClassifier head = svm.fit(samples, RUN);
        LinearPass pass = new LinearPass(samples, LinearSvm.loss(svm.formulation(), svm.hinge()), List.of(), 64, RUN);
        double[] w = Reference.doubles(head.arrays().get("weights"));
        double[] b = Reference.doubles(head.arrays().get("bias"));
        double[] point = Arrays.copyOf(w, w.length + b.length);
        System.arraycopy(b, 0, point, w.length, b.length);
        int penalised = svm.intercept() == Intercept.PENALIZED ? point.length : w.length;
        double absolutes = Arrays.stream(point, 0, penalised).map(Math::abs).sum();
        return pass.meanAndGradient(svm.l2(), svm.intercept(), point, new double[point.length]) + svm.l1() * absolutes;
    }

    /** The minimum that long trainings find. */
    private static double least(LinearSvm svm, Samples samples, double scale) {
        double least = Double.POSITIVE_INFINITY;
        for (double rate : new double[] {3e-3, 3e-2, 3e-1}) {
            MiniBatches patient = MiniBatches.builder()
                    .optimizer(Optimizer.ADAM)
                    .learningRate(rate / scale)
                    .epochs(1000)
                    .batchSize(64)
                    .build();
            least = Math.min(
                    least, objective(plain(svm.formulation(), svm.l2(), svm.l1(), svm.intercept(), patient), samples));
        }
        return least;
    }

    /** Where no other solver can be used, on overlapping clouds of features of other sizes. */
    @ParameterizedTest
    @CsvSource({"300, 20, 4, 0.5", "600, 40, 10, 0.3", "150, 8, 3, 0.5"})
    void theDefaultsComeNearTheMinimum(int n, int d, int classes, double spread) {
        MiniBatches defaults = LinearSvm.defaults().training();
        MiniBatches few = defaults.toBuilder()
                .optimizer(Optimizer.MOMENTUM)
                .learningRate(5e-4)
                .epochs(10)
                .build();
        for (float scale : new float[] {0.1f, 1, 10}) {
            Samples clouds = TestSamples.clouds(n, d, classes, spread, 1);
            Matrix x = Standardize.defaults()
                    .fit(clouds.inMemory("the test"), RUN)
                    .apply(clouds.inMemory("the test"), RUN)
                    .copy();
            for (int i = 0; i < x.data().length; i++) {
                x.data()[i] *= scale;
            }
            Samples samples = new Samples(x, clouds.labels(), classes);
            for (LinearSvm svm : List.of(
                    plain(Formulation.WESTON_WATKINS, 0.2, 0, Intercept.FREE, defaults),
                    plain(Formulation.CRAMMER_SINGER, 0.01, 0, Intercept.FREE, defaults),
                    plain(Formulation.ONE_VS_REST, 0, 0.02, Intercept.PENALIZED, defaults))) {
                double least = least(svm, samples, scale);
                double above = objective(svm, samples) / least;
                assertTrue(above < 1.05, svm.formulation() + ", scale " + scale + ": " + above);
                if (scale == 1) {
                    LinearSvm hasty = plain(svm.formulation(), svm.l2(), svm.l1(), svm.intercept(), few);
                    assertTrue(objective(hasty, samples) / least > 1.05, "a set on which anything is near");
                }
            }
        }
    }

    @Test
    void l1MakesZeros() {
        float[] w = svm(0, 0.3, 0.01, 50, 16)
                .fit(Reference.samples(), RUN)
                .arrays()
                .get("weights")
                .data();
        long zeros = IntStream.range(0, w.length).filter(i -> w[i] == 0).count();
        assertTrue(zeros > 0 && zeros < w.length, zeros + " zeros");
    }

    @Test
    void divergenceIsAnErrorThatNamesTheStep() {
        String message = assertThrows(
                        ArithmeticException.class, () -> svm(1, 0, 1e9, 50, 16).fit(Reference.samples(), RUN))
                .getMessage();
        assertTrue(message.matches("Training diverged in epoch \\d+, step \\d+ of .*"), message);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new LinearSvm(null, null, null, -1, -2, null, null, 0, -1, null))
                .getMessage();
        assertEquals(
                "Linear SVM: formulation must be given, got null; hinge must be given, got null;"
                        + " solver must be given, got null; l2 must be at least 0 and finite, got -1.0;"
                        + " l1 must be at least 0 and finite, got -2.0; intercept must be given, got null;"
                        + " classWeights must be given, got null;"
                        + " iterations must be at least 1, got 0; tolerance must be at least 0 and finite, got -1.0;"
                        + " training must be given, got null",
                message);
    }

    @Test
    void whatDualCoordinateDescentCannotDoIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new LinearSvm(
                                Formulation.ONE_VS_REST,
                                Hinge.PLAIN,
                                Solver.DUAL_COORDINATE_DESCENT,
                                0,
                                0.1,
                                Intercept.FREE,
                                ClassWeights.EQUAL,
                                1,
                                0,
                                MiniBatches.defaults()))
                .getMessage();
        assertEquals(
                "Linear SVM: l2 must be above 0 for dual coordinate descent, got 0.0;"
                        + " l1 must be 0 for dual coordinate descent, got 0.1;"
                        + " intercept must be penalized or none for dual coordinate descent, got free",
                message);
        message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new LinearSvm(
                                Formulation.CRAMMER_SINGER,
                                Hinge.SQUARED,
                                Solver.LBFGS,
                                1,
                                0,
                                Intercept.NONE,
                                ClassWeights.EQUAL,
                                1,
                                0,
                                MiniBatches.defaults()))
                .getMessage();
        assertEquals(
                "Linear SVM: hinge must be squared, and formulation not crammer-singer, for solver lbfgs,"
                        + " got crammer-singer squared",
                message);
    }

    private static LinearSvm plain(Solver solver, double l2, double l1, Intercept intercept) {
        MiniBatches training =
                MiniBatches.builder().learningRate(0.01).epochs(3).batchSize(16).build();
        return LinearSvm.of(Formulation.WESTON_WATKINS, Hinge.PLAIN, l2)
                .withL1(l1)
                .withIntercept(intercept)
                .withTraining(training)
                .withSolver(solver);
    }

    @Test
    void whatDualCoordinateDescentCannotDoIsLeftToMiniBatches() {
        Samples samples = Reference.samples();
        Matrix x = samples.inMemory("the test");
        for (LinearSvm auto : List.of(
                plain(Solver.AUTO, 0.1, 0.1, Intercept.PENALIZED),
                plain(Solver.AUTO, 0, 0, Intercept.PENALIZED),
                plain(Solver.AUTO, 0.1, 0, Intercept.FREE))) {
            LinearSvm named = plain(Solver.MINI_BATCHES, auto.l2(), auto.l1(), auto.intercept());
            assertTrue(named.fit(samples, RUN)
                    .scores(x, RUN)
                    .bitsEqual(auto.fit(samples, RUN).scores(x, RUN)));
        }
        Matrix dual = plain(Solver.DUAL_COORDINATE_DESCENT, 0.1, 0, Intercept.PENALIZED)
                .fit(samples, RUN)
                .scores(x, RUN);
        assertTrue(dual.bitsEqual(plain(Solver.AUTO, 0.1, 0, Intercept.PENALIZED)
                .fit(samples, RUN)
                .scores(x, RUN)));
    }

    @Test
    void aClassWeightThatIsMissingIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new LinearSvm(
                                Formulation.WESTON_WATKINS,
                                Hinge.PLAIN,
                                Solver.AUTO,
                                1,
                                0,
                                Intercept.NONE,
                                ClassWeights.of(Arrays.asList(1.0, null)),
                                1,
                                0,
                                MiniBatches.defaults()))
                .getMessage();
        assertEquals("classWeights must be all above 0 and finite, got [1.0, null]", message);
    }

    @Test
    void cannotSolveExclusiveOr() {
        Samples xor = TestSamples.xor(25);
        double accuracy =
                TestSamples.accuracy(head().fit(xor, RUN).predict(xor.inMemory("the test"), RUN), xor.labels());
        assertTrue(accuracy <= 0.75, "a linear head separated exclusive or: " + accuracy);
    }
}
