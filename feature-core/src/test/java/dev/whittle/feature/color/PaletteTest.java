package dev.whittle.feature.color;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Decoded;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("bits")
class PaletteTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final KMeans K_MEANS = new KMeans(11, 6, KMeans.Start.KMEANS_PLUS_PLUS, 0);

    static Stream<Spec<Dataset, Palette>> learned() {
        return Stream.of(
                new MedianCut(1, 500),
                new MedianCut(16, 500),
                new MedianCut(100, 2000),
                new KMeansPalette(K_MEANS, 500));
    }

    @Test
    void coloursThatAreNoneAreRefused() {
        for (float bad : new float[] {-1, 256, 1.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
            Matrix m = new Matrix(2, 3);
            m.set(1, 2, bad);
            NamedArrays arrays = NamedArrays.empty().with("colors", m);
            Messages.says(() -> new MedianCut(2, 10).restore(arrays, RUN), "colors", "row 1", "" + bad, "0 to 255");
            Messages.says(() -> new MedianCut(3, 10).restore(arrays, RUN), "2x3", "3x3");
        }
    }

    @Test
    void uniformByHand() {
        Palette one = new UniformPalette(List.of(1, 0, 2)).fit(Decoded.NONE, RUN);
        assertEquals(8, one.size());
        assertEquals(0, one.numberOf(127, 255, 63));
        assertEquals(5, one.numberOf(128, 0, 64));
        assertEquals(7, one.numberOf(255, 9, 255));
        assertEquals(64 << 16 | 128 << 8 | 32, one.color(0));
        assertEquals(192 << 16 | 128 << 8 | 224, one.color(7));
        Palette all = new UniformPalette(List.of(8, 8, 8)).fit(Decoded.NONE, RUN);
        assertEquals(1 << 24, all.size());
        assertEquals(0x12FE03, all.numberOf(0x12, 0xFE, 0x03));
        assertEquals(0x12FE03, all.color(0x12FE03));
    }

    /** Each colour lies in its own box, and its box is the half-open one of the formula. */
    @Test
    void uniformBoxesAreThoseOfTheFormula() {
        for (List<Integer> bits : List.of(List.of(2, 2, 2), List.of(3, 0, 5), List.of(0, 0, 0), List.of(1, 8, 4))) {
            Palette palette = new UniformPalette(bits).fit(Decoded.NONE, RUN);
            assertEquals(1 << bits.get(0) + bits.get(1) + bits.get(2), palette.size());
            for (int i = 0; i < palette.size(); i++) {
                int c = palette.color(i);
                assertEquals(i, palette.numberOf(c >> 16, c >> 8 & 0xFF, c & 0xFF));
            }
            Rng rng = new Rng(1, "colours", 0);
            for (int i = 0; i < 2000; i++) {
                int[] v = {rng.nextInt(256), rng.nextInt(256), rng.nextInt(256)};
                int number = 0;
                for (int b = 0; b < 3; b++) {
                    int parts = (int) Math.pow(2, bits.get(b));
                    number = number * parts + v[b] * parts / 256;
                }
                assertEquals(number, palette.numberOf(v[0], v[1], v[2]));
            }
        }
    }

    /** Images whose colours are crowded, equal or all different. */
    private static List<Dataset> trainings() {
        Planar<GrayU8> dark = TestData.random(20, 10, 3, 4);
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < 200; i++) {
                dark.getBand(b).data[i] = (byte) ((dark.getBand(b).data[i] & 0xFF) / (40 + 30 * b));
            }
        }
        return List.of(
                TestData.data(List.of(TestData.random(30, 20, 3, 1), TestData.random(9, 40, 3, 2))),
                TestData.data(List.of(dark)),
                TestData.data(List.of(dark, TestData.random(8, 8, 1, 3))));
    }

    @Test
    void medianCutIsThatOfTheSteps() {
        for (Dataset train : trainings()) {
            for (int colors : new int[] {1, 2, 3, 8, 16, 61}) {
                for (int samples : new int[] {1, 2, 50, 999}) {
                    Palette palette = new MedianCut(colors, samples).fit(train, RUN);
                    List<List<int[]>> boxes = NaiveMedianCut.boxes(PixelSample.draw(train, samples, RUN), colors);
                    for (int c = 0; c < colors; c++) {
                        int expected = NaiveMedianCut.mean(boxes.get(Math.min(c, boxes.size() - 1)));
                        assertEquals(expected, palette.color(c), colors + " colours of " + samples + ": " + c);
                    }
                }
            }
        }
    }

    /** Four colours: 8 black, 4 red, 2 blue and 2 white pixels. */
    @Test
    void medianCutByHand() {
        int[] colours = {0, 0, 0, 0, 0, 0, 0, 0, 0xFF0000, 0xFF0000, 0xFF0000, 0xFF0000, 0xF0, 0xF0, 0xFFFFFF, 0xFFFFFF
        };
        Dataset train = TestData.data(
                Arrays.stream(colours).mapToObj(PaletteTest::pixel).toList());
        // The longest side is red. Its median is 0: black and blue, mean (0, 0, 48), and red and white.
        assertColors(new MedianCut(2, 16).fit(train, RUN), 0x000030, 0xFF5555);
        // The first has 10 pixels. Its blue side is cut at 0; the new box comes last.
        assertColors(new MedianCut(3, 16).fit(train, RUN), 0x000000, 0xFF5555, 0x0000F0);
        assertColors(new MedianCut(4, 16).fit(train, RUN), 0x000000, 0xFF0000, 0x0000F0, 0xFFFFFF);
        List<String> warnings = new ArrayList<>();
        Run heard = RUN.withProgress(new Warnings(warnings));
        assertColors(
                new MedianCut(6, 16).fit(train, heard), 0x000000, 0xFF0000, 0x0000F0, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF);
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("4 of 6"), warnings.toString());
    }

    private static Planar<GrayU8> pixel(int color) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 1, 1, 3);
        for (int b = 0; b < 3; b++) {
            image.getBand(b).set(0, 0, color >> 16 - 8 * b & 0xFF);
        }
        return image;
    }

    private static void assertColors(Palette palette, int... expected) {
        assertArrayEquals(
                expected, IntStream.range(0, palette.size()).map(palette::color).toArray());
    }

    /** All pixels are different, so the boxes have as many pixels, to within those that share the value of the cut. */
    @Test
    void medianCutColoursStandForAboutAsManyPixels() {
        Dataset train = TestData.data(List.of(TestData.random(64, 64, 3, 7)));
        List<List<int[]>> boxes = NaiveMedianCut.boxes(PixelSample.draw(train, 4096, RUN), 16);
        for (List<int[]> box : boxes) {
            assertEquals(256, box.size(), 40);
        }
    }

    @Test
    void kMeansColoursAreTheRoundedCentroids() {
        for (Dataset train : trainings()) {
            Matrix centroids =
                    K_MEANS.fit(PixelSample.draw(train, 800, RUN), RUN).centroids();
            Palette palette = new KMeansPalette(K_MEANS, 800).fit(train, RUN);
            for (int c = 0; c < 11; c++) {
                for (int b = 0; b < 3; b++) {
                    assertEquals(Math.round(centroids.get(c, b)), palette.color(c) >> 16 - 8 * b & 0xFF);
                }
            }
        }
    }

    /** A gray palette of gray images: quantising keeps them gray without a change of light. */
    @ParameterizedTest
    @MethodSource("learned")
    void grayImagesGiveGrays(Spec<Dataset, Palette> spec) {
        Palette palette = spec.fit(TestData.data(List.of(TestData.random(20, 20, 1, 3))), RUN);
        for (int i = 0; i < palette.size(); i++) {
            assertEquals((palette.color(i) & 0xFF) * 0x010101, palette.color(i));
        }
    }

    @ParameterizedTest
    @MethodSource("learned")
    void seedsAndImagesMatterAndThreadsDoNot(Spec<Dataset, Palette> spec) {
        Dataset train = trainings().get(0);
        Matrix colors = spec.fit(train, RUN).arrays().get("colors");
        assertArrayEquals(
                colors.data(),
                spec.fit(train, RUN.withThreads(1)).arrays().get("colors").data());
        assertArrayEquals(
                colors.data(),
                spec.restore(spec.fit(train, RUN).arrays(), RUN.withSeed(9))
                        .arrays()
                        .get("colors")
                        .data());
        assertNotEquals(
                Arrays.toString(colors.data()),
                Arrays.toString(
                        spec.fit(train, RUN.withSeed(2)).arrays().get("colors").data()));
        assertNotEquals(
                Arrays.toString(colors.data()),
                Arrays.toString(
                        spec.fit(trainings().get(1), RUN).arrays().get("colors").data()));
        Messages.says(() -> spec.fit(Decoded.NONE, RUN), "at least 1 image");
        Dataset bad = TestData.data(List.of(TestData.random(5, 5, 2, 1)));
        Messages.says(() -> spec.fit(bad, RUN), bad.name(0), "2");
    }

    /** Image i is filled with i, so that what is drawn shows from where; places are all reached. */
    @Test
    void imagesGiveAsManyPixels() {
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 3, 2, 1);
            for (int p = 0; p < 6; p++) {
                image.getBand(0).data[p] = (byte) (10 * i + p);
            }
            images.add(image);
        }
        for (int count : new int[] {3, 7, 700, 705}) {
            Matrix pixels = PixelSample.draw(TestData.data(images), count, RUN);
            int[] ofImage = new int[7];
            boolean[] seen = new boolean[70];
            for (int row = 0; row < count; row++) {
                ofImage[(int) pixels.get(row, 0) / 10]++;
                seen[(int) pixels.get(row, 0)] = true;
                assertEquals(pixels.get(row, 0), pixels.get(row, 2));
            }
            for (int i = 0; i < 7; i++) {
                assertEquals(count / 7.0, ofImage[i], 1, "image " + i);
                for (int p = 0; p < 6 && count >= 700; p++) {
                    assertTrue(seen[10 * i + p], "place " + p);
                }
            }
        }
    }

    static Stream<String> byNumPy() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(
                PaletteTest.class.getResourceAsStream("/color/palettes.txt"), StandardCharsets.UTF_8))) {
            return in.lines().toList().stream();
        }
    }

    /** Counts made by src/test/reference/color_histogram.py. */
    @ParameterizedTest
    @MethodSource("byNumPy")
    void histogramsAreThoseOfNumPy(String line) {
        String[] words = line.split(" ");
        int[] numbers =
                Arrays.stream(words[1].split(",")).mapToInt(Integer::parseInt).toArray();
        int grid = Integer.parseInt(words[2]);
        FeatureExtractor extractor;
        if (words[0].equals("uniform")) {
            List<Integer> bits = Arrays.stream(numbers).boxed().toList();
            extractor = ColorHistogram.of(new UniformPalette(bits), false, grid).fit(Decoded.NONE, RUN);
        } else {
            Matrix colors = new Matrix(numbers.length / 3, 3);
            for (int i = 0; i < numbers.length; i++) {
                colors.data()[i] = numbers[i];
            }
            extractor = ColorHistogram.of(new MedianCut(numbers.length / 3, 10), false, grid)
                    .restore(NamedArrays.empty().with("colors", colors), RUN);
        }
        float[] expected = new float[words.length - 3];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Float.parseFloat(words[3 + i]);
        }
        assertArrayEquals(expected, extractor.extract(TestData.referenceImage(), RUN));
    }

    @Test
    void quantizedPixelsAreColoursOfThePalette() {
        Dataset train = trainings().get(0);
        Planar<GrayU8> image = train.image(0);
        MedianCut spec = new MedianCut(9, 400);
        Palette palette = spec.fit(train, RUN);
        Planar<GrayU8> out = new Quantize(spec).fit(train, RUN).apply(image, RUN);
        for (int i = 0; i < image.width * image.height; i++) {
            int number = NearestColorsTest.nearest(
                    palette,
                    image.getBand(0).data[i] & 0xFF,
                    image.getBand(1).data[i] & 0xFF,
                    image.getBand(2).data[i] & 0xFF);
            for (int b = 0; b < 3; b++) {
                assertEquals((byte) (palette.color(number) >> 16 - 8 * b), out.getBand(b).data[i]);
            }
        }
        // A gray image gets the luma: of 2 bits of red alone, 64·0.299 + 128·(0.587 + 0.114) is 109 and so on.
        Planar<GrayU8> gray = TestData.random(5, 4, 1, 1);
        Planar<GrayU8> grayOut = new Quantize(new UniformPalette(List.of(1, 0, 0)))
                .fit(Decoded.NONE, RUN)
                .apply(gray, RUN);
        for (int i = 0; i < 20; i++) {
            assertEquals(gray.getBand(0).data[i] < 0 ? 147 : 109, grayOut.getBand(0).data[i] & 0xFF);
        }
    }

    @Test
    void lengthsAreKnownBeforeAnythingIsLearned() {
        assertEquals(
                OptionalInt.of(4 * 16),
                ColorHistogram.of(new MedianCut(16, 9), true, 2).length(9, 9, 3));
        assertEquals(
                OptionalInt.of(11),
                ColorHistogram.of(new KMeansPalette(K_MEANS, 20), true, 1).length(9, 9, 1));
        assertEquals(
                OptionalInt.of(32),
                ColorHistogram.of(new UniformPalette(List.of(2, 2, 1)), true, 1).length(9, 9, 3));
        assertEquals(OptionalInt.of(160), ColorHistogram.defaults().length(9, 9, 3));
        Messages.says(() -> ColorHistogram.of(new MedianCut(16, 9), true, 10).length(9, 20, 3), "10x10", "9x20");
        Messages.says(() -> ColorHistogram.of(new UniformPalette(List.of(8, 8, 8)), true, 2), "16777216 colours");
    }

    @Test
    void settingsOfSpacesHaveNoEffectWithAPalette() {
        assertEquals(List.of(), ColorHistogram.defaults().unusedSettings());
        assertEquals(
                List.of("space", "bins", "joint"),
                ColorHistogram.of(UniformPalette.defaults(), true, 1).unusedSettings().stream()
                        .map(unused -> unused.key())
                        .toList());
        ColorHistogram plain = ColorHistogram.of(UniformPalette.defaults(), true, 2);
        Planar<GrayU8> image = TestData.random(9, 7, 3, 1);
        float[] expected = plain.fit(Decoded.NONE, RUN).extract(image, RUN);
        for (ColorSpace space : ColorSpace.values()) {
            for (List<Integer> bins : List.of(List.of(64), List.of(0, 1, 2, 3))) {
                ColorHistogram other = new ColorHistogram(space, bins, false, true, 2, UniformPalette.defaults());
                assertArrayEquals(expected, other.fit(Decoded.NONE, RUN).extract(image, RUN));
            }
        }
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        Messages.says(() -> new MedianCut(0, 0), "colors", "1 to 4096", "got 0", "samples");
        Messages.says(() -> new MedianCut(4097, 5), "4097");
        Messages.says(() -> new UniformPalette(List.of(2, 9, 2)), "0 to 8", "[2, 9, 2]");
        Messages.says(() -> new UniformPalette(List.of(2, 2)), "3 numbers", "[2, 2]");
        Messages.says(() -> new UniformPalette(null), "null");
        Messages.says(() -> new KMeansPalette(K_MEANS, 10), "at least 11", "got 10");
        Messages.says(() -> new KMeansPalette(null, 10), "kMeans");
        Messages.says(
                () -> new KMeansPalette(new KMeans(5000, 1, KMeans.Start.RANDOM, 0), 10), "4096", "5000", "samples");
        assertThrows(IllegalArgumentException.class, () -> new Quantize(null));
        assertThrows(IllegalArgumentException.class, () -> new ColorConversion(null));
    }
}
