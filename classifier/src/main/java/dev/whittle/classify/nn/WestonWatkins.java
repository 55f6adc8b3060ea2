package dev.whittle.classify.nn;

import dev.whittle.feature.kernel.Kernels;

/**
 * The multi-class hinge of Weston and Watkins (1999) with margin 1, as in the lectures: Σ_{j≠y} max(0, s_j - s_y + 1), summed
 * over all violators (the largest alone would be Crammer and Singer's). At the kinks the derivative taken is 0.
 */
public final class WestonWatkins implements Loss {
    @Override
    public double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            int from = r * classes;
            int y = labels[offset + r];
            double bound = 1.0 - scores[from + y];
            int violators = 0;
            for (int c = 0; c < classes; c++) {
                if (c == y) {
                    continue;
                }
                double margin = scores[from + c] + bound;
                sum += Math.max(0, margin);
                boolean violates = margin > 0;
                scores[from + c] = violates ? scale : 0;
                violators += violates ? 1 : 0;
            }
            scores[from + y] = -scale * violators;
        }
        return sum;
    }
}
