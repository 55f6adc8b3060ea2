package dev.whittle.classify.learned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestImages;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bits")
class HiddenLayerTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Mlp MLP = Mlp.relu(
            List.of(12, 9),
            1e-3,
            MiniBatches.builder().learningRate(0.02).epochs(10).batchSize(50).build());
    private static final HiddenLayer TRAINED = new HiddenLayer(MLP, true);
    private static final HiddenLayer CONTROL = new HiddenLayer(MLP, false);
    private static final Dataset IMAGES = stripes(300, 6, 5, 3);

    /** Noise with a bright column or a bright row: two classes. The first pixel is always 7. */
    private static Dataset stripes(int n, int width, int height, int bands) {
        return new TestImages(n, List.of("column", "row"), i -> {
            Rng rng = new Rng(9, "stripes", i);
            Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
            int at = 1 + rng.nextInt(Math.min(width, height) - 1);
            for (int b = 0; b < bands; b++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        boolean on = i % 2 == 0 ? x == at : y == at;
                        image.getBand(b).set(x, y, rng.nextInt(120) + (on ? 130 : 0));
                    }
                }
            }
            image.getBand(0).set(0, 0, 7);
            return image;
        });
    }

    private static Matrix oneByOne(FeatureExtractor feature, Dataset data) {
        Matrix all = new Matrix(data.size(), feature.length(data.image(0)));
        for (int i = 0; i < data.size(); i++) {
            feature.extract(data.image(i), all.data(), i * all.columns(), RUN);
        }
        return all;
    }

    @Test
    void isTheLastHiddenLayerAfterRelu() {
        FeatureExtractor feature = TRAINED.fit(IMAGES, RUN);
        assertEquals(9, feature.length(6, 5, 3));
        // Again from the arrays, by the formulas, in double.
        NamedArrays arrays = feature.arrays();
        Matrix w1 = arrays.get("layers/layer1/weights", 90, 12);
        Matrix w2 = arrays.get("layers/layer2/weights", 12, 9);
        float[] out = new float[9];
        for (int i = 0; i < 20; i++) {
            feature.extract(IMAGES.image(i), out, 0, RUN);
            double[] x = new double[90];
            for (int p = 0; p < 90; p++) {
                int v = IMAGES.image(i).getBand(p / 30).get(p % 6, p % 30 / 6);
                x[p] = (v - arrays.get("pixels/mean").get(0, p))
                        * arrays.get("pixels/scale").get(0, p);
            }
            double[] h1 = layer(x, w1, arrays.get("layers/layer1/bias"));
            double[] h2 = layer(h1, w2, arrays.get("layers/layer2/bias"));
            for (int j = 0; j < 9; j++) {
                assertEquals(h2[j], out[j], 1e-4);
            }
        }
    }

    @Test
    void cutOffAndFittedAgainItGoesOnAndEndsWithTheSameBits(@TempDir Path folder) {
        Run run = RUN.withCheckpoints(folder);
        int[] epochs = new int[1];
        List<Long> steps = new ArrayList<>();
        Run hearing = run.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                if (stage.equals("train")) {
                    steps.add(done);
                }
            }

            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                if (++epochs[0] == 4) {
                    throw new IllegalStateException("stopped");
                }
            }
        });
        assertThrows(IllegalStateException.class, () -> TRAINED.fit(IMAGES, hearing));
        FeatureExtractor resumed = TRAINED.fit(IMAGES, hearing);
        // The four epochs before are reported again, and their samples are not seen again.
        assertEquals(4 + 10, epochs[0]);
        assertEquals(10L * IMAGES.size(), steps.get(steps.size() - 1));
        assertEquals(new TreeSet<>(steps).size(), steps.size());
        assertEquals(steps.stream().distinct().toList(), steps);
        NamedArrays expected = TRAINED.fit(IMAGES, RUN).arrays();
        expected.asMap()
                .forEach((name, m) -> assertTrue(m.bitsEqual(resumed.arrays().array(name)), name));
    }

    private static double[] layer(double[] x, Matrix w, Matrix b) {
        double[] y = new double[w.columns()];
        for (int j = 0; j < y.length; j++) {
            y[j] = b.get(0, j);
            for (int i = 0; i < x.length; i++) {
                y[j] += x[i] * w.get(i, j);
            }
            y[j] = Math.max(0, y[j]);
        }
        return y;
    }

    @Test
    void pixelsAreStandardised() {
        StandardizedPixels pixels = StandardizedPixels.fit(IMAGES, 6, 5, 3, RUN);
        Matrix all = Matrix.inMemory(pixels.rows(IMAGES));
        for (int p = 0; p < all.columns(); p++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < all.rows(); i++) {
                sum += all.get(i, p);
                squares += (double) all.get(i, p) * all.get(i, p);
            }
            assertEquals(0, sum / all.rows(), 1e-5);
            // The first pixel never varies.
            assertEquals(p == 0 ? 0 : 1, squares / all.rows(), 1e-5);
        }
    }

    @Test
    void trainingWithLabelsIsWhatSeparatesThem() {
        assertTrue(separation(TRAINED) > 2 * separation(CONTROL), separation(TRAINED) + " " + separation(CONTROL));
    }

    /** Squared distance of the class means over the variance within the classes. */
    private static double separation(HiddenLayer spec) {
        Matrix x = spec.fit(IMAGES, RUN).extractAll(IMAGES, RUN);
        double between = 0;
        double within = 0;
        for (int j = 0; j < x.columns(); j++) {
            double[] mean = new double[2];
            for (int i = 0; i < x.rows(); i++) {
                mean[i % 2] += 2.0 * x.get(i, j) / x.rows();
            }
            between += (mean[0] - mean[1]) * (mean[0] - mean[1]);
            for (int i = 0; i < x.rows(); i++) {
                double d = x.get(i, j) - mean[i % 2];
                within += d * d / x.rows();
            }
        }
        return between / within;
    }

    @Test
    void controlIsTheStartOfTraining() {
        NamedArrays control = CONTROL.fit(IMAGES, RUN).arrays();
        Run own = RUN.withSeed(RUN.random("hidden layer", 0).nextLong());
        assertTrue(control.get("layers/layer1/weights").bitsEqual(firstWeights(own)));
        assertFalse(control.get("layers/layer1/weights").bitsEqual(firstWeights(RUN)), "those of a head");
        assertFalse(control.get("layers/layer1/weights")
                .bitsEqual(TRAINED.fit(IMAGES, RUN).arrays().get("layers/layer1/weights")));
        assertTrue(control.get("pixels/mean")
                .bitsEqual(TRAINED.fit(IMAGES, RUN).arrays().get("pixels/mean")));
    }

    @Test
    void trainingIsOfTheLayersOwnSeed() {
        Run own = RUN.withSeed(RUN.random("hidden layer", 0).nextLong());
        Samples samples =
                new Samples(StandardizedPixels.fit(IMAGES, 6, 5, 3, RUN).rows(IMAGES), IMAGES.labels(), 2);
        Matrix trained = TRAINED.fit(IMAGES, RUN).arrays().get("layers/layer2/weights");
        assertTrue(trained.bitsEqual(MLP.train(samples, own).hidden().arrays().get("layer2/weights")));
        assertFalse(
                trained.bitsEqual(MLP.train(samples, RUN).hidden().arrays().get("layer2/weights")), "that of a head");
    }

    private static Matrix firstWeights(Run run) {
        return MLP.initial(90, 2, run).hidden().arrays().get("layer1/weights", 90, 12);
    }

    @Test
    void manyAtATimeGivesTheBitsOfOneAtATime() {
        Matrix expected = null;
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                Run run = RUN.withThreads(threads).withKernels(kernels);
                FeatureExtractor feature = TRAINED.fit(IMAGES, run);
                expected = expected == null ? oneByOne(feature, IMAGES) : expected;
                assertTrue(expected.bitsEqual(oneByOne(feature, IMAGES)));
                assertTrue(expected.bitsEqual(feature.extractAll(IMAGES, run)));
            }
        }
    }

    @Test
    void restoredFeatureGivesTheSameBits() {
        FeatureExtractor feature = TRAINED.fit(IMAGES, RUN);
        FeatureExtractor restored = TRAINED.restore(feature.arrays(), RUN);
        assertTrue(feature.extractAll(IMAGES, RUN).bitsEqual(restored.extractAll(IMAGES, RUN)));
        assertThrows(IllegalArgumentException.class, () -> TRAINED.restore(NamedArrays.empty(), RUN));
    }

    @Test
    void respectsSubImages() {
        FeatureExtractor feature = TRAINED.fit(IMAGES, RUN);
        Planar<GrayU8> image = IMAGES.image(3);
        Planar<GrayU8> larger = new Planar<>(GrayU8.class, 11, 9, 3);
        for (int b = 0; b < 3; b++) {
            for (int p = 0; p < 30; p++) {
                larger.getBand(b).set(2 + p % 6, 3 + p / 6, image.getBand(b).get(p % 6, p / 6));
            }
        }
        float[] expected = new float[9];
        float[] out = new float[12];
        feature.extract(image, expected, 0, RUN);
        feature.extract(larger.subimage(2, 3, 8, 8, null), out, 2, RUN);
        for (int j = 0; j < 9; j++) {
            assertEquals(expected[j], out[2 + j]);
        }
        assertEquals(0, out[1]);
        assertEquals(0, out[11]);
    }

    @Test
    void refusesImagesOfAnotherShape() {
        FeatureExtractor feature = TRAINED.fit(IMAGES, RUN);
        String message = assertThrows(IllegalArgumentException.class, () -> feature.length(5, 6, 3))
                .getMessage();
        assertEquals("The hidden layer was trained on images of 6x5 with 3 bands, got 5x6 with 3", message);
        assertThrows(IllegalArgumentException.class, () -> feature.extract(IMAGES.image(0), new float[9], 1, RUN));
        Dataset gray = stripes(2, 6, 5, 1);
        message = assertThrows(IllegalArgumentException.class, () -> feature.extractAll(gray, RUN))
                .getMessage();
        assertTrue(message.startsWith("Image image 0: "), message);
        assertThrows(IllegalArgumentException.class, () -> TRAINED.fit(stripes(0, 6, 5, 1), RUN));
    }

    @Test
    void oneGrayImageIsEnough() {
        FeatureExtractor feature = TRAINED.fit(stripes(1, 6, 5, 1), RUN);
        assertEquals(9, feature.length(6, 5, 1));
    }

    @Test
    void saysAllThatIsWrong() {
        assertEquals(
                "Hidden layer: mlp must be given, got null",
                assertThrows(IllegalArgumentException.class, () -> new HiddenLayer(null, true))
                        .getMessage());
        Mlp flat = Mlp.relu(List.of(), 0, MiniBatches.defaults());
        assertEquals(
                "Hidden layer: mlp.hidden must list at least one layer, got []",
                assertThrows(IllegalArgumentException.class, () -> new HiddenLayer(flat, true))
                        .getMessage());
    }
}
