package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MiniBatchTrainingTest {
    static final Run RUN = Run.defaults().withThreads(2);
    static final int FEATURES = 6;
    static final Samples SAMPLES = TestSamples.clouds(300, FEATURES, 3, 1, 5);

    static MiniBatches.Builder settings(Optimizer optimizer, double rate, int epochs, int batch) {
        return MiniBatches.builder()
                .optimizer(optimizer)
                .learningRate(rate)
                .epochs(epochs)
                .batchSize(batch);
    }

    static LeastSquares train(MiniBatches settings, double l2, double l1) {
        LeastSquares model = new LeastSquares(FEATURES, RUN, 0);
        new MiniBatchTraining(settings, l2, l1).train(model, SAMPLES, RUN);
        return model;
    }

    /** The derivatives of the mean loss, the bias last, in double. */
    static double[] gradient(LeastSquares model) {
        double[] gradient = new double[FEATURES + 1];
        for (int i = 0; i < SAMPLES.size(); i++) {
            float[] x = new float[FEATURES];
            SAMPLES.features().read(i, 1, x, 0);
            double residual = model.bias.values()[0] - SAMPLES.labels()[i];
            for (int c = 0; c < FEATURES; c++) {
                residual += (double) model.weights.values()[c] * x[c];
            }
            for (int c = 0; c < FEATURES; c++) {
                gradient[c] += residual * x[c] / SAMPLES.size();
            }
            gradient[FEATURES] += residual / SAMPLES.size();
        }
        return gradient;
    }

    /** Fails unless this is the minimum of mean loss + (l2/2)‖w‖² + l1‖w‖₁, where 0 is a subgradient. */
    static void checkOptimum(LeastSquares model, double l2, double l1, double tolerance) {
        double[] gradient = gradient(model);
        for (int c = 0; c < FEATURES; c++) {
            float w = model.weights.values()[c];
            double g = gradient[c] + l2 * w;
            double distance = w == 0 ? Math.max(0, Math.abs(g) - l1) : Math.abs(g + Math.signum(w) * l1);
            assertTrue(distance <= tolerance, "subgradient of weight " + c + " is " + distance + " from 0");
        }
        assertTrue(Math.abs(gradient[FEATURES]) <= tolerance, "derivative of the bias is " + gradient[FEATURES]);
    }

    static double rate(Optimizer optimizer) {
        return switch (optimizer) {
            case SGD -> 0.3;
            case ADAGRAD -> 0.5;
            default -> 0.05;
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MUON")
    void everyOptimizerFindsTheOptimum(Optimizer optimizer) {
        double l2 = 0.1;
        MiniBatches settings =
                settings(optimizer, rate(optimizer), 600, 300).weightDecay(0).build();
        LeastSquares model = train(settings, l2, 0);
        checkOptimum(model, l2, 0, 2e-4);
        // The check sees another penalty.
        assertThrows(AssertionError.class, () -> checkOptimum(model, 0.11, 0, 2e-4));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MUON")
    void l1GivesExactZeros(Optimizer optimizer) {
        double l1 = 0.15;
        MiniBatches settings =
                settings(optimizer, rate(optimizer), 1000, 300).weightDecay(0).build();
        LeastSquares model = train(settings, 0.01, l1);
        checkOptimum(model, 0.01, l1, 2e-4);
        long zeros = IntStream.range(0, FEATURES)
                .filter(c -> model.weights.values()[c] == 0)
                .count();
        assertTrue(zeros > 0 && zeros < FEATURES, zeros + " zeros");
        assertNotEquals(0, model.bias.values()[0]);
        assertThrows(AssertionError.class, () -> checkOptimum(model, 0.01, 0.16, 2e-4));
    }

    @Test
    void softThresholdByHand() {
        float[] w = {3, -3, 0.5f, -0.5f, 1, 0, -1};
        float[] expected = {2, -2, 0, 0, 0, 0, 0};
        for (int i = 0; i < w.length; i++) {
            assertEquals(expected[i], Updater.softThreshold(w[i], 1));
        }
        assertTrue(Float.isNaN(Updater.softThreshold(Float.NaN, 1)));
        assertEquals(0, Updater.softThreshold(5, Float.POSITIVE_INFINITY));
    }

    @Test
    void miniBatchesComeNearTheOptimum() {
        checkOptimum(train(settings(Optimizer.MOMENTUM, 0.02, 60, 32).build(), 0, 0), 0, 0, 0.03);
    }

    /** More parameters than fit into two chunks, so that threads meet. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MUON")
    @Tag("bits")
    void threadsAndKernelsChangeNoBit(Optimizer optimizer) {
        for (double l1 : new double[] {0, 1e-3}) {
            threadsAndKernelsChangeNoBit(optimizer, l1);
        }
    }

    private static void threadsAndKernelsChangeNoBit(Optimizer optimizer, double l1) {
        Samples wide = TestSamples.clouds(12, 20_000, 2, 1, 6);
        MiniBatches settings = settings(optimizer, 1e-5, 3, 5)
                .clipNorm(10)
                .clipValue(l1 > 0 ? 0 : 3)
                .patience(3)
                .validation(0.2)
                .build();
        Matrix first = null;
        for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
            for (int threads : new int[] {1, 2, 7}) {
                Run run = RUN.withThreads(threads).withKernels(kernels);
                LeastSquares model = new LeastSquares(20_000, run, 0.1f);
                new MiniBatchTraining(settings, 1e-3, l1).train(model, wide, run);
                Matrix weights = new Matrix(1, 20_000, model.weights.values());
                first = first == null ? weights : first;
                assertTrue(first.bitsEqual(weights), threads + " threads, " + kernels.name());
            }
        }
        Matrix of = first;
        assertTrue(IntStream.range(0, 20_000).anyMatch(c -> of.get(0, c) != 0));
    }

    /**
     * CRC-32 of the raw bits of the weights that all optimisers find, which all JDKs and machines must give. Muon's are
     * in {@link MuonTest}.
     */
    static long crc(double clipNorm, double l1, Set<Schedule> schedules) {
        CRC32 crc = new CRC32();
        for (Optimizer optimizer : EnumSet.complementOf(EnumSet.of(Optimizer.MUON))) {
            for (Schedule schedule : schedules) {
                MiniBatches settings = settings(optimizer, 0.01, 4, 64)
                        .schedule(schedule)
                        .warmup(1)
                        .schedulePeriod(1)
                        .clipNorm(clipNorm)
                        .build();
                for (float w : train(settings, 1e-3, l1).weights.values()) {
                    int bits = Float.floatToRawIntBits(w);
                    for (int shift = 0; shift < 32; shift += 8) {
                        crc.update(bits >>> shift);
                    }
                }
            }
        }
        return crc.getValue();
    }

    @Test
    @Tag("bits")
    void bitsArePinned() {
        Set<Schedule> allButLinear = EnumSet.complementOf(EnumSet.of(Schedule.LINEAR));
        assertEquals("29a0aa9b", Long.toHexString(crc(1, 0, allButLinear)));
        assertEquals("434bde51", Long.toHexString(crc(0, 1e-3, allButLinear)));
        assertEquals("34326148", Long.toHexString(crc(1, 1e-3, allButLinear)));
        assertEquals("6a48920b", Long.toHexString(crc(1, 1e-3, EnumSet.of(Schedule.LINEAR))));
    }

    @Test
    void everyEpochSeesEachSampleOnceInAnotherOrder() {
        Orders model = new Orders();
        new MiniBatchTraining(settings(Optimizer.SGD, 0.1, 2, 64).build(), 0, 0).train(model, SAMPLES, RUN);
        assertEquals(10, model.batches.size());
        assertEquals(300 - 4 * 64, model.batches.get(4).size());
        assertEquals(LongRange.of(10), model.steps);
        List<Integer> first =
                model.batches.subList(0, 5).stream().flatMap(List::stream).toList();
        List<Integer> second =
                model.batches.subList(5, 10).stream().flatMap(List::stream).toList();
        assertEquals(
                IntStream.range(0, 300).boxed().toList(),
                first.stream().sorted().toList());
        assertEquals(
                IntStream.range(0, 300).boxed().toList(),
                second.stream().sorted().toList());
        assertNotEquals(first, second);
        Orders same = new Orders();
        new MiniBatchTraining(settings(Optimizer.SGD, 0.1, 2, 64).build(), 0, 0).train(same, SAMPLES, RUN);
        assertEquals(model.batches, same.batches);
        Orders other = new Orders();
        new MiniBatchTraining(settings(Optimizer.SGD, 0.1, 2, 64).build(), 0, 0).train(other, SAMPLES, RUN.withSeed(2));
        assertNotEquals(model.batches, other.batches);
    }

    private static final class LongRange {
        static List<Long> of(int n) {
            return IntStream.range(0, n).mapToObj(i -> (long) i).toList();
        }
    }

    /** 300 samples and at least two in a batch: a single one behind the last full batch goes with that. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 13, 23, 64, 299, 300, 301})
    void aLastBatchTooSmallIsTakenByTheOneBefore(int batchSize) {
        for (int least : new int[] {1, 2, 5}) {
            Orders model = new Orders() {
                @Override
                public int leastBatch() {
                    return least;
                }
            };
            MiniBatchTraining training = new MiniBatchTraining(
                    settings(Optimizer.SGD, 0.1, 2, batchSize).build(), 0, 0);
            if (batchSize < least) {
                assertEquals(
                        "Batch normalisation needs at least 5 samples in every batch, got batchSize 2 and 300 samples"
                                + " to train on",
                        assertThrows(IllegalArgumentException.class, () -> training.train(model, SAMPLES, RUN))
                                .getMessage());
                continue;
            }
            training.train(model, SAMPLES, RUN);
            List<Integer> sizes = new ArrayList<>();
            for (int left = 300; left > 0; left -= sizes.get(sizes.size() - 1)) {
                sizes.add(left - batchSize < least ? left : batchSize);
                assertTrue(sizes.get(sizes.size() - 1) >= least);
            }
            if (least == 1) {
                assertEquals((300 + batchSize - 1) / batchSize, sizes.size());
            }
            sizes.addAll(List.copyOf(sizes));
            assertEquals(sizes, model.batches.stream().map(List::size).toList());
            assertEquals(LongRange.of(sizes.size()), model.steps);
        }
    }

    @Test
    void progressIsHeard() {
        List<String> heard = new ArrayList<>();
        Run run = RUN.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                heard.add(stage + " " + done + "/" + total);
            }

            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                heard.add("epoch " + iteration + ": " + objective + ", " + accuracy);
            }
        });
        MiniBatchTraining training = new MiniBatchTraining(
                settings(Optimizer.SGD, 0.5, 2, 150).schedule(Schedule.CONSTANT).build(), 0, 0.25);
        training.train(new Orders(), SAMPLES, run);
        // A step takes 0.5, and 0.5·0.25 come back; the loss is 1 a sample, and one of each batch is wrong.
        double right = 298 / 300.0;
        assertEquals(
                List.of(
                        "train 150/600",
                        "train 300/600",
                        "epoch 1: " + (1 + 0.25 * 0.75) + ", " + right,
                        "train 450/600",
                        "train 600/600",
                        "epoch 2: " + (1 + 0.25 * 1.5) + ", " + right),
                heard);
    }

    @Test
    void refusesBadPenalties() {
        assertEquals(
                "Mini-batch training: settings must be given, got null; l2 must be at least 0 and finite, got -1.0;"
                        + " l1 must be at least 0 and finite, got NaN",
                assertThrows(IllegalArgumentException.class, () -> new MiniBatchTraining(null, -1, Double.NaN))
                        .getMessage());
    }

    /** A step makes nothing but the record of what it saw, which is the model's. */
    @ParameterizedTest
    @EnumSource
    void stepsMakeNoObjects(Optimizer optimizer) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        // Scalar kernels: vectors are objects until the compiler has seen to them, which is some time from now.
        Run run = RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
        boolean muon = optimizer == Optimizer.MUON;
        LeastSquares model = new LeastSquares(FEATURES, muon ? FEATURES / 2 : 0, run, 0);
        MiniBatches settings =
                settings(optimizer, 1e-3, 1, 1).clipNorm(1).clipValue(1).build();
        Descent descent = new Descent(model.parameters(), settings, 0.1, muon ? 0 : 0.1, run);
        for (int step = 0; step < 100; step++) {
            descent.step(1e-3, step);
        }
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        for (int step = 0; step < 1000; step++) {
            descent.step(1e-3, step);
        }
        long bytes = threads.getThreadAllocatedBytes(id) - before;
        // StrictMath.pow of JDK 17 makes small arrays until it is compiled.
        boolean powers = optimizer == Optimizer.ADAM || optimizer == Optimizer.ADAMW;
        assertTrue(bytes < (powers ? 500_000 : 1000), bytes + " bytes in 1000 steps");
    }
}
