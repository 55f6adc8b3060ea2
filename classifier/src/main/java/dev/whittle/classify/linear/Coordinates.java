package dev.whittle.classify.linear;

import dev.whittle.classify.optim.Cholesky;
import dev.whittle.feature.Rows;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The variables in which a full-batch solver sees the weights of a class. The Hessian of a linear head is near curvature·XᵀX/n +
 * l2·I in each class; with M = L·Lᵀ that matrix, the solver sees v with (w, b) = L⁻ᵀv, in which the Hessian is near the identity and
 * correlated features cost no more iterations than others. The constant feature of the intercept is part of X.
 *
 * <p>M comes from at most max(8192, 2·features) rows, evenly spaced, in float. Above {@link #MOST_FEATURES} features, and with fewer than {@link
 * #LEAST_ROWS_PER_FEATURE} rows for each, only its diagonal is used: factors then cost more than the iterations they save.
 */
final class Coordinates {
    static final int MOST_FEATURES = 4096;
    private static final int LEAST_ROWS_PER_FEATURE = 4;
    private static final int LEAST_ROWS = 8192;
    private static final int CHUNK_ROWS = 512;
    private static final int BLOCK = 64;

    private final int d;
    private final int classes;
    private final Run run;
    /** One of them is null. */
    private final Cholesky full;

    private final double[] diagonal;

    Coordinates(Rows x, int classes, double curvature, double l2, Intercept intercept, Run run) {
        this.d = x.columns();
        this.classes = classes;
        this.run = run;
        int n = d + 1;
        if (d > MOST_FEATURES || x.rows() < (long) LEAST_ROWS_PER_FEATURE * d) {
            full = null;
            diagonal = new double[n];
            squares(x, diagonal);
            for (int j = 0; j < n; j++) {
                double l = j < d || intercept == Intercept.PENALIZED ? l2 : 0;
                double m = curvature * diagonal[j] + l;
                diagonal[j] = m > 0 ? Math.sqrt(m) : 1;
            }
            return;
        }
        diagonal = null;
        float[] m = moments(x, run);
        double trace = 0;
        for (int j = 0; j < d; j++) {
            trace += m[j * n + j];
        }
        // Columns that are constant or sums of others leave M singular; this much of the mean square makes it safe in
        // float.
        double ridge = trace > 0 ? 1e-5 * trace / d : 1;
        for (int j = 0; j < n; j++) {
            for (int k = 0; k <= j; k++) {
                m[j * n + k] *= (float) curvature;
            }
            double l = j < d || intercept == Intercept.PENALIZED ? l2 : 0;
            m[j * n + j] += (float) (l + curvature * ridge);
        }
        if (intercept == Intercept.NONE) {
            // Nothing of the features may reach b, whose derivative is 0.
            Arrays.fill(m, d * n, d * n + d, 0);
        }
        full = Cholesky.of(n, m, run);
    }

    private static int rowsUsed(Rows x) {
        return Math.min(x.rows(), Math.max(LEAST_ROWS, 2 * x.columns()));
    }

    private static int row(Rows x, int i, int used) {
        return (int) ((long) i * x.rows() / used);
    }

    private static void squares(Rows x, double[] sums) {
        int used = rowsUsed(x);
        float[] values = new float[x.columns()];
        for (int i = 0; i < used; i++) {
            x.read(row(x, i, used), 1, values, 0);
            for (int j = 0; j < values.length; j++) {
                sums[j] += (double) values[j] * values[j];
            }
        }
        for (int j = 0; j < values.length; j++) {
            sums[j] /= used;
        }
        sums[values.length] = 1;
    }

    /** The lower triangle of the mean of (x, 1)(x, 1)ᵀ. */
    private static float[] moments(Rows x, Run run) {
        int used = rowsUsed(x);
        int d = x.columns();
        int n = d + 1;
        float[] m = new float[n * n];
        float[] chunk = new float[Math.min(used, CHUNK_ROWS) * n];
        for (int from = 0; from < used; from += CHUNK_ROWS) {
            int rows = Math.min(CHUNK_ROWS, used - from);
            for (int r = 0; r < rows; r++) {
                x.read(row(x, from + r, used), 1, chunk, r * n);
                chunk[r * n + d] = 1;
            }
            run.parallel(n, BLOCK, (lo, hi) -> {
                Kernels kernels = run.kernels();
                kernels.gemm(hi - lo, hi, rows, chunk, lo, 1, n, chunk, 0, n, 1, m, lo * n, n);
            });
        }
        for (int i = 0; i < m.length; i++) {
            m[i] /= used;
        }
        return m;
    }

    /** W (classes × features) and b from the solver's variables, which lie alike. */
    void weights(double[] variables, double[] out) {
        map(variables, out, v -> {
            if (full == null) {
                divide(v);
            } else {
                full.solveTransposed(v);
            }
        });
    }

    /** The gradient by the solver's variables from that by W and b. */
    void gradient(double[] byWeights, double[] out) {
        map(byWeights, out, v -> {
            if (full == null) {
                divide(v);
            } else {
                full.solve(v);
            }
        });
    }

    /** The way back: the gradient by W and b from that by the solver's variables. */
    void gradientByWeights(double[] gradient, double[] out) {
        map(gradient, out, v -> {
            if (full == null) {
                for (int j = 0; j <= d; j++) {
                    v[j] *= diagonal[j];
                }
            } else {
                full.multiply(v);
            }
        });
    }

    private void divide(double[] v) {
        for (int j = 0; j <= d; j++) {
            v[j] /= diagonal[j];
        }
    }

    private void map(double[] in, double[] out, Consumer<double[]> change) {
        run.parallel(classes, 1, (from, to) -> {
            double[] v = new double[d + 1];
            for (int c = from; c < to; c++) {
                System.arraycopy(in, c * d, v, 0, d);
                v[d] = in[classes * d + c];
                change.accept(v);
                System.arraycopy(v, 0, out, c * d, d);
                out[classes * d + c] = v[d];
            }
        });
    }
}
