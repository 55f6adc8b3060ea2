package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.CentralDifferences;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MlpTest extends HeadContract {
    private static Mlp mlp(List<Integer> hidden, Optimizer optimizer, double rate, double l2, int epochs, int batch) {
        return Mlp.relu(hidden, l2, training(optimizer, rate, epochs, batch));
    }

    private static MiniBatches training(Optimizer optimizer, double rate, int epochs, int batch) {
        return MiniBatches.builder()
                .optimizer(optimizer)
                .learningRate(rate)
                .epochs(epochs)
                .batchSize(batch)
                .build();
    }

    @Override
    protected Spec<Samples, Classifier> head() {
        return mlp(List.of(33, 18), Optimizer.MOMENTUM, 0.02, 1e-3, 15, 150);
    }

    @Override
    protected long pinnedCrc() {
        return 0xbfd7ad30L;
    }

    @Override
    protected double permutationAgreement() {
        return 0.9;
    }

    @Test
    void solvesExclusiveOr() {
        Samples xor = TestSamples.xor(25);
        for (Optimizer optimizer : List.of(Optimizer.MOMENTUM, Optimizer.ADAM)) {
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
        Mlp linear = mlp(List.of(), Optimizer.MOMENTUM, 0.05, 0, 40, 10);
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

    /** Compared with differences of the mean loss by its formula, in double. */
    @Test
    void gradientIsThatOfTheLoss() {
        Samples samples = TestSamples.clouds(70, 6, 3, 1, 4);
        List<Integer> sizes = List.of(5, 4, 3);
        Network network =
                mlp(List.of(5, 4), Optimizer.SGD, 1, 0, 1, 1).initial(6, 3, RUN).scores();
        Rng rng = new Rng(1, "bias", 0);
        for (Parameter p : network.parameters()) {
            for (int j = 0; !p.penalised() && j < p.values().length; j++) {
                p.values()[j] = (float) rng.nextGaussian();
            }
        }
        double[] at = flat(network.parameters(), Parameter::values);
        int[] order = RUN.random("order", 0).permutation(samples.size());
        Trainable training = network.training(new CrossEntropy(), RUN);
        Trainable.Seen seen = training.gradient(samples, order, 0, samples.size(), 0);
        assertEquals(naive(samples, sizes, at), seen.loss() / samples.size(), 1e-5);
        double[] gradient = flat(network.parameters(), Parameter::gradient);
        CentralDifferences.check(p -> naive(samples, sizes, p), at, gradient, 1e-6, 2e-5);
        // What evaluation sees is what training saw, as there is no random part; nothing has changed.
        assertEquals(seen, training.evaluate(samples, order, 0, samples.size()));
        assertArrayEquals(gradient, flat(network.parameters(), Parameter::gradient));
    }

    private static double[] flat(List<Parameter> parameters, Function<Parameter, float[]> array) {
        return parameters.stream()
                .flatMapToDouble(p -> IntStream.range(0, p.values().length).mapToDouble(i -> array.apply(p)[i]))
                .toArray();
    }

    /** The mean loss by its formula, in double; p is W (inputs × outputs) and b of each layer in turn. */
    private static double naive(Samples samples, List<Integer> sizes, double[] p) {
        double loss = 0;
        for (int r = 0; r < samples.size(); r++) {
            double[] x = new double[samples.features().columns()];
            for (int i = 0; i < x.length; i++) {
                x[i] = samples.inMemory("the test").get(r, i);
            }
            int at = 0;
            for (int layer = 0; layer < sizes.size(); layer++) {
                int outputs = sizes.get(layer);
                double[] y = Arrays.copyOfRange(p, at + x.length * outputs, at + x.length * outputs + outputs);
                for (int i = 0; i < x.length; i++) {
                    for (int j = 0; j < outputs; j++) {
                        y[j] += x[i] * p[at + i * outputs + j];
                    }
                }
                at += (x.length + 1) * outputs;
                x = layer < sizes.size() - 1
                        ? Arrays.stream(y).map(v -> Math.max(0, v)).toArray()
                        : y;
            }
            loss += Math.log(Arrays.stream(x).map(Math::exp).sum()) - x[samples.labels()[r]];
        }
        return loss / samples.size();
    }

    @Test
    void divergenceIsAnErrorThatNamesEpochAndRate() {
        Samples samples = TestSamples.clouds(500, 37, 5, 0.5, 1);
        String message = assertThrows(
                        ArithmeticException.class,
                        () -> mlp(List.of(20), Optimizer.MOMENTUM, 1e12, 0.1, 15, 100)
                                .fit(samples, RUN))
                .getMessage();
        assertTrue(message.matches("Training diverged in epoch 1, step .* at learning rate 9.99.*E11: .*"), message);
    }

    @Test
    void restoreRefusesOtherSizes() {
        NamedArrays arrays = head().fit(TestSamples.xor(3), RUN).arrays();
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> mlp(List.of(33, 19), Optimizer.MOMENTUM, 1, 0, 1, 1)
                                .restore(arrays, RUN))
                .getMessage();
        assertEquals("Array 'layer2/weights' is 33x18, expected 33x19", message);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void learnsWithEveryActivation(Activation activation) {
        Samples samples = TestSamples.clouds(600, 20, 4, 5, 2);
        Mlp mlp = new Mlp(
                List.of(16, 12),
                activation,
                LossName.CROSS_ENTROPY,
                0,
                false,
                0,
                0,
                training(Optimizer.MOMENTUM, 0.02, 15, 50));
        assertLearns(mlp, samples);
    }

    @ParameterizedTest
    @EnumSource(LossName.class)
    void learnsWithEveryLoss(LossName loss) {
        Samples samples = TestSamples.clouds(600, 20, 4, 5, 2);
        assertLearns(
                new Mlp(List.of(32), Activation.TANH, loss, 0, false, 0, 0, training(Optimizer.ADAM, 0.01, 15, 50)),
                samples);
    }

    private static void assertLearns(Mlp mlp, Samples samples) {
        Classifier head = mlp.fit(samples, RUN);
        double accuracy = TestSamples.accuracy(head.predict(samples.inMemory("the test"), RUN), samples.labels());
        assertTrue(accuracy > 0.98, "accuracy " + accuracy);
    }

    @Test
    void dropoutAndBatchNormGiveTheSameBitsOnAnyThreadsAndComeBack() {
        Samples samples = TestSamples.clouds(602, 37, 5, 0.5, 1);
        Mlp mlp = new Mlp(
                List.of(40, 20),
                Activation.MAXOUT,
                LossName.CROSS_ENTROPY,
                0.2,
                true,
                1e-3,
                1e-4,
                training(Optimizer.ADAM, 0.01, 30, 300));
        Run plain = RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
        Matrix x = samples.inMemory("the test");
        Classifier head = mlp.fit(samples, plain);
        Matrix expected = head.scores(x, plain);
        for (int threads : new int[] {1, 2, 7}) {
            Run run = RUN.withThreads(threads);
            assertTrue(expected.bitsEqual(mlp.fit(samples, run).scores(x, run)));
        }
        assertTrue(expected.bitsEqual(mlp.restore(head.arrays(), RUN).scores(x, RUN)));
        assertTrue(TestSamples.accuracy(head.predict(x, RUN), samples.labels()) > 0.9);
        assertTrue(head.arrays().asMap().containsKey("layer2/variance"));
    }

    /** PyTorch: "Expected more than 1 value per channel when training". */
    @Test
    void aBatchOfOneSampleHasNoVariance() {
        assertEquals(
                "Batch normalisation needs at least 2 samples in every batch, got batchSize 7 and 1 samples to train"
                        + " on",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> normalised(7, true).fit(few(1), RUN))
                        .getMessage());
        for (int batch : new int[] {2, 4, 20, 21, 40, 41, 100}) {
            Matrix expected = null;
            for (int threads : new int[] {1, 2, 7}) {
                Matrix variance = normalised(batch, true)
                        .fit(few(41), RUN.withThreads(threads))
                        .arrays()
                        .get("layer1/variance");
                expected = expected == null ? variance : expected;
                assertTrue(expected.bitsEqual(variance), batch + ", " + threads + " threads");
            }
        }
    }

    /** The last batch of 40 takes the sample left over, so that it is the whole of the samples. */
    @Test
    void aSampleLeftOverIsInTheBatchBefore() {
        assertTrue(normalised(40, true)
                .fit(few(41), RUN)
                .scores(few(41).inMemory("the test"), RUN)
                .bitsEqual(normalised(41, true).fit(few(41), RUN).scores(few(41).inMemory("the test"), RUN)));
    }

    /** In training, variances are in double; those kept for use are not. */
    @Test
    void aVarianceThatIsNoFloatIsDivergence() {
        Matrix x = few(41).inMemory("the test").copy();
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] *= 1e20f;
        }
        for (int patience : new int[] {0, 1}) {
            Mlp mlp = normalised(20, true);
            Mlp stopping = new Mlp(
                    mlp.hidden(),
                    mlp.activation(),
                    mlp.loss(),
                    0,
                    true,
                    0,
                    0,
                    mlp.training().toBuilder().patience(patience).build());
            String message = assertThrows(
                            ArithmeticException.class, () -> stopping.fit(new Samples(x, few(41).labels(), 2), RUN))
                    .getMessage();
            assertTrue(
                    message.startsWith("Training diverged in epoch 1, ")
                            && message.contains("'layer1/variance' has become Infinity; try")
                            && message.endsWith("standardised features"),
                    message);
        }
    }

    @Test
    void scoresThatOverflowAfterTheLastStepAreDivergence() {
        MiniBatches training =
                MiniBatches.builder().learningRate(1e15).epochs(1).batchSize(41).build();
        String message = assertThrows(
                        ArithmeticException.class,
                        () -> Mlp.relu(List.of(16, 16, 16), 0, training).fit(few(41), RUN))
                .getMessage();
        assertTrue(
                message.startsWith("Training diverged in epoch 1, step 1 of 1, at learning rate 1.0E15: after it the"),
                message);
    }

    @Test
    void l1RefusesAClippedValue() {
        MiniBatches training = MiniBatches.builder().clipValue(1).build();
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Mlp(List.of(3), Activation.RELU, LossName.CROSS_ENTROPY, 0, false, 0, 1e-3, training))
                .getMessage();
        assertTrue(message.startsWith("MLP: training.clipValue must be 0 with l1 above 0, "), message);
    }

    private static Samples few(int n) {
        return TestSamples.clouds(n, 5, 2, 1, 1);
    }

    private static Mlp normalised(int batch, boolean batchNorm) {
        MiniBatches training = MiniBatches.builder().epochs(1).batchSize(batch).build();
        return new Mlp(List.of(3), Activation.RELU, LossName.CROSS_ENTROPY, 0, batchNorm, 0, 0, training);
    }

    @Test
    void oneNormPenaltyGivesExactZeros() {
        Samples samples = TestSamples.clouds(500, 37, 5, 0.5, 1);
        for (double l1 : new double[] {0, 0.05}) {
            Mlp mlp = new Mlp(
                    List.of(20),
                    Activation.RELU,
                    LossName.CROSS_ENTROPY,
                    0,
                    false,
                    0,
                    l1,
                    training(Optimizer.MOMENTUM, 0.02, 30, 100));
            Matrix w = mlp.fit(samples, RUN).arrays().get("layer1/weights", 37, 20);
            int zeros = 0;
            for (float v : w.data()) {
                zeros += v == 0 ? 1 : 0;
            }
            assertTrue(l1 == 0 ? zeros == 0 : zeros > 0.3 * w.data().length, l1 + ": " + zeros);
        }
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Mlp(List.of(3, 0), null, null, 1, false, -1, Double.NaN, null))
                .getMessage();
        assertEquals(
                "MLP: hidden must list layer sizes of at least 1, got [3, 0]; activation must be given, got null;"
                        + " loss must be given, got null; dropout must be at least 0 and below 1 as a float, got 1.0;"
                        + " l2 must be at least 0 and finite, got -1.0; l1 must be at least 0 and finite, got NaN;"
                        + " training must be given, got null",
                message);
    }
}
