package dev.whittle.classify.linear;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.PivotedCholesky;
import java.util.Arrays;

/**
 * Training with an l2 penalty where there are more features than samples. The minimum of mean loss + (l2/2)‖W‖²
 * lies in the span of the rows: a part of W orthogonal to all rows changes no score and is only penalised (the
 * representer theorem, Schölkopf, Herbrich and Smola 2001). So rows with few values that have the same products with
 * one another have the same minimum.
 *
 * <p>With X·Xᵀ = L·Lᵀ these rows are those of L. The rows of L's pivots are a basis of the span: a model β on L is W =
 * Xₚᵀ·a on X, where Lₚᵀ·a = β. Both have the same scores and the same norm, hence the same objective.
 *
 * <p>The mean is subtracted from the rows, so that their products in float lose nothing if they lie far from 0. With a
 * free intercept, this changes only the intercept. Otherwise the mean is a row of the table as well, and its row of L
 * is added to those of the samples.
 */
final class Span {
    /**
     * What may be left of a row outside the span of others, relative to its squared norm. The error of the products is
     * below this. A column of L that is only rounding is nearly 0 in all rows but one, and changes no minimum.
     */
    private static final double TOLERANCE = 1e-6;
    /** The largest number of samples. The factor, two of floats and their products take 1 GiB then. */
    private static final int MOST_SAMPLES = 8192;
    /** The third power of the samples may be this many times a pass. */
    private static final int PASSES = 2048;
    /** Pivot rows whose multiples are added in float; another number would change the bits. */
    private static final int BLOCK = 128;

    private static final int COLUMNS = 1024;
    private static final int ROWS = 32;
    /** Classes that are solved for at once. */
    private static final int CLASSES = 4;

    private final boolean free;
    private final CentredRows centred;
    private final PivotedCholesky factor;
    private final Matrix rows;
    private final Run run;

    Span(Rows x, Intercept intercept, Run run) {
        this.run = run;
        free = intercept == Intercept.FREE;
        centred = new CentredRows(x, !free, run);
        // The rows sum to 0, or to a multiple of the mean, which is a row. What is left of the last one is rounding.
        int most = centred.rows() - 1;
        factor = PivotedCholesky.of(Products.lower(centred, run), most, TOLERANCE, run);
        rows = new Matrix(x.rows(), Math.max(1, factor.rank()));
        double[] mean = free ? new double[0] : factor.row(0);
        run.parallel(x.rows(), ROWS, (from, to) -> {
            for (int i = from; i < to; i++) {
                double[] row = Arrays.copyOf(factor.row(free ? i : i + 1), rows.columns());
                for (int j = 0; j < mean.length; j++) {
                    row[j] += mean[j];
                }
                for (int j = 0; j < row.length; j++) {
                    rows.data()[i * row.length + j] = (float) row[j];
                }
            }
        });
    }

    /**
     * Whether training in the span is faster. To train as near to the minimum on the features themselves takes some
     * hundred passes of samples × features; the factor takes the third power of the samples.
     */
    static boolean pays(int samples, int features) {
        return features > samples && samples <= MOST_SAMPLES && (long) samples * samples <= (long) PASSES * features;
    }

    /**
     * The bytes that training needs. First for the products; then for their triangle, the rows, and the factor of their
     * covariance with its inverse; then for the sums of the features.
     *
     * @param onRows what training on {@link #rows} needs
     */
    static long heapBytes(int samples, int features, int classes, long onRows) {
        int rows = rowsOf(samples);
        long triangle = 4L * rows * rows;
        long training = 3 * triangle + onRows;
        long sums = triangle + 4L * Math.min(rows, BLOCK) * features + 12L * classes * (features + 1L);
        return Math.max(Products.heapBytes(rows, features), triangle + Math.max(training, sums));
    }

    /** The most columns of {@link #rows} for this number of samples. */
    static int rowsOf(int samples) {
        return samples + 1;
    }

    /** The rows on which to train. */
    Matrix rows() {
        return rows;
    }

    /** W (classes × features) and b on the features, from those on {@link #rows}. */
    double[] weights(double[] parameters, int classes) {
        int r = factor.rank();
        double[][] a = multipliers(parameters, classes);
        float[] multipliers = new float[classes * r];
        int[] order = ascending();
        int[] pivots = new int[r];
        for (int p = 0; p < r; p++) {
            pivots[p] = factor.pivots()[order[p]];
            for (int c = 0; c < classes; c++) {
                multipliers[c * r + p] = (float) a[c][order[p]];
            }
        }
        int d = centred.columns();
        double[] w = new double[classes * (d + 1)];
        if (r > 0) {
            addRows(multipliers, centred.select(pivots), classes, w);
        }
        for (int c = 0; c < classes; c++) {
            double b = parameters[classes * rows.columns() + c];
            for (int j = 0; j < d && free; j++) {
                b -= (float) w[c * d + j] * (double) centred.mean()[j];
            }
            w[classes * d + c] = b;
        }
        return w;
    }

    /** Lₚ⁻ᵀβ for each class. */
    private double[][] multipliers(double[] parameters, int classes) {
        double[][] a = new double[classes][];
        for (int c = 0; c < classes; c++) {
            a[c] = Arrays.copyOfRange(parameters, c * rows.columns(), c * rows.columns() + factor.rank());
        }
        run.parallel(classes, CLASSES, (from, to) -> factor.solveTransposed(Arrays.copyOfRange(a, from, to)));
        return a;
    }

    /** The places of the pivots, sorted by their rows: so a file is read from its beginning to its end. */
    private int[] ascending() {
        int[] pivots = factor.pivots();
        return java.util.stream.IntStream.range(0, pivots.length)
                .boxed()
                .sorted(java.util.Comparator.comparingInt(p -> pivots[p]))
                .mapToInt(p -> p)
                .toArray();
    }

    private void addRows(float[] multipliers, Rows x, int classes, double[] w) {
        int d = x.columns();
        int r = x.rows();
        float[] block = new float[Math.min(r, BLOCK) * d];
        for (int p = 0; p < r; p += BLOCK) {
            int first = p;
            int n = Math.min(BLOCK, r - p);
            run.parallel(n, 8, (lo, hi) -> x.read(first + lo, hi - lo, block, lo * d));
            run.parallel(d, COLUMNS, (from, to) -> {
                float[] sums = new float[classes * (to - from)];
                run.kernels()
                        .linear()
                        .gemm(
                                0,
                                classes,
                                to - from,
                                n,
                                Strided.rows(multipliers, first, r),
                                Strided.rows(block, from, d),
                                Strided.rows(sums, 0, to - from));
                for (int c = 0; c < classes; c++) {
                    for (int j = from; j < to; j++) {
                        w[c * d + j] += sums[c * (to - from) + j - from];
                    }
                }
            });
        }
    }
}
