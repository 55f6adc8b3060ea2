package dev.whittle.classify.inference;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The difference of two mean accuracies, first minus second, with what is known of its uncertainty. Its variance V is
 * the sum of the variances v<sub>k</sub> of one or several sources of chance, each estimated with f<sub>k</sub> degrees
 * of freedom. The interval of level 1 - α is
 *
 * <pre>{@code
 * mean ± t · sqrt(V)        t² = z² + Σ (t_k² - z²) · (v_k / V)^(1 + min(1, 20·α))
 * }</pre>
 *
 * <p>with the two-sided quantiles z of the normal distribution and t<sub>k</sub> of Student's t with f<sub>k</sub>
 * degrees of freedom. With one source it is Student's interval. With several, the exponent is 2 for intervals of 95 %
 * and below. This is Welch's series ("The generalization of Student's problem when several different population
 * variances are involved", Biometrika 34, 1947) to the first order in 1/f<sub>k</sub>, with the exact quantile where
 * all variance is of one source. For small α the exponent goes to 1, which never gives too many false differences
 * (Banerjee, "Approximate confidence interval for linear functions of means of k populations when the population
 * variances are not equal", Sankhyā 22, 1960). The degrees of freedom of Satterthwaite, by which 1/f is Σ of
 * (v<sub>k</sub>/V)²/f<sub>k</sub>, agree with Welch to the first order, too, but with three seeds their intervals are
 * too narrow. docs/statistics.md has the coverage of all of these.
 *
 * <p>The p-value and the probabilities belong to the same intervals: p is the α of the interval that ends at 0.
 *
 * @param mean of the differences, such as 0.01 for one point
 * @param sources at least one; the variances are those of the mean, not of one value
 */
public record Difference(double mean, List<Source> sources) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** From this α on the exponent is that of Welch. */
    private static final double WELCH = 0.05;

    /** Enough to halve the largest z of a double until nothing is left. */
    private static final int HALVINGS = 60;

    /**
     * A source of chance.
     *
     * @param variance its share of the variance of the mean, at least 0
     * @param freedom the degrees of freedom of that estimate, at least 1, which need not be whole
     */
    public record Source(double variance, double freedom) {
        public Source {
            if (!(variance >= 0 && variance < Double.POSITIVE_INFINITY && freedom >= 1)) {
                throw new IllegalArgumentException("A source of chance has a finite variance of at least 0 and at least"
                        + " 1 degree of freedom, got " + variance + " and " + freedom);
            }
        }
    }

    /**
     * How probable it is that the first method is better by more than a margin, that both differ by at most the margin,
     * and that the second is better by more. The sum is 1.
     *
     * @param better the first is better by more than the margin
     * @param equal they are practically equal
     * @param worse the second is better by more than the margin
     */
    public record Practical(double better, double equal, double worse) {}

    public Difference {
        sources = List.copyOf(sources);
        double variance = variance(sources);
        if (sources.isEmpty() || !Double.isFinite(mean) || variance == 0 && mean != 0) {
            throw new IllegalArgumentException("A difference needs a finite mean, at least one source of chance, and a"
                    + " variance above 0 unless the mean is 0, got " + mean + " and " + sources);
        }
    }

    /** The two-sided quantile of Student's t for an interval of a level; degrees of freedom need not be whole. */
    public static double t(double level, double freedom) {
        requireLevel(level);
        return TDistribution.of(freedom).inverseSurvivalProbability((1 - level) / 2);
    }

    /** The estimated variance of the mean. */
    public double variance() {
        return variance(sources);
    }

    /** Half the width of the interval of a level, such as 0.95. */
    public double error(double level) {
        requireLevel(level);
        double tail = (1 - level) / 2;
        return Math.sqrt(variance() * square(tail, NORMAL.inverseSurvivalProbability(tail)));
    }

    /** The lower end of the interval of a level. */
    public double low(double level) {
        return mean - error(level);
    }

    /** The upper end of the interval of a level. */
    public double high(double level) {
        return mean + error(level);
    }

    /** The two-sided p-value of the hypothesis that both methods are equally good. */
    public double p() {
        return Math.min(1, 2 * tail(Math.abs(mean)));
    }

    /**
     * How probable a difference beyond a margin is, the region of practical equivalence. With one source these are the
     * probabilities of the posterior distribution of Benavoli, Corani, Demšar and Zaffalon ("Time for a change: a
     * tutorial for comparing multiple classifiers through Bayesian analysis", Journal of Machine Learning Research 18,
     * 2017), which is Student's t around the mean. With several sources they are read off the intervals of all levels
     * in the same way.
     *
     * @param margin at least 0, such as 0.005 for half a point
     */
    public Practical practical(double margin) {
        if (!(margin >= 0)) {
            throw new IllegalArgumentException("The margin of practical equality must be at least 0, got " + margin);
        }
        double better = above(mean - margin);
        double worse = above(-mean - margin);
        return new Practical(better, Math.max(0, 1 - better - worse), worse);
    }

    /** How probable it is that the true difference is on the side of 0 on which a value is. */
    private double above(double value) {
        return value > 0 ? 1 - tail(value) : value == 0 && variance() == 0 ? 0 : tail(-value);
    }

    /** The α/2 of the interval whose half width is a distance. */
    private double tail(double distance) {
        double variance = variance();
        if (variance == 0) {
            return distance == 0 ? 0.5 : 0;
        }
        double ratio = distance / Math.sqrt(variance);
        for (Source source : sources) {
            if (source.variance() == variance) {
                return TDistribution.of(source.freedom()).survivalProbability(ratio);
            }
        }
        // t is at least z, so the z looked for is at most the ratio.
        double low = 0;
        double high = ratio;
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double z = (low + high) / 2;
            double tail = NORMAL.survivalProbability(z);
            if (tail > 0 && square(tail, z) < ratio * ratio) {
                low = z;
            } else {
                high = z;
            }
        }
        return NORMAL.survivalProbability((low + high) / 2);
    }

    /** t² of a tail, whose normal quantile is z. */
    private double square(double tail, double z) {
        double variance = variance();
        double square = z * z;
        double exponent = 1 + Math.min(1, 2 * tail / WELCH);
        for (Source source : sources) {
            if (source.variance() > 0) {
                double share = source.variance() / variance;
                double t = TDistribution.of(source.freedom()).inverseSurvivalProbability(tail);
                square += (t * t - z * z) * StrictMath.pow(share, exponent);
            }
        }
        return square;
    }

    private static double variance(List<Source> sources) {
        double sum = 0;
        for (Source source : sources) {
            sum += source.variance();
        }
        return sum;
    }

    private static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("A level lies between 0 and 1, such as 0.95, got " + level);
        }
    }
}
