package dev.whittle.classify.optim;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;
import java.util.Optional;

/**
 * The factor L of a symmetric positive definite A = L·Lᵀ, in float, block column after block column (Golub and Van
 * Loan, "Matrix Computations", 4th ed., algorithm 4.2.4's outer-product form by blocks), and solutions with it in
 * double. It only scales the variables of a solver, so L·Lᵀ need not be exactly A. For any L, the two maps below are a
 * linear map and its transpose.
 */
public final class Cholesky {
    /** Rows and columns of a block. */
    public static final int BLOCK = 64;

    private final int n;
    private final float[] factor;

    private Cholesky(int n, float[] factor) {
        this.n = n;
        this.factor = factor;
    }

    /**
     * Factors in place.
     *
     * @param a n×n, row by row; only the lower triangle is read. It is overwritten, and so are the blocks of {@link
     *     #BLOCK} rows and columns on the diagonal; what is right of these stays
     * @return empty if a pivot is not positive; the contents of {@code a} are then undefined
     */
    public static Optional<Cholesky> of(int n, float[] a, Run run) {
        float[] inverse = new float[BLOCK * BLOCK];
        float[] negative = new float[n * BLOCK];
        for (int k = 0; k < n; k += BLOCK) {
            int from = k;
            int width = Math.min(BLOCK, n - k);
            if (!factorBlock(a, n, k, width)) {
                return Optional.empty();
            }
            invertBlock(a, n, k, width, inverse);
            int below = k + width;
            // The rows below: L21 = A21·L11⁻ᵀ.
            run.parallel(n - below, BLOCK, (lo, hi) -> {
                float[] solved = new float[(hi - lo) * width];
                int start = (below + lo) * n + from;
                run.kernels()
                        .linear()
                        .gemm(
                                0,
                                hi - lo,
                                width,
                                width,
                                Strided.rows(a, start, n),
                                Strided.columns(inverse, 0, BLOCK),
                                Strided.rows(solved, 0, width));
                for (int r = 0; r < hi - lo; r++) {
                    for (int c = 0; c < width; c++) {
                        a[start + r * n + c] = solved[r * width + c];
                        negative[(lo + r) * BLOCK + c] = -solved[r * width + c];
                    }
                }
            });
            // The rest: A22 - L21·L21ᵀ, the blocks on and below the diagonal.
            run.parallel(
                    n - below,
                    BLOCK,
                    (lo, hi) -> run.kernels()
                            .linear()
                            .gemm(
                                    lo,
                                    hi,
                                    hi,
                                    width,
                                    Strided.rows(negative, 0, BLOCK),
                                    Strided.columns(a, below * n + from, n),
                                    Strided.rows(a, below * n + below, n)));
        }
        return Optional.of(new Cholesky(n, a));
    }

    private static boolean factorBlock(float[] a, int n, int k, int width) {
        for (int j = k; j < k + width; j++) {
            double pivot = a[j * n + j];
            for (int p = k; p < j; p++) {
                pivot -= (double) a[j * n + p] * a[j * n + p];
            }
            if (!(pivot > 0)) {
                return false;
            }
            double root = Math.sqrt(pivot);
            a[j * n + j] = (float) root;
            for (int i = j + 1; i < k + width; i++) {
                double sum = a[i * n + j];
                for (int p = k; p < j; p++) {
                    sum -= (double) a[i * n + p] * a[j * n + p];
                }
                a[i * n + j] = (float) (sum / root);
            }
        }
        return true;
    }

    /** The inverse of a block on the diagonal; {@code inverse} has rows of {@link #BLOCK} values. */
    static void invertBlock(float[] a, int n, int k, int width, float[] inverse) {
        java.util.Arrays.fill(inverse, 0);
        for (int j = 0; j < width; j++) {
            for (int i = j; i < width; i++) {
                double sum = i == j ? 1 : 0;
                for (int p = j; p < i; p++) {
                    sum -= (double) a[(k + i) * n + k + p] * inverse[p * BLOCK + j];
                }
                inverse[i * BLOCK + j] = (float) (sum / a[(k + i) * n + k + i]);
            }
        }
    }

    int size() {
        return n;
    }

    /** L row by row, n×n; what is above the diagonal is no part of it. Not a copy. */
    float[] values() {
        return factor;
    }

    /** x becomes L⁻¹x. */
    public void solve(double[] x) {
        for (int i = 0; i < n; i++) {
            int row = i * n;
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            int j = 0;
            for (; j + 4 <= i; j += 4) {
                s0 += factor[row + j] * x[j];
                s1 += factor[row + j + 1] * x[j + 1];
                s2 += factor[row + j + 2] * x[j + 2];
                s3 += factor[row + j + 3] * x[j + 3];
            }
            for (; j < i; j++) {
                s0 += factor[row + j] * x[j];
            }
            x[i] = (x[i] - ((s0 + s1) + (s2 + s3))) / factor[row + i];
        }
    }

    /** x becomes L⁻ᵀx. */
    public void solveTransposed(double[] x) {
        for (int i = n - 1; i >= 0; i--) {
            int row = i * n;
            double v = x[i] / factor[row + i];
            x[i] = v;
            for (int j = 0; j < i; j++) {
                x[j] -= factor[row + j] * v;
            }
        }
    }

    /** x becomes Lx. */
    public void multiply(double[] x) {
        for (int i = n - 1; i >= 0; i--) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += factor[i * n + j] * x[j];
            }
            x[i] = sum;
        }
    }
}
