package dev.whittle.classify.loss;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.kernel.Kernels;
import java.io.Serializable;

/**
 * A loss of the scores of samples, given their labels; the last step of a network or of a linear model. Stateless, and
 * serialisable, since it is computed where the samples are. For training with checkpoints its {@code toString} must
 * distinguish it from other losses.
 */
public interface Loss extends Serializable {
    /**
     * The sum of the losses of some samples. Overwrites each score with the derivative of that sum by the score, times
     * {@code scale}. If scores are not finite, the result is not finite; there is no exception.
     *
     * @param scores {@code rows * classes} values, a row per sample
     * @param labels the class of row r is {@code labels[offset + r]}
     * @param scale for the derivatives only, such as 1/rows for the derivative of the mean
     */
    double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels);

    /**
     * How many scores a sample must have for this number of classes: one for each class, unless a loss overrides this.
     */
    default int scores(int classes) {
        return classes;
    }

    /** How many rows have their largest score at their label. Of equal scores the first counts. Arguments as above. */
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
