package dev.whittle.classify.nn;

import dev.whittle.feature.kernel.Kernels;

/** One-vs-rest squared hinge: Σ_j max(0, 1 - t_j·s_j)² with t_j = 1 for the sample's class and -1 for all others. */
public final class SquaredHinge implements Loss {
    @Override
    public double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < classes; c++) {
                int i = r * classes + c;
                float t = c == labels[offset + r] ? 1 : -1;
                float slack = Math.max(0, 1 - t * scores[i]);
                sum += (double) slack * slack;
                scores[i] = -2 * t * slack * scale;
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return "SquaredHinge";
    }
}
