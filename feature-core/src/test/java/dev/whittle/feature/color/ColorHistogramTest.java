package dev.whittle.feature.color;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.image.Grid;
import dev.whittle.feature.image.Hsi;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.image.Lab;
import dev.whittle.feature.image.Opponent;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("bits")
class ColorHistogramTest {
    private static final List<ColorHistogram> SPECS = List.of(
            ColorHistogram.defaults(),
            new ColorHistogram(ColorSpace.HSV, List.of(12, 5, 7), false, true, 1),
            new ColorHistogram(ColorSpace.RGB, List.of(4, 3, 5), true, true, 1),
            new ColorHistogram(ColorSpace.RGB, List.of(8, 9, 10), false, false, 1),
            new ColorHistogram(ColorSpace.HUE, List.of(18), true, false, 1),
            new ColorHistogram(ColorSpace.HSV, List.of(16, 8, 8), true, true, 1),
            new ColorHistogram(ColorSpace.RGB, List.of(9, 8, 7), true, false, 1));
    private static final List<ColorHistogram> OTHER_SPACES = List.of(
            new ColorHistogram(ColorSpace.HSI, List.of(10, 4, 4), true, true, 1),
            new ColorHistogram(ColorSpace.HSI, List.of(36, 5, 7), false, false, 1),
            new ColorHistogram(ColorSpace.LAB, List.of(8, 16, 16), true, false, 1),
            new ColorHistogram(ColorSpace.LAB, List.of(5, 20, 30), false, true, 1),
            new ColorHistogram(ColorSpace.OPPONENT, List.of(4, 4, 4), true, true, 1),
            new ColorHistogram(ColorSpace.OPPONENT, List.of(8, 9, 10), false, false, 1));

    static List<ColorHistogram> specs() {
        return SPECS;
    }

    static List<ColorHistogram> allSpecs() {
        return Stream.concat(SPECS.stream(), OTHER_SPACES.stream()).toList();
    }

