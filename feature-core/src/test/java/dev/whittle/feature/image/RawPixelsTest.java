package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RawPixelsTest {
    private static final FeatureExtractor COLOUR = RawPixels.defaults().fit(null, Run.defaults());
    private static final FeatureExtractor GRAY = new RawPixels(true).fit(null, Run.defaults());

    private static float[] features(FeatureExtractor extractor, Planar<GrayU8> image) {
        float[] out = new float[extractor.length(image) + 3];
        Arrays.fill(out, Float.NaN);
        extractor.extract(image, out, 2, Run.defaults());
        assertTrue(Float.isNaN(out[0]) && Float.isNaN(out[1]) && Float.isNaN(out[out.length - 1]), "wrote outside");
        return Arrays.copyOfRange(out, 2, out.length - 1);
    }

    @Test
    void bandAfterBandRowByRow() {
        Planar<GrayU8> image = Images.constant(2, 2, 0, 51, 255);
        image.getBand(0).set(1, 0, 102);
        image.getBand(0).set(0, 1, 204);
        assertArrayEquals(new float[] {0, 0.4f, 0.8f, 0, .2f, .2f, .2f, .2f, 1, 1, 1, 1}, features(COLOUR, image));
        assertArrayEquals(
                new float[] {Gray.luma(0, 51, 255) / 255f, Gray.luma(102, 51, 255) / 255f},
                Arrays.copyOf(features(GRAY, image), 2));
        assertEquals(4, GRAY.length(2, 2, 3));
        assertEquals(4, COLOUR.length(2, 2, 1));
    }

    @Test
    void subImagesAndFlips() {
        for (int bands : new int[] {1, 3}) {
            Planar<GrayU8> image = Images.random(7, 5, bands, 3);
            for (FeatureExtractor extractor : List.of(COLOUR, GRAY)) {
                float[] expected = features(extractor, image);
                assertArrayEquals(expected, features(extractor, Images.inside(image)));
                float[] flipped = features(extractor, Images.flipped(image));
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], flipped[i / 7 * 7 + 6 - i % 7]);
                }
            }
        }
    }

    @Test
    void badArguments() {
        Planar<GrayU8> image = Images.constant(2, 2, 1);
        assertThrows(IllegalArgumentException.class, () -> COLOUR.extract(image, new float[4], 1, Run.defaults()));
        assertThrows(IllegalArgumentException.class, () -> COLOUR.extract(image, new float[4], -1, Run.defaults()));
        assertThrows(
                IllegalArgumentException.class,
                () -> COLOUR.extract(Images.constant(2, 2, 1, 2), new float[9], 0, Run.defaults()));
        String message = assertThrows(IllegalArgumentException.class, () -> COLOUR.length(1 << 16, 1 << 15, 1))
                .getMessage();
        assertTrue(message.contains("65536x32768") && message.contains("2147483648*1"), message);
        assertThrows(IllegalArgumentException.class, () -> COLOUR.length(1 << 15, 1 << 15, 3));
        assertEquals(1 << 30, GRAY.length(1 << 15, 1 << 15, 3));
        assertFalse(RawPixels.defaults().needsData());
    }

    /** A feature of one value, which fitting draws, a multiple of 2<sup>-24</sup>, and adds to. */
    private record Learned(int add) implements Spec<Dataset, FeatureExtractor> {
        @Override
        public FeatureExtractor fit(Dataset train, Run run) {
            return extractor(run.random("learned", 0).nextFloat() + add);
        }

        @Override
        public FeatureExtractor restore(NamedArrays arrays, Run run) {
            return extractor(arrays.get("value", 1, 1).get(0, 0));
        }

        private static FeatureExtractor extractor(float value) {
            return new PerImageExtractor() {
                @Override
                public int length(int width, int height, int bands) {
                    return 1;
                }

                @Override
                public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
                    out[offset] = value;
                }

                @Override
                public NamedArrays arrays() {
                    return NamedArrays.empty().with("value", Matrix.of(new float[] {value}));
                }
            };
        }
    }

    @Test
    void equalPartsOfAConcatAreDrawnApart() {
        Learned part = new Learned(0);
        Planar<GrayU8> image = Images.constant(2, 1, 51);
        Run run = Run.defaults().withSeed(5);
        Concat twice = new Concat(List.of(part, part));
        float[] values = features(new Concat(List.of(twice, twice, part)).fit(null, run), image);
        Set<Float> different = new HashSet<>(List.of(features(part.fit(null, run), image)[0]));
        for (float value : values) {
            different.add(value);
        }
        assertEquals(6, different.size(), Arrays.toString(values));
        assertArrayEquals(values, features(new Concat(List.of(twice, twice, part)).fit(null, run), image));
    }

    @Test
    void concatIsTheFeaturesOneAfterAnother() {
        Concat spec = new Concat(List.of(new Learned(10), new RawPixels(true), new Learned(20)));
        Run run = Run.defaults().withSeed(5);
        FeatureExtractor fitted = spec.fit(null, run);
        Planar<GrayU8> image = Images.constant(2, 1, 51);
        assertEquals(4, fitted.length(image));
        float[] drawn = new float[3];
        for (int i = 0; i < 3; i++) {
            drawn[i] = run.withSeed(run.random("concat", i).nextLong())
                    .random("learned", 0)
                    .nextFloat();
        }
        assertArrayEquals(new float[] {10 + drawn[0], .2f, .2f, 20 + drawn[2]}, features(fitted, image));
        assertEquals(
                List.of("0/value", "2/value"),
                List.copyOf(fitted.arrays().asMap().keySet()));

        FeatureExtractor restored = spec.restore(fitted.arrays(), run.withSeed(99));
        assertArrayEquals(features(fitted, image), features(restored, image));
        assertThrows(IllegalArgumentException.class, () -> spec.restore(NamedArrays.empty(), run));
        assertTrue(spec.needsData());
        assertFalse(new Concat(List.of(new RawPixels(true), new RawPixels(false))).needsData());
        assertThrows(IllegalArgumentException.class, () -> new Concat(List.of()));
        FeatureExtractor twice = new Concat(List.of(new RawPixels(true), new RawPixels(true))).fit(null, run);
        String message = assertThrows(IllegalArgumentException.class, () -> twice.length(1 << 15, 1 << 15, 1))
                .getMessage();
        assertTrue(message.contains("32768x32768") && message.contains("2147483648 values"), message);
        assertThrows(IllegalArgumentException.class, () -> new Concat(null));
        assertThrows(IllegalArgumentException.class, () -> new Concat(Arrays.asList(new Learned(1), null)));
    }
}
