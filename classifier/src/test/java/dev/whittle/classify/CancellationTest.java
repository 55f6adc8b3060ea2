package dev.whittle.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.classify.linear.Perceptron;
import dev.whittle.classify.linear.PlattScaling;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.linear.TemperatureScaling;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.nn.Activation;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.smile.SmileHead;
import dev.whittle.feature.Cancellation;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training ends soon after an interrupt of its thread or the cancellation of its run, and can be taken up again. */
class CancellationTest {
    private static final long SECOND = 1_000_000_000L;
    /** Until all is at work. */
    private static final long BEGUN_MILLIS = 400;

    /** Training never comes to its end on these: 10⁹ passes, at tolerance 0, over classes that overlap. */
    private static final Samples SAMPLES = TestSamples.clouds(20_000, 100, 10, 0.1, 3);

    private static final int ENDLESS = 1_000_000_000;

    @TempDir
    Path folder;

    private record Case(String name, Spec<Samples, ?> spec, Samples samples) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static LinearSvm svm(Formulation formulation, Hinge hinge, Solver solver) {
        return LinearSvm.of(formulation, hinge, 1e-6)
                .withIterations(ENDLESS)
                .withTolerance(0)
                .withTraining(miniBatches(ENDLESS))
                .withSolver(solver);
    }

    private static MiniBatches miniBatches(int epochs) {
        return MiniBatches.builder()
                .epochs(epochs)
                .batchSize(64)
                .learningRate(1e-3)
                .build();
    }

    private static Mlp mlp(int epochs) {
        return new Mlp(List.of(64), Activation.RELU, LossName.CROSS_ENTROPY, 0, false, 0, 0, miniBatches(epochs));
    }

    /** The same rows, which take a fifth of a millisecond each to compute once they are in use. */
    private static final class Slow implements Rows {
        private final Rows rows;
        private volatile boolean used;

        Slow(Rows rows) {
            this.rows = rows;
        }

        @Override
        public int rows() {
            return rows.rows();
        }

        @Override
        public int columns() {
            return rows.columns();
        }

        @Override
        public void read(int row, int n, float[] to, int at) {
            rows.read(row, n, to, at);
            long end = System.nanoTime() + (used ? n * 200_000L : 0);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    /** Rows that need no memory. */
    private record Pattern(int rows, int columns) implements Rows {
        @Override
        public void read(int row, int n, float[] to, int at) {
            for (int i = 0; i < n * columns; i++) {
                to[at + i] = (row + i) * 31 & 127;
            }
        }
    }

    private static Samples slow(Samples samples) {
        Slow rows = new Slow(samples.features());
        // Which reads all of them.
        Samples slow = new Samples(rows, samples.labels(), samples.classes());
        rows.used = true;
        return slow;
    }

    static Stream<Case> heads() {
        Samples scores = slow(TestSamples.clouds(40_000, 10, 10, 1, 4));
        List<Case> all = new ArrayList<>();
        for (Formulation formulation : Formulation.values()) {
            Spec<Samples, Classifier> dual = svm(formulation, Hinge.PLAIN, Solver.DUAL_COORDINATE_DESCENT);
            all.add(new Case("dual " + formulation, dual, SAMPLES));
            all.add(new Case("dual of slow rows " + formulation, dual, slow(SAMPLES)));
        }
        // Many products of samples: 6000 × 6000 × 20,000 multiplications.
        all.add(new Case(
                "dual of few samples",
                svm(Formulation.ONE_VS_REST, Hinge.PLAIN, Solver.DUAL_COORDINATE_DESCENT),
                new Samples(
                        new Pattern(6000, 20_000),
                        IntStream.range(0, 6000).map(i -> i % 3).toArray(),
                        3)));
        all.add(new Case("L-BFGS", svm(Formulation.ONE_VS_REST, Hinge.SQUARED, Solver.LBFGS), slow(SAMPLES)));
        all.add(new Case("mini-batches", svm(Formulation.WESTON_WATKINS, Hinge.PLAIN, Solver.MINI_BATCHES), SAMPLES));
        all.add(new Case(
                "softmax", new Softmax(1e-6, 0, Intercept.FREE, ClassWeights.EQUAL, ENDLESS, 0), slow(SAMPLES)));
        all.add(new Case(
                "softmax with l1",
                new Softmax(0, 1e-6, Intercept.FREE, ClassWeights.EQUAL, ENDLESS, 0),
                slow(SAMPLES)));
        all.add(new Case("perceptron", new Perceptron(true, ENDLESS), SAMPLES));
        all.add(new Case("MLP", mlp(ENDLESS), SAMPLES));
        all.add(new Case("Platt scaling", PlattScaling.defaults(), scores));
        all.add(new Case("temperature scaling", TemperatureScaling.defaults(), scores));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("heads")
    void anInterruptEndsTrainingWithinASecond(Case head) throws InterruptedException {
        for (int threads : new int[] {1, 2}) {
            assertEnds(head, Run.defaults().withThreads(threads), Thread::interrupt, true);
        }
    }

    @ParameterizedTest
    @MethodSource("heads")
    void aCancelledRunEndsTrainingWithinASecond(Case head) throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        Run run = Run.defaults().withThreads(2).withCancellation(cancellation);
        assertEnds(head, run, thread -> cancellation.cancel(), false);
    }

    private interface End {
        void of(Thread thread);
    }

    private static void assertEnds(Case head, Run run, End end, boolean interrupted) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> stays = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            begun.countDown();
            try {
                head.spec.fit(head.samples, run);
            } catch (Throwable t) {
                thrown.set(t);
            }
            stays.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        begun.await();
        Thread.sleep(BEGUN_MILLIS);
        assertTrue(thread.isAlive(), () -> "ended before: " + thrown.get());
        long start = System.nanoTime();
        end.of(thread);
        thread.join(5000);
        double seconds = (System.nanoTime() - start) / (double) SECOND;
        assertFalse(thread.isAlive(), "is still at work");
        assertInstanceOf(CancellationException.class, thrown.get());
        assertTrue(seconds < 1, "it took " + seconds + " s");
        assertEquals(interrupted, stays.get());
    }

