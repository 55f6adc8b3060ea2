package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The specification, its errors, and what holds for any image. */
@Tag("bits")
class HogTest {
    private static final Hog PLAIN_BLOCKS = new Hog(8, 9, false, Hog.Layout.DALAL_TRIGGS, false);
    private static final Hog PLAIN_CELLS = new Hog(8, 9, false, Hog.Layout.CELLS, false);
    private static final Hog SIGNED_CELLS = new Hog(8, 18, true, Hog.Layout.CELLS, true);
    private static final Hog SHARED_31 = new Hog(8, 9, false, Hog.Layout.FELZENSZWALB, true);
    private static final List<Hog> ALL = List.of(
            Hog.defaults(),
            Hog.cells(),
            Hog.felzenszwalb(),
            Hog.cs231n(),
            PLAIN_BLOCKS,
            PLAIN_CELLS,
            SIGNED_CELLS,
            SHARED_31);

    @Test
    void lengthsOfTheLayouts() {
        assertEquals(10_800, Hog.cells().extractor().length(320, 240, 1));
        assertEquals(40_716, Hog.defaults().extractor().length(320, 240, 3));
        assertEquals(37_200, Hog.felzenszwalb().extractor().length(320, 240, 1));
        assertEquals(144, Hog.cs231n().extractor().length(32, 32, 3));
        assertEquals(3 * 5 * 36, Hog.defaults().extractor().length(37, 53, 1));
        for (Hog hog : ALL) {
            assertFalse(hog.needsData());
            FeatureExtractor extractor = hog.extractor();
            float[] out = new float[extractor.length(37, 53, 1) + 2];
            Arrays.fill(out, Float.NaN);
            extractor.extract(HogImages.read("odd.ppm"), out, 1, Run.defaults());
            assertTrue(Float.isNaN(out[0]) && Float.isNaN(out[out.length - 1]), "writes outside its slice");
            for (int i = 1; i < out.length - 1; i++) {
                assertTrue(Float.isFinite(out[i]), hog + ", value " + i);
            }
        }
    }

