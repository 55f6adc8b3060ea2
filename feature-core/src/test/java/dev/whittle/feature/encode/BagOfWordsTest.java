package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.Whitening;
import dev.whittle.feature.transform.Zca;
import dev.whittle.feature.transform.ZcaTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class BagOfWordsTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final Dataset TRAIN = TestData.images(20, 1);

    private static BagOfWords spec(boolean whiten, int grid, boolean squareRoot) {
        return new BagOfWords(
                new Patches(4, 1), 400, whiten, new KMeans(30, 4, Start.KMEANS_PLUS_PLUS, 0), grid, squareRoot);
    }

    private static float[] extract(BagOfWordsExtractor extractor, Planar<GrayU8> image) {
        float[] out = new float[extractor.length(image)];
        extractor.extract(image, out, 0, RUN);
        return out;
    }

    /** Made by src/test/reference/words.py with NumPy in double. */
    @Test
    void thatOfNumPy() throws IOException {
        Matrix patches = ZcaTest.allPatches();
        Whitening whitening = Zca.defaults().fit(patches, RUN);
        Matrix words = whitening.apply(patches, RUN).selectRows(0, 40, 80, 120, 160, 200, 240, 280, 320);
        BagOfWords spec = new BagOfWords(new Patches(2, 1), 100, true, new KMeans(9, 1, Start.RANDOM, 0), 2, false);
        var extractor =
                new BagOfWordsExtractor(spec.patches(), spec.grid(), spec.squareRoot(), new Codebook(words), whitening);
        assertArrayEquals(
                TestData.reference("patches.txt").get("histogram"),
                extract(extractor, TestData.referenceImage()),
                1e-7f);
    }

    /** Patch by patch, whitened one at a time and compared with every word in double. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void equalToTheNaiveLoops(boolean whiten) {
        for (int stride : new int[] {1, 2, 3}) {
            BagOfWords spec =
                    new BagOfWords(new Patches(4, stride), 400, whiten, new KMeans(30, 4, Start.RANDOM, 0), 2, false);
            BagOfWordsExtractor extractor = spec.fit(TRAIN, RUN);
            Planar<GrayU8> image = TestData.random(19, 17, 3, 5);
            assertArrayEquals(naive(spec, extractor, image), extract(extractor, image), "stride " + stride);
            Planar<GrayU8> other = TestData.random(19, 17, 3, 6);
            assertFalse(Arrays.equals(naive(spec, extractor, image), extract(extractor, other)));
        }
    }

    private static float[] naive(BagOfWords spec, BagOfWordsExtractor extractor, Planar<GrayU8> image) {
        Patches patches = spec.patches();
        Matrix words = extractor.codebook().centroids();
        int k = words.rows();
        int across = (image.width - patches.size()) / patches.stride() + 1;
        int down = (image.height - patches.size()) / patches.stride() + 1;
        int[] counts = new int[4 * k];
        int[] inCell = new int[4];
        Matrix patch = new Matrix(1, 48);
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                patches.extract(image, x * patches.stride(), y * patches.stride(), patch.data(), 0);
                Matrix p = spec.whiten()
                        ? Zca.defaults()
                                .restore(extractor.arrays().part("whitening"), RUN)
                                .apply(patch, RUN)
                        : patch;
                double best = Double.POSITIVE_INFINITY;
                int nearest = -1;
                for (int w = 0; w < k; w++) {
                    double distance = 0;
                    for (int i = 0; i < 48; i++) {
                        double difference = (double) p.get(0, i) - words.get(w, i);
                        distance += difference * difference;
                    }
                    if (distance < best) {
                        best = distance;
                        nearest = w;
                    }
                }
                int cell = (y < (down + 1) / 2 ? 0 : 2) + (x < (across + 1) / 2 ? 0 : 1);
                counts[cell * k + nearest]++;
                inCell[cell]++;
            }
        }
        float[] fractions = new float[4 * k];
        for (int i = 0; i < fractions.length; i++) {
            fractions[i] = (float) ((double) counts[i] / inCell[i / k]);
        }
        return fractions;
    }

    @Test
    void anotherSeedDrawsOtherWords() {
        BagOfWords spec = spec(true, 2, true);
        Matrix features = spec.fit(TRAIN, RUN).extractAll(TRAIN, RUN);
        assertFalse(features.bitsEqual(spec.fit(TRAIN, RUN.withSeed(5)).extractAll(TRAIN, RUN)));
    }

    @Test
    void onlyTheGivenImagesMatter() {
        // The same training images, once inside a larger collection whose other images are then replaced.
        BagOfWords spec = spec(true, 2, true);
        List<Planar<GrayU8>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(TRAIN.image(i));
        }
        Dataset train = TestData.data(all.subList(0, 12));
        Matrix before = spec.fit(train, RUN).arrays().get("words/centroids");
        for (int i = 12; i < 20; i++) {
            all.get(i).getBand(0).data[3] ^= (byte) 0xFF;
        }
        assertTrue(before.bitsEqual(spec.fit(train, RUN).arrays().get("words/centroids")));
        for (int i = 0; i < 12; i++) {
            Arrays.fill(all.get(i).getBand(0).data, (byte) 9);
        }
        assertFalse(before.bitsEqual(spec.fit(train, RUN).arrays().get("words/centroids")));
    }

    @Test
    void fractionsSumToOneInEachCell() {
        for (boolean squareRoot : new boolean[] {false, true}) {
            BagOfWordsExtractor extractor = spec(false, 3, squareRoot).fit(TRAIN, RUN);
            float[] h = extract(extractor, TestData.random(20, 16, 3, 7));
            for (int cell = 0; cell < 9; cell++) {
                double sum = 0;
                for (int i = 0; i < 30; i++) {
                    double v = h[cell * 30 + i];
                    sum += squareRoot ? v * v : v;
                }
                assertEquals(1, sum, 1e-6);
            }
        }
    }

    @Test
    void aConstantImageHasOneWord() {
        BagOfWordsExtractor extractor = spec(true, 2, false).fit(TRAIN, RUN);
        float[] h = extract(extractor, new Planar<>(GrayU8.class, 16, 16, 3));
        int filled = 0;
        for (float v : h) {
            assertTrue(v == 0 || v == 1);
            filled += v == 1 ? 1 : 0;
        }
        assertEquals(4, filled);
    }

    @Test
    void shiftedTilesHaveTheSameWords() {
        // An image that repeats every 4 pixels, over a width of whole periods of patches, is the same bag when shifted.
        Planar<GrayU8> tile = TestData.random(4, 4, 3, 12);
        Planar<GrayU8> tiled = new Planar<>(GrayU8.class, 30, 30, 3);
        for (int b = 0; b < 3; b++) {
            for (int y = 0; y < 30; y++) {
                for (int x = 0; x < 30; x++) {
                    tiled.getBand(b).set(x, y, tile.getBand(b).get(x % 4, y % 4));
                }
            }
        }
        BagOfWordsExtractor extractor = spec(true, 1, true).fit(TRAIN, RUN);
        // 16 + 3 pixels hold 16 = 4·4 patches in each direction.
        float[] expected = extract(extractor, tiled.subimage(0, 0, 19, 19));
        assertArrayEquals(expected, extract(extractor, tiled.subimage(3, 2, 22, 21)));
        assertArrayEquals(
                expected, extract(extractor, tiled.subimage(7, 9, 26, 28).clone()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wordsOfPatchesAreTheirPictures(boolean whiten) {
        // With as many words as patches, the words are the patches, here those of one image of 5 x 5 pixels.
        Planar<GrayU8> image = TestData.random(5, 5, 3, 2);
        BagOfWords spec = new BagOfWords(new Patches(5, 1), 2, whiten, new KMeans(1, 1, Start.RANDOM, 0), 1, false);
        List<Planar<GrayU8>> words =
                spec.fit(TestData.data(List.of(image)), RUN).words();
        assertEquals(1, words.size());
        int min = 255;
        int max = 0;
        for (int b = 0; b < 3; b++) {
            for (byte v : image.getBand(b).data) {
                min = Math.min(min, v & 0xFF);
                max = Math.max(max, v & 0xFF);
            }
        }
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < 25; i++) {
                double expected = 255.0 * ((image.getBand(b).data[i] & 0xFF) - min) / (max - min);
                assertEquals(expected, words.get(0).getBand(b).data[i] & 0xFF, 0.51);
            }
        }
    }

    @Test
    void grayImages() {
        Dataset gray = TestData.data(List.of(TestData.random(14, 12, 1, 1), TestData.random(14, 12, 1, 2)));
        BagOfWordsExtractor extractor = spec(true, 2, true).fit(gray, RUN);
        assertEquals(120, extractor.length(14, 12, 1));
        assertEquals(1, extractor.words().get(0).getNumBands());
        assertThrows(IllegalArgumentException.class, () -> extractor.length(14, 12, 3));
    }

    /** 100,000 patches of 64×64 pixels are 4.9 GB, which are not asked for where no image holds one. */
    @Test
    void patchesThatDoNotFitAreRefusedBeforeMemoryIsAskedFor() {
        BagOfWords large = new BagOfWords(new Patches(64, 1), 170_000, true, KMeans.defaults(), 1, true);
        Messages.says(() -> large.fit(TRAIN, RUN), TRAIN.name(0), "64x64", "14x12");
        Messages.says(() -> large.length(32, 32, 3), "64x64", "32x32", "0x0 patches");
        assertEquals(OptionalInt.of(400), large.length(64, 80, 3));
        Dataset images = TestData.data(List.of(TestData.random(128, 128, 3, 1)));
        assumeTrue(Runtime.getRuntime().maxMemory() < 8L << 30, "the heap holds the patches");
        Messages.says(() -> large.fit(images, RUN), "170,000 patches", "64x64", "7.8 GiB", "fewer samples");
        assertEquals(2L * 4 * 170_000 * 12_288 + (4L * 8 + 4) * 12_288 * 12_288, large.heapBytes(3));
    }

    @Test
    void mistakesAreNamed() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new BagOfWords(null, 3, true, new KMeans(30, 4, Start.RANDOM, 0), 0, true))
                .getMessage();
        for (String part : List.of("patches", "kMeans.k = 30, got 3", "grid", "got 0")) {
            assertTrue(message.contains(part), message);
        }
        BagOfWords spec = spec(true, 2, true);
        BagOfWordsExtractor extractor = spec.fit(TRAIN, RUN);
        message = assertThrows(IllegalArgumentException.class, () -> extractor.length(4, 12, 3))
                .getMessage();
        assertTrue(message.contains("4x12") && message.contains("1x9 patches"), message);
        assertThrows(IllegalArgumentException.class, () -> extractor.extract(TRAIN.image(0), new float[119], 0, RUN));
        assertThrows(
                IllegalArgumentException.class,
                () -> spec.restore(spec(false, 2, true).fit(TRAIN, RUN).arrays(), RUN));
        BagOfWords larger = new BagOfWords(new Patches(5, 1), 400, true, spec.kMeans(), 2, true);
        assertThrows(IllegalArgumentException.class, () -> larger.restore(extractor.arrays(), RUN));
    }
}
