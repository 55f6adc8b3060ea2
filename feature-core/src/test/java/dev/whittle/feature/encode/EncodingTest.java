package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.local.BoofCvDescriptors;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
import dev.whittle.feature.transform.Standardize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class EncodingTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final int WORDS = 5;
    private static final HardWords ENCODER = new HardWords(new KMeans(WORDS, 4, Start.KMEANS_PLUS_PLUS, 0));
    private static final List<Regions> LEVELS = List.of(new Regions(1, 1), new Regions(2, 3), new Regions(4, 1));

    private static Encoding of(int least, boolean positions, List<Regions> levels) {
        return new Encoding(new BlockMeans(least), 400, List.of(), positions, ENCODER, levels, List.of());
    }

    private static Codebook words(FeatureExtractor fitted) {
        return ENCODER.kMeans().restore(fitted.arrays().part("encoder").part("words"), RUN);
    }

    /** Region by region, from the definition: every descriptor whose centre lies in the region is counted. */
    @Test
    void theNaiveDefinition() {
        Dataset images = TestData.images(6, 3);
        FeatureExtractor fitted = of(60, false, LEVELS).fit(images, RUN);
        Codebook words = words(fitted);
        for (int image = 0; image < images.size(); image++) {
            Planar<GrayU8> picture = images.image(image);
            Descriptors all = new Descriptors();
            new BlockMeans(60).describe(picture, all, RUN);
            List<Float> expected = new ArrayList<>();
            for (Regions level : LEVELS) {
                for (int row = 0; row < level.rows(); row++) {
                    for (int column = 0; column < level.columns(); column++) {
                        double[] counts = new double[WORDS];
                        int n = 0;
                        for (int i = 0; i < all.count(); i++) {
                            if ((int) (all.y(i) * level.rows() / picture.height) == row
                                    && (int) (all.x(i) * level.columns() / picture.width) == column) {
                                int[] word = new int[1];
                                words.assign(all.values(), i * all.columns(), 1, word, 0, RUN);
                                counts[word[0]]++;
                                n++;
                            }
                        }
                        for (double count : counts) {
                            expected.add(n == 0 ? 0f : (float) (count / n));
                        }
                    }
                }
            }
            float[] code = fitted.extract(picture, RUN);
            assertEquals(expected.size(), code.length);
            for (int i = 0; i < code.length; i++) {
                assertEquals(expected.get(i), code[i], "value " + i + " of image " + image);
            }
        }
    }

    /** Plain images among others in training, and alone afterwards. */
    @Test
    void imagesWithoutInterestPointsHaveACodeOfZeros() {
        Planar<GrayU8> plain = new Planar<>(GrayU8.class, 90, 70, 1);
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            images.add(i % 2 == 0 ? plain : TestData.random(90, 70, 1, i));
        }
        Encoding surf = new Encoding(
                new BoofCvDescriptors(BoofCvDescriptors.Kind.SURF_FAST, false, 4),
                200,
                List.of(),
                false,
                ENCODER,
                LEVELS,
                List.of(new Power(0.5), new L2Normalize()));
        List<String> warnings = new ArrayList<>();
        FeatureExtractor fitted = surf.fit(TestData.data(images), RUN.withProgress(new Warnings(warnings)));
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("2 of the 4 training images"), warnings.toString());
        assertArrayEquals(new float[WORDS * 11], fitted.extract(plain, RUN));
        float[] code = fitted.extract(images.get(1), RUN);
        double squares = 0;
        for (int i = 0; i < WORDS; i++) {
            squares += code[i] * code[i];
        }
        assertEquals(1, squares, 1e-6);
        assertFalse(surf.bitsPromised());
        Messages.says(() -> surf.fit(TestData.data(List.of(plain, plain)), RUN), "2 images", "descriptor");
        Encoding many = new Encoding(
                surf.descriptors(),
                200,
                List.of(),
                false,
                new HardWords(new KMeans(190, 4, Start.KMEANS_PLUS_PLUS, 0)),
                LEVELS,
                List.of());
        Messages.says(() -> many.fit(TestData.data(images), RUN), "190", "200", "smaller k");
    }

    @Test
    void positionsAreTwoMoreValuesOfADescriptor() {
        Planar<GrayU8> constant = new Planar<>(GrayU8.class, 40, 20, 1);
        Sample sample = Sample.draw(TestData.data(List.of(constant)), new BlockMeans(0), 500, RUN);
        Matrix joined = sample.withPlaces(sample.descriptors());
        assertEquals(4, joined.columns());
        for (int i = 0; i < 500; i++) {
            float x = (joined.get(i, 2) + 0.5f) * 10 - 0.5f;
            float y = (joined.get(i, 3) + 0.5f) * 5 - 0.5f;
            assertEquals(Math.rint(x), x, 1e-5);
            assertEquals(Math.rint(y), y, 1e-5);
            assertEquals(joined.get(i, 1), Math.round(y * 10 + x) % 5, "the number of the block at this place");
        }
        // Two values for each of the three bands, and the place.
        assertEquals(
                8, words(of(0, true, LEVELS).fit(TestData.images(3, 1), RUN)).columns());
    }

    /** 20,000 draws from 5 images with 4 blocks each: every block about 1,000 times. */
    @Test
    void everyDescriptorIsEquallyLikely() {
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 8, 8, 1);
            for (int block = 0; block < 4; block++) {
                image.getBand(0).set(block % 2 * 4, block / 2 * 4, 4 * i + block + 1);
            }
            images.add(image);
        }
        Matrix drawn = Sample.draw(TestData.data(images), new BlockMeans(0), 20_000, RUN)
                .descriptors();
        int[] counts = new int[21];
        for (int row = 0; row < drawn.rows(); row++) {
            counts[Math.round(drawn.get(row, 0) * 16)]++;
        }
        for (int block = 1; block <= 20; block++) {
            // Six standard deviations.
            assertEquals(1000, counts[block], 6 * Math.sqrt(1000), "block " + block);
        }
    }

    @Test
    void anImageWithoutDescriptorsIsZeroAndIsNotLearnedFrom() {
        Planar<GrayU8> black = new Planar<>(GrayU8.class, 16, 16, 1);
        Planar<GrayU8> white = new Planar<>(GrayU8.class, 16, 16, 1);
        white.getBand(0).set(0, 0, 200);
        Dataset images = TestData.data(List.of(black, white));
        Encoding spec = new Encoding(
                new BlockMeans(1),
                50,
                List.of(),
                false,
                new HardWords(new KMeans(1, 1, Start.RANDOM, 0)),
                LEVELS,
                List.of());
        FeatureExtractor fitted = spec.fit(images, RUN);
        assertArrayEquals(new float[11], fitted.extract(black, RUN));
        assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0}, fitted.extract(white, RUN));
        Messages.says(() -> spec.fit(TestData.data(List.of(black)), RUN), "1", "descriptor");
    }

    @Test
    void imagesOfOtherSizesHaveCodesOfTheSameLength() {
        FeatureExtractor fitted = of(0, false, LEVELS).fit(TestData.images(4, 3), RUN);
        int bands = TestData.images(4, 3).image(0).getNumBands();
        assertTrue(fitted.takesAnySize());
        assertEquals(fitted.length(20, 90, bands), fitted.length(200, 31, bands));
        Messages.says(() -> fitted.length(3, 90, bands), "3x90");
        Messages.says(() -> fitted.length(30, 90, 4 - bands), "30x90");
    }

    /** What is known before anything is learned is what comes out, and what cannot work is refused. */
    @Test
    void theLengthIsKnownBefore() {
        Dataset images = TestData.images(60, 3);
        Encoding spec = new Encoding(
                new BlockMeans(0),
                300,
                List.of(new Pca(3, true, 1e-3)),
                true,
                ENCODER,
                LEVELS,
                List.of(Power.defaults()));
        assertEquals(spec.length(14, 12, 3).getAsInt(), spec.fit(images, RUN).length(14, 12, 3));
        Encoding wide =
                new Encoding(new BlockMeans(0), 300, List.of(new Pca(7, true, 1e-3)), true, ENCODER, LEVELS, List.of());
        Messages.says(
                () -> wide.checkShapes(List.of(new ImageShape(14, 12, 3)), RUN),
                "reduce, part 1",
                "7",
                "6",
                "components");
        // 300 descriptors of 6 values before and after the PCA, and with their places; and the larger of its parts.
        Pca pca = new Pca(5, true, 1e-3);
        Encoding narrow = new Encoding(new BlockMeans(0), 300, List.of(pca), true, ENCODER, LEVELS, List.of());
        long parts = Math.max(pca.heapBytes(300, 6), ENCODER.heapBytes(300, 7));
        assertEquals(3L * 300 * 6 * Float.BYTES + parts, narrow.heapBytes(3));
        Encoding many = new Encoding(
                new BlockMeans(0),
                90_000_000,
                List.of(),
                false,
                new HardWords(new KMeans(90_000_000, 4, Start.RANDOM, 0)),
                LEVELS,
                List.of());
        Messages.says(() -> ImageNeeds.checkHeap(many, 3), "of memory", "-Xmx", "fewer samples");
        Messages.says(
                () -> new Encoding(new BlockMeans(0), WORDS - 1, List.of(), false, ENCODER, LEVELS, List.of()),
                "samples",
                "5",
                "4");
        List<Regions> withNull = new ArrayList<>(LEVELS);
        withNull.add(null);
        Messages.says(() -> of(0, false, withNull), "regions");
    }

    @Test
    void whatIsWrongIsSaidAtOnce() {
        Messages.says(
                () -> new Encoding(null, 1, null, false, null, List.of(), List.of(Standardize.defaults())),
                "descriptors",
                "samples",
                "1",
                "reduce",
                "encoder",
                "regions",
                "normalize",
                "power");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Encoding(null, 1, null, false, null, List.of(), List.of(Standardize.defaults())))
                .getMessage();
        assertFalse(message.contains("Standardize["), "a record is printed: " + message);
        Messages.says(() -> of(0, false, List.of(new Regions(13, 11), new Regions(11, 13))), "cells", "1024");
        Messages.says(() -> new Regions(0, 17), "0", "17", "16");
        Messages.says(
                () -> of(0, false, LEVELS).checkShapes(List.of(new ImageShape(9, 9, 1), new ImageShape(9, 9, 3)), RUN),
                "9x9",
                "2",
                "6");
        Messages.says(
                () -> new Encoding(
                                new BlockMeans(0),
                                9,
                                List.of(new Pca(99, false, 1)),
                                false,
                                ENCODER,
                                LEVELS,
                                List.of(Power.defaults()))
                        .fit(TestData.images(3, 3), RUN),
                "99");
    }
}
