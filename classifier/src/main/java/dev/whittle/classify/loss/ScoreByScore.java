package dev.whittle.classify.loss;

import dev.whittle.feature.kernel.Kernels;

/** A loss that is a sum of a function of each single score, as in one-vs-rest. */
abstract class ScoreByScore implements Loss {
    /** The loss of a score; {@code own} says whether it is the score of the sample's class. */
    abstract double value(float score, boolean own);

    /** The derivative of {@link #value}. */
    abstract float slope(float score, boolean own);

    @Override
    public final double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        double sum = Scores.zeroIfFinite(scores, rows * classes);
        for (int r = 0; r < rows; r++) {
            int label = labels[offset + r];
            for (int c = 0; c < classes; c++) {
                int i = r * classes + c;
                float s = scores[i];
                sum += value(s, c == label);
                scores[i] = scale * slope(s, c == label);
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
