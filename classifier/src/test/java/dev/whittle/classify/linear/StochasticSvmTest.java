package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.CodedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.ProductQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One-vs-rest by stochastic gradient descent. */
class StochasticSvmTest extends LinearHeadContract {
    private static LinearSvm svm(Hinge hinge, double l2, Intercept intercept, int epochs) {
        return LinearSvm.of(Formulation.ONE_VS_REST, hinge, l2)
                .withIntercept(intercept)
                .withIterations(epochs)
                .withSolver(Solver.SGD);
    }

    @Override
    protected Spec<Samples, Classifier> head() {
        return svm(Hinge.PLAIN, 1e-3, Intercept.PENALIZED, 12);
    }

    @Override
    protected long pinnedCrc() {
        return 0x60f584f8L;
    }

    @Override
    protected double absentClassShare() {
        return 0.05;
    }

    /** The definition, in double and without a scale. Returns W row by row, then b. */
    private static double[] naive(LinearSvm svm, List<Double> classWeights, Samples samples, long seed) {
        int n = samples.size();
        int d = samples.features().columns();
        int classes = samples.classes();
        Matrix x = samples.inMemory("the test");
        boolean squared = svm.hinge() == Hinge.SQUARED;
        double norms = 0;
        for (float value : x.data()) {
            norms += (double) value * value;
        }
        double mean = norms / n + (svm.intercept() == Intercept.NONE ? 0 : 1);
        double most = classWeights.stream().mapToDouble(w -> w).max().orElse(1);
        double first = 1 / ((squared ? 2 : 1) * most * mean + svm.l2());
        double[] point = new double[classes * (d + 1)];
        int step = 0;
        for (int epoch = 1; epoch <= svm.iterations(); epoch++) {
            for (int i : RUN.withSeed(seed).random("SGD order", epoch).permutation(n)) {
                double rate = first / (1 + svm.l2() * first * step) * (1 - step / (double) (svm.iterations() * n));
                step++;
                double u = classWeights.isEmpty() ? 1 : classWeights.get(samples.labels()[i]);
                for (int c = 0; c < classes; c++) {
                    double t = samples.labels()[i] == c ? 1 : -1;
                    double score = point[classes * d + c];
                    for (int j = 0; j < d; j++) {
                        score += point[c * d + j] * x.get(i, j);
                    }
                    double z = 1 - t * score;
                    double by = z > 0 ? rate * u * t * (squared ? 2 * z : 1) : 0;
                    for (int j = 0; j < d; j++) {
                        point[c * d + j] = (1 - rate * svm.l2()) * point[c * d + j] + by * x.get(i, j);
                    }
                    if (svm.intercept() != Intercept.NONE) {
                        double decay = svm.intercept() == Intercept.PENALIZED ? 1 - rate * svm.l2() : 1;
                        point[classes * d + c] = decay * point[classes * d + c] + by;
                    }
                }
            }
        }
        return point;
    }

