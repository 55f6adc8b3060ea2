package dev.whittle.classify.inference;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * McNemar's exact test for the predictions of two methods on the same images with one seed ("Note on the sampling error
 * of the difference between correlated proportions or percentages", Psychometrika 12, 1947). Only the images count on
 * which exactly one method is correct. If both methods are equally good, each of these b + c images goes to either with
 * probability ½, so
 *
 * <pre>{@code
 * p = min(1, 2 · P(X <= min(b, c)))     X binomial with b + c trials and probability ½
 * }</pre>
 *
 * <p>With b = c, and with b + c = 0, p is 1.
 *
 * @param onlyFirst b, how many images only the first method has correct
 * @param onlySecond c, how many only the second has correct
 */
public record McNemar(int onlyFirst, int onlySecond) {
    public McNemar {
        if (onlyFirst < 0 || onlySecond < 0 || onlyFirst + (long) onlySecond > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "McNemar's test needs two counts of at least 0, got " + onlyFirst + " and " + onlySecond);
        }
    }

    /**
     * @param first whether the first method is correct on each image
     * @param second the same of the second method
     * @throws IllegalArgumentException if there are no images, or not as many of both
     */
    public static McNemar of(boolean[] first, boolean[] second) {
        if (first.length == 0 || first.length != second.length) {
            throw new IllegalArgumentException(
                    "McNemar's test needs results of both methods on the same images, at least one, got " + first.length
                            + " and " + second.length);
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.length; i++) {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        return new McNemar(onlyFirst, onlySecond);
    }

    /** The two-sided p-value. */
    public double p() {
        int images = onlyFirst + onlySecond;
        if (images == 0) {
            return 1;
        }
        int fewer = Math.min(onlyFirst, onlySecond);
        return Math.min(1, 2 * BinomialDistribution.of(images, 0.5).cumulativeProbability(fewer));
    }
}
