package dev.whittle.classify.linear;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Moments;

/**
 * The features for OWL-QN are scaled to (x_j - m_j)/s_j. So their units do not matter, nor, with a free intercept,
 * their means. The diagonal of the Hessian of a linear head is near c·mean((x_j - m_j)²) + l2, where c is the
 * curvature; s_j² is this diagonal divided by c. Weights that are exactly 0 stay 0, since w_j = v_j/s_j.
 *
 * <p>With a free intercept m is the mean. A constant feature then gets weight 0, since the intercept has the same
 * effect without a penalty. Otherwise m is 0, and only a feature of zeros gets weight 0.
 */
final class ScaledRows implements Rows {
    /** The number of rows that one task sums; another number would change the bits. */
    private static final int CHUNK_ROWS = 4096;

    private final Rows x;
    private final double[] means;
    /** 1/s, or 0. */
    private final double[] inverses;

    ScaledRows(Rows x, double curvature, double l2, Intercept intercept, Run run) {
        this.x = x;
        int d = x.columns();
        // The computed mean of a constant column may differ from its value by rounding. So the column is compared with
        // its first value.
        double[] first = new double[d];
        float[] row = new float[d];
        x.read(0, 1, row, 0);
        for (int j = 0; j < d && intercept == Intercept.FREE; j++) {
            first[j] = row[j];
        }
        means = first.clone();
        if (intercept == Intercept.FREE) {
            double[] sums = Moments.sumOfDifferences(x, CHUNK_ROWS, first, run);
            for (int j = 0; j < d; j++) {
                means[j] += sums[j] / x.rows();
            }
        }
        inverses = Moments.sumOfSquares(x, CHUNK_ROWS, means, run);
        for (int j = 0; j < d; j++) {
            double square = inverses[j] / x.rows();
            inverses[j] = square == 0 ? 0 : 1 / Math.sqrt(square + l2 / curvature);
        }
    }

    @Override
    public int rows() {
        return x.rows();
    }

    @Override
    public int columns() {
        return x.columns();
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        x.read(row, n, to, at);
        int d = means.length;
        for (int r = 0; r < n; r++) {
            int from = at + r * d;
            for (int j = 0; j < d; j++) {
                to[from + j] = (float) ((to[from + j] - means[j]) * inverses[j]);
            }
        }
    }

    /** The factor of |v_j| in |w_j|: 1/s_j, or 0 for a feature without weight. */
    double inverse(int j) {
        return inverses[j];
    }

    /** W (classes × features) and b of the features themselves, from those of the scaled ones. */
    double[] weights(double[] scaled, int classes) {
        double[] w = scaled.clone();
        int d = means.length;
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < d; j++) {
                w[c * d + j] *= inverses[j];
                w[classes * d + c] -= w[c * d + j] * means[j];
            }
        }
        return w;
    }
}
