package dev.whittle.classify.ridge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class BlockLeastSquaresTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int CLASSES = 3;

    private static Matrix columns(Matrix x, int from, int to) {
        Matrix some = new Matrix(x.rows(), to - from);
        for (int r = 0; r < x.rows(); r++) {
            System.arraycopy(x.data(), r * x.columns() + from, some.data(), r * (to - from), to - from);
        }
        return some;
    }

    /** Passes over blocks of columns, from W = 0 on. */
    private static Matrix solve(Matrix x, Matrix y, int block, int passes, double lambda, Run run) {
        Matrix residual = y.copy();
        Matrix all = new Matrix(x.columns(), y.columns());
        for (int pass = 0; pass < passes; pass++) {
            for (int from = 0; from < x.columns(); from += block) {
                int n = Math.min(block, x.columns() - from);
                int at = from * y.columns();
                Matrix weights = new Matrix(n, y.columns());
                System.arraycopy(all.data(), at, weights.data(), 0, weights.data().length);
                BlockLeastSquares.step("The test", columns(x, from, from + n), residual, weights, lambda, run);
                System.arraycopy(weights.data(), 0, all.data(), at, weights.data().length);
            }
        }
        return all;
    }

    /** Columns that share a part, as features of images do. */
    private static Matrix alike(int rows, int columns) {
        Matrix x = Naive.random(rows, columns, 1);
        Matrix shared = Naive.random(rows, 1, 3);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                x.set(r, c, x.get(r, c) + 0.5f * shared.get(r, 0));
            }
        }
        return x;
    }

    /** Several tiles of columns, and two chunks of rows. */
    @Test
    void oneBlockIsRidgeRegression() {
        Matrix x = alike(2100, 270);
        Matrix y = Naive.random(2100, CLASSES, 2);
        for (double lambda : new double[] {1, 1000}) {
            double[][] expected = Naive.ridge(Naive.doubles(x), Naive.doubles(y), lambda);
            Matrix actual = solve(x, y, 270, 1, lambda, RUN);
            assertTrue(Naive.worst(expected, actual) < 1e-6, lambda + " is off by " + Naive.worst(expected, actual));
            double[][] other = Naive.ridge(Naive.doubles(x), Naive.doubles(y), lambda + 10);
            assertTrue(Naive.worst(other, actual) > 1e-6, "the comparison does not see another lambda");
        }
    }

    @Test
    void theResidualIsWhatIsLeft() {
        Matrix x = alike(300, 20);
        Matrix y = Naive.random(300, CLASSES, 2);
        Matrix residual = y.copy();
        Matrix weights = new Matrix(20, CLASSES);
        BlockLeastSquares.step("The test", x, residual, weights, 3, RUN);
        double[][] left = left(x, y, weights);
        assertTrue(Naive.worst(left, residual) < 2e-6, "off by " + Naive.worst(left, residual));
        weights.set(7, 1, weights.get(7, 1) + 1e-3f);
        assertTrue(Naive.worst(left(x, y, weights), residual) > 1e-4, "another weight is not seen");
    }

    /** Y - X·W. */
    private static double[][] left(Matrix x, Matrix y, Matrix weights) {
        double[][] left = Naive.doubles(y);
        for (int r = 0; r < x.rows(); r++) {
            for (int c = 0; c < y.columns(); c++) {
                for (int i = 0; i < x.columns(); i++) {
                    left[r][c] -= (double) x.get(r, i) * weights.get(i, c);
                }
            }
        }
        return left;
    }

    @Test
    void manyPassesOverBlocksEndAtRidgeRegression() {
        Matrix x = alike(400, 70);
        Matrix y = Naive.random(400, CLASSES, 2);
        double[][] expected = Naive.ridge(Naive.doubles(x), Naive.doubles(y), 20);
        double before = Naive.worst(expected, solve(x, y, 25, 1, 20, RUN));
        assertTrue(before > 1e-3, "one pass is at the minimum: " + before);
        double third = Naive.worst(expected, solve(x, y, 25, 3, 20, RUN));
        assertTrue(third < before / 2, third + " after " + before);
        double last = Naive.worst(expected, solve(x, y, 25, 60, 20, RUN));
        assertTrue(last < 2e-6, "off by " + last);
    }

    @Test
    void threadsAndKernelsChangeNoBit() {
        Matrix x = alike(2100, 270);
        Matrix y = Naive.random(2100, CLASSES, 2);
        Run plain = RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
        Matrix expected = solve(x, y, 260, 2, 3, plain);
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                Run run = RUN.withThreads(threads).withKernels(kernels);
                assertTrue(expected.bitsEqual(solve(x, y, 260, 2, 3, run)), threads + " threads");
            }
        }
        Matrix other = expected.copy();
        other.set(269, 2, Math.nextUp(other.get(269, 2)));
        assertFalse(expected.bitsEqual(other), "the comparison does not see a bit");
    }

    /** AᵀA, and the tiles of all threads: each has a float and a double for each product up to the diagonal. */
    @Test
    void memoryIsThatOfAllTiles() {
        for (int n : new int[] {20, 256, 5000}) {
            long bytes = 4L * n * n;
            for (int from = 0; from < n; from += 256) {
                bytes += 12L * (Math.min(n, from + 256) - from) * (n - from);
            }
            long given = NormalEquations.heapBytes(n, 1);
            assertTrue(given >= bytes, n + ": " + given + " of " + bytes);
            assertTrue(n < 5000 || given < 1.1 * bytes, n + ": " + given + " of " + bytes);
        }
    }

    @Test
    void tooSmallALambdaIsSaid() {
        Matrix twice = new Matrix(3, 2, new float[] {1, 1, 2, 2, 3, 3});
        Messages.says(
                () -> solve(twice, Naive.random(3, 1, 2), 2, 1, 1e-9, RUN), "The test", "lambda", "1.0E-9", "larger");
    }
}
