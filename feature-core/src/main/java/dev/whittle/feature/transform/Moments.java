package dev.whittle.feature.transform;

import dev.whittle.feature.Chunks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Rows;

/**
 * Means, variances and covariances of the columns of a table, as folds over chunks of rows: the statistics of a chunk,
 * which are functions of its rows alone, are added in chunk order. All sums are in double, in the order of the rows
 * within a chunk.
 */
public final class Moments {
    /** Rows of a chunk of sums and of squares. */
    public static final int CHUNK_ROWS = 1024;
    /** Rows of a chunk of products: more, since a chunk has d² sums. */
    public static final int PRODUCT_CHUNK_ROWS = 2048;

    /** d² is below 2<sup>31</sup>. */
    private static final int MOST_COLUMNS = 46_340;

    private Moments() {}

    /** The sum of each column over the rows {@code from} to {@code to - 1}. */
    public static double[] sums(Rows rows, int from, int to, Run run) {
        int d = rows.columns();
        double[] sum = new double[d];
        Tables.rangesOf(rows, from, to, run, (x, at, first, n) -> {
            for (int row = at; row < at + n * d; row += d) {
                for (int c = 0; c < d; c++) {
                    sum[c] += x[row + c];
                }
            }
        });
        return sum;
    }

    /** The sum of each column's differences from a value over the rows {@code from} to {@code to - 1}. */
    public static double[] differences(Rows rows, double[] values, int from, int to, Run run) {
        int d = rows.columns();
        double[] sum = new double[d];
        Tables.rangesOf(rows, from, to, run, (x, at, first, n) -> {
            for (int row = at; row < at + n * d; row += d) {
                for (int c = 0; c < d; c++) {
                    sum[c] += x[row + c] - values[c];
                }
            }
        });
        return sum;
    }

    /** The sum of each column's squared differences from its mean over the rows {@code from} to {@code to - 1}. */
    public static double[] squares(Rows rows, double[] mean, int from, int to, Run run) {
        int d = rows.columns();
        double[] sum = new double[d];
        Tables.rangesOf(rows, from, to, run, (x, at, first, n) -> {
            for (int row = at; row < at + n * d; row += d) {
                for (int c = 0; c < d; c++) {
                    double difference = x[row + c] - mean[c];
                    sum[c] += difference * difference;
                }
            }
        });
        return sum;
    }

    /**
     * The sums of products of two columns' differences from their means over the rows {@code from} to {@code to - 1}:
     * the sum for columns i and j ≥ i is element i·d + j. The other elements are 0.
     */
    public static double[] products(Rows rows, double[] mean, int from, int to, Run run) {
        int d = rows.columns();
        checkSquare(d);
        double[] sum = new double[d * d];
        double[] x = new double[d];
        Tables.rangesOf(rows, from, to, run, (values, at, first, n) -> {
            for (int row = at; row < at + n * d; row += d) {
                // Each row is d² operations.
                run.checkCancelled();
                for (int c = 0; c < d; c++) {
                    x[c] = values[row + c] - mean[c];
                }
                for (int i = 0; i < d; i++) {
                    addScaled(x[i], x, i, sum, i * d + i, d - i);
                }
            }
        });
        return sum;
    }

    /** @throws IllegalArgumentException if the covariance of so many columns is too large for an array */
    static void checkSquare(int d) {
        if (d > MOST_COLUMNS) {
            throw new IllegalArgumentException(
                    "A covariance matrix of " + d + " columns does not fit into an array, expected at most "
                            + MOST_COLUMNS + "; take fewer features");
        }
    }

    private static void addScaled(double alpha, double[] x, int from, double[] y, int at, int n) {
        for (int i = 0; i < n; i++) {
            y[at + i] += alpha * x[from + i];
        }
    }

    /** The mean of each column. */
    public static double[] mean(Rows rows, Run run) {
        double[] mean = Chunks.fold(rows, CHUNK_ROWS, Moments::sums, Chunks::add, run);
        for (int c = 0; c < mean.length; c++) {
            mean[c] /= rows.rows();
        }
        return mean;
    }

    /** The variance of each column, divided by the number of rows. */
    public static double[] variance(Rows rows, double[] mean, Run run) {
        double[] squares = sumOfSquares(rows, CHUNK_ROWS, mean, run);
        for (int c = 0; c < mean.length; c++) {
            squares[c] /= rows.rows();
        }
        return squares;
    }

    /** The sum of each column's differences from a value over all rows. */
    public static double[] sumOfDifferences(Rows rows, int chunkRows, double[] values, Run run) {
        return Chunks.fold(
                rows, chunkRows, (x, from, to, there) -> differences(x, values, from, to, there), Chunks::add, run);
    }

    /** The sum of each column's squared differences from its mean over all rows. */
    public static double[] sumOfSquares(Rows rows, int chunkRows, double[] mean, Run run) {
        return Chunks.fold(
                rows, chunkRows, (x, from, to, there) -> squares(x, mean, from, to, there), Chunks::add, run);
    }

    /** The covariance matrix, divided by the number of rows less 1. */
    public static double[] covariance(Rows rows, double[] mean, Run run) {
        int d = mean.length;
        double[] c = Chunks.fold(
                rows, PRODUCT_CHUNK_ROWS, (x, from, to, there) -> products(x, mean, from, to, there), Chunks::add, run);
        for (int i = 0; i < d; i++) {
            for (int j = i; j < d; j++) {
                c[i * d + j] /= rows.rows() - 1;
                c[j * d + i] = c[i * d + j];
            }
        }
        return c;
    }
}
