package dev.whittle.classify.loss;

import dev.whittle.feature.kernel.Kernels;

/**
 * Cross-entropy of the softmax: -Σ_j t_j·ln(e^s_j / Σ_i e^s_i), with derivative p_j - t_j by s_j. The target t is 1 at
 * the label and 0 elsewhere. With label smoothing ε it is 1 - ε + ε/k at the label and ε/k elsewhere, for k classes:
 * Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the inception architecture for computer vision" (2016),
 * section 7.
 */
public final class CrossEntropy implements Loss {
    private final double smoothing;

    public CrossEntropy() {
        this(0);
    }

    /** @param smoothing ε, at least 0 and below 1 */
    public CrossEntropy(double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("Label smoothing must be at least 0 and below 1, got " + smoothing);
        }
        this.smoothing = smoothing;
    }

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
            sum -= (1 - smoothing) * scores[from + labels[offset + r]];
            for (int c = 0; smoothing > 0 && c < classes; c++) {
                sum -= smoothing / classes * scores[from + c];
            }
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
                float target = (float) (smoothing / classes + (c == labels[offset + r] ? 1 - smoothing : 0));
                scores[from + c] = scale * (p - target);
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return smoothing == 0 ? "CrossEntropy" : "CrossEntropy(" + smoothing + ")";
    }
}
