package dev.whittle.classify.loss;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.kernel.Kernels;

/**
 * What the scores of samples cost, given their labels; the end of a network or of a linear model. Stateless. One whose
 * training keeps checkpoints needs a {@code toString} that tells it from others.
 */
public interface Loss {
    /**
     * The sum of the losses of some samples. Overwrites each score with the derivative of that sum by the score, times
     * {@code scale}. Scores that are not finite give a value that is not finite, never an exception.
     *
     * @param scores {@code rows * classes} values, a row per sample
     * @param labels the class of row r is {@code labels[offset + r]}
     * @param scale for the derivatives only, such as 1/rows for the derivative of the mean
     */
    double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels);

    /**
     * How many scores a sample must have where there are so many classes: one for each, unless a loss says otherwise.
     */
    default int scores(int classes) {
        return classes;
    }

    /** How many rows have their largest score (of equal ones the first) at their label; arguments as above. */
    static int correct(float[] scores, int rows, int classes, int[] labels, int offset) {
        int correct = 0;
        for (int r = 0; r < rows; r++) {
            if (Classifier.largest(scores, r * classes, classes) == labels[offset + r]) {
                correct++;
            }
        }
        return correct;
    }
}
