package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values by SciPy and NumPy from {@code explore_linear.py}, which draws the same samples again. */
class LinearClassifiersTest {
    /** Small problems are solved sooner by loops that need not be compiled first. */
    private static final Run RUN = Run.defaults().withKernels(KernelChoice.SCALAR.kernels());

    private static void checkHeads(double left, double right, TwoPoses poses) {
        assertEquals(left, poses.weightAtHead(true), 2e-5);
        assertEquals(right, poses.weightAtHead(false), 2e-5);
    }

    /** With both poses the template has two heads, each with most of the weight that one has alone. */
    @Test
    void aClassOfTwoPosesHasATemplateWithTwoHeads() {
        TwoPoses right = TwoPoses.of(0, RUN);
        TwoPoses both = TwoPoses.of(0.5, RUN);
        TwoPoses left = TwoPoses.of(1, RUN);
        checkHeads(0.00611, 0.10501, right);
        checkHeads(0.07127, 0.07254, both);
        checkHeads(0.10628, 0.00519, left);
        assertThrows(AssertionError.class, () -> checkHeads(0.07127, 0.07254, left));
        assertEquals(1, both.accuracy());
        checkHeads(0.05919, 0.08208, TwoPoses.of(0.25, RUN));
        checkHeads(0.08290, 0.06061, TwoPoses.of(0.75, RUN));
    }

    /** Pixels in the box on a head are light in images of this pose, and dark in those of the other. */
    @Test
    void headsAreWhereTheBoxesAre() {
        for (boolean mirrored : new boolean[] {false, true}) {
            var image = TwoPoses.image(0, mirrored, RUN.random("test", 7));
            int[] own = TwoPoses.headBox(mirrored);
            int[] other = TwoPoses.headBox(!mirrored);
            int difference = image.getBand(0).get(own[0] + 2, own[1] + 2)
                    - image.getBand(0).get(other[0] + 2, other[1] + 2);
            assertTrue(difference > 50, () -> "a head is lighter than the ground by " + difference);
        }
    }

    @Test
    void weightsInThePlane() {
        LinearGeometry plane = LinearGeometry.of(100, RUN);
        float[] weights = {-1.97236f, -1.204f, 2.20656f, -0.75345f, -0.2342f, 1.95745f};
        assertArrayEquals(weights, plane.weights().data(), 2e-5f);
        assertArrayEquals(new float[] {-0.06984f, -0.12528f, 0.19512f}, plane.bias(), 2e-5f);
        LinearGeometry early = LinearGeometry.of(1, RUN);
        assertThrows(
                AssertionError.class,
                () -> assertArrayEquals(weights, early.weights().data(), 2e-5f));
        double before = 0;
        for (int iterations : new int[] {1, 2, 3, 5, 10}) {
            double norm = WeightPenalties.squares(
                    doubles(LinearGeometry.of(iterations, RUN).weights()));
            assertTrue(norm > before, "the vectors grow up to " + iterations + " iterations");
            before = norm;
        }
    }

    private static double[] doubles(Matrix matrix) {
        double[] all = new double[matrix.data().length];
        for (int i = 0; i < all.length; i++) {
            all[i] = matrix.data()[i];
        }
        return all;
    }

    /** By hand: with w = (1, 0) and (-1, 0), b = 1 and 0, scores are equal where 2x + 1 = 0. */
    @Test
    void aLineOfEqualScores() {
        LinearGeometry plane = new LinearGeometry(
                new Matrix(1, 2),
                new int[1],
                new Matrix(3, 2, new float[] {1, 0, -1, 0, 0, 1}),
                new float[] {1, 0, -9},
                1);
        double[][] line = plane.border(0, 1, 4);
        assertArrayEquals(new double[] {-0.5, -0.5}, line[0], 1e-12);
        assertArrayEquals(new double[] {4, 4}, new double[] {Math.abs(line[1][0]), Math.abs(line[1][1])}, 1e-12);
        assertEquals(0, plane.decide(0, 0));
        assertEquals(1, plane.decide(-1, 0));
        assertEquals(2, plane.decide(0, 11));
        LinearGeometry trained = LinearGeometry.of(3, RUN);
        double[][] border = trained.border(1, 2, 5);
        for (int end = 0; end < 2; end++) {
            double x = border[0][end];
            double y = border[1][end];
            assertEquals(trained.score(1, x, y), trained.score(2, x, y), 1e-9);
        }
    }

