package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.kernel.KernelChoice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values by NumPy from {@code explore_features.py}, which draws the landscape again. */
class ImageFeaturesTest {
    /** Small problems are solved sooner by loops that need not be compiled first. */
    private static final Run RUN = Run.defaults().withKernels(KernelChoice.SCALAR.kernels());

    private static final int[] COLORS = {
        6, 102, 0, 440, 16, 0, 0, 0, 0, 47, 0, 0, 671, 212, 9, 39, 28, 1194, 73, 0, 0, 1, 26, 3, 0, 4, 201
    };

    private static Planar<GrayU8> landscape(int width, int height) {
        return Landscape.of(0, RUN).picture(width, height);
    }

    private static void check(int[] counts, float[] histogram) {
        assertEquals(counts.length, histogram.length);
        for (int i = 0; i < counts.length; i++) {
            assertEquals(counts[i] / (64 * 48f), histogram[i], "bin " + i);
        }
    }

    @Test
    void shufflingChangesNoBitOfTheHistogram() {
        for (int side : new int[] {1, 4, 16}) {
            ShuffledPicture shuffled = ShuffledPicture.of(landscape(64, 48), side, RUN);
            check(COLORS, shuffled.histogram());
            assertArrayEquals(shuffled.histogram(), shuffled.shuffledHistogram());
            assertEquals(0, shuffled.largestDifference());
            assertTrue(shuffled.hogSimilarity() < 0.9, () -> "" + shuffled.hogSimilarity());
        }
        ShuffledPicture one = ShuffledPicture.of(landscape(64, 64), 64, RUN);
        assertEquals(1, one.hogSimilarity(), 1e-12, "a single square stays where it is");
        assertThrows(IllegalArgumentException.class, () -> ShuffledPicture.of(landscape(64, 48), 5, RUN));
    }

    @Test
    void aChangedPixelIsNoticed() {
        int[] wrong = COLORS.clone();
        wrong[0]++;
        ShuffledPicture shuffled = ShuffledPicture.of(landscape(64, 48), 1, RUN);
        assertThrows(AssertionError.class, () -> check(wrong, shuffled.histogram()));
        shuffled.shuffledHistogram()[3] += 1f / (64 * 48);
        assertTrue(shuffled.largestDifference() > 3e-4);
    }

    /** The lecture has 40·30·9 values for 320×240 pixels. */
    @Test
    void cellsHaveTheNumbersOfTheLecture() {
        OrientedCells large = OrientedCells.of(landscape(320, 240), 640, RUN);
        assertEquals(10_800, large.descriptor().length);
        assertEquals(10_800, Hog.cells().extractor().length(320, 240, 3));
        OrientedCells cells = OrientedCells.of(landscape(160, 120), 320, RUN);
        assertEquals(2_700, cells.descriptor().length);
        double[] even = {0, 0, 0, 0, 62.5, 0, 0, 0, 0};
        double[] slope = {0, 195.937, 562.206, 0.767, 14.167, 0, 0, 0, 0};
        double[] leaves = {347.714, 347.354, 414.703, 271.492, 330.199, 301.367, 473.465, 433.077, 364.393};
        assertArrayEquals(even, cells.histogram(ImageFeatures.REGIONS.get("A")), 1e-3);
        assertArrayEquals(slope, cells.histogram(ImageFeatures.REGIONS.get("B")), 1e-3);
        assertArrayEquals(leaves, cells.histogram(ImageFeatures.REGIONS.get("C")), 1e-3);
        assertThrows(
                AssertionError.class,
                () -> assertArrayEquals(slope, cells.histogram(ImageFeatures.REGIONS.get("C")), 1e-3));
    }

    @Test
    void equalisationStraightensTheDistribution() {
        double[][] expected = {
            {0.1, 104, 122, 0.521569, 0.002448},
            {0.2, 98, 135, 0.476261, 0.002265},
            {0.4, 87, 159, 0.386065, 0.002749},
            {0.8, 64, 208, 0.313688, 0.002802}
        };
        for (double[] e : expected) {
            Equalisation step = Equalisation.of(landscape(96, 72), e[0], RUN);
            int[] before = Equalisation.histogram(step.before());
            assertEquals(e[1], first(before));
            assertEquals(e[2], last(before));
            assertEquals(0, first(Equalisation.histogram(step.after())));
            assertEquals(255, last(Equalisation.histogram(step.after())));
            assertEquals(e[3], Equalisation.fromStraight(step.before()), 1e-6);
            assertEquals(e[4], Equalisation.fromStraight(step.after()), 1e-6);
        }
        assertThrows(IllegalArgumentException.class, () -> Equalisation.of(landscape(96, 72), 0, RUN));
    }

    private static int first(int[] counts) {
        int v = 0;
        while (counts[v] == 0) {
            v++;
        }
        return v;
    }

    private static int last(int[] counts) {
        int v = 255;
        while (counts[v] == 0) {
            v--;
        }
        return v;
    }

    /** By hand: of 10, 10, 20, 40 the darkest becomes 0, and 20 and 40 are 1/2 and all of the others. */
    @Test
    void distributionOfFourPixels() {
        Planar<GrayU8> gray = new Planar<>(GrayU8.class, 2, 2, 1);
        gray.getBand(0).data = new byte[] {10, 20, 40, 10};
        double[] shares = Equalisation.distribution(gray);
        assertEquals(0.5, shares[10]);
        assertEquals(0.5, shares[19]);
        assertEquals(0.75, shares[20]);
        assertEquals(1, shares[40]);
        assertEquals(1 - 40 / 255.0, Equalisation.fromStraight(gray), 1e-12);
        Planar<GrayU8> after = Equalize.defaults().fitted().apply(gray, RUN);
        assertArrayEquals(new byte[] {0, (byte) 128, (byte) 255, 0}, after.getBand(0).data);
    }

    @Test
    @Tag("bits")
    void theSameForAnyThreadsAndKernels() {
        Run one = Run.defaults().withThreads(1);
        Run seven = RUN.withThreads(7);
        Planar<GrayU8> picture = landscape(160, 128);
        assertArrayEquals(
                OrientedCells.of(picture, 320, one).descriptor(),
                OrientedCells.of(picture, 320, seven).descriptor());
        assertEquals(
                ShuffledPicture.of(picture, 4, one).hogSimilarity(),
                ShuffledPicture.of(picture, 4, seven).hogSimilarity());
        assertArrayEquals(
                Equalisation.of(picture, 0.3, one).after().getBand(0).data,
                Equalisation.of(picture, 0.3, seven).after().getBand(0).data);
    }
}
