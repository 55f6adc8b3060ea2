package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.GradientCheck;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MlpTest extends HeadContract {
    private static Mlp mlp(List<Integer> hidden, Optimizer optimizer, double rate, double l2, int epochs, int batch) {
        return new Mlp(hidden, optimizer, rate, 0.9, Schedule.COSINE, l2, epochs, batch);
    }

    @Override
    protected Spec<Samples, Classifier> head() {
        return mlp(List.of(33, 18), Optimizer.SGD, 0.02, 1e-3, 15, 150);
    }

    @Override
    protected long pinnedCrc() {
        return 0xbf711fefL;
    }

    @Override
    protected double permutationAgreement() {
        return 0.9;
    }

    @Test
    void solvesExclusiveOr() {
        Samples xor = TestSamples.xor(25);
        for (Optimizer optimizer : List.of(Optimizer.SGD, Optimizer.ADAM)) {
            Mlp mlp = mlp(List.of(8), optimizer, 0.05, 0, 40, 10);
            assertEquals(
                    1.0,
                    TestSamples.accuracy(mlp.fit(xor, RUN).predict(xor.inMemory("the test"), RUN), xor.labels()),
                    optimizer.name());
        }
    }

    @Test
    void withoutHiddenLayersItIsLinear() {
        Samples xor = TestSamples.xor(25);
        Mlp linear = mlp(List.of(), Optimizer.SGD, 0.05, 0, 40, 10);
        assertTrue(TestSamples.accuracy(linear.fit(xor, RUN).predict(xor.inMemory("the test"), RUN), xor.labels())
                <= 0.75);
        Samples far = TestSamples.clouds(300, 20, 4, 5, 2);
        assertEquals(
                1.0, TestSamples.accuracy(linear.fit(far, RUN).predict(far.inMemory("the test"), RUN), far.labels()));
    }

    @Test
    void adamLearnsWithTheSameBitsOnAnyThreads() {
        Samples samples = TestSamples.clouds(500, 37, 5, 0.5, 1);
        Mlp adam = mlp(List.of(20), Optimizer.ADAM, 0.02, 1e-4, 15, 100);
        Matrix scores = adam.fit(samples, RUN).scores(samples.inMemory("the test"), RUN);
        for (int threads : new int[] {1, 7}) {
            Run run = RUN.withThreads(threads);
            assertTrue(scores.bitsEqual(adam.fit(samples, run).scores(samples.inMemory("the test"), run)));
        }
        assertTrue(TestSamples.accuracy(
                        adam.fit(samples, RUN).predict(samples.inMemory("the test"), RUN), samples.labels())
                > 0.9);
    }

    /** One plain step at rate 1 subtracts the gradient, which is compared with differences of the objective in double. */
    @Test
    void gradientIsThatOfTheObjective() {
        Samples samples = TestSamples.clouds(70, 6, 3, 1, 4);
        double l2 = 0.1;
        List<Integer> sizes = List.of(5, 4, 3);
        Layers layers = Layers.he(6, List.of(5, 4), 3, RUN);
        Rng rng = new Rng(1, "bias", 0);
        for (int i = 0; i < layers.depth(); i++) {
            for (int j = 0; j < layers.get(i).bias.length; j++) {
                layers.get(i).bias[j] = (float) rng.nextGaussian();
            }
        }
        double[] before = flat(layers);
        MiniBatchTraining training =
                new MiniBatchTraining(layers, new CrossEntropy(), l2, Optimizer.SGD, 0, samples.size(), RUN);
        double penalty = training.penalty();
        int[] order = RUN.random("order", 0).permutation(samples.size());
        MiniBatchTraining.Seen seen =
                training.step(samples.inMemory("the test").data(), samples.labels(), order, 0, samples.size(), 1, 0);
        assertEquals(naive(samples, sizes, l2, before), seen.loss() / samples.size() + penalty, 1e-5);
        double[] after = flat(layers);
        double[] gradient = IntStream.range(0, before.length)
                .mapToDouble(i -> before[i] - after[i])
                .toArray();
        GradientCheck.check(p -> naive(samples, sizes, l2, p), before, gradient, 1e-6, 2e-5);
        // The penalty must be in it, and on weights only: without it the same gradient must not pass.
        assertThrows(
                AssertionError.class,
                () -> GradientCheck.check(p -> naive(samples, sizes, 0, p), before, gradient, 1e-6, 2e-5));
    }

    private static double[] flat(Layers layers) {
        double[] all = new double[0];
        for (int i = 0; i < layers.depth(); i++) {
            for (float[] part : new float[][] {layers.get(i).weights, layers.get(i).bias}) {
                int from = all.length;
                all = Arrays.copyOf(all, from + part.length);
                for (int j = 0; j < part.length; j++) {
                    all[from + j] = part[j];
                }
            }
        }
        return all;
    }

    /** The objective by its formula, in double; parameters are W (inputs × outputs) and b of each layer in turn. */
    private static double naive(Samples samples, List<Integer> sizes, double l2, double[] p) {
        double loss = 0;
        double squares = 0;
        for (int r = 0; r < samples.size(); r++) {
            double[] x = new double[samples.features().columns()];
            for (int i = 0; i < x.length; i++) {
                x[i] = samples.inMemory("the test").get(r, i);
            }
            int at = 0;
            squares = 0;
            for (int layer = 0; layer < sizes.size(); layer++) {
                int outputs = sizes.get(layer);
                double[] y = Arrays.copyOfRange(p, at + x.length * outputs, at + x.length * outputs + outputs);
                for (int i = 0; i < x.length; i++) {
                    for (int j = 0; j < outputs; j++) {
                        double w = p[at + i * outputs + j];
                        y[j] += x[i] * w;
                        squares += w * w;
                    }
                }
                at += (x.length + 1) * outputs;
                x = layer < sizes.size() - 1
                        ? Arrays.stream(y).map(v -> Math.max(0, v)).toArray()
                        : y;
            }
            loss += Math.log(Arrays.stream(x).map(Math::exp).sum()) - x[samples.labels()[r]];
        }
        return loss / samples.size() + l2 / 2 * squares;
    }

    @Test
    void initialWeightsHaveHesVariance() {
        Dense layer = Layers.he(400, List.of(500), 2, RUN).get(0);
        double sum = 0;
        double squares = 0;
        for (float w : layer.weights) {
            sum += w;
            squares += (double) w * w;
        }
        int n = layer.weights.length;
        assertEquals(0, sum / n, 5 * Math.sqrt(2.0 / 400 / n));
        assertEquals(2.0 / 400, squares / n, 5 * 2.0 / 400 * Math.sqrt(2.0 / n));
    }

    @Test
    void divergenceIsAnErrorThatNamesEpochAndRate() {
        Samples samples = TestSamples.clouds(500, 37, 5, 0.5, 1);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> mlp(List.of(20), Optimizer.SGD, 1e12, 0.1, 15, 100)
                                .fit(samples, RUN))
                .getMessage();
        assertTrue(message.matches(".* diverged in epoch 1: .* learningRate 1.0E12.*"), message);
    }

    @Test
    void restoreRefusesOtherSizes() {
        NamedArrays arrays = head().fit(TestSamples.xor(3), RUN).arrays();
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> mlp(List.of(33, 19), Optimizer.SGD, 1, 0, 1, 1).restore(arrays, RUN))
                .getMessage();
        assertEquals("Array 'layer2/weights' is 33x18, expected 33x19", message);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Mlp(List.of(3, 0), null, -1, 1, null, -1, 0, 0))
                .getMessage();
        assertEquals(
                "MLP: hidden must list layer sizes of at least 1, got [3, 0]; optimizer must be given, got null;"
                        + " learningRate must be above 0 and finite, got -1.0; momentum must be at least 0 and below 1, got 1.0;"
                        + " schedule must be given, got null; l2 must be at least 0 and finite, got -1.0;"
                        + " epochs must be at least 1, got 0; batchSize must be at least 1, got 0",
                message);
    }
}
