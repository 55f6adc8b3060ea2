package dev.whittle.classify.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CorrectedResampledTTest {
    private static final double[] TEN = {.012, .004, .02, -.003, .009, .011, .001, .015, .007, .01};

    /** SciPy 1.10.1, reference/inference.py: ten folds, 300 images tested on and 2,700 trained on. */
    @Test
    void asSciPy() {
        Difference difference = CorrectedResampledT.difference(TEN, 300, 2700);
        assertEquals(0.0086, difference.mean(), 1e-12);
        assertEquals(0.0069844773739339335, difference.error(0.95), 1e-11);
        assertEquals(0.021212770220774432, difference.p(), 1e-9);
        Difference.Practical practical = difference.practical(0.005);
        assertEquals(0.8632047605770015, practical.better(), 1e-9);
        assertEquals(0.1359410427753042, practical.equal(), 1e-9);
        assertEquals(0.0008541966476943415, practical.worse(), 1e-9);
        Difference.Practical sign = difference.practical(0);
        assertEquals(0.9893936148896127, sign.better(), 1e-9);
        assertEquals(0.010606385110387216, sign.worse(), 1e-9);
    }

    /**
     * The posterior of Benavoli et al. has the scale (1/J + ρ/(1-ρ))·s² with the correlation ρ = n2/(n1 + n2) of two
     * differences, which is the same.
     */
    @Test
    void theCorrelationOfThePosterior() {
        double rho = 300.0 / 3000;
        double scale = (0.1 + rho / (1 - rho)) * Moments.variance(TEN);
        assertEquals(scale, CorrectedResampledT.difference(TEN, 300, 2700).variance(), 1e-18);
    }

    /** Fifteen accuracies that differ by 0.05, and some that do not differ, as they are computed in double. */
    @Test
    void whatDiffersByRoundingIsEqual() {
        double[] same = new double[15];
        double[] none = new double[15];
        for (int j = 0; j < same.length; j++) {
            double accuracy = (40 + 3 * j) / 100.0;
            same[j] = (45 + 3 * j) / 100.0 - accuracy;
            none[j] = accuracy - (accuracy * 3 + 0.1 - 0.1) / 3;
        }
        assertTrue(Arrays.stream(same).distinct().count() > 1
                && Arrays.stream(none).distinct().count() > 1);
        Messages.says(() -> CorrectedResampledT.difference(same, 20, 80), "All 15", "variance is unknown");
        Difference equal = CorrectedResampledT.difference(none, 20, 80);
        assertEquals(0, equal.mean());
        assertEquals(1, equal.p());
        double[][] halves = {{same[0], same[1]}, {same[2], same[3]}, {same[4], same[5]}, {same[6], same[7]}, {0, 0}};
        Messages.says(() -> FiveByTwo.of(halves), "variance is unknown");
        double[][] noHalves = new double[5][];
        for (int i = 0; i < noHalves.length; i++) {
            noHalves[i] = new double[] {none[2 * i], none[2 * i + 1]};
        }
        assertEquals(new FiveByTwo(0, 0), FiveByTwo.of(noHalves));
        same[3] += 1e-6;
        assertTrue(CorrectedResampledT.difference(same, 20, 80).p() > 0);
    }

    @Test
    void predictionsAndTheirAccuraciesGiveTheSame() {
        boolean[][] first = new boolean[3][10];
        boolean[][] second = new boolean[3][10];
        int[] ahead = {3, 1, 2};
        for (int s = 0; s < 3; s++) {
            Arrays.fill(second[s], 0, 4 + s, true);
            Arrays.fill(first[s], 10 - (4 + s + ahead[s]), 10, true);
        }
        Difference predictions = CorrectedResampledT.difference(first, second, 40);
        Difference accuracies = CorrectedResampledT.difference(new double[] {0.3, 0.1, 0.2}, 10, 40);
        assertEquals(accuracies.mean(), predictions.mean(), 1e-12);
        assertEquals(accuracies.variance(), predictions.variance(), 1e-12);
        assertEquals(2, predictions.sources().get(0).freedom());
    }

    /** Ten folds: n2/n1 is 1/9, as in the value by SciPy above, whether folds are of one size or not. */
    @Test
    void foldsOfACrossValidation() {
        boolean[][] first = new boolean[10][];
        boolean[][] second = new boolean[10][];
        double[] x = new double[10];
        int all = 0;
        for (int k = 0; k < 10; k++) {
            int images = k < 3 ? 1001 : 1000;
            all += images;
            first[k] = new boolean[images];
            second[k] = new boolean[images];
            int ahead = (int) Math.round(1000 * TEN[k]);
            Arrays.fill(first[k], 0, 100 + ahead, true);
            Arrays.fill(second[k], 500, 600, true);
            x[k] = (double) ahead / images;
        }
        Difference predictions = CorrectedResampledT.ofFolds(first, second, 9 * all / 10.0);
        Difference accuracies = CorrectedResampledT.difference(x, 300, 2700);
        assertEquals(accuracies.mean(), predictions.mean(), 1e-15);
        assertEquals(accuracies.variance(), predictions.variance(), 1e-15);
        assertEquals(9, predictions.sources().get(0).freedom());
        for (int k = 0; k < 3; k++) {
            first[k] = Arrays.copyOf(first[k], 1000);
            second[k] = Arrays.copyOf(second[k], 1000);
        }
        Difference bySciPy = CorrectedResampledT.ofFolds(first, second, 9000);
        assertEquals(0.0069844773739339335, bySciPy.error(0.95), 1e-11);
        assertEquals(0.021212770220774432, bySciPy.p(), 1e-9);
        assertEquals(
                bySciPy.variance(),
                CorrectedResampledT.difference(first, second, 9000).variance(),
                0);
        second[4] = new boolean[999];
        Messages.says(() -> CorrectedResampledT.ofFolds(first, second, 9000), "In run 4", "1000 and 999");
        Messages.says(() -> CorrectedResampledT.ofFolds(new boolean[0][], second, 9000), "got 0 and 10");
        Messages.says(() -> CorrectedResampledT.ofFolds(first, first, 0), "training images, got 0");
    }

    @Test
    void equalDifferences() {
        Difference none = CorrectedResampledT.difference(new double[3], 10, 40);
        assertEquals(1, none.p());
        Messages.says(() -> CorrectedResampledT.difference(new double[] {0.1, 0.1, 0.1}, 10, 40), "0.1", "predictions");
        boolean[][] rows = new boolean[3][10];
        assertEquals(1, CorrectedResampledT.difference(rows, rows, 40).p());
        boolean[][] all = new boolean[3][2];
        for (boolean[] seed : all) {
            Arrays.fill(seed, true);
        }
        assertTrue(CorrectedResampledT.difference(all, new boolean[3][2], 40).p() > 0.05, "two images prove nothing");
    }

    /** One division: d = 1, 0, …, 0 of 10 images has the squared error of the mean 0.01, and t is that of 1. */
    @Test
    void oneDivision() {
        boolean[][] first = new boolean[1][10];
        first[0][3] = true;
        Difference difference = CorrectedResampledT.difference(first, new boolean[1][10], 40);
        assertEquals(0.1, difference.mean(), 1e-12);
        assertEquals(1.25 * 0.01, difference.variance(), 1e-12);
        assertEquals(1, difference.sources().get(0).freedom());
    }

    @Test
    void refusesTooLittle() {
        Messages.says(
                () -> CorrectedResampledT.difference(new double[] {0.1}, 10, 40), "at least 2 divisions", "got 1");
        Messages.says(() -> CorrectedResampledT.difference(new double[] {1, 2}, 10, 0), "training images", "and 0");
        Messages.says(() -> CorrectedResampledT.difference(new boolean[2][0], new boolean[2][0], 40), "test images");
    }
}
