package dev.whittle.classify.optim;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;

/**
 * The inverse of a {@link Cholesky} factor L, in float. Products of it with many vectors at once are matrix products,
 * many times as fast as solving for one vector after another. It only scales the variables of a solver, so it need not
 * be exactly the inverse of L; {@link #multiply} and {@link #multiplyTransposed} are a linear map and its transpose,
 * but for the rounding of sums in float.
 */
public final class InverseFactor {
    private static final int BLOCK = 64;
    /** Columns of a product that are computed at once. */
    private static final int COLUMNS = 256;

    private final int n;
    /** The lower triangle, row by row; 0 above. */
    private final float[] inverse;

    private InverseFactor(int n, float[] inverse) {
        this.n = n;
        this.inverse = inverse;
    }

    /** Block column after block column of X with L·X = I, from the diagonal down. */
    public static InverseFactor of(Cholesky cholesky, Run run) {
        int n = cholesky.size();
        float[] factor = cholesky.values();
        float[] inverse = new float[n * n];
        run.parallel(n, BLOCK, (from, to) -> {
            float[] diagonal = new float[BLOCK * BLOCK];
            float[] sums = new float[BLOCK * BLOCK];
            int width = to - from;
            for (int i = from; i < n; i += BLOCK) {
                int rows = Math.min(BLOCK, n - i);
                Cholesky.invertBlock(factor, n, i, rows, diagonal);
                if (i == from) {
                    for (int r = 0; r < rows; r++) {
                        System.arraycopy(diagonal, r * BLOCK, inverse, (i + r) * n + from, r + 1);
                    }
                    continue;
                }
                java.util.Arrays.fill(sums, 0);
                Strided result = Strided.rows(inverse, i * n + from, n);
                run.kernels()
                        .linear()
                        .gemm(
                                0,
                                rows,
                                width,
                                i - from,
                                Strided.rows(factor, i * n + from, n),
                                Strided.rows(inverse, from * n + from, n),
                                Strided.rows(sums, 0, BLOCK));
                for (int e = 0; e < sums.length; e++) {
                    sums[e] = -sums[e];
                }
                run.kernels()
                        .linear()
                        .gemm(
                                0,
                                rows,
                                width,
                                rows,
                                Strided.rows(diagonal, 0, BLOCK),
                                Strided.rows(sums, 0, BLOCK),
                                result);
            }
        });
        return new InverseFactor(n, inverse);
    }

    /** The first n values of each x become L⁻¹x. */
    public void multiply(double[][] x, Run run) {
        product(
                x,
                run,
                (from, to, in, out) -> run.kernels()
                        .linear()
                        .gemm(0, x.length, to - from, to, in, Strided.columns(inverse, from * n, n), out));
    }

    /** The first n values of each x become L⁻ᵀx. */
    public void multiplyTransposed(double[][] x, Run run) {
        product(
                x,
                run,
                (from, to, in, out) -> run.kernels()
                        .linear()
                        .gemm(
                                0,
                                x.length,
                                to - from,
                                n - from,
                                in.from(0, from),
                                Strided.rows(inverse, from * n + from, n),
                                out));
    }

    /** The columns {@code from} to {@code to - 1} of a product. */
    private interface Part {
        void compute(int from, int to, Strided in, Strided out);
    }

    private void product(double[][] x, Run run, Part part) {
        float[] in = new float[x.length * n];
        for (int c = 0; c < x.length; c++) {
            for (int j = 0; j < n; j++) {
                in[c * n + j] = (float) x[c][j];
            }
        }
        run.parallel(n, COLUMNS, (from, to) -> {
            float[] out = new float[x.length * (to - from)];
            part.compute(from, to, Strided.rows(in, 0, n), Strided.rows(out, 0, to - from));
            for (int c = 0; c < x.length; c++) {
                for (int j = from; j < to; j++) {
                    x[c][j] = out[c * (to - from) + j - from];
                }
            }
        });
    }

    /** The inverse of {@link #multiply}: the first n values become Lx, by solving with this inverse. */
    public void divide(double[] x) {
        for (int i = 0; i < n; i++) {
            double sum = x[i];
            for (int j = 0; j < i; j++) {
                sum -= inverse[i * n + j] * x[j];
            }
            x[i] = sum / inverse[i * n + i];
        }
    }
}