    private static void assertClose(double[] expected, LinearClassifier head) {
        double[] w = Reference.doubles(head.arrays().get("weights"));
        double[] b = Reference.doubles(head.arrays().get("bias"));
        assertEquals(expected.length, w.length + b.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], i < w.length ? w[i] : b[i - w.length], 1e-4, "parameter " + i);
        }
    }

    /** Before rounding decides whether a sample is just within its margin. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, PENALIZED, 0.01, false",
        "SQUARED, PENALIZED, 0.01, true",
        "PLAIN, FREE, 0.1, true",
        "SQUARED, NONE, 0.001, false",
        "SQUARED, FREE, 50, false"
    })
    void isItsDefinition(Hinge hinge, Intercept intercept, double l2, boolean weighted) {
        Samples samples = Reference.samples();
        List<Double> weights = weighted ? Reference.WEIGHTS : List.of();
        LinearSvm svm = svm(hinge, l2, intercept, 3).withClassWeights(ClassWeights.of(weights));
        LinearClassifier head = svm.fit(samples, RUN);
        assertClose(naive(svm, weights, samples, RUN.seed()), head);
        double[] other = naive(svm, weights, samples, 77);
        assertThrows(AssertionError.class, () -> assertClose(other, head));
    }

    static Stream<Reference.Problem> oneVsRest() {
        return Reference.problems()
                .map(Reference.Problem::new)
                .filter(p -> !p.softmax() && p.l1() == 0 && p.formulation() == Formulation.ONE_VS_REST);
    }

    /** Of all one-vs-rest problems of the reference, whose minima scikit-learn and SciPy found. */
    @ParameterizedTest
    @MethodSource("oneVsRest")
    void comesNearTheMinimum(Reference.Problem p) {
        Samples samples = Reference.samples();
        double low = Reference.optimum(p.name()).objective();
        for (int seed = 1; seed <= 3; seed++) {
            double few = near(p, samples, 20, seed);
            double many = near(p, samples, 200, seed);
            assertTrue(few >= low * (1 - 1e-6) && few <= low * 1.02, p + ", 20 epochs: " + few + " against " + low);
            assertTrue(
                    many >= low * (1 - 1e-6) && many <= low * 1.001, p + ", 200 epochs: " + many + " against " + low);
        }
    }

    private static double near(Reference.Problem p, Samples samples, int epochs, long seed) {
        LinearSvm svm =
                svm(p.hinge(), p.l2(), p.intercept(), epochs).withClassWeights(ClassWeights.of(p.classWeights()));
        return Reference.objective(p, samples, svm.fit(samples, RUN.withSeed(seed)));
    }

    /** What it reports for its last epoch is near the objective that it reached. */
    @Test
    void reportsItsObjective() {
        Reference.Problem p = new Reference.Problem("one-vs-rest plain penalized");
        LinearClassifier head = svm(p.hinge(), p.l2(), p.intercept(), 100).fit(Reference.samples(), RUN);
        Convergence reached = head.convergence().orElseThrow();
        assertEquals(Convergence.Stop.EPOCHS, reached.stop());
        assertEquals(100, reached.iterations());
        double objective = Reference.objective(p, Reference.samples(), head);
        assertEquals(objective, reached.objective(), 0.02 * objective);
    }

    /** Rows that are decoded when they are read, more of them than a block holds. */
    @Test
    void codedRowsAreTheirDecodedOnes() {
        Samples plain = TestSamples.clouds(1500, 1000, 3, 1, 5);
        CodedRows coded = new ProductQuantizer(8, 300, new KMeans(16, 3, KMeans.Start.RANDOM, 0))
                .learn(plain.features(), RUN)
                .code(plain.features(), RUN);
        Matrix decoded = Matrix.inMemory(coded);
        LinearSvm svm = svm(Hinge.SQUARED, 1e-3, Intercept.PENALIZED, 2);
        LinearClassifier expected = svm.fit(new Samples(decoded, plain.labels(), 3), RUN);
        for (int threads : new int[] {1, 3}) {
            Run run = RUN.withThreads(threads);
            LinearClassifier head = svm.fit(new Samples(coded, plain.labels(), 3), run);
            assertTrue(expected.arrays().get("weights").bitsEqual(head.arrays().get("weights")));
            assertTrue(expected.arrays().get("bias").bitsEqual(head.arrays().get("bias")));
        }
        int[] predicted = expected.predict(plain.features(), RUN);
        assertTrue(TestSamples.accuracy(predicted, plain.labels()) > 0.95, "plain rows, with a head for coded ones");
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource
    void resumedTrainingGivesTheBitsOfAnUninterruptedOne(Intercept intercept, @TempDir Path folder) throws IOException {
        Samples samples = Reference.samples();
        LinearSvm svm = svm(Hinge.PLAIN, 0.01, intercept, 5);
        LinearClassifier expected = svm.fit(samples, RUN);
        Run kept = RUN.withCheckpoints(folder);
        for (int stop = 1; stop <= 5; stop++) {
            int last = stop;
            assertThrows(
                    Stopped.class,
                    () -> svm.fit(samples, kept.withProgress(new Progress() {
                        @Override
                        public void iteration(int iteration, double objective, double accuracy) {
                            if (iteration == last) {
                                throw new Stopped();
                            }
                        }
                    })));
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(1, files.count());
            }
            // Another training has a file of its own.
            svm.withL2(0.02).fit(samples, kept);
        }
        List<Integer> epochs = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        LinearClassifier resumed = svm.fit(samples, kept.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                steps.add(done);
            }

            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                epochs.add(iteration);
            }
        }));
        assertEquals(List.of(), steps, "all epochs had been done");
        assertEquals(List.of(1, 2, 3, 4, 5), epochs, "and are reported");
        assertTrue(expected.arrays().get("weights").bitsEqual(resumed.arrays().get("weights")));
        assertTrue(expected.arrays().get("bias").bitsEqual(resumed.arrays().get("bias")));
        assertEquals(expected.convergence(), resumed.convergence());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count(), "removed when training is done");
        }
    }

    @Test
    void anotherSeedTakesAnotherWay() {
        Samples samples = Reference.samples();
        assertFalse(head().fit(samples, RUN)
                .scores(samples.inMemory("the test"), RUN)
                .bitsEqual(head().fit(samples, RUN.withSeed(2)).scores(samples.inMemory("the test"), RUN)));
    }

    @Test
    void whatItCannotDoIsRefused() {
        Messages.says(
                () -> LinearSvm.of(Formulation.WESTON_WATKINS, Hinge.PLAIN, 0.1)
                        .withL1(0.5)
                        .withSolver(Solver.SGD),
                "formulation must be one-vs-rest for solver sgd, got weston-watkins",
                "l1 must be 0 for solver sgd, got 0.5");
    }

    private static Samples scaled(double factor) {
        Samples samples = Reference.samples();
        Matrix x = samples.inMemory("the test").copy();
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] *= (float) factor;
        }
        return new Samples(x, samples.labels(), samples.classes());
    }

    /** The first step would multiply all weights by 0, and the next divide by that. */
    @Test
    void anL2BesideWhichSamplesAreNothingIsRefused() {
        for (Intercept intercept : Intercept.values()) {
            for (Hinge hinge : Hinge.values()) {
                Messages.says(
                        () -> svm(hinge, 1e19, intercept, 2).fit(Reference.samples(), RUN),
                        "l2 is 1.0E19, expected at most",
                        "Choose a smaller l2");
                svm(hinge, 1e12, intercept, 2)
                        .fit(Reference.samples(), RUN)
                        .scores(Reference.samples().features(), RUN)
                        .requireFinite("scores");
            }
        }
    }

    /** Their squares are infinite as floats, and the rate of every step was 0. */
    @Test
    void samplesWhoseSquaresOverflowAreRefused() {
        Samples large = scaled(1e20);
        Messages.says(
                () -> svm(Hinge.PLAIN, 0.1, Intercept.PENALIZED, 2).fit(large, RUN),
                "the squares of the features of training sample",
                "scale them down");
        Samples still = scaled(1e16);
        int[] predicted =
                svm(Hinge.PLAIN, 0, Intercept.NONE, 20).fit(still, RUN).predict(still.features(), RUN);
        assertTrue(TestSamples.accuracy(predicted, still.labels()) > 0.7);
    }

    /** The rate of their steps is infinite as a float. */
    @Test
    void samplesThatAreTooSmallAreRefused() {
        Samples small = scaled(1e-20);
        Messages.says(
                () -> svm(Hinge.PLAIN, 0, Intercept.NONE, 2).fit(small, RUN),
                "the squares of a sample's features add up to",
                "scale them up");
        Samples still = scaled(1e-14);
        int[] predicted =
                svm(Hinge.PLAIN, 0, Intercept.NONE, 20).fit(still, RUN).predict(still.features(), RUN);
        assertTrue(TestSamples.accuracy(predicted, still.labels()) > 0.7);
    }

    /** All classes have the score 0. */
    @Test
    void samplesOfZerosOnlyLearnNothing() {
        Samples zeros = scaled(0);
        Matrix scores =
                svm(Hinge.SQUARED, 0.1, Intercept.NONE, 2).fit(zeros, RUN).scores(zeros.features(), RUN);
        for (float score : scores.data()) {
            assertEquals(0, score);
        }
    }

    @Test
    void memoryIsThatOfTheWeights() {
        assertEquals(
                16L * 1000 * 15 + (4 << 20),
                svm(Hinge.PLAIN, 1, Intercept.FREE, 1).heapBytes(9, 1000, 15));
    }
}
