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
import dev.whittle.feature.Matrix;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawPixelsTest {
    private static final FeatureExtractor COLOUR = RawPixels.defaults().fit(null, Run.defaults());
    private static final FeatureExtractor GRAY = new RawPixels(true).fit(null, Run.defaults());

    private static float[] features(FeatureExtractor extractor, Planar<GrayU8> image) {
        float[] out = new float[extractor.length(image) + 3];
        Arrays.fill(out, Float.NaN);
        extractor.extract(image, out, 2);
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
        assertThrows(IllegalArgumentException.class, () -> COLOUR.extract(image, new float[4], 1));
        assertThrows(IllegalArgumentException.class, () -> COLOUR.extract(image, new float[4], -1));
        assertThrows(
                IllegalArgumentException.class, () -> COLOUR.extract(Images.constant(2, 2, 1, 2), new float[9], 0));
        String message = assertThrows(IllegalArgumentException.class, () -> COLOUR.length(1 << 16, 1 << 15, 1))
                .getMessage();
        assertTrue(message.contains("65536x32768") && message.contains("2147483648*1"), message);
        assertThrows(IllegalArgumentException.class, () -> COLOUR.length(1 << 15, 1 << 15, 3));
        assertEquals(1 << 30, GRAY.length(1 << 15, 1 << 15, 3));
        assertFalse(RawPixels.defaults().needsData());
    }

    /** A feature of one value, which fitting takes from the run's seed. */
    private record Learned(int add) implements Spec<Dataset, FeatureExtractor> {
        @Override
        public FeatureExtractor fit(Dataset train, Run run) {
            return extractor(run.seed() + add);
        }

        @Override
        public FeatureExtractor restore(NamedArrays arrays, Run run) {
            return extractor(arrays.get("value", 1, 1).get(0, 0));
        }

        @Override
        public boolean needsData() {
            return true;
        }

        private static FeatureExtractor extractor(float value) {
            return new FeatureExtractor() {
                @Override
                public int length(int width, int height, int bands) {
                    return 1;
                }

                @Override
                public void extract(Planar<GrayU8> image, float[] out, int offset) {
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
    void concatIsTheFeaturesOneAfterAnother() {
        Concat spec = new Concat(List.of(new Learned(10), new RawPixels(true), new Learned(20)));
        Run run = Run.defaults().withSeed(5);
        FeatureExtractor fitted = spec.fit(null, run);
        Planar<GrayU8> image = Images.constant(2, 1, 51);
        assertEquals(4, fitted.length(image));
        assertArrayEquals(new float[] {15, .2f, .2f, 25}, features(fitted, image));
        assertEquals(
                List.of("0/value", "2/value"),
                List.copyOf(fitted.arrays().asMap().keySet()));

        FeatureExtractor restored = spec.restore(fitted.arrays(), run.withSeed(99));
        assertArrayEquals(features(fitted, image), features(restored, image));
        assertThrows(IllegalArgumentException.class, () -> spec.restore(NamedArrays.empty(), run));
        assertTrue(spec.needsData());
        assertFalse(new Concat(List.of(new RawPixels(true), new RawPixels(false))).needsData());
        assertThrows(IllegalArgumentException.class, () -> new Concat(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Concat(null));
        assertThrows(IllegalArgumentException.class, () -> new Concat(Arrays.asList(new Learned(1), null)));
    }
}
        FeatureExtractor twice = new Concat(List.of(new RawPixels(true), new RawPixels(true))).fit(null, run);
        String message = assertThrows(IllegalArgumentException.class, () -> twice.length(1 << 15, 1 << 15, 1))
                .getMessage();
        assertTrue(message.contains("32768x32768") && message.contains("2147483648 values"), message);
