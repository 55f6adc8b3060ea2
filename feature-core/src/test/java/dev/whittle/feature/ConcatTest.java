package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The batch goes through to the parts; its values are in {@code RawPixelsTest}. */
class ConcatTest {
    private static final Concat INNER = new Concat(List.of(ColorHistogram.defaults(), new RawPixels(true)));
    private static final Concat SPEC = new Concat(List.of(RawPixels.defaults(), INNER, ColorHistogram.defaults()));

    /** Counts how often each image is decoded. */
    private static final class Counting implements ChangedImages {
        private final Dataset images;
        final AtomicIntegerArray decoded;

        Counting(Dataset images) {
            this.images = images;
            decoded = new AtomicIntegerArray(images.size());
        }

        @Override
        public Dataset images() {
            return images;
        }

        @Override
        public Planar<GrayU8> image(int i) {
            decoded.incrementAndGet(i);
            return images.image(i);
        }
    }

    private static void requireOnce(Counting images, int from, int to) {
        for (int i = 0; i < images.size(); i++) {
            assertEquals(i >= from && i < to ? 1 : 0, images.decoded.get(i), "image " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void everyImageIsDecodedOnce(int threads) {
        Run run = Run.defaults().withThreads(threads);
        FeatureExtractor features = SPEC.fit(null, run);
        Dataset images = TestData.images(40, 1);
        Counting counting = new Counting(images);
        Matrix out = new Matrix(25, features.length(images.image(0)));
        features.extract(counting, 5, 30, out, 0, run);
        requireOnce(counting, 5, 30);
        // One part more often, and the test sees it.
        features.extract(counting, 7, 8, out, 0, run);
        assertThrows(AssertionError.class, () -> requireOnce(counting, 5, 30));
        assertTrue(out.selectRows(0).bitsEqual(features.extractAll(images, run).selectRows(7)));
    }

    /** Each part is asked once for all images, as a feature that packs its weights for every batch needs. */
    @Test
    void everyPartGetsTheBatchAsAWhole() {
        StringBuilder asked = new StringBuilder();
        record Part(StringBuilder asked) implements NeedsNoData<Dataset, FeatureExtractor> {
            @Override
            public FeatureExtractor fitted() {
                return new FeatureExtractor() {
                    @Override
                    public int length(int width, int height, int bands) {
                        return 2;
                    }

                    @Override
                    public void extract(Dataset images, int from, int to, Matrix out, int row, Run own) {
                        asked.append(images.name(from))
                                .append(" +")
                                .append(to - from)
                                .append("; ");
                    }
                };
            }
        }
        Part part = new Part(asked);
        FeatureExtractor features = new Concat(List.of(part, new Concat(List.of(part)))).fit(null, Run.defaults());
        features.extract(TestData.images(30, 1), 10, 25, new Matrix(15, 4), 0, Run.defaults());
        assertEquals("image 10 +15; image 10 +15; ", asked.toString());
    }

    @Test
    void anImageOfAnotherShapeIsNamed() {
        FeatureExtractor features = new Concat(List.of(Hog.cells(), RawPixels.defaults())).fit(null, Run.defaults());
        Dataset mixed = TestData.data(
                List.of(TestData.random(16, 16, 3, 1), TestData.random(16, 16, 3, 2), TestData.random(24, 16, 3, 3)));
        Messages.says(() -> features.extractAll(mixed, Run.defaults()), "image 2", "24x16");
        Messages.says(() -> features.extract(mixed, 0, 1, new Matrix(1, 40), 0, Run.defaults()), "image 0", "40");
        Messages.says(
                () -> features.extract(mixed, 0, 1, new Matrix(1, 9999), 0, Run.defaults()), "image 0", "9999", "804");
    }
}
