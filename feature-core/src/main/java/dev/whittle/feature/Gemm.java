package dev.whittle.feature;

import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;

/**
 * Matrix products on all threads of a {@link Run}; each element is one fma chain in order of k, so threads change no
 * bit.
 */
public final class Gemm {
    /** Multiplications worth a task of their own. */
    private static final long TILE_WORK = 8 << 20;

    /** More than one, so that a thread that is held up is waited for less. */
    private static final int TILES_PER_THREAD = 4;
    /** A tile of C copies its part of B, which pays from some rows on, ... */
    private static final int LEAST_ROWS = 256;
    /** ... and reads its part of A, which pays from some columns on. */
    private static final int LEAST_COLUMNS = 64;

    private Gemm() {}

    /** C += A·B for row-major A (m×k), B (k×n) and C (m×n). */
    public static void addProduct(Run run, Matrix a, Matrix b, Matrix c) {
        check(a, b, c, a.rows(), a.columns(), b.rows(), b.columns());
        tiles(run, c, a.columns(), Strided.rows(a.data(), 0, a.columns()), Strided.rows(b.data(), 0, b.columns()));
    }

    /** C += A·Bᵀ for row-major A (m×k), B (n×k) and C (m×n). */
    public static void addProductTransposedB(Run run, Matrix a, Matrix b, Matrix c) {
        check(a, b, c, a.rows(), a.columns(), b.columns(), b.rows());
        tiles(run, c, a.columns(), Strided.rows(a.data(), 0, a.columns()), Strided.columns(b.data(), 0, b.columns()));
    }

    /** C += Aᵀ·B for row-major A (k×m), B (k×n) and C (m×n). */
    public static void addProductTransposedA(Run run, Matrix a, Matrix b, Matrix c) {
        check(a, b, c, a.columns(), a.rows(), b.rows(), b.columns());
        tiles(run, c, a.rows(), Strided.columns(a.data(), 0, a.columns()), Strided.rows(b.data(), 0, b.columns()));
    }

    /**
     * Cuts C into tiles, for one thread into none, since every tile copies its operands anew; computes each through all
     * of k, so that the cut changes no bit.
     */
    private static void tiles(Run run, Matrix c, int k, Strided a, Strided b) {
        int m = c.rows();
        int n = c.columns();
        long tiles = run.threads() == 1
                ? 1
                : Math.min((long) TILES_PER_THREAD * run.threads(), (long) m * n * k / TILE_WORK);
        int high = (int) Math.max(1, Math.min(tiles, m / LEAST_ROWS));
        int wide = (int) Math.max(1, Math.min(tiles / high, n / LEAST_COLUMNS));
        int tileRows = tileSize(m, high, 24);
        int tileColumns = tileSize(n, wide, 32);
        int across = (n + tileColumns - 1) / tileColumns;
        int down = (m + tileRows - 1) / tileRows;
        run.parallel(down * across, 1, (from, to) -> {
            for (int tile = from; tile < to; tile++) {
                int i = tile / across * tileRows;
                int j = tile % across * tileColumns;
                run.kernels()
                        .linear()
                        .gemm(
                                i,
                                Math.min(i + tileRows, m),
                                Math.min(tileColumns, n - j),
                                k,
                                a,
                                b.from(0, j),
                                Strided.rows(c.data(), j, n));
            }
        });
    }

    /**
     * The size of {@code parts} nearly equal parts of n, a multiple of {@code unit}, so that only the last has ragged
     * edges.
     */
    private static int tileSize(int n, int parts, int unit) {
        long size = ((long) n + parts - 1) / parts;
        return (int) Math.max(unit, (size + unit - 1) / unit * unit);
    }

    private static void check(Matrix a, Matrix b, Matrix c, int m, int k, int kOfB, int n) {
        if (k != kOfB || c.rows() != m || c.columns() != n) {
            throw new IllegalArgumentException("Shapes do not fit: A is " + a.rows() + "x" + a.columns() + ", B is "
                    + b.rows() + "x" + b.columns() + ", C is " + c.rows() + "x" + c.columns()
                    + "; the product is " + m + "x" + k + " times " + kOfB + "x" + n);
        }
    }
}