    @Test
    void allViolationsAreNamedAtOnce() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Hog(1, 500, true, null, true))
                .getMessage();
        assertTrue(message.contains("cellSize is 1") && message.contains("bins is 500"), message);
        assertTrue(message.contains("layout is missing"), message);
        assertThrows(IllegalArgumentException.class, () -> new Hog(8, 9, true, Hog.Layout.FELZENSZWALB, true));
        assertThrows(IllegalArgumentException.class, () -> new Hog(8, 9, false, Hog.Layout.CS231N, true));
    }

    @Test
    void unusableImagesAreRefusedWithTheMinimum() {
        for (Hog hog : ALL) {
            String minimum = hog.layout() == Hog.Layout.DALAL_TRIGGS ? "16x16" : "8x8";
            FeatureExtractor extractor = hog.extractor();
            String message = assertThrows(IllegalArgumentException.class, () -> extractor.length(40, 7, 1))
                    .getMessage();
            assertTrue(message.contains(minimum) && message.contains("40x7"), message);
            assertTrue(message.contains("cells of 8x8 pixels") && !message.contains("["), message);
            assertThrows(IllegalArgumentException.class, () -> extractor.length(32, 32, 2));
            Planar<GrayU8> image = HogImages.noise(32, 32, 1, 1);
            float[] tooShort = new float[extractor.length(image)];
            assertThrows(IllegalArgumentException.class, () -> extractor.extract(image, tooShort, 1, Run.defaults()));
            assertThrows(IllegalArgumentException.class, () -> extractor.extract(image, tooShort, -1, Run.defaults()));
        }
    }

    @Test
    void tooManyValuesAreRefusedWithTheirNumber() {
        // 2^16 x 2^13 cells of 9, and blocks one fewer each way of 36.
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Hog.cells().extractor().length(1 << 19, 1 << 16, 1))
                .getMessage();
        assertTrue(message.contains("524288x65536") && message.contains("4831838208"), message);
        for (Hog hog : ALL) {
            FeatureExtractor extractor = hog.extractor();
            assertThrows(IllegalArgumentException.class, () -> extractor.length(1 << 19, 1 << 16, 1));
            assertThrows(
                    IllegalArgumentException.class, () -> extractor.length(Integer.MAX_VALUE, Integer.MAX_VALUE, 3));
        }
        assertEquals(2_147_483_646 / 9 * 9, Hog.cells().extractor().length(2_147_483_646 / 9 * 8, 8, 1));
    }

    @Test
    void constantImagesGiveZeros() {
        for (Hog hog : ALL) {
            for (int value : new int[] {0, 77, 255}) {
                float[] out = HogImages.extract(hog, HogImages.image(40, 24, 3, (b, i) -> value));
                assertArrayEquals(new float[out.length], out, hog.toString());
            }
        }
    }

    /**
     * A sub-image has neighbours in memory that are none of its own, and a stride; sizes alternate to wear out kept
     * memory.
     */
    @Test
    void subImagesAreImages() {
        Planar<GrayU8> large = HogImages.noise(90, 70, 3, 4);
        for (Hog hog : ALL) {
            FeatureExtractor extractor = hog.extractor();
            for (int[] r : new int[][] {{5, 3, 45, 60}, {0, 0, 16, 16}, {10, 2, 90, 40}, {33, 33, 50, 70}}) {
                Planar<GrayU8> part = large.subimage(r[0], r[1], r[2], r[3], null);
                Planar<GrayU8> copy = HogImages.image(
                        part.width, part.height, 3, (b, i) -> part.getBand(b).get(i % part.width, i / part.width));
                float[] expected = HogImages.extract(hog, copy);
                assertEquals(-1, HogImages.firstDifference(HogImages.extract(extractor, part), expected));
            }
        }
    }

    @Test
    void aConstantOrABandOfTheSameAddsNothing() {
        Planar<GrayU8> dark = HogImages.image(40, 32, 1, (b, i) -> (i * i / 7 + i * 3) % 180);
        Planar<GrayU8> light =
                HogImages.image(40, 32, 1, (b, i) -> dark.getBand(0).get(i % 40, i / 40) + 75);
        Planar<GrayU8> threefold =
                HogImages.image(40, 32, 3, (b, i) -> dark.getBand(0).get(i % 40, i / 40));
        for (Hog hog : ALL) {
            float[] expected = HogImages.extract(hog, dark);
            if (hog.layout() == Hog.Layout.CS231N) {
                continue; // Its luma weights sum to 1.03, so three equal bands are not gray.
            }
            assertEquals(-1, HogImages.firstDifference(HogImages.extract(hog, light), expected), hog.toString());
            assertEquals(-1, HogImages.firstDifference(HogImages.extract(hog, threefold), expected), hog.toString());
        }
    }

    /**
     * The constants in the norms are 3.6 beside some 10,000, then 0.001 beside 1, whatever the contrast: 3e-3 of at
     * most 0.5.
     */
    @Test
    void contrastHardlyChangesNormalisedLayouts() {
        Planar<GrayU8> weak = HogImages.image(40, 32, 1, (b, i) -> (i * i / 7 + i * 3) % 60);
        Planar<GrayU8> strong =
                HogImages.image(40, 32, 1, (b, i) -> 4 * weak.getBand(0).get(i % 40, i / 40));
        for (Hog hog : List.of(Hog.defaults(), PLAIN_BLOCKS, Hog.felzenszwalb(), SHARED_31)) {
            double[] expected = HogImages.doubles(HogImages.extract(hog, weak));
            assertEquals(0, HogImages.distance(HogImages.extract(hog, strong), expected), 3e-3, hog.toString());
        }
        double[] fourfold = HogImages.doubles(HogImages.extract(Hog.cells(), weak));
        for (int i = 0; i < fourfold.length; i++) {
            fourfold[i] *= 4;
        }
        assertEquals(0, HogImages.distance(HogImages.extract(Hog.cells(), strong), fourfold), 0f);
    }

    /** Sums of inner cells take the same values in the same order, so the shift is exact there. */
    @Test
    void aShiftByACellShiftsTheCells() {
        Planar<GrayU8> whole = HogImages.noise(72, 64, 1, 8);
        for (Hog hog : ALL) {
            HogLayout layout = hog.layoutWithSettings();
            float[] a = HogImages.extract(hog, whole.subimage(0, 0, 64, 64, null));
            float[] b = HogImages.extract(hog, whole.subimage(8, 0, 72, 64, null));
            int n = 8 - layout.side() + 1;
            for (int y = 0; y < n; y++) {
                for (int x = 2; x < n - 3; x++) {
                    int from = layout.index(y, x + 1, 8, 8);
                    int to = layout.index(y, x, 8, 8);
                    assertArrayEquals(
                            Arrays.copyOfRange(a, from, from + layout.values()),
                            Arrays.copyOfRange(b, to, to + layout.values()));
                }
            }
        }
    }

    @Test
    void aCellThatIsMuchTooLargeIsRefusedToo() {
        for (int cell : new int[] {1 << 30, Integer.MAX_VALUE}) {
            for (Hog.Layout layout : List.of(Hog.Layout.DALAL_TRIGGS, Hog.Layout.CELLS)) {
                FeatureExtractor extractor = new Hog(cell, 9, false, layout, true).extractor();
                Messages.says(() -> extractor.length(640, 480, 3), "640x480", "smaller cellSize");
            }
        }
    }
}
