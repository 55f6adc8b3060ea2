package dev.whittle.classify.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.kernel.KernelChoice;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
    /** The lectures' three images: scores for cat, car and frog of a cat, a car and a frog. */
    private static final float[][] SCORES = {{3.2f, 5.1f, -1.7f}, {1.3f, 4.9f, 2.0f}, {2.2f, 2.5f, -3.1f}};

    static Stream<Loss> losses() {
        return Stream.of(LossName.values()).map(LossName::loss);
    }

    private static double loss(Loss loss, float[] scores, int label) {
        return loss.sumAndGradient(
                scores.clone(), 1, scores.length, new int[] {label}, 0, 1, KernelChoice.SCALAR.kernels());
    }

    private static float[] gradient(Loss loss, float[] scores, int label, float scale) {
        float[] gradient = scores.clone();
        loss.sumAndGradient(gradient, 1, scores.length, new int[] {label}, 0, scale, KernelChoice.SCALAR.kernels());
        return gradient;
    }

    @Test
    void hingeOfTheLectures() {
        assertEquals(2.9, loss(new WestonWatkins(), SCORES[0], 0), 1e-6);
        assertEquals(0, loss(new WestonWatkins(), SCORES[1], 1), 0);
        assertEquals(12.9, loss(new WestonWatkins(), SCORES[2], 2), 1e-6);
        assertArrayEquals(new float[] {-1, 1, 0}, gradient(new WestonWatkins(), SCORES[0], 0, 1));
        assertArrayEquals(new float[] {0, 0, 0}, gradient(new WestonWatkins(), SCORES[1], 1, 1), 0f);
        assertArrayEquals(new float[] {0.5f, 0.5f, -1}, gradient(new WestonWatkins(), SCORES[2], 2, 0.5f));
    }

    @Test
    void crossEntropyOfTheLectures() {
        // e^3.2 = 24.53, e^5.1 = 164.02, e^-1.7 = 0.18: the cat has 0.13 of the sum, -ln 0.13 = 2.04.
        assertEquals(2.04, loss(new CrossEntropy(), SCORES[0], 0), 0.005);
        assertEquals(
                -Math.log(Math.exp(3.2) / (Math.exp(3.2) + Math.exp(5.1) + Math.exp(-1.7))),
                loss(new CrossEntropy(), SCORES[0], 0),
                1e-6);
        assertArrayEquals(new float[] {-0.87f, 0.87f, 0.00f}, gradient(new CrossEntropy(), SCORES[0], 0, 1), 0.005f);
        // With nothing known, each of three classes has a third.
        assertEquals(Math.log(3), loss(new CrossEntropy(), new float[3], 1), 1e-7);
    }

    @Test
    void squaredHingeByHand() {
        // Slacks: 1 - 0.5, 1 + 0.25, and 0 for the third, which is below -1.
        float[] scores = {0.5f, 0.25f, -2};
        assertEquals(0.25 + 1.5625, loss(new OneVsRestHinge(true), scores, 0), 1e-7);
        assertArrayEquals(new float[] {-1, 2.5f, 0}, gradient(new OneVsRestHinge(true), scores, 0, 1));
    }

    private static void assertByHand(Loss loss, double value, float... gradient) {
        // Slacks: Weston and Watkins 1.5, 0.5 and none; one-vs-rest 0.5, 2, 1 and none.
        float[] scores = {0.5f, 1, 0, -2};
        assertEquals(value, loss(loss, scores, 0), 1e-6, loss.toString());
        assertArrayEquals(gradient, gradient(loss, scores, 0, 1), 1e-6f, loss.toString());
    }

    @Test
    void othersByHand() {
        assertByHand(new WestonWatkins(), 2, -2, 1, 1, 0);
        assertByHand(new WestonWatkins(true), 2.25 + 0.25, -4, 3, 1, 0);
        assertByHand(new CrammerSinger(), 1.5, -1, 1, 0, 0);
        assertByHand(new CrammerSinger(true), 2.25, -3, 3, 0, 0);
        assertByHand(new OneVsRestHinge(), 3.5, -1, 1, 1, 0);
        assertByHand(new OneVsRestHinge(true), 0.25 + 4 + 1, -1, 4, 2, 0);
        assertByHand(new SquaredError(), 0.25 + 1 + 4, -1, 2, 0, -4);
        assertByHand(new AbsoluteError(), 0.5 + 1 + 2, -1, 1, 0, -1);
        assertByHand(new Huber(), 0.125 + 0.5 + 1.5, -0.5f, 1, 0, -1);
        assertByHand(new Huber(0.25), 0.25 * (0.375 + 0.875 + 1.875), -0.25f, 0.25f, 0, -0.25f);
    }

    @Test
    void conventionsAtKinks() {
        // A margin of exactly 1 costs nothing, and has the derivative 0.
        assertArrayEquals(new float[2], gradient(new WestonWatkins(), new float[] {1, 0}, 0, 1), 0f);
        assertArrayEquals(new float[2], gradient(new CrammerSinger(), new float[] {1, 0}, 0, 1), 0f);
        assertArrayEquals(new float[2], gradient(new OneVsRestHinge(), new float[] {1, -1}, 0, 1), 0f);
        assertArrayEquals(new float[2], gradient(new AbsoluteError(), new float[] {1, 0}, 0, 1), 0f);
        // Of equal violators the first.
        assertArrayEquals(new float[] {1, 0, -1}, gradient(new CrammerSinger(), new float[] {2, 2, 0}, 2, 1));
    }

    @Test
    void logisticStandsLargeScores() {
        assertEquals(2000, loss(new BinaryLogistic(), new float[] {1000, -1000}, 1), 0);
        assertEquals(0, loss(new BinaryLogistic(), new float[] {1000, -1000}, 0), 0);
        assertArrayEquals(new float[] {1, -1}, gradient(new BinaryLogistic(), new float[] {1000, -1000}, 1, 1));
        assertEquals(2 * Math.log(2), loss(new BinaryLogistic(), new float[2], 0), 1e-6);
    }

    @Test
    void crossEntropyStandsLargeScores() {
        assertEquals(2000, loss(new CrossEntropy(), new float[] {1000, -1000}, 1), 0);
        assertEquals(0, loss(new CrossEntropy(), new float[] {1000, -1000}, 0), 0);
        assertArrayEquals(new float[] {1, -1}, gradient(new CrossEntropy(), new float[] {1000, -1000}, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void rowsAddUpAndLabelsStartAtTheOffset(Loss loss) {
        float[] all = new float[9];
        double sum = 0;
        for (int r = 0; r < 3; r++) {
            System.arraycopy(SCORES[r], 0, all, 3 * r, 3);
            sum += loss(loss, SCORES[r], r);
        }
        assertEquals(
                sum,
                loss.sumAndGradient(all, 3, 3, new int[] {9, 9, 0, 1, 2}, 2, 1, KernelChoice.SCALAR.kernels()),
                1e-6);
        for (int r = 0; r < 3; r++) {
            assertArrayEquals(gradient(loss, SCORES[r], r, 1), java.util.Arrays.copyOfRange(all, 3 * r, 3 * r + 3));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void nothingHidesThatScoresAreNotFinite(Loss loss) {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int label = 0; label < 3; label++) {
                for (int at = 0; at < 3; at++) {
                    float[] scores = {1, -2, 0.5f};
                    scores[at] = bad;
                    double value = loss(loss, scores, label);
                    assertFalse(Double.isFinite(value), bad + " at " + at + ", label " + label + ": " + value);
                }
            }
            float[] all = {1, 2, 3, 4, 5, bad};
            assertFalse(
                    Double.isFinite(loss.sumAndGradient(all, 2, 3, new int[2], 0, 1, KernelChoice.SCALAR.kernels())));
        }
        assertTrue(Double.isFinite(loss(loss, new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 0}, 0)));
    }

    @Test
    void correctTakesTheFirstOfEqualScores() {
        float[] scores = {1, 1, 0, 0, 2, 2};
        assertEquals(2, Loss.correct(scores, 2, 3, new int[] {7, 0, 1}, 1));
        assertEquals(0, Loss.correct(scores, 2, 3, new int[] {1, 2}, 0));
        assertEquals(0, Loss.correct(scores, 0, 3, new int[0], 0));
    }
}
