package dev.whittle.feature.transform;

import dev.whittle.feature.Run;
import java.util.Arrays;

/**
 * The factor L of a symmetric positive semidefinite A = L·Lᵀ in double, with as many columns as A has rank: Cholesky's
 * factorisation with complete pivoting by blocks (Hammarling, Higham and Lucas, "LAPACK-style codes for pivoted
 * Cholesky and QR updating", 2007, the routine {@code dpstrf}). The next pivot is the row of which the columns so far
 * explain least.
 *
 * <p>A is scaled to a diagonal of 1 before. So a row counts by its direction and not by its length: what is left of row
 * i after r columns is compared with a_ii. The factorisation ends when at most {@code tolerance} is left of each row.
 *
 * <p>Each element is one fma chain in the order of the columns, so neither threads nor the size of blocks change a bit.
 */
public final class PivotedCholesky {
    private static final int BLOCK = 64;
    /** Rows of a task. */
    private static final int ROWS = 32;
    /** Columns that are updated at once: eight rows of the factor's transpose stay in the first-level cache. */
    private static final int COLUMNS = 256;
    /** Columns of the factor that one loop subtracts. */
    private static final int STEPS = 8;

    private final int n;
    private final int most;
    private final double tolerance;
    private final Run run;
    /** The lower triangle in the order of {@link #order}; then that of L. */
    private final double[][] a;
    /** The row of A at each place. */
    private final int[] order;
    /** The place of each row of A. */
    private final int[] places;
    /** What is left of the scaled diagonal. */
    private final double[] left;

    private final double[] scales;
    private int rank;

    private PivotedCholesky(double[][] a, int most, double tolerance, Run run) {
        n = a.length;
        this.most = Math.min(n, most);
        this.a = a;
        this.tolerance = tolerance;
        this.run = run;
        order = new int[n];
        places = new int[n];
        left = new double[n];
        scales = new double[n];
    }

    /**
     * Factors in place.
     *
     * @param lower the lower triangle of A: row i has i + 1 values. It is overwritten
     * @param most the largest number of columns, at least the rank of A if it were exact
     * @param tolerance the share of a diagonal element that counts as 0, above the relative error of the elements of A
     */
    public static PivotedCholesky of(double[][] lower, int most, double tolerance, Run run) {
        PivotedCholesky factor = new PivotedCholesky(lower, most, tolerance, run);
        factor.scale();
        factor.factor();
        factor.unscale();
        for (int i = 0; i < factor.n; i++) {
            factor.places[factor.order[i]] = i;
        }
        return factor;
    }

    /** The number of columns of L. */
    public int rank() {
        return rank;
    }

    /** The rows of A that are pivots, in the order of L's columns. */
    public int[] pivots() {
        return Arrays.copyOf(order, rank);
    }

    /** Row i of L, for row i of A: at most {@link #rank} values; those behind them are 0. */
    public double[] row(int i) {
        return Arrays.copyOf(a[places[i]], Math.min(places[i] + 1, rank));
    }

    /**
     * x becomes L⁻ᵀx for the rows of the pivots, in the order of L's columns, for several x at once.
     *
     * @param x each of {@link #rank} values
     */
    public void solveTransposed(double[]... x) {
        for (int i = rank - 1; i >= 0; i--) {
            double[] row = a[i];
            for (double[] of : x) {
                double v = of[i] / row[i];
                of[i] = v;
                for (int j = 0; j < i; j++) {
                    of[j] = Math.fma(-v, row[j], of[j]);
                }
            }
        }
    }

