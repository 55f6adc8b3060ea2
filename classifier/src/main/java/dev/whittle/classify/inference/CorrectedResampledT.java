package dev.whittle.classify.inference;

import java.util.List;

/**
 * The difference of two methods where the images are divided anew into training and test images for each of J seeds.
 * The training images are partly the same, so the J differences are not independent. The corrected resampled t test
 * (Nadeau and Bengio, "Inference for the generalization error", Machine Learning 52, 2003) allows for this. With the
 * difference x<sub>j</sub> of the two accuracies with seed j, n2 test images and n1 training images, those for
 * validation among them,
 *
 * <pre>{@code
 * s² = Σ (x_j - mean of x)² / (J - 1)
 * V  = (1/J + n2/n1) · s²          J - 1 degrees of freedom
 * }</pre>
 *
 * <p>For r times repeated k-fold cross-validation J is r·k and n2/n1 is 1/(k - 1) (Bouckaert and Frank, "Evaluating the
 * replicability of significance tests for comparing learning algorithms", PAKDD 2004).
 */
public final class CorrectedResampledT {
    private CorrectedResampledT() {}

    /**
     * The difference from the accuracies of several divisions.
     *
     * @param differences of the two accuracies, for each division, at least 2
     * @param testImages n2, of one division
     * @param trainImages n1, of one division
     * @throws IllegalArgumentException if there are fewer, or all are equal up to rounding and not 0
     */
    public static Difference difference(double[] differences, int testImages, int trainImages) {
        if (differences.length < 2) {
            throw new IllegalArgumentException("The corrected resampled t test needs at least 2 divisions, or the"
                    + " predictions of one, got " + differences.length);
        }
        requireImages(testImages, trainImages);
        double mean = Moments.mean(differences);
        double variance = Moments.variance(differences);
        if (variance == 0 && Moments.same(mean, 0)) {
            mean = 0;
        } else if (variance == 0) {
            throw new IllegalArgumentException("All " + differences.length + " differences are " + differences[0]
                    + ", so their variance is unknown. Give the predictions instead of the accuracies, or take more"
                    + " divisions");
        }
        return difference(mean, variance, differences.length, (double) testImages / trainImages);
    }

    /**
     * The difference of the first method's accuracy and the second's from their predictions. If it is the same for all
     * seeds, which a few test images make likely, the variance over the images of the first seed divided by their
     * number stands for s², with two more images if it is 0, as in {@link ImagesAndSeeds}. The same is done for one
     * division, with 1 degree of freedom, since nothing is known of other training images.
     *
     * @param first whether the first method is correct, by seed and image
     * @param second the same of the second method
     * @param trainImages n1, of one division
     * @throws IllegalArgumentException if there are not as many seeds and images of both, or none
     */
    public static Difference difference(boolean[][] first, boolean[][] second, int trainImages) {
        Correct.requirePairs(first, second);
        int images = first[0].length;
        requireImages(images, trainImages);
        return of(first, second, (double) images / trainImages);
    }

    /**
     * The same for one or more cross-validations, where the run of each fold has its own test images, and folds may
     * differ in size.
     *
     * @param first whether the first method is correct, by run and image: fold by fold, one cross-validation after the
     *     other
     * @param second the same of the second method
     * @param trainImages n1, the mean over the runs; of all other folds k - 1 times the images of a fold. n2 is the
     *     mean number of test images
     * @throws IllegalArgumentException if there are not as many runs and images of both, or none
     */
    public static Difference ofFolds(boolean[][] first, boolean[][] second, double trainImages) {
        Correct.requirePairsOfFolds(first, second);
        if (!(trainImages > 0)) {
            throw new IllegalArgumentException(
                    "The corrected resampled t test needs training images, got " + trainImages);
        }
        double images = 0;
        for (boolean[] run : first) {
            images += run.length;
        }
        return of(first, second, images / first.length / trainImages);
    }

    /** @param ratio n2/n1 */
    private static Difference of(boolean[][] first, boolean[][] second, double ratio) {
        int seeds = first.length;
        double[] ofSeed = new double[seeds];
        for (int s = 0; s < seeds; s++) {
            ofSeed[s] = (double) (Correct.count(first[s]) - Correct.count(second[s])) / first[s].length;
        }
        double variance = Moments.variance(ofSeed);
        if (variance == 0) {
            double[] ofImage = new double[first[0].length];
            for (int i = 0; i < ofImage.length; i++) {
                ofImage[i] = ImagesAndSeeds.difference(first[0][i], second[0][i]);
            }
            variance = Moments.squaredError(ofImage);
            if (variance == 0) {
                variance = ImagesAndSeeds.withTwoMore(ofImage);
            }
        }
        return difference(Moments.mean(ofSeed), variance, seeds, ratio);
    }

    private static Difference difference(double mean, double variance, int seeds, double ratio) {
        double factor = 1.0 / seeds + ratio;
        return new Difference(mean, List.of(new Difference.Source(factor * variance, Math.max(1, seeds - 1))));
    }

    private static void requireImages(int test, int train) {
        if (test < 1 || train < 1) {
            throw new IllegalArgumentException(
                    "The corrected resampled t test needs test and training images, got " + test + " and " + train);
        }
    }
}