    static Stream<String> openCv() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(
                ColorHistogramTest.class.getResourceAsStream("/color/histograms.txt"), StandardCharsets.UTF_8))) {
            return in.lines().toList().stream();
        }
    }

    /** Counts made by src/test/reference/color_histogram.py with OpenCV's calcHist. */
    @ParameterizedTest
    @MethodSource("openCv")
    void countsAreThoseOfOpenCv(String line) {
        String[] words = line.split(" ");
        List<Integer> bins =
                Arrays.stream(words[1].split(",")).map(Integer::valueOf).toList();
        var spec = new ColorHistogram(
                ColorSpace.valueOf(words[0]), bins, words[2].equals("joint"), false, Integer.parseInt(words[3]));
        float[] expected = new float[words.length - 4];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Float.parseFloat(words[4 + i]);
        }
        assertArrayEquals(expected, histogram(spec, TestData.referenceImage()));
    }

    @Test
    void cellsThatDoNotDivideAreLargerFirst() {
        // 5 x 3 pixels in 2 x 2 cells: widths 3 and 2, heights 2 and 1.
        var spec = new ColorHistogram(ColorSpace.RGB, List.of(1, 1, 1), true, false, 2);
        assertArrayEquals(new float[] {6, 4, 3, 2}, histogram(spec, TestData.random(5, 3, 3, 1)));
    }

    @Test
    void pureColoursByHand() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 4, 1, 3);
        int[][] pixels = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {90, 90, 90}};
        for (int x = 0; x < 4; x++) {
            for (int b = 0; b < 3; b++) {
                image.getBand(b).set(x, 0, pixels[x][b]);
            }
        }
        // Hues 0, 60 and 120 of 180; gray counts as hue 0.
        assertArrayEquals(
                new float[] {0.5f, 0.25f, 0.25f},
                histogram(new ColorHistogram(ColorSpace.HUE, List.of(3), true, true, 1), image));
        assertArrayEquals(
                new float[] {0.75f, 0.25f, 0.75f, 0.25f, 0.75f, 0.25f},
                histogram(new ColorHistogram(ColorSpace.RGB, List.of(2, 2, 2), false, true, 1), image));
    }

    @ParameterizedTest
    @MethodSource("allSpecs")
    void movingPixelsChangesNothing(ColorHistogram spec) {
        Planar<GrayU8> image = TestData.random(13, 9, 3, 2);
        float[] expected = histogram(spec, image);
        int[] order = new Rng(3, "shuffle", 0).permutation(13 * 9);
        Planar<GrayU8> shuffled = new Planar<>(GrayU8.class, 13, 9, 3);
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < order.length; i++) {
                shuffled.getBand(b).data[i] = image.getBand(b).data[order[i]];
            }
        }
        assertArrayEquals(expected, histogram(spec, shuffled));
        shuffled.getBand(0).data[0] ^= (byte) 0xFF;
        shuffled.getBand(1).data[0] ^= (byte) 0x80;
        assertFalse(Arrays.equals(expected, histogram(spec, shuffled)), "one changed pixel was not seen");
    }

    @ParameterizedTest
    @MethodSource("allSpecs")
    void aConstantImageFillsOneBinOfEachHistogram(ColorHistogram spec) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 6, 4, 3);
        Arrays.fill(image.getBand(0).data, (byte) 200);
        Arrays.fill(image.getBand(1).data, (byte) 100);
        Arrays.fill(image.getBand(2).data, (byte) 7);
        float[] h = histogram(spec, image);
        int histograms = spec.joint() ? 1 : 3;
        float full = spec.normalize() ? 1 : 24;
        int filled = 0;
        for (float v : h) {
            assertTrue(v == 0 || v == full, Arrays.toString(h));
            filled += v == full ? 1 : 0;
        }
        assertEquals(histograms, filled);
    }

    @ParameterizedTest
    @MethodSource("allSpecs")
    void sumsToOneOrToThePixels(ColorHistogram spec) {
        double sum = 0;
        for (float v : histogram(spec, TestData.random(31, 7, 3, 4))) {
            sum += v;
        }
        double one = spec.normalize() ? 1 : 31 * 7;
        assertEquals((spec.joint() ? 1 : 3) * one, sum, 1e-5);
    }

    @Test
    void aGridIsTheHistogramsOfItsCells() {
        Planar<GrayU8> image = TestData.random(7, 5, 3, 5);
        for (ColorHistogram spec : allSpecs()) {
            var quadrants = new ColorHistogram(spec.space(), spec.bins(), spec.joint(), spec.normalize(), 2);
            float[] all = histogram(quadrants, image);
            int n = all.length / 4;
            int[][] cells = {{0, 0, 4, 3}, {4, 0, 7, 3}, {0, 3, 4, 5}, {4, 3, 7, 5}};
            for (int c = 0; c < 4; c++) {
                Planar<GrayU8> cell = image.subimage(cells[c][0], cells[c][1], cells[c][2], cells[c][3]);
                assertArrayEquals(histogram(spec, cell), Arrays.copyOfRange(all, c * n, (c + 1) * n));
            }
        }
    }

    @Test
    void flippingSwapsTheCells() {
        Planar<GrayU8> image = TestData.random(8, 6, 3, 6);
        Planar<GrayU8> flipped = new Planar<>(GrayU8.class, 8, 6, 3);
        for (int b = 0; b < 3; b++) {
            for (int y = 0; y < 6; y++) {
                for (int x = 0; x < 8; x++) {
                    flipped.getBand(b).set(7 - x, y, image.getBand(b).get(x, y));
                }
            }
        }
        var spec = new ColorHistogram(ColorSpace.HSV, List.of(10, 4, 4), true, true, 2);
        float[] h = histogram(spec, image);
        float[] f = histogram(spec, flipped);
        for (int c = 0; c < 4; c++) {
            int swapped = c ^ 1;
            assertArrayEquals(
                    Arrays.copyOfRange(h, c * 160, c * 160 + 160),
                    Arrays.copyOfRange(f, swapped * 160, swapped * 160 + 160));
        }
    }

    @ParameterizedTest
    @MethodSource("allSpecs")
    void grayCountsAsThreeEqualBands(ColorHistogram spec) {
        Planar<GrayU8> gray = TestData.random(9, 9, 1, 8);
        Planar<GrayU8> rgb = new Planar<>(GrayU8.class, 9, 9, 3);
        for (int b = 0; b < 3; b++) {
            rgb.setBand(b, gray.getBand(0));
        }
        assertArrayEquals(histogram(spec, rgb), histogram(spec, gray));
    }

    /** Sizes below, at and above the number of pixels that are counted at once, in one row or as many. */
    @Test
    void countsAreThoseOfTheDefinitionWithEitherKernels() {
        int[][] sizes = {{1, 1}, {3, 2}, {33, 31}, {2048, 1}, {2049, 3}, {4100, 2}};
        for (int[] size : sizes) {
            for (int bands : new int[] {1, 3}) {
                Planar<GrayU8> whole = TestData.random(size[0], size[1], bands, size[0]);
                Planar<GrayU8> part =
                        TestData.random(size[0] + 3, size[1] + 2, bands, 1).subimage(2, 1, size[0] + 2, size[1] + 1);
                for (ColorHistogram one : allSpecs()) {
                    for (int grid : new int[] {1, 3}) {
                        var spec = new ColorHistogram(one.space(), one.bins(), one.joint(), one.normalize(), grid);
                        for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.AUTO.kernels())) {
                            if (size[0] >= grid && size[1] >= grid) {
                                FeatureExtractor extractor =
                                        spec.fit(null, Run.defaults().withKernels(kernels));
                                checkDefinition(spec, extractor, whole);
                                checkDefinition(spec, extractor, part);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void checkDefinition(ColorHistogram spec, FeatureExtractor extractor, Planar<GrayU8> image) {
        float[] actual = new float[extractor.length(image)];
        extractor.extract(image, actual, 0, Run.defaults());
        Planar<GrayU8> rgb = new Planar<>(GrayU8.class, image.width, image.height, 3);
        for (int b = 0; b < 3; b++) {
            rgb.getBand(b).setTo(image.getBand(image.getNumBands() == 1 ? 0 : b));
        }
        switch (spec.space()) {
            case RGB -> {}
            case HSV, HUE -> Hsv.fromRgb(rgb, rgb);
            case HSI -> Hsi.fromRgb(rgb, rgb);
            case LAB -> Lab.fromRgb(rgb, rgb);
            case OPPONENT -> Opponent.fromRgb(rgb, rgb);
        }
        int grid = spec.grid();
        int cell = actual.length / (grid * grid);
        double[] counts = new double[actual.length];
        int[] pixels = new int[grid * grid];
        for (int y = 0; y < image.height; y++) {
            for (int x = 0; x < image.width; x++) {
                int c = cellOf(y, grid, image.height) * grid + cellOf(x, grid, image.width);
                pixels[c]++;
                int at = 0;
                for (int b = 0; b < spec.bins().size(); b++) {
                    int n = spec.bins().get(b);
                    int bin = rgb.getBand(b).get(x, y) * n / spec.space().range(b);
                    if (spec.joint()) {
                        at = at * n + bin;
                    } else {
                        counts[c * cell + at + bin]++;
                        at += n;
                    }
                }
                if (spec.joint()) {
                    counts[c * cell + at]++;
                }
            }
        }
        for (int i = 0; i < actual.length; i++) {
            float expected = (float) (spec.normalize() ? counts[i] / pixels[i / cell] : counts[i]);
            assertEquals(expected, actual[i], spec + " of " + image.width + "x" + image.height + ", value " + i);
        }
    }

    private static int cellOf(int place, int cells, int size) {
        int cell = 0;
        while (Grid.start(cell + 1, cells, size) <= place) {
            cell++;
        }
        return cell;
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new ColorHistogram(ColorSpace.HSV, List.of(181, 4, 0), true, true, 0))
                .getMessage();
        for (String part : List.of("channel 0 of hsv", "181", "1 to 180", "channel 2", "got 0", "grid")) {
            assertTrue(message.contains(part), message);
        }
        message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new ColorHistogram(ColorSpace.HUE, List.of(3, 4), true, true, 1))
                .getMessage();
        assertTrue(message.contains("1 number for hue, got [3, 4]"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ColorHistogram(ColorSpace.RGB, List.of(256, 256, 256), true, true, 2));
        assertThrows(IllegalArgumentException.class, () -> new ColorHistogram(null, null, true, true, 1));
    }

    @Test
    void unusableImagesAndArraysAreRefused() {
        FeatureExtractor quadrants = extractor(new ColorHistogram(ColorSpace.HUE, List.of(3), true, true, 2));
        assertThrows(IllegalArgumentException.class, () -> quadrants.length(1, 5, 3));
        assertThrows(IllegalArgumentException.class, () -> quadrants.length(5, 5, 2));
        assertThrows(
                IllegalArgumentException.class,
                () -> quadrants.extract(TestData.random(4, 4, 3, 1), new float[12], 1, Run.defaults()));
    }

    private static FeatureExtractor extractor(ColorHistogram spec) {
        return spec.fit(null, Run.defaults());
    }

    private static float[] histogram(ColorHistogram spec, Planar<GrayU8> image) {
        FeatureExtractor extractor = extractor(spec);
        float[] out = new float[extractor.length(image)];
        extractor.extract(image, out, 0, Run.defaults());
        return out;
    }
}
