package dev.whittle.pipeline.explore;

import dev.whittle.classify.loss.Loss;
import dev.whittle.feature.kernel.Kernels;

/** A loss of networks of one output, whatever the number of classes. */
interface OneScore extends Loss {
    /** The loss of a sample. */
    double value(float score, int label);

    /** Its derivative by the score. */
    float slope(float score, int label);

    @Override
    default double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            int label = labels[offset + r];
            float score = scores[r];
            sum += value(score, label);
            scores[r] = scale * slope(score, label);
        }
        return sum;
    }

    @Override
    default int scores(int classes) {
        return 1;
    }
}
