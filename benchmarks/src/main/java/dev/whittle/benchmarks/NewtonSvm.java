package dev.whittle.benchmarks;

import dev.whittle.benchmarks.LinearProblem.Weights;
import dev.whittle.classify.Samples;
import dev.whittle.feature.table.Matrix;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_full;

/**
 * The optimum of {@link LinearProblem#SVM} with the bias penalised, by Newton's method in double (S. Keerthi and D.
 * DeCoste, "A modified finite Newton method for fast solution of large scale linear SVMs", JMLR 6, 2005), class by
 * class from zero.
 *
 * <p>It proves its own result: f is strongly convex with λ, so f - f* ≤ ‖∇f‖²/(2λ). No figure of Whittle's or of a
 * peer's goes into it.
 */
final class NewtonSvm {
    /** Rows of X turned into double at once. */
    private static final int BLOCK = 2048;

    private static final int STEPS = 100;

    private final Matrix x;
    private final int[] labels;
    private final int n;
    /** Features and the bias, whose feature is 1. */
    private final int d;

    private final double l2;
    private final double enough;

    private NewtonSvm(Samples samples, double enough) {
        x = samples.inMemory("Newton's method");
        labels = samples.labels();
        n = x.rows();
        d = x.columns() + 1;
        l2 = LinearProblem.l2(samples);
        this.enough = enough;
    }

    /**
     * Weights that are the optimum but for {@code enough} of the objective, proven.
     *
     * @throws IllegalStateException if that is not reached
     */
    static Weights solve(Samples samples, double enough) {
        OpenBlas.require();
        NewtonSvm newton = new NewtonSvm(samples, enough);
        Weights weights = new Weights(new double[samples.classes()][newton.d - 1], new double[samples.classes()]);
        for (int k = 0; k < samples.classes(); k++) {
            double[] w = newton.solve(k);
            System.arraycopy(w, 0, weights.weights()[k], 0, newton.d - 1);
            weights.bias()[k] = w[newton.d - 1];
        }
        return weights;
    }

    private double[] solve(int k) {
        double[] w = new double[d];
        double[] gradient = new double[d];
        double[] scores = new double[n];
        double value = value(k, w, scores);
        for (int step = 0; step < STEPS; step++) {
            double squares = gradient(k, w, scores, gradient);
            if (squares / (2 * l2) <= enough * value) {
                return w;
            }
            double[] direction = newton(k, scores, gradient);
            double[] next = new double[d];
            double nextValue = Double.NaN;
            for (double part = 1; part > 1e-6; part /= 2) {
                for (int j = 0; j < d; j++) {
                    next[j] = w[j] - part * direction[j];
                }
                nextValue = value(k, next, scores);
                if (nextValue < value) {
                    break;
                }
            }
            w = next;
            value = nextValue;
        }
        throw new IllegalStateException("Newton's method for class " + k + " did not come to an end in " + STEPS
                + " steps, at objective " + value);
    }

    private double target(int k, int row) {
        return labels[row] == k ? 1 : -1;
    }

    /** The scores, and (1/n) Σ max(0, 1 - t·s)² + (λ/2)‖w‖². */
    private double value(int k, double[] w, double[] scores) {
        double sum = 0;
        for (int r = 0; r < n; r++) {
            double s = w[d - 1];
            int at = r * (d - 1);
            for (int j = 0; j < d - 1; j++) {
                s += w[j] * x.data()[at + j];
            }
            scores[r] = s;
            double violation = Math.max(0, 1 - target(k, r) * s);
            sum += violation * violation;
        }
        double norm = 0;
        for (double v : w) {
            norm += v * v;
        }
        return sum / n + l2 / 2 * norm;
    }

    /** -(2/n) Σ t·max(0, 1 - t·s)·x + λw; returns its squared norm. */
    private double gradient(int k, double[] w, double[] scores, double[] gradient) {
        for (int j = 0; j < d; j++) {
            gradient[j] = l2 * w[j];
        }
        for (int r = 0; r < n; r++) {
            double t = target(k, r);
            double violation = 1 - t * scores[r];
            if (violation > 0) {
                double by = -2.0 / n * t * violation;
                int at = r * (d - 1);
                for (int j = 0; j < d - 1; j++) {
                    gradient[j] += by * x.data()[at + j];
                }
                gradient[d - 1] += by;
            }
        }
        double squares = 0;
        for (double g : gradient) {
            squares += g * g;
        }
        return squares;
    }

    /** H⁻¹∇f, where H = (2/n) Σ xxᵀ over the samples inside the margin + λI. */
    private double[] newton(int k, double[] scores, double[] gradient) {
        try (DoublePointer hessian = new DoublePointer((long) d * d);
                DoublePointer rows = new DoublePointer((long) BLOCK * d);
                DoublePointer solution = new DoublePointer(d)) {
            hessian.zero();
            for (int j = 0; j < d; j++) {
                hessian.put((long) j * d + j, l2);
            }
            double[] block = new double[BLOCK * d];
            int count = 0;
            for (int r = 0; r < n; r++) {
                if (target(k, r) * scores[r] < 1) {
                    for (int j = 0; j < d - 1; j++) {
                        block[count * d + j] = x.data()[r * (d - 1) + j];
                    }
                    block[count * d + d - 1] = 1;
                    count++;
                }
                if (count == BLOCK || r == n - 1 && count > 0) {
                    rows.put(block, 0, count * d);
                    openblas_full.cblas_dsyrk(
                            openblas_full.CblasRowMajor,
                            openblas_full.CblasLower,
                            openblas_full.CblasTrans,
                            d,
                            count,
                            2.0 / n,
                            rows,
                            d,
                            1,
                            hessian,
                            d);
                    count = 0;
                }
            }
            solution.put(gradient, 0, d);
            int info = openblas_full.LAPACKE_dposv(
                    openblas_full.LAPACK_ROW_MAJOR, (byte) 'L', d, 1, hessian, d, solution, 1);
            if (info != 0) {
                throw new IllegalStateException("LAPACK's dposv gave " + info);
            }
            double[] direction = new double[d];
            solution.get(direction);
            return direction;
        }
    }
}
