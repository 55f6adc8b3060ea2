package dev.whittle.classify.inference;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The confidence interval of a standard deviation σ of normal values. With s the sample deviation of n of them,
 * (n - 1)·s²/σ² has the chi-square distribution with n - 1 degrees of freedom, so that
 *
 * <pre>{@code
 * s · sqrt((n - 1) / χ²(1 - α/2)) ≤ σ ≤ s · sqrt((n - 1) / χ²(α/2))           with probability 1 - α
 * }</pre>
 *
 * <p>(Snedecor and Cochran, "Statistical Methods", chapter 5.) It is sensitive to values that are not normal.
 *
 * @param low in the unit of the values, 0 if s is
 * @param high in the unit of the values, 0 if s is
 */
public record DeviationInterval(double low, double high) {
    /**
     * @param sd the sample deviation, with n - 1 in the denominator; 0 or more
     * @param n how many values, at least 2
     * @param level such as 0.95; between 0 and 1
     */
    public static DeviationInterval of(double sd, int n, double level) {
        if (!(sd >= 0) || !Double.isFinite(sd) || n < 2 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("An interval needs a deviation of 0 or more, at least 2 values, and a"
                    + " level between 0 and 1; got " + sd + " of " + n + " values, and " + level);
        }
        ChiSquaredDistribution squares = ChiSquaredDistribution.of(n - 1);
        double outside = (1 - level) / 2;
        return new DeviationInterval(
                sd * Math.sqrt((n - 1) / squares.inverseSurvivalProbability(outside)),
                sd * Math.sqrt((n - 1) / squares.inverseCumulativeProbability(outside)));
    }
}
