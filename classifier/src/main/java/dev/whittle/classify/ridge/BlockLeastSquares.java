package dev.whittle.classify.ridge;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;

/**
 * Ridge regression whose features are read a block at a time: minimises ‖Y - X·W‖² + λ‖W‖² over the rows of W that
 * belong to a block of columns of X, while the others stay. What is kept between blocks is the residual R = Y - X·W. A
 * step for the columns A of a block is
 *
 * <pre>{@code
 * (AᵀA + λI)·D = AᵀR - λW
 * W += D
 * R -= A·D
 * }</pre>
 *
 * This is Gauss and Seidel's method by blocks on the equations (XᵀX + λI)·W = XᵀY (Golub and Van Loan, "Matrix
 * Computations", 4th ed., section 11.2), called block coordinate descent in KeystoneML (Sparks et al., ICDE 2017).
 *
 * <p>The products of {@link #ROWS} rows are chains of fma in float, and the sums of such chunks are added in double, in
 * the order of the rows. {@link RidgeSystem} finds D to the rounding of AᵀA.
 */
final class BlockLeastSquares {
    /** Rows whose products are added in float; another number would change the bits. */
    private static final int ROWS = 2048;
    /** Columns of A that are computed on one thread, and rows of a residual. */
    private static final int TILE = 256;
    /** (AᵀA) is one array. */
    static final int MOST_COLUMNS = 46_340;

    private BlockLeastSquares() {}

    /**
     * A step for one block.
     *
     * @param head for messages
     * @param a A, all its rows
     * @param residual R, a column for each class, is changed
     * @param weights W of the block, a row for each column of A and a column for each class, is changed
     * @param lambda λ, above 0
     * @throws IllegalArgumentException if AᵀA + λI is singular in float
     */
    static void step(String head, Matrix a, Matrix residual, Matrix weights, double lambda, Run run) {
        int n = a.columns();
        int classes = residual.columns();
        float[] gram = new float[n * n];
        double[][] right = new double[classes][n];
        // The last tiles have the most columns, so they come first.
        run.parallel(n, TILE, (from, to) -> products(a, residual, n - to, n - from, gram, right, run));
        float[] diagonal = new float[n];
        for (int i = 0; i < n; i++) {
            diagonal[i] = gram[i * n + i];
            for (int c = 0; c < classes; c++) {
                right[c][i] -= lambda * weights.get(i, c);
            }
        }
        mirror(n, gram, run);
        double[][] change = new RidgeSystem(head, n, gram, diagonal, lambda, run).solve(right);
        Matrix negative = new Matrix(n, classes);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < classes; c++) {
                negative.set(i, c, (float) -change[c][i]);
                weights.set(i, c, weights.get(i, c) - negative.get(i, c));
            }
        }
        run.parallel(
                a.rows(),
                TILE,
                (from, to) -> run.kernels()
                        .linear()
                        .gemm(
                                from,
                                to,
                                classes,
                                n,
                                Strided.rows(a.data(), 0, n),
                                Strided.rows(negative.data(), 0, classes),
                                Strided.rows(residual.data(), 0, classes)));
    }

    /** The rows {@code lo} to {@code hi - 1} of AᵀA, up to the diagonal and a little beyond, and of AᵀR. */
    private static void products(Matrix a, Matrix residual, int lo, int hi, float[] gram, double[][] right, Run run) {
        int n = a.columns();
        int classes = right.length;
        int tile = hi - lo;
        float[] chunk = new float[tile * hi];
        float[] chunkOfRight = new float[tile * classes];
        double[] sums = new double[tile * hi];
        for (int row = 0; row < a.rows(); row += ROWS) {
            run.checkCancelled();
            int count = Math.min(ROWS, a.rows() - row);
            Strided transposed = Strided.columns(a.data(), row * n + lo, n);
            multiply(transposed, count, Strided.rows(a.data(), row * n, n), hi, chunk, run);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += chunk[i];
            }
            multiply(
                    transposed,
                    count,
                    Strided.rows(residual.data(), row * classes, classes),
                    classes,
                    chunkOfRight,
                    run);
            for (int i = 0; i < tile; i++) {
                for (int c = 0; c < classes; c++) {
                    right[c][lo + i] += chunkOfRight[i * classes + c];
                }
            }
        }
        for (int i = 0; i < tile; i++) {
            for (int j = 0; j < hi; j++) {
                gram[(lo + i) * n + j] = (float) sums[i * hi + j];
            }
        }
    }

    /** The product of a transposed table and another one, into {@code to}. */
    private static void multiply(Strided transposed, int rows, Strided other, int columns, float[] to, Run run) {
        Arrays.fill(to, 0);
        run.kernels()
                .linear()
                .gemm(0, to.length / columns, columns, rows, transposed, other, Strided.rows(to, 0, columns));
    }

    /** Copies what is left of the diagonal to its right. */
    private static void mirror(int n, float[] gram, Run run) {
        run.parallel(n, TILE, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = i + 1; j < n; j++) {
                    gram[i * n + j] = gram[j * n + i];
                }
            }
        });
    }

    /** The bytes of Java's heap that a step needs, in addition to A, R and W. */
    static long heapBytes(int columns, int classes) {
        return Float.BYTES * (long) columns * columns
                // Tiles of the lower triangle in float and double, if threads sum up all of them at once.
                + 6L * columns * (columns + TILE)
                // What the solver keeps of AᵀA.
                + 2L * Float.BYTES * 64 * columns
                + 8L * Double.BYTES * columns * classes;
    }
}
