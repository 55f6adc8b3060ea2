package dev.whittle.classify.optim;

import static dev.whittle.classify.optim.MiniBatchTrainingTest.RUN;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.SAMPLES;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.settings;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AveragingTest {
    private static LiveArrays arrays(Matrix parameters, Matrix buffer) {
        return LiveArrays.empty().with("parameters/w", parameters).with("buffers/mean", buffer);
    }

    private static Matrix row(float... values) {
        return new Matrix(1, values.length, values);
    }

    @Test
    void exponentialAverageByHand() {
        Matrix w = row(8, 16);
        Matrix mean = row(100);
        AveragedWeights averaged = new AveragedWeights(Averaging.EMA, 0.5, arrays(w, mean), RUN);
        // s = w after step 1: the start is forgotten
        w.set(0, 0, 4);
        mean.set(0, 0, 1);
        averaged.add(1, 9);
        assertState(averaged, 4, 16, 1);
        // then the mean of two, with d' = 1/2
        w.set(0, 0, 2);
        averaged.add(2, 9);
        assertState(averaged, 3, 16, 1);
        // the third with d = 1/2, which is less than 2/3
        w.set(0, 1, 0);
        mean.set(0, 0, 3);
        averaged.add(3, 9);
        assertState(averaged, 2.5f, 8, 2);
        // training is left alone
        assertArrayEquals(new float[] {2, 0}, w.data());
        averaged.exchange();
        assertArrayEquals(new float[] {2.5f, 8}, w.data());
        assertArrayEquals(new float[] {2}, mean.data());
        assertState(averaged, 2, 0, 3);
    }

    @Test
    void lookaheadByHand() {
        Matrix w = row(8, 16);
        Matrix mean = row(100);
        AveragedWeights averaged = new AveragedWeights(Averaging.LOOKAHEAD, 0.5, arrays(w, mean), RUN);
        for (int done = 1; done <= 4; done++) {
            w.set(0, 0, done);
            averaged.add(done, 10);
            assertState(averaged, 8, 16, 100);
            assertEquals(done, w.get(0, 0));
        }
        // d' = 0.5⁵·(5/10)³ = 1/256
        w.set(0, 0, 0);
        averaged.add(5, 10);
        assertState(averaged, 8 / 256f, 16, 100);
        assertArrayEquals(new float[] {8 / 256f, 16}, w.data());
        // d' = 0.5⁵·1 = 1/32
        w.set(0, 0, 1);
        mean.set(0, 0, 36);
        averaged.add(10, 10);
        assertState(averaged, 8 / 256f / 32 + 31 / 32f, 16, 38);
        assertArrayEquals(new float[] {38}, mean.data());
    }

    /** Frozen values must not drift by rounding. */
    @ParameterizedTest
    @EnumSource
    void whatDoesNotChangeKeepsItsBits(Averaging averaging) {
        Matrix w = row(0.1f, 1e-30f, -7.3e9f, 1 / 3f);
        float[] before = w.data().clone();
        AveragedWeights averaged = new AveragedWeights(averaging, 0.95, arrays(w, row(0.7f)), RUN);
        for (int done = 1; done <= 1000; done++) {
            averaged.add(done, 1000);
        }
        assertArrayEquals(before, w.data());
        averaged.exchange();
        assertArrayEquals(before, w.data());
    }

    private static void assertState(AveragedWeights averaged, float w0, float w1, float mean) {
        assertArrayEquals(
                new float[] {w0, w1},
                averaged.state().asMap().get("parameters/w").data());
        assertArrayEquals(
                new float[] {mean}, averaged.state().asMap().get("buffers/mean").data());
    }

    @Test
    void withoutAnAverageThereIsNoState() {
        Matrix w = row(8, 16);
        AveragedWeights averaged = new AveragedWeights(Averaging.NONE, 0.5, arrays(w, row(1)), RUN);
        averaged.add(5, 5);
        averaged.exchange();
        assertTrue(averaged.state().asMap().isEmpty());
        assertArrayEquals(new float[] {8, 16}, w.data());
    }

    /** The derivative is always 1 and the rate 1/2, so w is -steps/2: the average of steps is known. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theTrainedModelHasTheAverage(Averaging averaging) {
        MiniBatches settings = settings(Optimizer.SGD, 0.5, 3, 100)
                .schedule(Schedule.CONSTANT)
                .average(averaging)
                .averageDecay(0.75)
                .build();
        Orders model = new Orders();
        new MiniBatchTraining(settings, 0, 0).train(model, SAMPLES, RUN);
        assertEquals(expected(averaging, 9), model.w.values()[0], 1e-6);
    }

    /** s after a number of steps of nine. */
    private static double expected(Averaging averaging, int steps) {
        double w = 0;
        double s = 0;
        for (int t = 0; t < steps; t++) {
            w -= 0.5;
            if (averaging == Averaging.EMA) {
                double d = Math.min(0.75, t / (t + 1.0));
                s = d * s + (1 - d) * w;
            } else if (t == 4) {
                double d = Math.pow(0.75, 5) * Math.pow(5 / 9.0, 3);
                s = (1 - d) * w;
                w = s;
            }
        }
        return s;
    }

    /** What is held out is evaluated with the average, and the average of the best epoch is kept. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void earlyStoppingEvaluatesAndKeepsTheAverage(Averaging averaging) {
        MiniBatches settings = settings(Optimizer.SGD, 0.5, 3, 75)
                .schedule(Schedule.CONSTANT)
                .average(averaging)
                .averageDecay(0.75)
                .patience(3)
                .validation(0.25)
                .build();
        Orders model = new Orders(3, 2, 4);
        assertEquals(
                2,
                new MiniBatchTraining(settings, 0, 0).train(model, SAMPLES, RUN).bestEpoch());
        for (int epoch = 1; epoch <= 3; epoch++) {
            assertEquals(expected(averaging, 3 * epoch), model.values.get(epoch - 1), 1e-6);
        }
        assertEquals(expected(averaging, 6), model.w.values()[0], 1e-6);
    }

    /** The evaluation does not disturb training: what is held out changes no other bit. */
    @Test
    void trainingGoesOnAsIfNothingWasEvaluated() {
        List<Matrix> ends = new ArrayList<>();
        for (Averaging averaging : List.of(Averaging.NONE, Averaging.EMA)) {
            List<Float> steps = new ArrayList<>();
            LeastSquares model = new LeastSquares(6, RUN, 0) {
                @Override
                public Seen gradient(dev.whittle.classify.Samples samples, int[] order, int from, int to, long step) {
                    steps.add(weights.values()[0]);
                    return super.gradient(samples, order, from, to, step);
                }
            };
            MiniBatches settings = settings(Optimizer.MOMENTUM, 0.02, 4, 64)
                    .average(averaging)
                    .patience(9)
                    .build();
            new MiniBatchTraining(settings, 0, 0).train(model, SAMPLES, RUN);
            Matrix all = new Matrix(1, steps.size());
            IntStream.range(0, steps.size()).forEach(i -> all.set(0, i, steps.get(i)));
            ends.add(all);
        }
        assertTrue(ends.get(0).bitsEqual(ends.get(1)));
    }

    /** The average is nearer to the minimum than steps at a constant rate. */
    @Test
    void anAverageIsNearerToTheMinimum() {
        MiniBatches.Builder noisy = settings(Optimizer.SGD, 0.2, 60, 10).schedule(Schedule.CONSTANT);
        double last = distance(noisy.build());
        double averaged =
                distance(noisy.average(Averaging.EMA).averageDecay(0.99).build());
        assertTrue(averaged < last / 3, averaged + " and " + last);
    }

    private static double distance(MiniBatches settings) {
        return Arrays.stream(MiniBatchTrainingTest.gradient(MiniBatchTrainingTest.train(settings, 0, 0)))
                .map(Math::abs)
                .sum();
    }

    @Test
    void aStepMakesNoObjects() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        Run run = RUN.withThreads(1);
        AveragedWeights averaged = new AveragedWeights(Averaging.LOOKAHEAD, 0.9, arrays(row(1, 2), row(3)), run);
        for (int step = 1; step <= 500; step++) {
            averaged.add(step, 2000);
        }
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        for (int step = 501; step <= 1500; step++) {
            averaged.add(step, 2000);
        }
        long bytes = threads.getThreadAllocatedBytes(id) - before;
        assertTrue(bytes < 100_000, bytes + " bytes in 1000 steps");
    }

    /** The helper of these tests sees another decay. */
    @Test
    void plantedFaultsAreFound() {
        assertThrows(AssertionError.class, () -> {
            Matrix w = row(8, 16);
            AveragedWeights averaged = new AveragedWeights(Averaging.EMA, 0.5, arrays(w, row(1)), RUN);
            averaged.add(1, 9);
            assertState(averaged, 8.001f, 16, 1);
        });
    }
}
