package dev.whittle.classify.linear;

import dev.whittle.classify.optim.Cholesky;
import dev.whittle.classify.optim.InverseFactor;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Moments;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * The variables of a full-batch solver for the weights of a class. The Hessian of a linear head is near M = c·(x, 1)(x,
 * 1)ᵀ + l2·I in the mean over the samples, where c is the curvature. With M = G·Gᵀ the variables of the solver are v
 * with (w, b) = G⁻ᵀv. In these the Hessian is near the identity, so correlated features, and features far from 0, need
 * no more iterations than others.
 *
 * <p>G is a product of factors that fit into float for any means μ of the features. The intercept is eliminated first,
 * exactly. The matrix for w is then A + κ·μμᵀ with A = c·covariance + l2·I. Without intercept κ = c; with an intercept
 * c²/(c + its l2) is subtracted. With D the diagonal of A, L·Lᵀ = D^(-1/2)·A·D^(-1/2) and u = L⁻¹D^(-1/2)μ, this is
 * F·Fᵀ for F = D^(1/2)·L·(I + τ·uuᵀ), τ = κ/(1 + √(1 + κ‖u‖²)).
 *
 * <p>μ and A are computed from at most max(8192, 2·features) rows, evenly spaced. L is float, all else double. Above
 * {@link #MOST_FEATURES} features, and with fewer than {@link #LEAST_ROWS_PER_FEATURE} rows for each, L is the
 * identity, since the factorisation would cost more than the iterations it saves.
 */
final class Coordinates {
    static final int MOST_FEATURES = 4096;
    private static final int LEAST_ROWS_PER_FEATURE = 4;
    private static final int LEAST_ROWS = 8192;
    private static final int CHUNK_ROWS = 512;
    private static final int BLOCK = 64;
    /** Values to add to the unit diagonal of D^(-1/2)·A·D^(-1/2), tried one after another until it can be factored. */
    private static final double[] RIDGES = {0, 1e-4, 1e-3, 1e-2};

    private final int d;
    private final int classes;
    private final Run run;
    private final double[] means;
    /** √D. */
    private final double[] scales;
    /** Null for the identity. */
    private final Cholesky factor;
    /** The inverse of the factor in place of it, or null. */
    private final InverseFactor inverse;

    private final double[] u;
    private final double tau;
    /** The factor in (I + τ·uuᵀ)⁻¹ = I - inverseTau·uuᵀ. */
    private final double inverseTau;
    /** c/(c + l2 of the intercept), or 0 without intercept. */
    private final double shift;

    private final double interceptScale;

    /**
     * @param square whether the rows are those of a {@link Span}, about as many as there are columns. Then L is used
     *     for any number of rows and columns, as its inverse
     */
    Coordinates(Rows x, int classes, double curvature, double l2, Intercept intercept, boolean square, Run run) {
        this.d = x.columns();
        this.classes = classes;
        this.run = run;
        int used = Math.min(x.rows(), Math.max(LEAST_ROWS, 2 * d));
        Rows some = spaced(x, used);
        // One chunk, not those of Moments.mean and Moments.variance, which would change the bits.
        means = mean(Moments.sums(some, 0, used, run), used);
        double[] variances = mean(Moments.squares(some, means, 0, used, run), used);
        double trace = 0;
        for (double v : variances) {
            trace += v;
        }
        // Without l2 constant columns make A singular. A column that is 0 in the rows used may not be 0 in all rows.
        double floor = trace > 0 ? 1e-5 * trace / d : 1;
        scales = new double[d];
        for (int j = 0; j < d; j++) {
            scales[j] = Math.sqrt(curvature * (variances[j] + floor) + l2);
        }
        boolean diagonal = !square && (d > MOST_FEATURES || x.rows() < (long) LEAST_ROWS_PER_FEATURE * d);
        Cholesky found = diagonal
                ? null
                : factor(d, ridge -> scaled(some, curvature, 1 + ridge), run).orElse(null);
        inverse = square && found != null ? InverseFactor.of(found, run) : null;
        factor = square ? null : found;
        double ofIntercept = curvature + (intercept == Intercept.PENALIZED ? l2 : 0);
        boolean without = intercept == Intercept.NONE;
        shift = without ? 0 : curvature / ofIntercept;
        interceptScale = without ? 1 : Math.sqrt(ofIntercept);
        double kappa = without ? curvature : curvature * (1 - shift);
        u = means.clone();
        divide(u);
        solve(u);
        double root = Math.sqrt(1 + kappa * dot(u, u));
        tau = kappa / (1 + root);
        inverseTau = tau / root;
    }

    /**
     * The factor of a matrix with unit diagonal that may not be positive definite.
     *
     * @param withRidge computes the lower triangle, with its argument added to the diagonal
     * @return empty if no ridge is large enough
     */
    static Optional<Cholesky> factor(int n, DoubleFunction<float[]> withRidge, Run run) {
        for (double ridge : RIDGES) {
            Optional<Cholesky> factor = Cholesky.of(n, withRidge.apply(ridge), run);
            if (factor.isPresent()) {
                return factor;
            }
        }
        return Optional.empty();
    }

    /** Some rows of a table, evenly spaced. */
    private static Rows spaced(Rows x, int used) {
        return x.select(IntStream.range(0, used)
                .map(i -> (int) ((long) i * x.rows() / used))
                .toArray());
    }

    /** The mean of the statistics of the rows. */
    private static double[] mean(double[] sums, int rows) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] /= rows;
        }
        return sums;
    }

    /** The lower triangle of D^(-1/2)·A·D^(-1/2), with another diagonal. */
    private float[] scaled(Rows some, double curvature, double diagonal) {
        int used = some.rows();
        double[] multipliers = new double[d];
        for (int j = 0; j < d; j++) {
            multipliers[j] = Math.sqrt(curvature / used) / scales[j];
        }
        float[] m = new float[d * d];
        float[] chunk = new float[Math.min(used, CHUNK_ROWS) * d];
        for (int from = 0; from < used; from += CHUNK_ROWS) {
            int rows = Math.min(CHUNK_ROWS, used - from);
            run.checkCancelled();
            some.read(from, rows, chunk, 0);
            for (int at = 0; at < rows * d; at += d) {
                for (int j = 0; j < d; j++) {
                    chunk[at + j] = (float) ((chunk[at + j] - means[j]) * multipliers[j]);
                }
            }
            run.parallel(
                    d,
                    BLOCK,
                    (lo, hi) -> run.kernels()
                            .linear()
                            .gemm(
                                    lo,
                                    hi,
                                    hi,
                                    rows,
                                    Strided.columns(chunk, 0, d),
                                    Strided.rows(chunk, 0, d),
                                    Strided.rows(m, 0, d)));
        }
        for (int j = 0; j < d; j++) {
            m[j * d + j] = (float) diagonal;
        }
        return m;
    }

    /** W (classes × features) and b from the solver's variables, which have the same layout. */
    void weights(double[] variables, double[] out) {
        double[][] v = split(variables);
        each(v, x -> addU(x, -inverseTau));
        if (inverse != null) {
            inverse.multiplyTransposed(v, run);
        } else if (factor != null) {
            each(v, factor::solveTransposed);
        }
        each(v, x -> {
            divide(x);
            x[d] = x[d] / interceptScale - shift * dot(means, x);
        });
        join(v, out);
    }

    /** The gradient by the solver's variables, from the gradient by W and b. */
    void gradient(double[] byWeights, double[] out) {
        double[][] v = split(byWeights);
        each(v, x -> {
            for (int j = 0; j < d; j++) {
                x[j] -= shift * x[d] * means[j];
            }
            divide(x);
        });
        solve(v);
        each(v, x -> {
            addU(x, -inverseTau);
            x[d] /= interceptScale;
        });
        join(v, out);
    }

    /** The inverse: the gradient by W and b, from the gradient by the solver's variables. */
    void gradientByWeights(double[] gradient, double[] out) {
        double[][] v = split(gradient);
        each(v, x -> {
            x[d] *= interceptScale;
            addU(x, tau);
            if (inverse != null) {
                inverse.divide(x);
            } else if (factor != null) {
                factor.multiply(x);
            }
            for (int j = 0; j < d; j++) {
                x[j] = x[j] * scales[j] + shift * x[d] * means[j];
            }
        });
        join(v, out);
    }

    private void solve(double[]... v) {
        if (inverse != null) {
            inverse.multiply(v, run);
        } else if (factor != null) {
            each(v, factor::solve);
        }
    }

    private void divide(double[] v) {
        for (int j = 0; j < d; j++) {
            v[j] /= scales[j];
        }
    }

    /** v becomes (I + times·uuᵀ)v. */
    private void addU(double[] v, double times) {
        double along = times * dot(u, v);
        for (int j = 0; j < d; j++) {
            v[j] += along * u[j];
        }
    }

    private double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < d; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /** The weights and the intercept of each class. */
    private double[][] split(double[] all) {
        double[][] v = new double[classes][d + 1];
        for (int c = 0; c < classes; c++) {
            System.arraycopy(all, c * d, v[c], 0, d);
            v[c][d] = all[classes * d + c];
        }
        return v;
    }

    private void join(double[][] v, double[] out) {
        for (int c = 0; c < classes; c++) {
            System.arraycopy(v[c], 0, out, c * d, d);
            out[classes * d + c] = v[c][d];
        }
    }

    private void each(double[][] v, Consumer<double[]> change) {
        run.parallel(v.length, 1, (from, to) -> change.accept(v[from]));
    }
}
