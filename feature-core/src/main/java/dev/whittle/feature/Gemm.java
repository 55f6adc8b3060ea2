package dev.whittle.feature;

import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;

/**
 * Matrix products on all threads of a {@link Run}. Each element is one fma chain in order of k, so the number of
 * threads changes no bit.
 */
public final class Gemm {
    /** The least number of multiplications in a task. */
    private static final long TILE_WORK = 8 << 20;

    /** Tasks for each thread: more than one, so that a slow thread delays the others less. */
    private static final int TILES_PER_THREAD = 4;
    /** The least number of rows of a tile of C: each tile copies its part of B, which only pays for enough rows. */
    private static final int LEAST_ROWS = 256;
    /**
     * The least number of columns of a tile of C: each tile reads its part of A, which only pays for enough columns.
     */
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

    /**
     * Cuts C into tiles and computes each of them over all of k, so that the cut changes no bit. With one thread C is
     * not cut, since every tile copies its operands again.
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
     * The size of the parts when n is cut into {@code parts} nearly equal parts. It is a multiple of {@code unit}, so
     * that only the last part has an incomplete unit.
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
