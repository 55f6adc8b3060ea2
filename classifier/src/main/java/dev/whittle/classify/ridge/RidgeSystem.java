package dev.whittle.classify.ridge;

import dev.whittle.classify.optim.Cholesky;
import dev.whittle.feature.Run;
import java.util.Arrays;

/**
 * The equations (K + λI)·α = Y for several right sides, where K is symmetric. They are solved by conjugate
 * gradients in double, preconditioned by Cholesky's factorisation of K + λI in float (Golub and Van Loan, "Matrix
 * Computations", 4th ed., algorithm 11.5.1). The factor is exact but for rounding, so a few steps are enough, and they
 * remove its rounding errors. One array holds both: K is right of the blocks on the diagonal, and the factor is on and
 * below the diagonal. The blocks of K on the diagonal are kept apart.
 */
final class RidgeSystem {
    /** Rows whose products are added at once; another number would change the bits. */
    private static final int ROWS = 128;

    private static final int MOST_STEPS = 100;
    /** The norm of what is left of a right side, relative to it, below which α would not change as floats. */
    private static final double TOLERANCE = 1e-9;

    private final String head;
    private final int n;
    private final float[] values;
    /** The blocks of K on the diagonal: of each row the values of its block. */
    private final float[] blocks;

    /** The diagonal of K. */
    private final float[] diagonal;

    private final double lambda;
    private final Cholesky factor;
    private final Run run;

    /**
     * @param head for messages, such as "Kernel ridge"
     * @param values K, n×n row by row. Its lower triangle is overwritten
     * @param diagonal of K
     * @throws IllegalArgumentException if K + λI is singular in float
     */
    RidgeSystem(String head, int n, float[] values, float[] diagonal, double lambda, Run run) {
        this.head = head;
        this.n = n;
        this.values = values;
        this.diagonal = diagonal;
        this.lambda = lambda;
        this.run = run;
        this.blocks = new float[n * Cholesky.BLOCK];
        for (int i = 0; i < n; i++) {
            int block = i / Cholesky.BLOCK * Cholesky.BLOCK;
            int width = Math.min(Cholesky.BLOCK, n - block);
            System.arraycopy(values, i * n + block, blocks, i * Cholesky.BLOCK, width);
            values[i * n + i] = (float) (diagonal[i] + lambda);
        }
        run.progress("factor", 0, 1);
        this.factor = Cholesky.of(n, values, run)
                .orElseThrow(() -> new IllegalArgumentException(head + ": with lambda " + lambda + " the equations of "
                        + n + " unknowns cannot be solved in float; take a larger lambda"));
        run.progress("factor", 1, 1);
    }

    /** α for each right side. */
    double[][] solve(double[][] right) {
        int count = right.length;
        double[][] solution = new double[count][n];
        double[][] left = new double[count][];
        double[][] direction = new double[count][n];
        double[] squares = new double[count];
        double[] goal = new double[count];
        for (int c = 0; c < count; c++) {
            left[c] = right[c].clone();
            goal[c] = TOLERANCE * TOLERANCE * dot(left[c], left[c]);
        }
        for (int step = 0; step < MOST_STEPS; step++) {
            if (!turn(left, direction, squares, goal)) {
                return solution;
            }
            double[][] product = product(direction);
            run.parallel(count, 1, (c, end) -> {
                double along = dot(direction[c], product[c]);
                double length = along > 0 ? squares[c] / along : 0;
                for (int i = 0; i < n; i++) {
                    solution[c][i] += length * direction[c][i];
                    left[c][i] -= length * product[c][i];
                }
            });
        }
        run.warn(head + ": the equations are not solved after " + MOST_STEPS
                + " steps of conjugate gradients, as lambda " + lambda + " is small for float; take a larger lambda");
        return solution;
    }

    /**
     * The next directions: what is left, divided by the factor, made conjugate to the direction before. Those of solved
     * right sides become 0. Returns whether any is not solved.
     */
    private boolean turn(double[][] left, double[][] direction, double[] squares, double[] goal) {
        boolean[] solved = new boolean[left.length];
        run.parallel(left.length, 1, (c, end) -> {
            solved[c] = dot(left[c], left[c]) <= goal[c];
            if (solved[c]) {
                Arrays.fill(direction[c], 0);
                squares[c] = 0;
                return;
            }
            double[] scaled = left[c].clone();
            factor.solve(scaled);
            factor.solveTransposed(scaled);
            double now = dot(left[c], scaled);
            double keep = squares[c] > 0 ? now / squares[c] : 0;
            squares[c] = now;
            for (int i = 0; i < n; i++) {
                direction[c][i] = scaled[i] + keep * direction[c][i];
            }
        });
        for (boolean s : solved) {
            if (!s) {
                return true;
            }
        }
        return false;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** (K + λI)·x for each x. */
    private double[][] product(double[][] x) {
        int count = x.length;
        // All right sides of a row are together, so that K is read once.
        double[] rows = new double[n * count];
        for (int c = 0; c < count; c++) {
            for (int i = 0; i < n; i++) {
                rows[i * count + c] = x[c][i];
            }
        }
        double[] sums = run.fold(n, ROWS, (from, to) -> products(rows, count, from, to), RidgeSystem::add);
        double[][] product = new double[count][n];
        for (int c = 0; c < count; c++) {
            for (int i = 0; i < n; i++) {
                product[c][i] = sums[i * count + c] + (diagonal[i] + lambda) * x[c][i];
            }
        }
        return product;
    }

    private static double[] add(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i];
        }
        return a;
    }

    /** The products of what is right of the diagonal in some rows of K, and of the same below the diagonal. */
    private double[] products(double[] x, int count, int from, int to) {
        double[] sums = new double[n * count];
        for (int i = from; i < to; i++) {
            int own = i * count;
            int block = i / Cholesky.BLOCK * Cholesky.BLOCK;
            for (int j = i + 1; j < n; j++) {
                int ofBlock = j - block;
                double k = ofBlock < Cholesky.BLOCK ? blocks[i * Cholesky.BLOCK + ofBlock] : values[i * n + j];
                int other = j * count;
                for (int c = 0; c < count; c++) {
                    sums[own + c] += k * x[other + c];
                    sums[other + c] += k * x[own + c];
                }
            }
        }
        return sums;
    }
}
