package dev.whittle.classify.loss;

import dev.whittle.feature.kernel.Kernels;

/**
 * The multi-class hinge of Crammer and Singer (2001): max(0, m) with m = 1 + max_{j≠y} s_j - s_y. Only the largest
 * violator counts; {@link WestonWatkins} sums over all. At m ≤ 0 the derivative is taken as 0; of equal violators only
 * the first has a derivative. The squared loss is max(0, m)².
 */
public final class CrammerSinger implements Loss {
    private final boolean squared;

    /** The hinge. */
    public CrammerSinger() {
        this(false);
    }

    /** @param squared whether the hinge is squared */
    public CrammerSinger(boolean squared) {
        this.squared = squared;
    }

    @Override
    public double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        double sum = Scores.zeroIfFinite(scores, rows * classes);
        for (int r = 0; r < rows; r++) {
            int from = r * classes;
            int y = labels[offset + r];
            int worst = y == 0 ? 1 : 0;
            for (int c = 0; c < classes; c++) {
                if (c != y && scores[from + c] > scores[from + worst]) {
                    worst = c;
                }
            }
            double margin = Math.max(0, 1.0 - scores[from + y] + scores[from + worst]);
            sum += squared ? margin * margin : margin;
            float slope = (float) (squared ? 2 * margin : margin > 0 ? 1 : 0);
            for (int c = 0; c < classes; c++) {
                scores[from + c] = 0;
            }
            scores[from + worst] = slope * scale;
            scores[from + y] = -slope * scale;
        }
        return sum;
    }

    @Override
    public String toString() {
        return squared ? "squared CrammerSinger" : "CrammerSinger";
    }
}
