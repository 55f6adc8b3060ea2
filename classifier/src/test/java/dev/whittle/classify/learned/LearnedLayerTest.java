package dev.whittle.classify.learned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.nn.Architecture;
import dev.whittle.classify.nn.Border;
import dev.whittle.classify.nn.Flip;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.nn.Views;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestImages;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class LearnedLayerTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final ImageNetwork LENET = new ImageNetwork(
            Architecture.LENET,
            4,
            List.of(),
            Flip.NONE,
            0,
            Border.ZERO,
            0,
            0,
            1e-4,
            Views.NONE,
            MiniBatches.builder().learningRate(0.05).epochs(10).batchSize(25).build());
    private static final Dataset TRAIN = bars(300, 1);
    private static final Dataset TEST = bars(150, 2);

    /** Noise with a bright row or a bright column. */
    private static Dataset bars(int size, long seed) {
        return new TestImages(size, List.of("row", "column"), i -> {
            Rng rng = new Rng(seed, "bars", i);
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 14, 12, 1);
            int at = rng.nextInt(12);
            for (int y = 0; y < 12; y++) {
                for (int x = 0; x < 14; x++) {
                    boolean on = i % 2 == 0 ? y == at : x == at;
                    image.getBand(0).set(x, y, rng.nextInt(120) + (on ? 130 : 0));
                }
            }
            return image;
        });
    }

    private static double accuracy(LearnedLayer spec) {
        FeatureExtractor feature = spec.fit(TRAIN, RUN);
        Classifier head = LinearSvm.defaults().fit(new Samples(feature.extractAll(TRAIN, RUN), TRAIN.labels(), 2), RUN);
        int[] predicted = head.predict(feature.extractAll(TEST, RUN), RUN);
        int right = 0;
        for (int i = 0; i < predicted.length; i++) {
            right += predicted[i] == TEST.label(i) ? 1 : 0;
        }
        return right / (double) predicted.length;
    }

    @Test
    void learnsMoreThanTheControl() {
        double trained = accuracy(new LearnedLayer(LENET, "hidden", true));
        double control = accuracy(new LearnedLayer(LENET, "hidden", false));
        assertTrue(trained > 0.97 && trained > control, trained + " and " + control);
    }

    /** The scores of the head of the same seed, computed from the layer before them. */
    @Test
    void isTheLayerOfTheNetwork() {
        Run own = RUN.withSeed(RUN.random("learned layer", 0).nextLong());
        ImageNetwork shaped = new ImageNetwork(
                Architecture.LENET,
                4,
                List.of(1, 12, 14),
                Flip.NONE,
                0,
                Border.ZERO,
                0,
                0,
                1e-4,
                Views.NONE,
                LENET.training());
        Matrix pixels = RawPixels.defaults().fit(TRAIN, RUN).extractAll(TRAIN, RUN);
        Classifier head = shaped.fit(new Samples(pixels, TRAIN.labels(), 2), own);
        Matrix scores = head.scores(pixels, RUN);
        Matrix hidden = new LearnedLayer(LENET, "hidden", true).fit(TRAIN, RUN).extractAll(TRAIN, RUN);
        Matrix w = head.arrays().get("scores/weights");
        Matrix bias = head.arrays().get("scores/bias");
        assertEquals(16, hidden.columns());
        for (int r = 0; r < 50; r++) {
            for (int c = 0; c < 2; c++) {
                float score = bias.get(0, c);
                for (int k = 0; k < 16; k++) {
                    score = Math.fma(hidden.get(r, k), w.get(k, c), score);
                }
                assertEquals(scores.get(r, c), score);
            }
        }
    }

    @Test
    void imageLayersHaveAllTheirValues() {
        assertEquals(
                4 * 6 * 7,
                new LearnedLayer(LENET, "pool1", false).fit(TRAIN, RUN).length(14, 12, 1));
        assertEquals(
                8 * 3 * 3,
                new LearnedLayer(LENET, "pool2", false).fit(TRAIN, RUN).length(14, 12, 1));
    }

    /** Three maps of 1x2 in two columns, each value two pixels wide, with white between them and where none is. */
    @Test
    void mapsAreScaledEachToItsOwnRange() {
        GrayU8 picture = FeatureMaps.of(new float[] {-1, 1, 5, 5, 3, 2}, Shape.of(3, 1, 2), 3, 12)
                .getBand(0);
        assertEquals(9, picture.width);
        assertEquals(5, picture.height);
        int[][] expected = {
            {0, 0, 255, 255, 255, 0, 0, 0, 0},
            {0, 0, 255, 255, 255, 0, 0, 0, 0},
            {255, 255, 255, 255, 255, 255, 255, 255, 255},
            {255, 255, 0, 0, 255, 255, 255, 255, 255},
            {255, 255, 0, 0, 255, 255, 255, 255, 255}
        };
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 9; x++) {
                assertEquals(expected[y][x], picture.get(x, y), x + ", " + y);
            }
        }
    }

    @Test
    void aLayerOfImagesIsDrawnAndOneOfVectorsIsNot() {
        LearnedLayer maps = new LearnedLayer(LENET, "pool1", false);
        Pictured.Drawing drawing =
                maps.drawing(maps.fit(TRAIN, RUN), TRAIN.image(0), 100, RUN).orElseThrow();
        assertTrue(drawing.settings().contains("4 maps of 7×6"), drawing.settings());
        LearnedLayer vector = new LearnedLayer(LENET, "hidden", false);
        assertTrue(
                vector.drawing(vector.fit(TRAIN, RUN), TRAIN.image(0), 100, RUN).isEmpty());
    }

    @Test
    void comesBackFromItsArrays() {
        for (String layer : List.of("pool1", "hidden")) {
            LearnedLayer spec = new LearnedLayer(LENET, layer, true);
            FeatureExtractor feature = spec.fit(TRAIN, RUN);
            NamedArrays arrays = feature.arrays();
            assertFalse(arrays.asMap().containsKey("scores/weights"), "layers after it are not saved");
            assertTrue(spec.restore(arrays, RUN).extractAll(TEST, RUN).bitsEqual(feature.extractAll(TEST, RUN)));
        }
        NamedArrays pool =
                new LearnedLayer(LENET, "pool1", false).fit(TRAIN, RUN).arrays();
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new LearnedLayer(LENET, "hidden", false).restore(pool, RUN))
                .getMessage();
        assertTrue(message.contains("No array named"), message);
    }

    @Test
    void saysWhichLayersThereAre() {
        String message = assertThrows(IllegalArgumentException.class, () -> new LearnedLayer(LENET, "conv7", true))
                .getMessage();
        assertEquals("The network has no layer 'conv7'; it has conv1, pool1, conv2, pool2, hidden", message);
        FeatureExtractor feature = new LearnedLayer(LENET, "pool1", false).fit(TRAIN, RUN);
        message = assertThrows(IllegalArgumentException.class, () -> feature.length(13, 12, 1))
                .getMessage();
        assertTrue(message.contains("trained on images of 14x12 with 1 bands, got 13x12 with 1"), message);
    }

    @Test
    void saysBeforeTrainingWhatImagesAreTooSmall() {
        ImageNetwork small = new ImageNetwork(
                Architecture.SMALL, 4, List.of(), Flip.NONE, 0, Border.ZERO, 0, 0, 1e-4, Views.NONE, LENET.training());
        LearnedLayer spec = new LearnedLayer(small, "conv1", true);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> spec.checkShapes(List.of(new ImageShape(8, 8, 3)), RUN))
                .getMessage();
        assertEquals(
                "The architecture small takes images of at least 15x15, got 3x8x8, bands x rows x columns", message);
        spec.checkShapes(List.of(new ImageShape(16, 15, 3)), RUN);
        assertEquals(4 * 15 * 16, spec.length(16, 15, 3).getAsInt());
        for (String layer : List.of("pool1", "pool2", "hidden")) {
            LearnedLayer lenet = new LearnedLayer(LENET, layer, false);
            assertEquals(
                    lenet.fit(TRAIN, RUN).length(14, 12, 1),
                    lenet.length(14, 12, 1).getAsInt());
        }
    }

    /** The least images that the message names are really enough. */
    @Test
    void theSmallestImagesAreEnough() {
        int[] least = {4, 15, 1, 25, 25};
        for (Architecture architecture : Architecture.values()) {
            ImageNetwork network = new ImageNetwork(
                    architecture, 2, List.of(), Flip.NONE, 0, Border.ZERO, 0, 0, 1e-4, Views.NONE, LENET.training());
            int side = least[architecture.ordinal()];
            boolean fast = least[architecture.ordinal()] == 25;
            String layer = fast ? "pool" : "conv1";
            assertEquals(
                    architecture == Architecture.FAST ? 8 : fast ? 4 : 2 * side * side,
                    network.length(layer, 1, side, side));
            if (side > 1) {
                assertThrows(IllegalArgumentException.class, () -> network.length(layer, 1, side, side - 1));
            }
        }
    }
}