    /** Smile trains to its end. */
    @Test
    void aHeadOfSmileSeesItAfterItsTraining() {
        Cancellation cancellation = new Cancellation();
        Run run = Run.defaults().withCancellation(cancellation);
        Samples few = TestSamples.clouds(50, 3, 2, 1, 1);
        List<String> trained = new ArrayList<>();
        SmileHead head = new SmileHead((x, y) -> {
            cancellation.cancel();
            trained.add("once");
            return smile.classification.KNN.fit(x, y, 3);
        });
        assertThrows(CancellationException.class, () -> head.fit(few, run));
        assertThrows(CancellationException.class, () -> head.fit(few, run));
        assertEquals(List.of("once"), trained);
    }

    /** The interrupt comes after the last step of an epoch, right before its checkpoint is written. */
    @Test
    void anInterruptLeavesACheckpointThatTrainingGoesOnFrom() throws IOException {
        Samples samples = TestSamples.clouds(200, 5, 3, 1, 1);
        List<Spec<Samples, ? extends Classifier>> heads = List.of(
                mlp(5),
                LinearSvm.of(Formulation.WESTON_WATKINS, Hinge.PLAIN, 0.1)
                        .withTraining(miniBatches(5))
                        .withSolver(Solver.MINI_BATCHES));
        for (Spec<Samples, ? extends Classifier> head : heads) {
            Run run = Run.defaults().withThreads(2);
            NamedArrays expected = head.fit(samples, run).arrays();
            Run interrupted = run.withCheckpoints(folder).withProgress(new Progress() {
                @Override
                public void step(String stage, long done, long total) {
                    if (done == 2 * 200) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
            try {
                assertThrows(CancellationException.class, () -> head.fit(samples, interrupted));
            } finally {
                assertTrue(Thread.interrupted());
            }
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(
                        1,
                        files.filter(f -> f.toString().endsWith(".checkpoint")).count());
            }
            List<Integer> epochs = new ArrayList<>();
            List<Long> done = new ArrayList<>();
            Run again = run.withCheckpoints(folder).withProgress(new Progress() {
                @Override
                public void step(String stage, long step, long total) {
                    done.add(step);
                }

                @Override
                public void iteration(int iteration, double objective, double accuracy) {
                    epochs.add(iteration);
                }
            });
            NamedArrays got = head.fit(samples, again).arrays();
            assertEquals(2 * 200 + 64, done.get(0));
            assertEquals(List.of(1, 2, 3, 4, 5), epochs);
            assertEquals(expected.asMap().keySet(), got.asMap().keySet());
            expected.asMap().forEach((name, m) -> assertTrue(m.bitsEqual(got.array(name)), name));
        }
    }
}
