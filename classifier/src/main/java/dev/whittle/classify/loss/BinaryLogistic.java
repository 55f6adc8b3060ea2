package dev.whittle.classify.loss;

import dev.whittle.feature.kernel.Kernels;

/**
 * One-vs-rest logistic loss: Σ_j ln(1 + e^{-t_j·s_j}) with t_j = 1 for the sample's class and -1 for all others; the
 * derivative by s_j is
 * -t_j/(1 + e^{t_j·s_j}).
 */
public final class BinaryLogistic implements Loss {
    @Override
    public double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        int n = rows * classes;
        double sum = Scores.zeroIfFinite(scores, n);
        // First s is replaced by -t·s. The loss is the softplus of this value, and its derivative the sigmoid.
        for (int i = 0; i < n; i++) {
            boolean own = i % classes == labels[offset + i / classes];
            scores[i] = own ? -scores[i] : scores[i];
            sum += Math.max(0, scores[i]);
        }
        for (int i = 0; i < n; i++) {
            scores[i] = -scores[i];
        }
        kernels.linear().exp(scores, 0, n);
        for (int i = 0; i < n; i++) {
            boolean own = i % classes == labels[offset + i / classes];
            float e = scores[i];
            // ln(1 + e^m) = max(0, m) + ln(1 + e^-|m|), where e = e^-m
            sum += LogOnePlus.of(e <= 1 ? e : 1 / e);
            scores[i] = (own ? -scale : scale) / (1 + e);
        }
        return sum;
    }

    @Override
    public String toString() {
        return "BinaryLogistic";
    }
}
