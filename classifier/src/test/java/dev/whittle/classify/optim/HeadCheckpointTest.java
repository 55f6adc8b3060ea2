package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.nn.Activation;
import dev.whittle.classify.nn.Architecture;
import dev.whittle.classify.nn.Border;
import dev.whittle.classify.nn.Flip;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.nn.Views;
import dev.whittle.classify.ridge.WideFilters;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.RandomPatches;
import dev.whittle.feature.table.NamedArrays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads that are cut off and fitted again with the same folder of checkpoints. */
@Tag("bits")
class HeadCheckpointTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Samples SAMPLES = TestSamples.clouds(120, 16, 3, 1, 5);
    private static final int EPOCHS = 5;
    private static final MiniBatches SETTINGS =
            MiniBatches.builder().epochs(EPOCHS).batchSize(30).build();

    @TempDir
    Path temporary;

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static Mlp mlp(LossName loss) {
        return new Mlp(List.of(8), Activation.ELU, loss, 0.2, true, 1e-3, 1e-4, SETTINGS);
    }

    private static LinearSvm svm(LinearSvm.Formulation formulation) {
        return LinearSvm.of(formulation, LinearSvm.Hinge.PLAIN, 1e-2)
                .withIntercept(Intercept.FREE)
                .withIterations(1)
                .withTolerance(0)
                .withTraining(SETTINGS)
                .withSolver(LinearSvm.Solver.MINI_BATCHES);
    }

    static Stream<Spec<Samples, ? extends Classifier>> heads() {
        return Stream.of(
                mlp(LossName.CROSS_ENTROPY),
                mlp(LossName.SQUARED_ERROR),
                new ImageNetwork(
                        Architecture.LENET,
                        3,
                        List.of(),
                        Flip.RANDOM,
                        1,
                        Border.ZERO,
                        0,
                        0.1,
                        1e-3,
                        Views.NONE,
                        SETTINGS),
                new ImageNetwork(
                        Architecture.LENET,
                        3,
                        List.of(),
                        Flip.ALTERNATING,
                        1,
                        Border.REFLECTED,
                        2,
                        0.1,
                        1e-3,
                        Views.FLIP,
                        SETTINGS),
                // Five blocks of two filters.
                new WideFilters(new RandomPatches(10), List.of(1, 4, 4), 2, 0.1, 0.1, 100, 0.25, 2, 1, true, 2, 10, 1),
                svm(LinearSvm.Formulation.WESTON_WATKINS),
                svm(LinearSvm.Formulation.CRAMMER_SINGER));
    }

    /** Hears epochs, and stops after one of them. */
    private static Run hearing(List<Integer> epochs, int last, Run run) {
        return hearing(epochs, new ArrayList<>(), last, run);
    }

    /** Notes the epochs that are reported and the steps that are done; stops after an epoch. */
    private static Run hearing(List<Integer> epochs, List<Long> steps, int last, Run run) {
        return run.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                steps.add(done);
            }

            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                epochs.add(iteration);
                if (iteration == last) {
                    throw new Stopped();
                }
            }
        });
    }

    private Path folder() {
        return temporary.resolve("a").resolve("b");
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.collect(Collectors.toSet());
        }
    }

    private static void assertSameBits(NamedArrays expected, NamedArrays got) {
        assertEquals(expected.asMap().keySet(), got.asMap().keySet());
        expected.asMap().forEach((name, m) -> assertTrue(m.bitsEqual(got.array(name)), name));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void fittedAgainItGoesOnAndEndsWithTheSameBits(Spec<Samples, ? extends Classifier> head) throws IOException {
        Run run = RUN.withCheckpoints(folder());
        List<Long> all = new ArrayList<>();
        NamedArrays expected =
                head.fit(SAMPLES, hearing(new ArrayList<>(), all, -1, RUN)).arrays();
        for (int stop = 1; stop <= EPOCHS; stop++) {
            Run stopping = hearing(new ArrayList<>(), stop, run);
            assertThrows(Stopped.class, () -> head.fit(SAMPLES, stopping));
            assertEquals(1, files().size());
            List<Integer> epochs = new ArrayList<>();
            List<Long> steps = new ArrayList<>();
            assertSameBits(
                    expected, head.fit(SAMPLES, hearing(epochs, steps, -1, run)).arrays());
            // The steps of the epochs before are not done again, but the epochs are reported.
            List<Long> left = all.subList(all.size() * stop / EPOCHS, all.size());
            // Threads report in any order.
            assertEquals(
                    left.stream().sorted().toList(), steps.stream().sorted().toList());
            assertEquals(IntStream.rangeClosed(1, EPOCHS).boxed().toList(), epochs);
            assertEquals(Set.of(), files());
        }
    }

    @Test
    void othersDoNotGetInTheWay() throws IOException {
        Run run = RUN.withCheckpoints(folder());
        int cut = 0;
        for (Spec<Samples, ? extends Classifier> head : heads().toList()) {
            for (long seed : new long[] {1, 2}) {
                Run stopping = hearing(new ArrayList<>(), 2, run.withSeed(seed));
                assertThrows(Stopped.class, () -> head.fit(SAMPLES, stopping));
                assertEquals(++cut, files().size());
            }
        }
        for (Spec<Samples, ? extends Classifier> head : heads().toList()) {
            assertSameBits(
                    head.fit(SAMPLES, RUN.withSeed(2)).arrays(),
                    head.fit(SAMPLES, run.withSeed(2)).arrays());
            assertEquals(--cut, files().size());
        }
    }

    @Test
    void aDamagedFileIsSaid() throws IOException {
        Run run = RUN.withCheckpoints(folder());
        Mlp head = mlp(LossName.HUBER);
        assertThrows(Stopped.class, () -> head.fit(SAMPLES, hearing(new ArrayList<>(), 2, run)));
        Path file = files().iterator().next();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        String message = assertThrows(UncheckedIOException.class, () -> head.fit(SAMPLES, run))
                .getMessage();
        assertTrue(message.startsWith(file + ": is damaged"), message);
    }
}
