package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.ChildJvm;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.Orientation;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extractor beside the plain loops of {@link HogReference}. */
@Tag("bits")
class HogReferenceTest {
    private static final List<Planar<GrayU8>> IMAGES = List.of(
            HogImages.noise(32, 32, 3, 1),
            HogImages.noise(37, 53, 1, 2),
            HogImages.noise(16, 16, 1, 3),
            HogImages.noise(205, 40, 1, 4),
            HogImages.noise(141, 21, 3, 5),
            HogImages.noise(16, 150, 1, 6),
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
                new Hog(8, 18, false, Hog.Layout.CELLS, true),
                new Hog(6, 9, false, Hog.Layout.DALAL_TRIGGS, true),
                new Hog(8, 9, false, Hog.Layout.CELLS, false),
                new Hog(5, 18, true, Hog.Layout.CELLS, false),
                new Hog(8, 9, false, Hog.Layout.DALAL_TRIGGS, false),
                new Hog(4, 7, true, Hog.Layout.DALAL_TRIGGS, false),
                Hog.felzenszwalb(),
                new Hog(8, 9, false, Hog.Layout.FELZENSZWALB, true),
                new Hog(5, 6, false, Hog.Layout.FELZENSZWALB, false))) {
            for (Planar<GrayU8> image : IMAGES) {
                float[] expected = HogReference.inOrder(hog, image);
                for (Kernels kernels : List.of(Kernels.SCALAR, Kernels.AUTO)) {
                    FeatureExtractor extractor = hog.fit(null, Run.defaults().withKernels(kernels));
                    float[] actual = HogImages.extract(extractor, image);
                    assertEquals(-1, HogImages.firstDifference(actual, expected), hog + ", " + kernels.name());
                }
            }
        }
    }

    /** An extractor keeps its memory; images of all proportions go through one, and the last is a piece of a larger one. */
    @Test
    void oneExtractorTakesImagesOfAllShapes() {
        Planar<GrayU8> last = HogImages.noise(61, 47, 1, 7).subimage(21, 12, 61, 47, null);
        List<Planar<GrayU8>> images = List.of(
                HogImages.noise(40, 40, 1, 1),
                HogImages.noise(314, 14, 3, 2),
                HogImages.noise(12, 152, 1, 3),
                HogImages.noise(33, 12, 3, 4),
                // In cells of 2 as many as before, in one row.
                HogImages.noise(64, 12, 1, 5),
                last);
        for (Hog hog : List.of(
                new Hog(2, 9, false, Hog.Layout.DALAL_TRIGGS, true),
                new Hog(4, 9, false, Hog.Layout.FELZENSZWALB, true),
                new Hog(5, 9, false, Hog.Layout.FELZENSZWALB, false),
                new Hog(12, 9, false, Hog.Layout.CELLS, true),
                new Hog(6, 8, true, Hog.Layout.DALAL_TRIGGS, false))) {
            throughOneExtractor(hog, images);
        }
        throughOneExtractor(
                Hog.defaults(),
                List.of(
                        HogImages.noise(32, 32, 1, 1),
                        HogImages.noise(64, 16, 3, 2),
                        HogImages.noise(205, 40, 1, 3),
                        HogImages.noise(16, 150, 1, 4),
                        HogImages.noise(128, 24, 1, 5),
                        HogImages.noise(61, 47, 1, 7).subimage(21, 12, 61, 47, null)));
    }

    /** Run in the child. */
    static final class AtAnotherWidth {
        private AtAnotherWidth() {}

        public static void main(String[] args) {
            new HogReferenceTest().oneExtractorTakesImagesOfAllShapes();
            System.out.println(Kernels.AUTO.name() + " passed");
        }
    }

    /** What is done around the kernels depends on the width of vectors, too. */
    @ParameterizedTest
    @ValueSource(ints = {128, 256})
    void oneExtractorTakesImagesOfAllShapesAt(int bits) throws Exception {
        String output = ChildJvm.run(
                AtAnotherWidth.class, "--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=" + bits / 8);
        int width = Math.min(bits, FloatVector.SPECIES_PREFERRED.vectorBitSize());
        assertTrue(output.contains("vector-" + width + " passed"), output);
    }

    private static void throughOneExtractor(Hog hog, List<Planar<GrayU8>> images) {
        for (Kernels kernels : List.of(Kernels.SCALAR, Kernels.AUTO)) {
            FeatureExtractor extractor = hog.fit(null, Run.defaults().withKernels(kernels));
            for (Planar<GrayU8> image : images) {
                float[] expected = HogReference.inOrder(hog, image);
                int difference = HogImages.firstDifference(HogImages.extract(extractor, image), expected);
                assertEquals(-1, difference, hog + ", " + kernels.name() + ", " + image.width + "x" + image.height);
            }
        }
    }

    /** Cells too large for tiles are summed by look-ups, whatever the kernels. */
    @Test
    void largeCells() {
        Hog hog = new Hog(70, 9, false, Hog.Layout.CELLS, true);
        Planar<GrayU8> image = HogImages.noise(150, 141, 1, 8);
        assertEquals(-1, HogImages.firstDifference(HogImages.extract(hog, image), HogReference.inOrder(hog, image)));
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
            Orientation soft = new Orientation(9, signed, false, true);
            Orientation hard = new Orientation(9, signed, false, false);
            double worst = 0;
            for (int gy = -255; gy <= 255; gy++) {
                for (int gx = -255; gx <= 255; gx++) {
                    if (gx == 0 && gy == 0) {
                        continue;
                    }
                    double angle = StrictMath.atan2(gy, gx);
                    double p = (angle < 0 ? angle + 2 * Math.PI : angle) % turn / turn * 9;
                    double error = Math.abs(p - soft.position(gx, gy)) % 9;
                    worst = Math.max(worst, Math.min(error, 9 - error) * turn / 9);
                    float m = Orientation.length(gx, gy);
                    for (int b = 0; b < 9; b++) {
                        assertEquals(b == (int) p ? m : 0f, hard.vote(gx, gy, b), gx + ", " + gy + ", bin " + b);
                    }
                }
            }
            assertTrue(worst < 1e-6, "worst error in radians: " + worst);
        }
    }

    /** The two bins around share the vote, and the table of look-ups names them. */
    @Test
    void everyVoteIsSharedByTwoBins() {
        for (Orientation orientation : List.of(
                new Orientation(9, false, false, true),
                new Orientation(18, true, true, true),
                new Orientation(18, true, true, false),
                new Orientation(9, false, false, false),
                new Orientation(8, true, false, false),
                new Orientation(2, true, false, false),
                new Orientation(8, false, false, true),
                new Orientation(3, true, false, true),
                // The diagonals of these lie at centres, where m·t may be rounded down.
                new Orientation(6, false, false, true),
                new Orientation(18, false, false, true),
                new Orientation(4, true, false, true),
                new Orientation(12, true, false, true),
                new Orientation(8, true, true, true),
                new Orientation(2, false, false, true))) {
            Votes votes = new Votes(orientation);
            for (int gy = -255; gy <= 255; gy++) {
                for (int gx = -255; gx <= 255; gx++) {
                    int i = (gy << 9) + gx + Votes.ORIGIN;
                    float m = Orientation.length(gx, gy);
                    float sum = 0;
                    for (int b = 0; b < orientation.bins(); b++) {
                        float vote = orientation.vote(gx, gy, b);
                        float table = (votes.bins[i] & 0xFF) == b
                                ? votes.weights[2 * i]
                                : votes.bins[i] >> 8 == b ? votes.weights[2 * i + 1] : 0f;
                        assertEquals(vote, table, orientation + ": " + gx + ", " + gy + ", bin " + b);
                        sum += vote;
                    }
                    assertEquals(m, sum, 2e-6f * m, orientation + ": " + gx + ", " + gy);
                }
            }
        }
    }

    @Test
    void hardVotesAreForTheBinOfTheAngle() {
        for (int bins : new int[] {13, 24, 60}) {
            Orientation hard = new Orientation(bins, false, false, false);
            for (int gy = -255; gy <= 255; gy++) {
                for (int gx = -255; gx <= 255; gx++) {
                    double angle = StrictMath.atan2(gy, gx);
                    double p = (angle < 0 ? angle + Math.PI : angle) % Math.PI / Math.PI * bins;
                    // But for those so near a border that rounding decides.
                    if (Math.abs(p - Math.rint(p)) * Math.PI / bins > 5e-7) {
                        assertEquals(
                                Orientation.length(gx, gy), hard.vote(gx, gy, (int) p), bins + ": " + gx + ", " + gy);
                    }
                }
            }
        }
    }

    /** Of hard votes, whatever the number of bins; unsigned, a gradient votes as its opposite does. */
    @Test
    void everyHardVoteIsForOneBin() {
        for (int bins : new int[] {2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 18, 36, 60, 120, 240}) {
            for (boolean signed : new boolean[] {false, true}) {
                for (boolean centred : new boolean[] {false, true}) {
                    Orientation orientation = new Orientation(bins, signed, centred, false);
                    // The longer a gradient the nearer it may lie to a border.
                    for (int a = -255; a <= 255; a += bins > 18 ? 3 : 1) {
                        for (int[] g : new int[][] {{a, 255}, {a, -255}, {255, a}, {-255, a}, {a, 254}, {253, a}}) {
                            int bin = onlyBin(orientation, g[0], g[1]);
                            int other = onlyBin(orientation, -g[0], -g[1]);
                            int turned = signed && bins % 2 == 0 ? (bin + bins / 2) % bins : bin;
                            if (!signed || bins % 2 == 0) {
                                assertEquals(turned, other, orientation + ": " + g[0] + ", " + g[1]);
                            }
                        }
                    }
                }
            }
        }
    }

    private static int onlyBin(Orientation orientation, int gx, int gy) {
        int only = -1;
        for (int b = 0; b < orientation.bins(); b++) {
            if (orientation.vote(gx, gy, b) > 0) {
                assertEquals(-1, only, orientation + ": " + gx + ", " + gy + ", bin " + b);
                only = b;
            }
        }
        assertTrue(only >= 0, orientation + ": " + gx + ", " + gy);
        return only;
    }

    @Test
    void aGradientOnABorderIsInTheBinThatBeginsThereOrIfCentredEndsThere() {
        int[][] eighths = {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};
        for (int i = 0; i < 8; i++) {
            for (int m : new int[] {1, 255}) {
                int gx = m * eighths[i][0];
                int gy = m * eighths[i][1];
                assertEquals(i, onlyBin(new Orientation(8, true, false, false), gx, gy));
                assertEquals(i % 4, onlyBin(new Orientation(4, false, false, false), gx, gy));
                // Centres at 0°, 90° …, borders at 45°, 135° …
                assertEquals(i / 2, onlyBin(new Orientation(4, true, true, false), gx, gy));
            }
        }
    }

    @Test
    void anglesAlongTheAxesAreExact() {
        Orientation unsigned = new Orientation(9, false, false, true);
        assertEquals(0f, unsigned.position(0, 0));
        assertEquals(0f, unsigned.position(7, 0));
        assertEquals(4.5f, unsigned.position(0, 7));
        assertEquals(-4.5f, unsigned.position(0, -7));
        assertEquals(0f, Math.abs(unsigned.position(-7, 0)));
        assertEquals(-4.5f, new Orientation(18, true, false, true).position(0, -1));
        assertEquals(9f, new Orientation(18, true, false, true).position(-1, 0));
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
