package dev.whittle.classify.loss;

import dev.whittle.feature.kernel.Kernels;

/** Cross-entropy of the softmax: -ln(e^s_y / Σ_j e^s_j), with derivative p_j - [j = y] by s_j. */
public final class CrossEntropy implements Loss {
    @Override
    public double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        double sum = Scores.zeroIfFinite(scores, rows * classes);
        for (int r = 0; r < rows; r++) {
            int from = r * classes;
            // Only differences of scores matter; with the largest at 0 no exponential overflows.
            float max = scores[from];
            for (int c = 1; c < classes; c++) {
                max = Math.max(max, scores[from + c]);
            }
            for (int c = 0; c < classes; c++) {
                scores[from + c] -= max;
            }
            sum -= scores[from + labels[offset + r]];
        }
        kernels.linear().exp(scores, 0, rows * classes);
        for (int r = 0; r < rows; r++) {
            int from = r * classes;
            double total = 0;
            for (int c = 0; c < classes; c++) {
                total += scores[from + c];
            }
            sum += StrictMath.log(total);
            for (int c = 0; c < classes; c++) {
                float p = (float) (scores[from + c] / total);
                scores[from + c] = scale * (c == labels[offset + r] ? p - 1 : p);
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return "CrossEntropy";
    }
}
