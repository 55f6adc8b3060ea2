package dev.whittle.classify.linear;

import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.nn.Loss;
import dev.whittle.feature.kernel.Kernels;

/**
 * The loss of each {@link Formulation}, with the hinge or its square. At a kink the derivative taken is 0; of equal largest violators
 * in Crammer and Singer's the first counts.
 */
record MulticlassHinge(Formulation formulation, Hinge hinge) implements Loss {
    @Override
    public double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            int from = r * classes;
            int y = labels[offset + r];
            sum += switch (formulation) {
                case ONE_VS_REST -> oneVsRest(scores, from, classes, y, scale);
                case WESTON_WATKINS -> westonWatkins(scores, from, classes, y, scale);
                case CRAMMER_SINGER -> crammerSinger(scores, from, classes, y, scale);
            };
        }
        return sum;
    }

    private boolean squared() {
        return hinge == Hinge.SQUARED;
    }

    /** Σ_j h(1 - t_j·s_j), t_j = 1 for the label and -1 for all others. */
    private double oneVsRest(float[] scores, int from, int classes, int y, float scale) {
        double sum = 0;
        if (squared()) {
            for (int c = 0; c < classes; c++) {
                float t = c == y ? 1 : -1;
                float slack = Math.max(0, 1 - t * scores[from + c]);
                sum += (double) slack * slack;
                scores[from + c] = -2 * t * slack * scale;
            }
            return sum;
        }
        for (int c = 0; c < classes; c++) {
            float t = c == y ? 1 : -1;
            float slack = 1 - t * scores[from + c];
            sum += Math.max(0, slack);
            // A NaN stays one.
            scores[from + c] = slack > 0 ? -t * scale : 0 * slack;
        }
        return sum;
    }

    /** Σ_{j≠y} h(1 + s_j - s_y). */
    private double westonWatkins(float[] scores, int from, int classes, int y, float scale) {
        float label = scores[from + y];
        double sum = 0;
        float pull = 0;
        for (int c = 0; c < classes; c++) {
            if (c == y) {
                continue;
            }
            float slack = Math.max(0, 1 + (scores[from + c] - label));
            sum += squared() ? (double) slack * slack : slack;
            float derivative = squared() ? 2 * slack * scale : slack > 0 ? scale : 0;
            scores[from + c] = derivative;
            pull += derivative;
        }
        scores[from + y] = -pull;
        return sum;
    }

    /** h(1 + max_{j≠y} s_j - s_y). */
    private double crammerSinger(float[] scores, int from, int classes, int y, float scale) {
        int worst = y == 0 ? 1 : 0;
        for (int c = worst + 1; c < classes; c++) {
            if (c != y && scores[from + c] > scores[from + worst]) {
                worst = c;
            }
        }
        float slack = Math.max(0, 1 + (scores[from + worst] - scores[from + y]));
        java.util.Arrays.fill(scores, from, from + classes, 0);
        float derivative = squared() ? 2 * slack * scale : slack > 0 ? scale : 0;
        scores[from + worst] = derivative;
        scores[from + y] = -derivative;
        return squared() ? (double) slack * slack : slack;
    }
}
