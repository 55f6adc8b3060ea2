package dev.whittle.classify.linear;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;

/**
 * X·Xᵀ, the products of the rows of a table with one another. The products of {@link #BLOCK} columns are computed in
 * float, and those of all blocks added in double, in the order of the columns. So each element has the same bits
 * however the rows are cut, and its error is about 10⁻⁷ of the two rows' norms, for any number of columns.
 */
final class Products {
    /** Columns whose products are added in float; another number would change the bits. */
    private static final int BLOCK = 128;
    /** Rows and columns of a tile of the result, which is computed at once, if there are many tiles. */
    private static final int LARGE_TILE = 256;

    private static final int TILE = 128;
    /** Values of a table that are in memory at once, twice: 128 MiB. */
    private static final int PANEL = 1 << 25;

    private static final int MOST_PANEL_ROWS = 2048;

    private final Rows x;
    private final int d;
    private final Run run;
    private final double[][] lower;
    private int tile;

    private Products(Rows x, Run run) {
        this.x = x;
        this.d = x.columns();
        this.run = run;
        this.lower = new double[x.rows()][];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = new double[i + 1];
        }
    }

    /** The lower triangle: row i has i + 1 values. */
    static double[][] lower(Rows x, Run run) {
        return lower(x, panelRows(x.rows(), x.columns()), run);
    }

    /** @param panelRows rows of a table that are in memory at once; changes no bit */
    static double[][] lower(Rows x, int panelRows, Run run) {
        Products products = new Products(x, run);
        products.compute(panelRows);
        return products.lower;
    }

    /** The bytes that {@link #lower} needs, its result included. */
    static long heapBytes(int rows, int columns) {
        return 4L * rows * (rows + 1L) + 8L * panelRows(rows, columns) * columns;
    }

    private static int panelRows(int rows, int columns) {
        int most = Math.max(1, Math.min(MOST_PANEL_ROWS, PANEL / columns));
        return Math.min(rows, most < TILE ? most : most - most % TILE);
    }

    /** Some rows, in an array. */
    private record Panel(float[] values, int offset, int from, int rows) {}

    private void compute(int size) {
        int n = x.rows();
        tile = size >= 4 * LARGE_TILE ? LARGE_TILE : TILE;
        boolean copy = !(x instanceof Matrix);
        float[] left = copy ? new float[Checks.length("A range of rows", size, d)] : null;
        float[] right = copy && size < n ? new float[left.length] : null;
        for (int i = 0; i < n; i += size) {
            Panel a = read(i, Math.min(size, n - i), left);
            for (int j = 0; j < i; j += size) {
                multiply(a, read(j, size, right));
            }
            multiply(a, a);
        }
    }

    private Panel read(int from, int rows, float[] to) {
        if (x instanceof Matrix matrix) {
            return new Panel(matrix.data(), from * d, from, rows);
        }
        run.parallel(rows, 8, (lo, hi) -> x.read(from + lo, hi - lo, to, lo * d));
        return new Panel(to, 0, from, rows);
    }

    private void multiply(Panel a, Panel b) {
        int down = (a.rows + tile - 1) / tile;
        int across = (b.rows + tile - 1) / tile;
        run.parallel(down * across, 1, (t, end) -> {
            int i = t / across * tile;
            int j = t % across * tile;
            if (a.from + i >= b.from + j) {
                multiply(a, i, Math.min(tile, a.rows - i), b, j, Math.min(tile, b.rows - j));
            }
        });
    }

    /** One tile: m rows from row i of a on, times n rows from row j of b on. */
    private void multiply(Panel a, int i, int m, Panel b, int j, int n) {
        float[] product = new float[m * n];
        double[] sum = new double[m * n];
        for (int k = 0; k < d; k += BLOCK) {
            java.util.Arrays.fill(product, 0);
            run.kernels()
                    .linear()
                    .gemm(
                            0,
                            m,
                            n,
                            Math.min(BLOCK, d - k),
                            Strided.rows(a.values, a.offset + i * d + k, d),
                            Strided.columns(b.values, b.offset + j * d + k, d),
                            Strided.rows(product, 0, n));
            for (int e = 0; e < product.length; e++) {
                sum[e] += product[e];
            }
        }
        for (int r = 0; r < m; r++) {
            int row = a.from + i + r;
            System.arraycopy(sum, r * n, lower[row], b.from + j, Math.min(n, row + 1 - b.from - j));
        }
    }
}