    private void scale() {
        for (int i = 0; i < n; i++) {
            order[i] = i;
            scales[i] = a[i][i] > 0 ? Math.sqrt(a[i][i]) : 0;
            left[i] = a[i][i] > 0 ? 1 : 0;
        }
        run.parallel(n, ROWS, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = 0; j <= i; j++) {
                    double by = scales[i] * scales[j];
                    a[i][j] = by > 0 ? a[i][j] / by : 0;
                }
            }
        });
    }

    private void unscale() {
        for (int i = 0; i < n; i++) {
            double by = scales[order[i]];
            for (int j = 0; j < Math.min(i + 1, rank); j++) {
                a[i][j] *= by;
            }
        }
    }

    private void factor() {
        // The columns of L of this block, column after column.
        double[][] columns = new double[BLOCK][n];
        boolean ended = false;
        while (rank < most && !ended) {
            int from = rank;
            while (rank < Math.min(most, from + BLOCK) && !ended) {
                int pivot = largest();
                ended = !(left[pivot] > tolerance);
                if (!ended) {
                    swap(rank, pivot, columns, rank - from);
                    column(rank, columns, rank - from);
                    rank++;
                }
            }
            subtract(from, columns, ended || rank == most);
        }
    }

    /** The place of the row of which most is left; of several, the first row of A. */
    private int largest() {
        int best = rank;
        for (int i = rank + 1; i < n; i++) {
            if (left[i] > left[best] || left[i] == left[best] && order[i] < order[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Exchanges the rows and columns at two places, j ≤ q. */
    private void swap(int j, int q, double[][] columns, int width) {
        if (j == q) {
            return;
        }
        for (int p = 0; p < j; p++) {
            double v = a[j][p];
            a[j][p] = a[q][p];
            a[q][p] = v;
        }
        for (int i = j + 1; i < q; i++) {
            double v = a[i][j];
            a[i][j] = a[q][i];
            a[q][i] = v;
        }
        for (int i = q + 1; i < n; i++) {
            double v = a[i][j];
            a[i][j] = a[i][q];
            a[i][q] = v;
        }
        swap(a[j], j, a[q], q);
        swap(left, j, left, q);
        int row = order[j];
        order[j] = order[q];
        order[q] = row;
        for (int p = 0; p < width; p++) {
            swap(columns[p], j, columns[p], q);
        }
    }

    private static void swap(double[] x, int i, double[] y, int j) {
        double v = x[i];
        x[i] = y[j];
        y[j] = v;
    }

    /** Column j of L, the {@code width}-th of its block, and what is left after it. */
    private void column(int j, double[][] columns, int width) {
        double[] column = columns[width];
        double root = Math.sqrt(left[j]);
        column[j] = root;
        for (int i = j + 1; i < n; i++) {
            column[i] = a[i][j];
        }
        for (int p = 0; p < width; p++) {
            double[] before = columns[p];
            addScaled(-before[j], before, column, j + 1, n);
        }
        for (int i = j + 1; i < n; i++) {
            column[i] /= root;
            left[i] = Math.fma(-column[i], column[i], left[i]);
        }
    }

    private static void addScaled(double by, double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(by, x[i], y[i]);
        }
    }

    /** Stores the block of columns from {@code from} on, and subtracts its products from the rest of A. */
    private void subtract(int from, double[][] columns, boolean ended) {
        int width = rank - from;
        int below = rank;
        for (int i = from; i < below; i++) {
            for (int p = from; p <= i; p++) {
                a[i][p] = columns[p - from][i];
            }
        }
        // A multiple of the steps; columns of 0 change nothing.
        for (int p = width; p % STEPS != 0; p++) {
            Arrays.fill(columns[p], 0);
        }
        run.parallel(n - below, ROWS, (lo, hi) -> {
            for (int i = below + lo; i < below + hi; i++) {
                for (int p = 0; p < width; p++) {
                    a[i][from + p] = columns[p][i];
                }
            }
            for (int j = below; j < below + hi && !ended; j += COLUMNS) {
                for (int i = Math.max(j, below + lo); i < below + hi; i++) {
                    for (int p = 0; p < width; p += STEPS) {
                        subtract(a[i], columns, p, i, j, Math.min(i + 1, j + COLUMNS));
                    }
                }
            }
        });
    }

    /** Subtracts the products of eight columns in one loop, which loads and stores the row only once. */
    private static void subtract(double[] row, double[][] columns, int p, int i, int from, int to) {
        double[] c0 = columns[p];
        double[] c1 = columns[p + 1];
        double[] c2 = columns[p + 2];
        double[] c3 = columns[p + 3];
        double[] c4 = columns[p + 4];
        double[] c5 = columns[p + 5];
        double[] c6 = columns[p + 6];
        double[] c7 = columns[p + 7];
        double v0 = -c0[i];
        double v1 = -c1[i];
        double v2 = -c2[i];
        double v3 = -c3[i];
        double v4 = -c4[i];
        double v5 = -c5[i];
        double v6 = -c6[i];
        double v7 = -c7[i];
        for (int j = from; j < to; j++) {
            double v = Math.fma(v0, c0[j], row[j]);
            v = Math.fma(v1, c1[j], v);
            v = Math.fma(v2, c2[j], v);
            v = Math.fma(v3, c3[j], v);
            v = Math.fma(v4, c4[j], v);
            v = Math.fma(v5, c5[j], v);
            v = Math.fma(v6, c6[j], v);
            row[j] = Math.fma(v7, c7[j], v);
        }
    }
}