    /** The lecture: the same score, Σ|w| of 1 and 1, Σw² of 1 and 1/4. */
    @Test
    void theTwoVectorsOfTheLecture() {
        double[] one = LinearClassifiers.ONE;
        double[] quarters = LinearClassifiers.QUARTERS;
        assertEquals(1, WeightPenalties.score(one, LinearClassifiers.X));
        assertEquals(1, WeightPenalties.score(quarters, LinearClassifiers.X));
        assertEquals(1, WeightPenalties.absolutes(one));
        assertEquals(1, WeightPenalties.absolutes(quarters));
        assertEquals(1, WeightPenalties.squares(one));
        assertEquals(0.25, WeightPenalties.squares(quarters));
        assertEquals(5, WeightPenalties.absolutes(new double[] {-2, 3}));
        assertEquals(13, WeightPenalties.squares(new double[] {-2, 3}));
    }

    private static void checkPenalties(double lambda, double[] l2, double[] l1) {
        assertArrayEquals(l2, WeightPenalties.l2(lambda, RUN).weights(), 1e-3);
        WeightPenalties absolute = WeightPenalties.l1(lambda, RUN);
        assertArrayEquals(l1, absolute.weights(), 1e-3);
        for (int j = 0; j < l1.length; j++) {
            assertEquals(l1[j] == 0, absolute.weights()[j] == 0, "weight " + j + " is exactly 0");
        }
        assertEquals(0, WeightPenalties.l2(lambda, RUN).zeros());
    }

    @Test
    void weightsUnderBothPenalties() {
        checkPenalties(0.003, new double[] {2.2897, 0.6091, 0.2092, -0.1338, -0.1996, -0.053}, new double[] {
            2.6266, 0.3327, 0, 0, -0.1801, -0.0308
        });
        checkPenalties(0.01, new double[] {1.5357, 0.7456, 0.4151, 0.1697, -0.1829, -0.0433}, new double[] {
            2.4095, 0.3123, 0, 0, -0.1021, 0
        });
        checkPenalties(0.03, new double[] {1.0197, 0.7304, 0.5282, 0.3842, -0.1573, -0.0363}, new double[] {
            1.9914, 0.2383, 0, 0, 0, 0
        });
        checkPenalties(0.1, new double[] {0.6802, 0.5949, 0.5093, 0.45, -0.1107, -0.0308}, new double[] {
            1.3028, 0.0083, 0, 0, 0, 0
        });
        double[] squares = {0.5387, 0.4951, 0.447, 0.4155, -0.0798, -0.0273};
        checkPenalties(0.2, squares, new double[] {0.6502, 0, 0, 0, 0, 0});
        assertThrows(AssertionError.class, () -> checkPenalties(0.2, squares, squares));
    }

    /** The first does not converge in 3000 steps, so rounding shows; NumPy in double has 14.342 and 385 pairs. */
    @Test
    void theBorderBecomesSmooth() {
        SmoothBorder weak = SmoothBorder.of(0.001, RUN);
        SmoothBorder middle = SmoothBorder.of(0.01, RUN);
        SmoothBorder strong = SmoothBorder.of(0.1, RUN);
        assertEquals(14.342, Math.sqrt(weak.squares()), 0.3);
        assertEquals(385, SmoothBorder.border(weak.decisions()), 15);
        assertEquals(1, weak.accuracy());
        assertEquals(3.4974, Math.sqrt(middle.squares()), 5e-4);
        assertEquals(163, SmoothBorder.border(middle.decisions()));
        assertEquals(49 / 60.0, middle.accuracy(), 1e-12);
        assertEquals(1.1087, Math.sqrt(strong.squares()), 5e-4);
        assertEquals(121, SmoothBorder.border(strong.decisions()));
        assertEquals(45 / 60.0, strong.accuracy(), 1e-12);
    }

    /** By hand: in 0 0 1 / 0 1 1, two pairs of a row and one of a column differ. */
    @Test
    void pairsAcrossABorder() {
        assertEquals(3, SmoothBorder.border(new int[][] {{0, 0, 1}, {0, 1, 1}}));
        assertEquals(0, SmoothBorder.border(new int[][] {{1, 1}, {1, 1}}));
    }

    @Test
    @Tag("bits")
    void theSameForAnyThreadsAndKernels() {
        Run one = Run.defaults().withThreads(1);
        Run seven = RUN.withThreads(7);
        assertTrue(TwoPoses.of(0.5, one)
                .templates()
                .bitsEqual(TwoPoses.of(0.5, seven).templates()));
        assertTrue(LinearGeometry.of(5, one)
                .weights()
                .bitsEqual(LinearGeometry.of(5, seven).weights()));
        assertArrayEquals(
                WeightPenalties.l1(0.03, one).weights(),
                WeightPenalties.l1(0.03, seven).weights());
        SmoothBorder a = SmoothBorder.of(0.001, one);
        SmoothBorder b = SmoothBorder.of(0.001, seven);
        assertEquals(a.squares(), b.squares());
        assertArrayEquals(a.decisions(), b.decisions());
    }
}
