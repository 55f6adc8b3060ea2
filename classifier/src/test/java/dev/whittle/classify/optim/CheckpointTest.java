package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Samples SAMPLES = TestSamples.clouds(90, 5, 3, 1, 5);
    private static final int EPOCHS = 6;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("training.checkpoint");
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Stops in the listener after this epoch, as a user or a failing machine would. */
    private static Run stoppingAfter(int epoch, Run run) {
        return run.withProgress(new Progress() {
            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                if (iteration == epoch) {
                    throw new Stopped();
                }
            }
        });
    }

    private static Progress recording(List<List<Double>> curve) {
        return recording(curve, new ArrayList<>());
    }

    /** Keeps the learning curve and how many samples were seen after each step. */
    private static Progress recording(List<List<Double>> curve, List<Long> samples) {
        return new Progress() {
            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                curve.add(List.of((double) iteration, objective, accuracy));
            }

            @Override
            public void step(String stage, long done, long total) {
                samples.add(done);
            }
        };
    }

    private static MiniBatches.Builder settings(Optimizer optimizer) {
        return MiniBatches.builder()
                .optimizer(optimizer)
                .learningRate(0.05)
                .epochs(EPOCHS)
                .batchSize(20)
                .clipNorm(1);
    }

    private static LeastSquares model(Run run) {
        return new LeastSquares(5, run, 0.1f);
    }

    private void assertSameBits(LeastSquares expected, LeastSquares got) {
        for (int i = 0; i < 2; i++) {
            float[] e = expected.parameters().get(i).values();
            float[] g = got.parameters().get(i).values();
            assertTrue(new Matrix(1, e.length, e).bitsEqual(new Matrix(1, g.length, g)));
        }
        assertTrue(expected.seen.bitsEqual(got.seen));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("bits")
    void resumedTrainingGivesTheBitsOfAnUninterruptedOne(Optimizer optimizer) throws IOException {
        for (int patience : new int[] {0, 2}) {
            resumedTrainingGivesTheBitsOfAnUninterruptedOne(
                    settings(optimizer).patience(patience).build());
        }
    }

    /** Six steps an epoch, so that an epoch ends between two updates of Lookahead. */
    @ParameterizedTest
    @EnumSource
    @Tag("bits")
    void averagesAreResumedToo(Averaging averaging) throws IOException {
        for (int patience : new int[] {0, 2}) {
            resumedTrainingGivesTheBitsOfAnUninterruptedOne(settings(Optimizer.NESTEROV)
                    .batchSize(15)
                    .average(averaging)
                    .patience(patience)
                    .build());
        }
    }

    private void resumedTrainingGivesTheBitsOfAnUninterruptedOne(MiniBatches settings) throws IOException {
        boolean muon = settings.optimizer() == Optimizer.MUON;
        MiniBatchTraining training = new MiniBatchTraining(settings, 0.01, muon ? 0 : 0.001);
        LeastSquares expected = model(RUN, muon);
        MiniBatchTraining.Result result = training.train(expected, SAMPLES, RUN);
        for (int stop = 1; stop <= result.epochs(); stop++) {
            Run stopping = stoppingAfter(stop, RUN);
            assertThrows(Stopped.class, () -> training.train(model(RUN, muon), SAMPLES, stopping, file));
            LeastSquares resumed = model(RUN, muon);
            assertEquals(result, training.train(resumed, SAMPLES, RUN, file));
            assertSameBits(expected, resumed);
            Files.delete(file);
        }
    }

    private static LeastSquares model(Run run, boolean matrix) {
        return new LeastSquares(5, matrix ? 5 : 0, run, 0.1f);
    }

    /** Each epoch in another process, so to speak, with other threads and kernels. */
    @Test
    @Tag("bits")
    void threadsAndKernelsMayChangeOnTheWay() throws IOException {
        MiniBatchTraining training =
                new MiniBatchTraining(settings(Optimizer.ADAM).patience(4).build(), 0.01, 0.001);
        LeastSquares expected = model(RUN);
        training.train(expected, SAMPLES, RUN);
        int stop = 0;
        for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
            for (int threads : new int[] {1, 2, 7}) {
                stop++;
                Run run = stoppingAfter(stop, RUN.withThreads(threads).withKernels(kernels));
                assertThrows(Stopped.class, () -> training.train(model(run), SAMPLES, run, file), "epoch " + stop);
            }
        }
        assertEquals(EPOCHS, stop);
        LeastSquares resumed = model(RUN);
        training.train(resumed, SAMPLES, RUN, file);
        assertSameBits(expected, resumed);
    }

    /** Killed in the middle of an epoch: that epoch is done again. */
    @Test
    void anEpochCutOffIsRepeated() throws IOException {
        MiniBatchTraining training =
                new MiniBatchTraining(settings(Optimizer.NESTEROV).build(), 0, 0);
        LeastSquares expected = model(RUN);
        List<List<Double>> curve = new ArrayList<>();
        training.train(expected, SAMPLES, RUN.withProgress(recording(curve)));
        assertEquals(EPOCHS, curve.size());
        Run dying = RUN.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                if (done == 2 * 90 + 60) {
                    throw new Stopped();
                }
            }
        });
        assertThrows(Stopped.class, () -> training.train(model(RUN), SAMPLES, dying, file));
        List<List<Double>> resumedCurve = new ArrayList<>();
        List<Long> samples = new ArrayList<>();
        LeastSquares resumed = model(RUN);
        training.train(resumed, SAMPLES, RUN.withProgress(recording(resumedCurve, samples)), file);
        // The first two epochs are not done again, but their points are reported.
        assertEquals(2 * 90 + 20, samples.get(0));
        assertEquals(curve, resumedCurve);
        assertSameBits(expected, resumed);
    }

    @Test
    void aFinishedTrainingIsNotRepeated() throws IOException {
        MiniBatchTraining training =
                new MiniBatchTraining(settings(Optimizer.RMSPROP).build(), 0, 0);
        LeastSquares expected = model(RUN);
        MiniBatchTraining.Result result = training.train(expected, SAMPLES, RUN, file);
        byte[] bytes = Files.readAllBytes(file);
        LeastSquares again = model(RUN);
        assertEquals(result, training.train(again, SAMPLES, RUN, file));
        assertSameBits(expected, again);
        assertArrayEquals(bytes, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    private String refusal(MiniBatchTraining training, LeastSquares model, Samples samples, Run run) {
        float[] before = model.weights.values().clone();
        String message = assertThrows(IOException.class, () -> training.train(model, samples, run, file))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        assertArrayEquals(before, model.weights.values(), "a refused checkpoint has changed the model");
        return message.substring(file.toString().length() + 2);
    }

    private MiniBatchTraining checkpoint() throws IOException {
        MiniBatchTraining training =
                new MiniBatchTraining(settings(Optimizer.ADAM).build(), 0.5, 0);
        training.train(model(RUN), SAMPLES, RUN, file);
        return training;
    }

    @Test
    void anotherTrainingIsRefusedWithWhatDiffers() throws IOException {
        MiniBatchTraining right = checkpoint();
        String another = "is a checkpoint of another training: ";
        String todo = ". Delete the file to train from the start, or name another";
        MiniBatches settings = right.settings();
        assertEquals(
                another + "learningRate was 0.05, is now 0.1; epochs was 6, is now 9" + todo,
                refusal(
                        new MiniBatchTraining(
                                settings.toBuilder().learningRate(0.1).epochs(9).build(), 0.5, 0),
                        model(RUN),
                        SAMPLES,
                        RUN));
        assertEquals(
                another
                        + "epochs was 6, is now 9. The number of epochs cannot be changed after the start, since the"
                        + " schedule depends on it" + todo,
                refusal(
                        new MiniBatchTraining(settings.toBuilder().epochs(9).build(), 0.5, 0),
                        model(RUN),
                        SAMPLES,
                        RUN));
        assertEquals(
                another + "optimizer was ADAM, is now SGD" + todo,
                refusal(
                        new MiniBatchTraining(
                                settings.toBuilder().optimizer(Optimizer.SGD).build(), 0.5, 0),
                        model(RUN),
                        SAMPLES,
                        RUN));
        assertEquals(
                another + "l2 was 0.5, is now 0.25; l1 was 0.0, is now 1.0E-5" + todo,
                refusal(new MiniBatchTraining(settings, 0.25, 1e-5), model(RUN), SAMPLES, RUN));
        assertEquals(
                another + "average was NONE, is now EMA" + todo,
                refusal(
                        new MiniBatchTraining(
                                settings.toBuilder().average(Averaging.EMA).build(), 0.5, 0),
                        model(RUN),
                        SAMPLES,
                        RUN));
        assertEquals(
                another + "parameter weights was 5 penalised, is now 5 penalised in rows of 5" + todo,
                refusal(right, model(RUN, true), SAMPLES, RUN));
        assertEquals(another + "seed was 1, is now 2" + todo, refusal(right, model(RUN), SAMPLES, RUN.withSeed(2)));
        assertEquals(
                another + "structure of the model was least squares, noise 0.1, is now least squares, noise 0.0" + todo,
                refusal(right, new LeastSquares(5, RUN, 0), SAMPLES, RUN));
        LeastSquares started = model(RUN);
        started.weights.values()[3] = 1;
        String message = refusal(right, started, SAMPLES, RUN);
        assertTrue(
                message.matches(
                        another + "SHA-256 of the initial parameters was \\w{64}, is now \\w{64}\\Q" + todo + "\\E"),
                message);
    }

    @Test
    void otherSamplesAreRefused() throws IOException {
        MiniBatchTraining right = checkpoint();
        Matrix other = SAMPLES.inMemory("the test").copy();
        other.set(89, 4, other.get(89, 4) + 1e-3f);
        String message = refusal(right, model(RUN), new Samples(other, SAMPLES.labels(), 3), RUN);
        assertTrue(message.contains("training: SHA-256 of the samples was "), message);
        int[] labels = SAMPLES.labels().clone();
        labels[7] = (labels[7] + 1) % 3;
        message = refusal(right, model(RUN), new Samples(SAMPLES.features(), labels, 3), RUN);
        assertTrue(message.contains("training: SHA-256 of the samples was "), message);
        message = refusal(right, new LeastSquares(4, RUN, 0.1f), TestSamples.clouds(80, 4, 3, 1, 5), RUN);
        assertTrue(
                message.contains("parameter weights was 5 penalised, is now 4 penalised")
                        && message.contains("samples was 90 x 5, is now 80 x 4"),
                message);
    }

    private static final Checkpoint.Position POSITION =
            new Checkpoint.Position(List.of(new Checkpoint.Epoch(0.75, 0.5), new Checkpoint.Epoch(0.5, 1)), 2, 0.25, 3);

    private static LiveArrays arrays(float value, String... names) {
        LiveArrays arrays = LiveArrays.empty();
        for (String name : names) {
            arrays = arrays.with(name, Matrix.of(new float[] {value, value}));
        }
        return arrays;
    }

    private static void write(Path file, String structure, LiveArrays arrays) throws IOException {
        new Checkpoint(file, Map.of("structure", structure)).write(POSITION, arrays);
    }

    @Test
    void aStructureMayLookLikeANumberAndBeLong() throws IOException {
        String was = "Slice(0, 10x2) 0x1.8p1 ∂" + " Relu".repeat(30_000);
        write(file, was, arrays(1, "a"));
        String message = assertThrows(
                        IOException.class,
                        () -> new Checkpoint(file, Map.of("structure", "Slice(0, 0x2)")).read(arrays(0, "a")))
                .getMessage();
        assertEquals(
                file + ": is a checkpoint of another training: structure was " + was + ", is now Slice(0, 0x2). Delete"
                        + " the file to train from the start, or name another",
                message);
        LiveArrays arrays = arrays(0, "a");
        assertEquals(POSITION, new Checkpoint(file, Map.of("structure", was)).read(arrays));
        assertArrayEquals(new float[] {1, 1}, arrays.asMap().get("a").data());
    }

    @Test
    void nothingIsReadUnlessAllIsRight() throws IOException {
        write(file, "s", arrays(1, "a", "b"));
        LiveArrays arrays = arrays(0, "a", "c");
        String message = assertThrows(
                        IOException.class, () -> new Checkpoint(file, Map.of("structure", "s")).read(arrays))
                .getMessage();
        assertEquals(file + ": holds the array 'b' of 2 values where 'c' of 2 was expected", message);
        assertArrayEquals(new float[2], arrays.asMap().get("a").data());
    }

    @Test
    void everyDamagedByteIsFound() throws IOException {
        MiniBatchTraining right = checkpoint();
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            Files.write(file, bad);
            String message = refusal(right, model(RUN), SAMPLES, RUN);
            assertTrue(message.contains(i < 21 ? "is no checkpoint of this version" : "is damaged"), message);
        }
        Files.write(file, good);
        right.train(model(RUN), SAMPLES, RUN, file);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 21, 22, 52, 53, 54, 300, -1})
    void aCutFileIsRefused(int length) throws IOException {
        MiniBatchTraining right = checkpoint();
        byte[] good = Files.readAllBytes(file);
        byte[] cut = java.util.Arrays.copyOf(good, length < 0 ? good.length + length : length);
        Files.write(file, cut);
        String message = refusal(right, model(RUN), SAMPLES, RUN);
        assertTrue(message.contains(cut.length < 21 ? "is no checkpoint of this version" : "is damaged"), message);
        Files.write(file, java.util.Arrays.copyOf(good, good.length + 1));
        assertTrue(refusal(right, model(RUN), SAMPLES, RUN).contains("is damaged"));
    }

    @Test
    void anUnwritableFileIsSaid() {
        Path nowhere = folder.resolve("absent").resolve("c");
        String message = assertThrows(
                        IOException.class,
                        () -> new MiniBatchTraining(settings(Optimizer.SGD).build(), 0, 0)
                                .train(model(RUN), SAMPLES, RUN, nowhere))
                .getMessage();
        assertTrue(message.startsWith("Cannot write " + nowhere + ": there is no folder"), message);
        assertFalse(Files.exists(nowhere));
    }
}
