package dev.whittle.feature.cluster;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Chunks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * OMP-1, also called gain-shape vector quantisation or spherical k-means: atoms d of length 1 such that each row x is
 * near a multiple of one of them (Coates and Ng, "The importance of encoding versus training with sparse coding and
 * vector quantization", ICML 2011, section 3.1, and its published code). An iteration has two steps:
 *
 * <ol>
 *   <li>Each row goes to the atom of the largest |d·x|, the first of equal ones. Its coefficient is s = d·x.
 *   <li>Each atom becomes the sum of s·x over its rows, divided by its length.
 * </ol>
 *
 * <p>The first atoms are random directions. An atom whose sum has a squared length below 0.001 becomes a new random
 * direction. Products d·x are in float, sums in double. An iteration is a fold over chunks of rows; the sums of a chunk
 * take 8 bytes for each value of an atom.
 *
 * @param k number of atoms, at least 1 and at most the number of rows
 * @param iterations at least 1
 */
public record Omp1(int k, int iterations) implements Dictionary {
    /** Rows of a chunk. */
    private static final int CHUNK_ROWS = 4096;
    /** Rows whose products are computed at once. */
    private static final int ROWS = 128;
    /** Of the squared length of an atom's sum, below which it is drawn again. */
    private static final double LEAST_SQUARES = 1e-3;

    public Omp1 {
        Checks checks = new Checks("OMP-1");
        checks.atLeast(1, "k", k);
        checks.atLeast(1, "iterations", iterations);
        checks.report();
    }

    /** 1,600 atoms and 50 iterations, as in the published code. */
    public static Omp1 defaults() {
        return new Omp1(1600, 50);
    }

    /** Of the atoms, those before and their transpose, and of the sums of two chunks. More threads hold more sums. */
    @Override
    public long heapBytes(int rows, int columns) {
        return (3L * Float.BYTES + 2L * Double.BYTES) * k * columns;
    }

    /** @throws IllegalArgumentException if there are fewer rows than k, or a value is not finite */
    @Override
    public Codebook fit(Rows rows, Run run) {
        int d = rows.columns();
        if (rows.rows() < k || d == 0) {
            throw new IllegalArgumentException("OMP-1 with k = " + k + " needs at least as many rows, of at least 1"
                    + " value, got " + rows.rows() + " rows of " + d + " values");
        }
        if ((long) k * d > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("OMP-1: " + k + " atoms of " + d
                    + " values do not fit into an array; take fewer atoms or shorter rows");
        }
        rows.checkFinite("rows for OMP-1");
        Matrix start = new Matrix(k, d);
        for (int j = 0; j < k; j++) {
            Atoms.random(run.random("omp-1", j), d, start.data(), j * d);
        }
        return from(rows, start, run);
    }

    /** The atoms after the iterations that begin with these. */
    Codebook from(Rows rows, Matrix start, Run run) {
        Matrix atoms = start;
        for (int iteration = 1; iteration <= iterations; iteration++) {
            float[] columns = transposed(atoms);
            double[] sums = Chunks.fold(
                    rows, CHUNK_ROWS, (x, from, to, there) -> sums(x, columns, from, to, there), Chunks::add, run);
            atoms = next(sums, rows.columns(), iteration, run);
            run.progress("OMP-1", iteration, iterations);
        }
        return new Codebook(atoms);
    }

    /** Atom j is column j, so that the lanes of products are atoms. */
    private static float[] transposed(Matrix atoms) {
        int k = atoms.rows();
        int d = atoms.columns();
        float[] byColumn = new float[k * d];
        for (int j = 0; j < k; j++) {
            for (int p = 0; p < d; p++) {
                byColumn[p * k + j] = atoms.data()[j * d + p];
            }
        }
        return byColumn;
    }

    private static double[] sums(Rows rows, float[] byColumn, int from, int to, Run run) {
        int d = rows.columns();
        int k = byColumn.length / d;
        Strided atoms = Strided.rows(byColumn, 0, k);
        double[] sums = new double[k * d];
        LinearKernels kernels = run.kernels().linear();
        Strided products = Strided.rows(new float[ROWS * k], 0, k);
        float[] sizes = new float[k];
        Tables.rangesOf(rows, from, to, run, (x, at, row, n) -> {
            for (int first = 0; first < n; first += ROWS) {
                int count = Math.min(ROWS, n - first);
                Arrays.fill(products.data(), 0, count * k, 0);
                Strided some = Strided.rows(x, at + first * d, d);
                kernels.gemm(0, count, k, d, some, atoms, products);
                for (int i = 0; i < count; i++) {
                    absolute(products.data(), i * k, sizes);
                    int atom = kernels.argMax(sizes, 0, k);
                    double s = products.data()[i * k + atom];
                    addScaled(s, x, some.offset() + i * d, sums, atom * d, d);
                }
            }
        });
        return sums;
    }

    private static void absolute(float[] x, int at, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = Math.abs(x[at + i]);
        }
    }

    private static void addScaled(double s, float[] x, int at, double[] sums, int to, int n) {
        for (int p = 0; p < n; p++) {
            sums[to + p] += s * x[at + p];
        }
    }

    private Matrix next(double[] sums, int d, int iteration, Run run) {
        Matrix atoms = new Matrix(k, d);
        for (int j = 0; j < k; j++) {
            if (Atoms.squares(sums, j * d, d) < LEAST_SQUARES) {
                Atoms.random(run.random("omp-1", (long) iteration * k + j), d, atoms.data(), j * d);
            } else {
                Atoms.unit(sums, j * d, d, atoms.data(), j * d);
            }
        }
        return atoms;
    }
}
