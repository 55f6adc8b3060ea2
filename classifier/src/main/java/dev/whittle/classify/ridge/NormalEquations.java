package dev.whittle.classify.ridge;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import java.io.Serializable;

/**
 * The sums AᵀA and AᵀR over the rows of two tables, which are added in chunks: what ridge regression of R on A needs.
 * The products of a chunk are chains of fma in float, in the order of its rows; chunks are added in double, in their
 * order.
 */
final class NormalEquations {
    /** Rows of a chunk; another number would change the bits. */
    static final int ROWS = 2048;
    /** AᵀA is one array. */
    static final int MOST_COLUMNS = 46_340;
    /** Columns of A whose products are computed on one thread. */
    private static final int TILE = 256;

    private final int n;
    private final int classes;
    /** For each tile the products of its columns with each other and with all columns before. */
    private final double[][] sums;

    private final double[][] right;

    /** @param columns of A, at most {@link #MOST_COLUMNS}; R has one for each class */
    NormalEquations(int columns, int classes) {
        this.n = columns;
        this.classes = classes;
        this.sums = new double[(n + TILE - 1) / TILE][];
        this.right = new double[classes][n];
    }

    /**
     * Adds the products of a chunk.
     *
     * @param a its rows of A, which begin at {@code a[at]}
     * @param r its rows of R, which begin at {@code r[atR]}
     * @param count {@link #ROWS}, or less for the last chunk
     */
    void add(float[] a, int at, float[] r, int atR, int count, Run run) {
        Chunk chunk = new Chunk(a, at, r, atR, count);
        run.checkCancelled();
        run.parallel(n, TILE, (from, to) -> add(from, to, product(chunk, from, to, run)));
    }

    /** The rows of a chunk, as {@link #add} takes them. */
    private record Chunk(float[] a, int at, float[] r, int atR, int count) {}

    /**
     * The products of a tile in a chunk.
     *
     * @param left of its columns with each other and with all columns before
     * @param right of its columns with those of R
     */
    record Product(float[] left, float[] right) implements Serializable {}

    /** The products of a chunk, to be added by {@link #add(Product[], Run)} in another Java virtual machine. */
    Product[] products(float[] a, float[] r, int count, Run run) {
        Chunk chunk = new Chunk(a, 0, r, 0, count);
        Product[] products = new Product[sums.length];
        run.parallel(n, TILE, (from, to) -> products[from / TILE] = product(chunk, from, to, run));
        return products;
    }

    /** Adds the products of a chunk. */
    void add(Product[] products, Run run) {
        run.parallel(n, TILE, (from, to) -> add(from, to, products[from / TILE]));
    }

    /** The last tiles have the most products, so they come first: 0 to 255 are the last columns. */
    private Product product(Chunk chunk, int from, int to, Run run) {
        int lo = n - to;
        Strided transposed = Strided.columns(chunk.a, chunk.at + lo, n);
        Strided left = Strided.rows(chunk.a, chunk.at, n);
        Strided right = Strided.rows(chunk.r, chunk.atR, classes);
        return new Product(
                multiply(to - from, transposed, chunk.count, left, n - from, run),
                multiply(to - from, transposed, chunk.count, right, classes, run));
    }

    private void add(int from, int to, Product product) {
        int tile = to - from;
        if (sums[from / TILE] == null) {
            sums[from / TILE] = new double[tile * (n - from)];
        }
        double[] all = sums[from / TILE];
        for (int i = 0; i < all.length; i++) {
            all[i] += product.left[i];
        }
        for (int i = 0; i < tile; i++) {
            for (int c = 0; c < classes; c++) {
                right[c][n - to + i] += product.right[i * classes + c];
            }
        }
    }

    private static float[] multiply(int rows, Strided left, int count, Strided other, int columns, Run run) {
        float[] product = new float[rows * columns];
        run.kernels().linear().gemm(0, rows, columns, count, left, other, Strided.rows(product, 0, columns));
        return product;
    }

    /**
     * The change of weights W for ridge regression: D with (AᵀA + λI)·D = AᵀR - λW. The sums are lost then.
     *
     * @param head for messages
     * @param weights W, a row for each column of A and a column for each class
     * @param lambda λ, above 0
     * @return an array for each class
     * @throws IllegalArgumentException if AᵀA + λI is singular in float
     */
    double[][] solve(String head, Matrix weights, double lambda, Run run) {
        float[] gram = gram(run);
        float[] diagonal = new float[n];
        for (int i = 0; i < n; i++) {
            diagonal[i] = gram[i * n + i];
            for (int c = 0; c < classes; c++) {
                right[c][i] -= lambda * weights.get(i, c);
            }
        }
        return new RidgeSystem(head, n, gram, diagonal, lambda, run).solve(right);
    }

    /** AᵀA, rounded, n×n row by row. Each tile of sums is released after it is copied. */
    private float[] gram(Run run) {
        float[] gram = new float[n * n];
        run.parallel(n, TILE, (from, to) -> {
            int hi = n - from;
            double[] all = sums[from / TILE];
            for (int i = 0; i < to - from; i++) {
                for (int j = 0; j < hi; j++) {
                    gram[(n - to + i) * n + j] = (float) all[i * hi + j];
                }
            }
            sums[from / TILE] = null;
        });
        run.parallel(n, TILE, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = i + 1; j < n; j++) {
                    gram[i * n + j] = gram[j * n + i];
                }
            }
        });
        return gram;
    }

    /** The bytes of Java's heap that the sums and {@link RidgeSystem} need, in addition to A and R. */
    static long heapBytes(int columns, int classes) {
        return Float.BYTES * (long) columns * columns
                // Tiles of the lower triangle in double, and in float if threads multiply all of them at once.
                + 6L * columns * (columns + TILE)
                // What the solver keeps of AᵀA.
                + 2L * Float.BYTES * 64 * columns
                + 8L * Double.BYTES * columns * classes;
    }
}
