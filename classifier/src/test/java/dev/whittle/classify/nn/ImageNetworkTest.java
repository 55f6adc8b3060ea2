package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.optim.Averaging;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Heap;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageNetworkTest extends HeadContract {
    private static MiniBatches training(int epochs, int batch) {
        return MiniBatches.builder()
                .learningRate(0.05)
                .epochs(epochs)
                .batchSize(batch)
                .build();
    }

    private static ImageNetwork lenet(int width, boolean flip, int crop, int epochs, int batch) {
        return new ImageNetwork(
                Architecture.LENET,
                width,
                List.of(),
                new Flip.Random(flip),
                crop,
                Border.ZERO,
                0,
                0,
                1e-4,
                Views.NONE,
                training(epochs, batch));
    }

    private static ImageNetwork of(
            Architecture architecture,
            List<Integer> shape,
            int crop,
            double labelSmoothing,
            double l2,
            MiniBatches training) {
        return new ImageNetwork(
                architecture, 4, shape, Flip.NONE, crop, Border.ZERO, 0, labelSmoothing, l2, Views.NONE, training);
    }

    @Override
    protected Spec<Samples, Classifier> head() {
        return lenet(8, false, 0, 12, 60);
    }

    /** The least square image. */
    @Override
    protected int columns(int least) {
        int side = Math.max(4, (int) Math.ceil(Math.sqrt(least)));
        return side * side;
    }

    @Override
    protected long pinnedCrc() {
        return 0x21812e73L;
    }

    @Override
    protected double permutationAgreement() {
        return 0.9;
    }

    @Override
    @Test
    protected void oneSampleIsEnough() {
        Samples one = TestSamples.clouds(1, 16, 2, 1, 1);
        refused("Batch normalisation needs at least 2 samples in every batch", () -> head().fit(one, RUN));
        refused("training.batchSize must be at least 2", () -> lenet(2, false, 0, 1, 1));
    }

    @Test
    void imagesMustBeLargerThanWhatIsCutFromThem() {
        Samples samples = TestSamples.clouds(20, 64, 2, 1, 1);
        refused(
                "crop must be below 8 and cutout at most 8",
                () -> lenet(2, false, 8, 1, 5).fit(samples, RUN));
        assertEquals(2, lenet(2, false, 7, 1, 5).fit(samples, RUN).classes());
    }

    /** A bar somewhere in noise: class 0 lies, class 1 stands. In three bands, of which the last is noise alone. */
    private static Samples bars(int n, int side, long seed) {
        Rng rng = new Rng(seed, "bars", 0);
        Matrix x = new Matrix(n, 3 * side * side);
        int[] labels = new int[n];
        for (int r = 0; r < n; r++) {
            labels[r] = rng.nextInt(2);
            for (int i = 0; i < x.columns(); i++) {
                x.set(r, i, rng.nextFloat() * 0.5f);
            }
            int at = rng.nextInt(side);
            for (int band = 0; band < 2; band++) {
                for (int i = 0; i < side; i++) {
                    int pixel = labels[r] == 0 ? at * side + i : i * side + at;
                    x.set(r, band * side * side + pixel, 1 - 0.5f * rng.nextFloat());
                }
            }
        }
        return new Samples(x, labels, 2);
    }

    private static double accuracy(Classifier head, Samples samples) {
        return TestSamples.accuracy(head.predict(samples.inMemory("the test"), RUN), samples.labels());
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void learnsWhatStandsAnywhere(Architecture architecture) {
        int side = architecture.name().startsWith("FAST") ? 25 : 16;
        ImageNetwork spec = of(architecture, List.of(3, side, side), 1, 0.05, 1e-4, training(12, 25));
        Classifier head = spec.fit(bars(400, side, 1), RUN);
        Samples others = bars(100, side, 2);
        assertTrue(accuracy(head, others) >= 0.93, architecture + ": " + accuracy(head, others));
        Matrix scores = head.scores(others.features(), RUN);
        assertTrue(scores.bitsEqual(spec.restore(head.arrays(), RUN).scores(others.features(), RUN)));
        Run plain = RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
        assertTrue(scores.bitsEqual(spec.fit(bars(400, side, 1), plain).scores(others.features(), plain)));
    }

    @Test
    void bandsAreScaledByTheTrainingImages() {
        Samples samples = bars(300, 8, 1);
        NamedArrays arrays = lenet(2, false, 0, 1, 50).fit(samples, RUN).arrays();
        Matrix x = samples.inMemory("the test");
        for (int band = 0; band < 3; band++) {
            double sum = 0;
            double squares = 0;
            for (int r = 0; r < x.rows(); r++) {
                for (int i = band * 64; i < (band + 1) * 64; i++) {
                    sum += x.get(r, i);
                    squares += (double) x.get(r, i) * x.get(r, i);
                }
            }
            double n = 64.0 * x.rows();
            double mean = sum / n;
            assertEquals(mean, arrays.get("input/mean").get(0, band), 1e-6);
            assertEquals(
                    1 / Math.sqrt(squares / n - mean * mean),
                    arrays.get("input/scale").get(0, band),
                    1e-4);
        }
        assertArrayEquals(new float[] {3, 8, 8}, arrays.get("input/shape").data());
    }

    @Test
    void saysWhatIsNoImage() {
        Samples odd = TestSamples.clouds(20, 15, 2, 1, 1);
        refused("15 features are no square image of one band or three", () -> head().fit(odd, RUN));
        ImageNetwork given = of(Architecture.LENET, List.of(1, 4, 5), 0, 0, 0, training(1, 5));
        refused("images of shape 1x4x5 have 20 values, got features of 15", () -> given.fit(odd, RUN));
        Samples tiny = TestSamples.clouds(20, 9, 2, 1, 1);
        refused("The architecture lenet takes images of at least 4x4, got 1x3x3", () -> head().fit(tiny, RUN));
        refused(
                "Image network: architecture must be given, got null; width must be at least 1 and at most 65536, got"
                        + " 0; shape must be empty or list bands, rows and columns of at least 1, got [3, 4]; flip"
                        + " must be given, got null; crop must be at least 0, got -1; border must be given, got null;"
                        + " cutout must be at least 0, got -2; labelSmoothing must be at least 0 and below 1 as a"
                        + " float, got 1.0; l2 must be at least 0 and finite, got -1.0; views must be given, got null;"
                        + " training must be given, got null",
                () -> new ImageNetwork(null, 0, List.of(3, 4), null, -1, null, -2, 1, -1, null, null));
    }

    @Test
    void restoreRefusesOtherShapes() {
        NamedArrays arrays = lenet(2, false, 0, 1, 20).fit(bars(40, 8, 1), RUN).arrays();
        refused(
                "Array 'conv1/weights' is 2x75, expected 3x75",
                () -> lenet(3, false, 0, 1, 20).restore(arrays, RUN));
        NamedArrays other = NamedArrays.empty();
        for (String name : arrays.asMap().keySet()) {
            Matrix m = arrays.get(name);
            other = other.with(name, name.equals("input/shape") ? Matrix.of(new float[] {3, 8, 16}) : m);
        }
        NamedArrays wider = other;
        refused(
                "Array 'hidden/weights' is 16x8, expected 32x8",
                () -> lenet(2, false, 0, 1, 20).restore(wider, RUN));
    }

    @Test
    void saysHowUnclearFeaturesAreTaken() {
        List<String> warnings = new ArrayList<>();
        Run run = RUN.withProgress(new Warnings(warnings));
        lenet(2, false, 0, 2, 10).fit(TestSamples.clouds(20, 144, 2, 1, 1), run);
        assertEquals(
                List.of("Image network: 144 features are taken as images of 1x12x12, bands x rows x columns; set shape"
                        + " if they are not"),
                warnings);
        warnings.clear();
        lenet(2, false, 0, 1, 10).fit(TestSamples.clouds(20, 64, 2, 1, 1), run);
        lenet(2, false, 0, 1, 10).fit(TestSamples.clouds(20, 192, 2, 1, 1), run);
        of(Architecture.LENET, List.of(3, 8, 6), 0, 0, 0, training(1, 10))
                .fit(TestSamples.clouds(20, 144, 2, 1, 1), run);
        assertEquals(List.of(), warnings);
    }

    @Test
    void damagedArraysAreRefusedByName() {
        ImageNetwork spec = lenet(2, false, 0, 1, 20);
        NamedArrays arrays = spec.fit(bars(40, 8, 1), RUN).arrays();
        for (float wrong : new float[] {8.5f, 0, -8, 3e9f}) {
            NamedArrays damaged = with(arrays, "input/shape", Matrix.of(new float[] {3, wrong, 8}));
            refused("Array 'input/shape' must hold bands, rows and columns", () -> spec.restore(damaged, RUN));
        }
        NamedArrays large = with(arrays, "input/shape", Matrix.of(new float[] {100_000, 100_000, 1}));
        refused("Array 'input/shape': Images have", () -> spec.restore(large, RUN));
        NamedArrays negative = with(arrays, "conv2/variance", Matrix.of(new float[] {1, 1, -0.5f, 1}));
        refused(
                "Array 'conv2/variance' must hold variances of at least 0, got -0.5",
                () -> spec.restore(negative, RUN));
    }

    private static NamedArrays with(NamedArrays arrays, String changed, Matrix value) {
        NamedArrays all = NamedArrays.empty();
        for (String name : arrays.asMap().keySet()) {
            all = all.with(name, name.equals(changed) ? value : arrays.get(name));
        }
        return all;
    }

    @Test
    void tooLargeIsSaidBeforeTraining() {
        refused("width must be at least 1 and at most 65536, got 65537", () -> lenet(65_537, false, 0, 1, 20));
        ImageNetwork spec = lenet(2, false, 0, 1, 20);
        long ten = spec.heapBytes(10, 192, 2);
        long twenty = spec.heapBytes(20, 192, 2);
        // The features and their scaling; convolutions, batch normalisation and ReLU; pools; flat, hidden and scores.
        long values = 2 * 192 + 3 * 2 * 64 + 2 * 16 + 3 * 4 * 16 + 4 * 4 + 16 + 3 * 8 + 8 + 2;
        assertEquals(10 * 2 * 4 * values, twenty - ten);
        assertEquals(twenty, spec.heapBytes(100, 192, 2), "a batch has 20 samples");
        refused(
                "The weights of 'conv2' would have 1638400 × 131072 values",
                () -> lenet(65_536, false, 0, 1, 20).heapBytes(100, 3072, 10));
        if (Heap.bytes() < 16L << 30) {
            refused(
                    "an image network takes about",
                    () -> lenet(6_500, false, 0, 1, 20).heapBytes(100, 3072, 10));
        }
    }

    @Test
    void memoryIsThatOfTheOptimizerAndOfAverages() {
        MiniBatches plain = training(1, 20);
        ImageNetwork spec = of(Architecture.LENET, List.of(), 0, 0, 0, plain);
        long parameters = 0;
        for (Parameter p : spec.network(192, 2).parameters()) {
            parameters += p.values().length;
        }
        long least = spec.heapBytes(100, 192, 2);
        List<MiniBatches> others = List.of(
                plain.toBuilder().optimizer(Optimizer.ADAM).build(),
                plain.toBuilder().optimizer(Optimizer.MUON).build(),
                plain.toBuilder().average(Averaging.EMA).build(),
                plain.toBuilder().average(Averaging.LOOKAHEAD).build(),
                plain.toBuilder().patience(2).build(),
                plain.toBuilder()
                        .optimizer(Optimizer.MUON)
                        .average(Averaging.EMA)
                        .patience(2)
                        .build());
        int[] more = {0, 1, 1, 1, 1, 3};
        for (int i = 0; i < more.length; i++) {
            long bytes =
                    of(Architecture.LENET, List.of(), 0, 0, 0, others.get(i)).heapBytes(100, 192, 2);
            assertEquals(more[i] * 4 * parameters, bytes - least, others.get(i).toString());
        }
    }

    private static String structure(int crop, Border border, Flip flip, int cutout, Views views) {
        return new ImageNetwork(
                        Architecture.LENET, 2, List.of(), flip, crop, border, cutout, 0, 0, views, training(1, 20))
                .network(192, 2)
                .training(new CrossEntropy(), RUN)
                .structure();
    }

    private static String structure(Layer... layers) {
        Graph graph = new Graph(Shape.of(2));
        return graph.network(graph.chain(graph.input(), layers))
                .training(new CrossEntropy(), RUN)
                .structure();
    }

    private static BatchNorm norm(boolean scaled) {
        return new BatchNorm("n", Shape.of(2), 0.1, 1e-5, scaled, new Parameter("n/beta", new float[2], false));
    }

    /** Whatever changes training, so that a checkpoint of another network is not taken. */
    @Test
    void structuresTellWhatChangesTraining() {
        List<String> all = List.of(
                structure(0, Border.ZERO, Flip.NONE, 0, Views.NONE),
                structure(1, Border.ZERO, Flip.NONE, 0, Views.NONE),
                structure(2, Border.ZERO, Flip.NONE, 0, Views.NONE),
                structure(2, Border.REFLECTED, Flip.NONE, 0, Views.NONE),
                structure(0, Border.ZERO, Flip.RANDOM, 0, Views.NONE),
                structure(0, Border.ZERO, Flip.ALTERNATING, 0, Views.NONE),
                structure(0, Border.ZERO, Flip.NONE, 2, Views.NONE),
                structure(0, Border.ZERO, Flip.NONE, 3, Views.NONE),
                structure(new Scale(0.5)),
                structure(new Scale(0.25)),
                structure(norm(true)),
                structure(norm(false)));
        assertEquals(all.size(), Set.copyOf(all).size(), String.join("\n", all));
        for (Views views : Views.values()) {
            assertEquals(all.get(5), structure(0, Border.ZERO, Flip.ALTERNATING, 0, views));
        }
        assertEquals(all.get(8), structure(new Scale(0.5)));
    }

    private static void refused(String message, Runnable what) {
        String got = assertThrows(IllegalArgumentException.class, what::run).getMessage();
        assertTrue(got.contains(message), got);
    }
}
