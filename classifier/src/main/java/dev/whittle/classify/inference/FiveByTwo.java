package dev.whittle.classify.inference;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Five repetitions of twofold cross-validation: the images are divided into two halves, five times anew, and each half
 * is once trained on and once tested on. From the differences x<sub>i1</sub> and x<sub>i2</sub> of the two accuracies
 * in repetition i,
 *
 * <pre>{@code
 * s_i² = (x_i1 - mean)² + (x_i2 - mean)²           mean = (x_i1 + x_i2) / 2
 * t    = x_11 / sqrt(Σ s_i² / 5)                   Student's t, 5 degrees of freedom
 * f    = Σ (x_i1² + x_i2²) / (2 · Σ s_i²)          F distribution, 10 and 5 degrees of freedom
 * }</pre>
 *
 * <p>t is the test of Dietterich ("Approximate statistical tests for comparing supervised classification learning
 * algorithms", Neural Computation 10, 1998). Its numerator is the first of ten differences and depends on their order.
 * f is the test of Alpaydın ("Combined 5×2 cv F test for comparing supervised classification learning algorithms",
 * Neural Computation 11, 1999), which does not, and is to be preferred.
 *
 * @param t 0 if all differences are 0
 * @param f 0 if all differences are 0
 */
public record FiveByTwo(double t, double f) {
    private static final int REPETITIONS = 5;

    /**
     * @param differences of the two accuracies, five rows of two
     * @throws IllegalArgumentException if there are not as many, one is not finite, or both of each row are equal up to
     *     rounding and not 0
     */
    public static FiveByTwo of(double[][] differences) {
        if (differences.length != REPETITIONS) {
            throw new IllegalArgumentException(
                    "The 5×2 cv test needs the differences of 5 repetitions, got " + differences.length);
        }
        double variances = 0;
        double squares = 0;
        for (double[] x : differences) {
            if (x.length != 2 || !Double.isFinite(x[0]) || !Double.isFinite(x[1])) {
                throw new IllegalArgumentException(
                        "Each repetition of the 5×2 cv test has two finite differences, got " + Arrays.toString(x));
            }
            double half = Moments.same(x[0], x[1]) ? 0 : (x[0] - x[1]) / 2;
            variances += 2 * half * half;
            squares += Moments.same(x[0], 0) && Moments.same(x[1], 0) ? 0 : x[0] * x[0] + x[1] * x[1];
        }
        if (squares == 0) {
            return new FiveByTwo(0, 0);
        }
        if (variances == 0) {
            throw new IllegalArgumentException("Both differences of every repetition are equal, so their variance is"
                    + " unknown: take more test images");
        }
        return new FiveByTwo(differences[0][0] / Math.sqrt(variances / REPETITIONS), squares / (2 * variances));
    }

    /** The two-sided p-value of Dietterich's t. */
    public double pOfT() {
        return Math.min(1, 2 * TDistribution.of(REPETITIONS).survivalProbability(Math.abs(t)));
    }

    /** The p-value of Alpaydın's F. */
    public double pOfF() {
        return FDistribution.of(2 * REPETITIONS, REPETITIONS).survivalProbability(f);
    }
}
