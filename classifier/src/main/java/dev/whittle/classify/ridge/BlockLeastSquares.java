package dev.whittle.classify.ridge;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;

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
 * <p>{@link NormalEquations} sums up AᵀA, and {@link RidgeSystem} finds D to the rounding of AᵀA.
 */
final class BlockLeastSquares {
    /** Rows of a residual that are computed on one thread. */
    private static final int ROWS = 256;

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
        NormalEquations sums = new NormalEquations(n, classes);
        for (int row = 0; row < a.rows(); row += NormalEquations.ROWS) {
            int count = Math.min(NormalEquations.ROWS, a.rows() - row);
            sums.add(a.data(), row * n, residual.data(), row * classes, count, run);
        }
        double[][] change = sums.solve(head, weights, lambda, run);
        Matrix negative = new Matrix(n, classes);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < classes; c++) {
                negative.set(i, c, (float) -change[c][i]);
                weights.set(i, c, weights.get(i, c) - negative.get(i, c));
            }
        }
        run.parallel(
                a.rows(),
                ROWS,
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
}
