package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The words of a picture, the nearest images, and the pictures in the page. */
class VisualWordsTest {
    /** Small problems are solved sooner by loops that need not be compiled first. */
    private static final Run RUN = Run.defaults().withKernels(KernelChoice.SCALAR.kernels());

    private static void checkCounts(PictureWords words) {
        int[] counts = new int[words.histogram().length];
        for (int word : words.wordOf()) {
            counts[word]++;
        }
        for (int w = 0; w < counts.length; w++) {
            assertEquals((float) ((double) counts[w] / words.wordOf().length), words.histogram()[w], "word " + w);
        }
    }

    /** The extractor counts what the codebook assigns. */
    @Test
    void theFeatureCountsTheWords() {
        PictureWords words = PictureWords.of(96, 72, 6, RUN);
        assertEquals(108, words.wordOf().length);
        assertEquals(6, words.words().size());
        checkCounts(words);
        words.wordOf()[0] = (words.wordOf()[0] + 1) % 6;
        assertThrows(AssertionError.class, () -> checkCounts(words));
    }

    /** Upper row: sky without an edge. Lower left: grass. The upper left corner of the roof: an edge. */
    @Test
    void evenPatchesHaveTheWordsOfTheirColours() {
        int[] words = PictureWords.of(96, 72, 6, RUN).wordOf();
        for (int x = 1; x < 12; x++) {
            assertEquals(words[0], words[x], "sky at " + x);
        }
        for (int x = 0; x < 4; x++) {
            assertEquals(words[8 * 12], words[8 * 12 + x], "grass at " + x);
        }
        assertNotEquals(words[0], words[8 * 12]);
        assertNotEquals(words[0], words[4 * 12 + 5]);
        assertNotEquals(words[8 * 12], words[4 * 12 + 5]);
    }

    @Test
    void aPatchIsReplacedByThePictureOfItsWord() {
        PictureWords words = PictureWords.of(96, 72, 4, RUN);
        Planar<GrayU8> all = words.inWords();
        int word = words.wordOf()[12 + 2];
        for (int b = 0; b < 3; b++) {
            assertEquals(
                    words.words().get(word).getBand(b).get(3, 5), all.getBand(b).get(2 * 8 + 3, 8 + 5));
        }
    }

    /** By hand: (1, 1) is nearest to (0, 1), at distance 1, and (5, 5) to (4, 4); of equal ones the first. */
    @Test
    void nearestRowsOfKnownPoints() {
        Matrix gallery = new Matrix(4, 2, new float[] {0, 0, 0, 1, 4, 4, 4, 4});
        Matrix query = new Matrix(2, 2, new float[] {1, 1, 5, 5});
        assertArrayEquals(new int[] {1, 2}, NearestImages.nearest(query, gallery));
        assertArrayEquals(new int[] {0, 1, 2, 2}, NearestImages.nearest(gallery, gallery));
    }

    /** What the pairs of the generated data are made for: docs/generated-data.md. */
    @Test
    void eachFeatureFindsWhatItSees() {
        NearestImages images = NearestImages.of(RUN);
        for (int ball = 0; ball < 2; ball++) {
            assertEquals(ball, found(images, "colour histogram", ball));
        }
        for (int shape = 2; shape < 7; shape++) {
            assertEquals(shape, found(images, "HoG", shape));
        }
        for (int texture = 4; texture < 6; texture++) {
            assertEquals(2, found(images, "visual words", texture) / 2, "one of the two textures");
        }
        for (int colors = 8; colors < 10; colors++) {
            assertTrue(found(images, "colour histogram", colors) >= 8);
        }
    }

    private static int found(NearestImages images, String feature, int query) {
        return images.gallery().label(images.nearest().get(feature)[query]);
    }

    private static void checkPng(Planar<GrayU8> image, byte[] png) throws IOException {
        var raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
        assertEquals(image.width, raster.getWidth());
        assertEquals(image.height, raster.getHeight());
        for (int b = 0; b < image.getNumBands(); b++) {
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    assertEquals(image.getBand(b).get(x, y), raster.getSample(x, y, b));
                }
            }
        }
    }

    /** The JDK reads what is written: noise, repetitions near and far, one colour, one pixel. */
    @Test
    void picturesAreReadBackAsTheyWere() throws IOException {
        for (int bands : new int[] {1, 3}) {
            for (int kind = 0; kind < 4; kind++) {
                Planar<GrayU8> image = new Planar<>(GrayU8.class, kind == 3 ? 1 : 250, kind == 3 ? 1 : 190, bands);
                var random = RUN.random("png", kind);
                for (int b = 0; b < bands; b++) {
                    for (int i = 0; i < image.getBand(b).data.length; i++) {
                        int value = kind == 0 ? random.nextInt(256) : kind == 1 ? i / 250 * i % 250 % 7 * 40 : 200;
                        image.getBand(b).data[i] = (byte) value;
                    }
                }
                checkPng(image, Png.of(image));
            }
        }
        Planar<GrayU8> landscape = Landscape.of(0, RUN).picture(96, 72);
        byte[] png = Png.of(landscape);
        checkPng(landscape, png);
        assertTrue(png.length < 96 * 72 * 3 / 2, () -> "compressed to " + png.length);
        landscape.getBand(1).set(5, 5, 0);
        assertThrows(AssertionError.class, () -> checkPng(landscape, png));
    }

    @Test
    @Tag("bits")
    void theSameForAnyThreadsAndKernels() {
        Run seven = RUN.withThreads(7);
        PictureWords a = PictureWords.of(96, 72, 6, Run.defaults().withThreads(1));
        PictureWords b = PictureWords.of(96, 72, 6, seven);
        assertArrayEquals(a.wordOf(), b.wordOf());
        assertArrayEquals(a.histogram(), b.histogram());
        NearestImages one = NearestImages.of(Run.defaults().withThreads(1));
        NearestImages other = NearestImages.of(seven);
        for (String feature : one.features()) {
            assertArrayEquals(one.nearest().get(feature), other.nearest().get(feature), feature);
        }
    }
}
