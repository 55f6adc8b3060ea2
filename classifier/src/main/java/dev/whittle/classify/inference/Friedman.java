package dev.whittle.classify.inference;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.FDistribution;

/**
 * Friedman's test for k methods on N data sets, as Demšar recommends it ("Statistical comparisons of classifiers over
 * multiple data sets", Journal of Machine Learning Research 7, 2006). On each data set the methods are ranked, the best
 * one with rank 1, equal ones with the mean of their ranks. Scores that differ by at most 10<sup>-13</sup> of their
 * size are equal, as means of the same accuracies in another order may differ by so little. With the mean rank
 * R<sub>j</sub> of method j over the data sets, and t methods in each group of equal ones on a data set,
 *
 * <pre>{@code
 * χ² = 12·N / (k·(k+1)) · Σ (R_j - (k+1)/2)² / (1 - Σ (t³ - t) / (N·k·(k²-1)))
 * F  = (N-1)·χ² / (N·(k-1) - χ²)          F distribution, k - 1 and (k-1)·(N-1) degrees of freedom
 * }</pre>
 *
 * <p>F is the statistic of Iman and Davenport ("Approximations of the critical region of the Friedman statistic",
 * Communications in Statistics 9, 1980). If it finds a difference, two methods differ where their mean ranks are at
 * least the critical difference of Nemenyi apart:
 *
 * <pre>{@code
 * CD = q / sqrt(2) · sqrt(k·(k+1) / (6·N))
 * }</pre>
 *
 * <p>where q is the quantile of the studentised range of k values with infinitely many degrees of freedom.
 *
 * @param dataSets N, at least {@value #LEAST_DATA_SETS}
 * @param meanRanks R<sub>j</sub>, in the order of the methods
 * @param chiSquared χ², at most N·(k-1); 0 if all methods are equal on every data set
 */
public record Friedman(int dataSets, List<Double> meanRanks, double chiSquared) {
    /** With fewer the approximations do not hold. */
    public static final int LEAST_DATA_SETS = 5;

    public Friedman {
        meanRanks = List.copyOf(meanRanks);
    }

    /**
     * @param scores a row for each data set, a column for each method; larger is better
     * @throws IllegalArgumentException if there are fewer than 5 data sets or 2 methods, or a score is missing or not
     *     finite
     */
    public static Friedman of(double[][] scores) {
        if (scores.length < LEAST_DATA_SETS) {
            throw new IllegalArgumentException("Friedman's test needs at least " + LEAST_DATA_SETS + " data sets, got "
                    + scores.length + ": compare the methods on each data set alone");
        }
        int methods = scores[0].length;
        if (methods < 2) {
            throw new IllegalArgumentException("Friedman's test needs at least 2 methods, got " + methods);
        }
        double[] meanRanks = meanRanks(scores);
        double ties = 0;
        for (double[] ofDataSet : scores) {
            for (double score : ofDataSet) {
                // Each of t equal methods adds t² - 1, together t³ - t.
                double equal = Arrays.stream(ofDataSet)
                        .filter(other -> equal(other, score))
                        .count();
                ties += equal * equal - 1;
            }
        }
        double n = scores.length;
        double k = methods;
        double squares = 0;
        for (double rank : meanRanks) {
            squares += (rank - (k + 1) / 2) * (rank - (k + 1) / 2);
        }
        double untied = 1 - ties / (n * k * (k * k - 1));
        double chiSquared = squares == 0 ? 0 : 12 * n / (k * (k + 1)) * squares / untied;
        return new Friedman(
                scores.length, Arrays.stream(meanRanks).boxed().toList(), Math.min(chiSquared, n * (k - 1)));
    }

    /**
     * The mean rank of each method over the data sets, for any number of them.
     *
     * @param scores a row for each data set, at least one, and a column for each method; larger is better
     * @throws IllegalArgumentException if a score is missing or not finite
     */
    public static double[] meanRanks(double[][] scores) {
        int methods = scores[0].length;
        double[] ranks = new double[methods];
        for (int d = 0; d < scores.length; d++) {
            require(scores[d], d, methods);
            for (int j = 0; j < methods; j++) {
                int above = 0;
                int equal = 0;
                for (double other : scores[d]) {
                    boolean same = equal(other, scores[d][j]);
                    above += !same && other > scores[d][j] ? 1 : 0;
                    equal += same ? 1 : 0;
                }
                ranks[j] += above + (equal + 1) / 2.0;
            }
        }
        for (int j = 0; j < methods; j++) {
            ranks[j] /= scores.length;
        }
        return ranks;
    }

    private static boolean equal(double a, double b) {
        return Math.abs(a - b) <= Moments.ROUNDING * Math.max(Math.abs(a), Math.abs(b));
    }

    private static void require(double[] scores, int dataSet, int methods) {
        boolean finite = Arrays.stream(scores).allMatch(Double::isFinite);
        if (scores.length != methods || !finite) {
            throw new IllegalArgumentException("Every data set needs a finite score of each of the " + methods
                    + " methods, got " + Arrays.toString(scores) + " for data set " + dataSet + ", counted from 0");
        }
    }

    /** How many methods were compared. */
    public int methods() {
        return meanRanks.size();
    }

    /** F of Iman and Davenport; infinite if the ranks are the same on all data sets. */
    public double f() {
        double rest = dataSets * (methods() - 1.0) - chiSquared;
        return rest <= 0 ? Double.POSITIVE_INFINITY : (dataSets - 1) * chiSquared / rest;
    }

    /**
     * The p-value of F. It is not below (k!)<sup>1-N</sup>, the probability that methods which do not differ have the
     * same ranks on all data sets.
     */
    public double p() {
        double same = 1;
        for (int j = 2; j <= methods(); j++) {
            same *= StrictMath.pow(j, 1.0 - dataSets);
        }
        double f = f();
        int k = methods();
        double p = Double.isInfinite(f)
                ? 0
                : FDistribution.of(k - 1.0, (k - 1.0) * (dataSets - 1)).survivalProbability(f);
        return Math.max(same, p);
    }

    /**
     * Nemenyi's critical difference of two mean ranks.
     *
     * @param level such as 0.95
     */
    public double criticalDifference(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("A level lies between 0 and 1, such as 0.95, got " + level);
        }
        double k = methods();
        double q = StudentizedRange.upperQuantile(1 - level, methods());
        return q / Math.sqrt(2) * Math.sqrt(k * (k + 1) / (6 * dataSets));
    }
}
