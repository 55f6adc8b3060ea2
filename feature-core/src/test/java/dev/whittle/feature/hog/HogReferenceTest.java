package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The extractor beside the plain loops of {@link HogReference}. */
@Tag("bits")
class HogReferenceTest {
    private static final List<Planar<GrayU8>> IMAGES = List.of(
            HogImages.noise(32, 32, 3, 1),
            HogImages.noise(37, 53, 1, 2),
            HogImages.noise(16, 16, 1, 3),
            HogImages.read("odd.ppm"),
            HogImages.read("gray.pgm"),
            HogImages.read("flat.pgm"));

    @Test
    void allSumsAreTheDefinedOnesToTheBit() {
        for (Hog hog : List.of(
                Hog.defaults(),
                Hog.cells(),
                new Hog(8, 18, true, Hog.Layout.CELLS, true),
                new Hog(4, 7, true, Hog.Layout.DALAL_TRIGGS, true),
                new Hog(5, 9, false, Hog.Layout.DALAL_TRIGGS, true),
                new Hog(3, 2, false, Hog.Layout.CELLS, true),
                new Hog(8, 9, false, Hog.Layout.CELLS, false),
                new Hog(5, 18, true, Hog.Layout.CELLS, false),
                new Hog(8, 9, false, Hog.Layout.DALAL_TRIGGS, false),
                new Hog(4, 7, true, Hog.Layout.DALAL_TRIGGS, false),
                Hog.felzenszwalb(),
                new Hog(8, 9, false, Hog.Layout.FELZENSZWALB, true),
                new Hog(5, 6, false, Hog.Layout.FELZENSZWALB, false))) {
            for (Planar<GrayU8> image : IMAGES) {
                float[] expected = HogReference.inOrder(hog, image);
                assertEquals(-1, HogImages.firstDifference(HogImages.extract(hog, image), expected), hog.toString());
            }
        }
    }

    @Test
    void aFlippedBitIsSeen() {
        float[] a = {1, 2, 3};
        float[] b = {1, Float.intBitsToFloat(Float.floatToRawIntBits(2f) + 1), 3};
        assertEquals(1, HogImages.firstDifference(a, b));
        assertEquals(-1, HogImages.firstDifference(a, a.clone()));
        assertEquals(0, HogImages.firstDifference(new float[] {0f}, new float[] {-0f}));
        assertEquals(2, HogImages.firstDifference(a, new float[] {1, 2}));
        assertEquals(1, HogImages.distance(a, new double[] {1, 3, 3}));
        assertEquals(Double.POSITIVE_INFINITY, HogImages.distance(a, new double[] {1, Double.NaN, 3}));
        assertEquals(Double.POSITIVE_INFINITY, HogImages.distance(a, new double[] {1}));
    }

    /** Float against double: angles to 1e-6 of a bin times a few hundred votes; 1e-5 of the largest value leaves a margin. */
    @Test
    void allVotesAreThoseOfThePaperInDouble() {
        for (Hog.Layout layout : List.of(Hog.Layout.CELLS, Hog.Layout.DALAL_TRIGGS)) {
            for (boolean interpolate : new boolean[] {false, true}) {
                for (boolean signed : new boolean[] {false, true}) {
                    for (int cellSize : new int[] {8, 5}) {
                        Hog hog = new Hog(cellSize, signed ? 18 : 9, signed, layout, interpolate);
                        for (Planar<GrayU8> image : IMAGES) {
                            double[] expected = HogReference.paper(hog, image);
                            double distance = HogImages.distance(HogImages.extract(hog, image), expected);
                            assertTrue(distance <= 1e-5 * HogImages.max(expected), hog + ": " + distance);
                        }
                    }
                }
            }
        }
    }

    @Test
    void everyGradientHasItsAngleAndItsHardBin() {
        for (boolean signed : new boolean[] {false, true}) {
            double turn = signed ? 2 * Math.PI : Math.PI;
            Votes hard = new Votes(9, signed, false, false);
            double worst = 0;
            for (int gy = -255; gy <= 255; gy++) {
                for (int gx = -255; gx <= 255; gx++) {
                    if (gx == 0 && gy == 0) {
                        continue;
                    }
                    double angle = StrictMath.atan2(gy, gx);
                    double p = (angle < 0 ? angle + 2 * Math.PI : angle) % turn / turn * 9;
                    double error = Math.abs(Votes.position(gx, gy, 9, signed) - p);
                    worst = Math.max(worst, Math.min(error, 9 - error) * turn / 9);
                    assertEquals((int) p, hard.bins[(gy << 9) + gx + Votes.ORIGIN] & 0xFF, gx + ", " + gy);
                }
            }
            assertTrue(worst < 1e-6, "worst error in radians: " + worst);
        }
    }

    @Test
    void anglesAlongTheAxesAreExact() {
        assertEquals(0f, Votes.position(0, 0, 9, false));
        assertEquals(0f, Votes.position(7, 0, 9, false));
        assertEquals(4.5f, Votes.position(0, 7, 9, false));
        assertEquals(4.5f, Votes.position(0, -7, 9, false));
        assertEquals(9f, Votes.position(-7, 0, 9, false));
        assertEquals(13.5f, Votes.position(0, -1, 18, true));
    }

    /** A vertical edge of height 100 through a 16×16 image: all gradients point along x, and the sums are done by hand. */
    @Test
    void verticalEdgeByHand() {
        Planar<GrayU8> edge = HogImages.image(16, 16, 1, (b, i) -> i % 16 < 4 ? 50 : 150);
        float[] hard = HogImages.extract(new Hog(8, 9, false, Hog.Layout.CELLS, false), edge);
        // Columns 3 and 4 have a difference of 100, eight rows of them in each left cell, at 0°, which is the start of
        // bin 0.
        for (int i = 0; i < hard.length; i++) {
            assertEquals(i == 0 || i == 2 * 9 ? 1600f : 0f, hard[i], "value " + i);
        }
        float[] soft = HogImages.extract(Hog.cells(), edge);
        // 0° is half-way between the centres of bins 8 and 0. Columns 3 and 4 are 1/16 of a cell off the centre of the
        // left cells: of both together
        // 15/16 + 15/16 stay left; column 4 gives 1/16 to the right, column 3 its 1/16 to nobody. Rows: 4 above the
        // centre lose
        // (1+3+5+7)/16 = 1, which is out of the image or goes to the other cell.
        double rows = 4 - 1 + 4 - 1 + 1;
        assertEquals(100 * 0.5 * rows * 30 / 16, soft[0], 1e-3);
        assertEquals(100 * 0.5 * rows * 30 / 16, soft[8], 1e-3);
        assertEquals(100 * 0.5 * rows * 1 / 16, soft[9], 1e-3);
        assertEquals(0f, soft[4]);
    }
}
