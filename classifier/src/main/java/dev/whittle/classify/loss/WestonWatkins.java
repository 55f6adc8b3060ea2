package dev.whittle.classify.loss;

import dev.whittle.feature.kernel.Kernels;

/**
 * The multi-class hinge of Weston and Watkins (1999) with margin 1, as in the lectures: Σ_{j≠y} max(0, s_j - s_y + 1),
 * summed over all violators; in {@link CrammerSinger} only the largest counts. At the kinks the derivative is taken as
 * 0. The squared loss is Σ_{j≠y} max(0, s_j - s_y + 1)².
 */
public final class WestonWatkins implements Loss {
    private final boolean squared;

    /** The hinge. */
    public WestonWatkins() {
        this(false);
    }

    /** @param squared whether each hinge is squared */
    public WestonWatkins(boolean squared) {
        this.squared = squared;
    }

    @Override
    public double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        double sum = Scores.zeroIfFinite(scores, rows * classes);
        for (int r = 0; r < rows; r++) {
            int from = r * classes;
            int y = labels[offset + r];
            double bound = 1.0 - scores[from + y];
            double slopes = 0;
            for (int c = 0; c < classes; c++) {
                if (c == y) {
                    continue;
                }
                double margin = scores[from + c] + bound;
                double hinge = Math.max(0, margin);
                sum += squared ? hinge * hinge : hinge;
                double slope = margin > 0 ? (squared ? 2 * margin : 1) : 0;
                scores[from + c] = (float) slope * scale;
                slopes += slope;
            }
            scores[from + y] = -scale * (float) slopes;
        }
        return sum;
    }

    @Override
    public String toString() {
        return squared ? "squared WestonWatkins" : "WestonWatkins";
    }
}
