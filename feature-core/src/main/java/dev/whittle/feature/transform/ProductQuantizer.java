package dev.whittle.feature.transform;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.CodedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * Product quantisation of training rows (Jégou, Douze and Schmid, "Product quantization for nearest neighbor search",
 * PAMI 2011), as Sánchez and Perronnin, "High-dimensional signature compression for large-scale image classification",
 * CVPR 2011, section 3.2, use it for Fisher vectors. A row is cut into sub-vectors of G values, and each is replaced by
 * the nearest of its K centroids, which k-means learned from this sub-vector of the training rows. With G = 8 and K =
 * 256 the code of a sub-vector is one byte, 1 bit for each value: 32 times less than floats. The centroids take
 * 4·K·D bytes for rows of D values, see {@link #codebookBytes}.
 *
 * <p><b>Only training rows are compressed</b>, as in the paper: a head learns from decoded rows, and the rows that it
 * scores stay as they are, see {@link Compression}. It is used last, after {@code power} and {@code l2}.
 *
 * @param subVector G, the values of a sub-vector, at least 1; the last sub-vector may be shorter
 * @param samples how many training rows the centroids are learned from at most, drawn at random; at least k of {@code
 *     kMeans}
 * @param kMeans how the centroids of a sub-vector are learned, with k from 1 to 256
 */
public record ProductQuantizer(int subVector, int samples, KMeans kMeans) implements Compression {
    /** The share of the heap that values of the samples may take. */
    private static final int PARTS_OF_HEAP = 8;

    public ProductQuantizer {
        Checks checks = new Checks("Product quantisation");
        checks.atLeast(1, "subVector", subVector);
        if (kMeans == null) {
            checks.add("kMeans must be given");
        } else {
            checks.refuse(
                    kMeans.k() > 256, "k of kMeans must be at most 256, so that a code is a byte, got " + kMeans.k());
            checks.refuse(
                    samples < kMeans.k(), "samples must be at least k of kMeans, " + kMeans.k() + ", got " + samples);
        }
        checks.report();
    }

    /**
     * Sub-vectors of 8 values and 256 centroids, 1 bit for each value (Sánchez and Perronnin 2011; Perronnin and
     * Sánchez 2011). 10,000 samples are 39 for each centroid.
     */
    public static ProductQuantizer defaults() {
        return new ProductQuantizer(8, 10_000, new KMeans(256, 10, KMeans.Start.RANDOM, 1e-3));
    }

    /** The bytes of all centroids for rows of this length. */
    public long codebookBytes(int columns) {
        return 4L * kMeans.k() * columns;
    }

    /** The bytes of the code of a row of this length. */
    public int codeBytes(int columns) {
        return CodedRows.bytes(columns, subVector);
    }

    @Override
    public int leastRows() {
        return kMeans.k();
    }

    /**
     * The bytes of Java's heap that the centroids and the codes of these rows take; codes that would take more than a
     * quarter of the heap are in a file.
     */
    @Override
    public long heapBytes(int rows, int columns) {
        return codebookBytes(columns) + ProductCodebook.codesInMemory((long) rows * codeBytes(columns));
    }

    @Override
    public String instead() {
        return "a smaller k of kMeans, or shorter rows";
    }

    /**
     * Learns the centroids. Every sub-vector starts from the same training rows.
     *
     * @throws IllegalArgumentException if there are fewer rows than centroids, or a value is not finite
     */
    @Override
    public ProductCodebook learn(Rows train, Run run) {
        int k = kMeans.k();
        int columns = train.columns();
        if (train.rows() < k || columns == 0) {
            throw new IllegalArgumentException("Product quantisation with " + k
                    + " centroids needs at least as many training rows, of at least 1 value, got " + train.rows()
                    + " rows of " + columns + " values; take a smaller k of kMeans");
        }
        Rows rows = sample(train, run);
        rows.checkFinite("rows for product quantisation");
        int n = rows.rows();
        Matrix centroids = new Matrix(k, columns);
        int parts = codeBytes(columns);
        long memory = Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP;
        int atOnce = ProductCodebook.fitting(parts, (long) n * subVector, memory);
        for (int first = 0; first < parts; first += atOnce) {
            int from = first * subVector;
            int to = (int) Math.min(columns, from + (long) atOnce * subVector);
            learn(block(rows, from, to, run), from, centroids, run);
            run.progress("product quantisation", Math.min(parts, first + atOnce), parts);
        }
        return new ProductCodebook(centroids, subVector);
    }

    private Rows sample(Rows train, Run run) {
        if (train.rows() <= samples) {
            return train;
        }
        int[] drawn =
                Arrays.copyOf(run.random("product quantisation/samples", 0).permutation(train.rows()), samples);
        Arrays.sort(drawn);
        return train.select(drawn);
    }

    /** The columns {@code from} to {@code to - 1} of all rows. */
    private static Matrix block(Rows rows, int from, int to, Run run) {
        int columns = rows.columns();
        Matrix block = new Matrix(rows.rows(), to - from);
        Tables.ranges(rows, run, (x, at, row, n) -> {
            for (int i = 0; i < n; i++) {
                System.arraycopy(
                        x, at + i * columns + from, block.data(), (row + i) * block.columns(), block.columns());
            }
        });
        return block;
    }

    /** Learns the centroids of the sub-vectors of a block, which begins at column {@code from} of the rows. */
    private void learn(Matrix block, int from, Matrix centroids, Run run) {
        // A sub-vector with few different values has equal centroids, which is no fault.
        Run each = run.withThreads(1).withProgress(Progress.SILENT);
        run.parallel(codeBytes(block.columns()), 1, (m, end) -> {
            int first = m * subVector;
            int d = Math.min(subVector, block.columns() - first);
            Matrix part = new Matrix(block.rows(), d);
            for (int i = 0; i < block.rows(); i++) {
                System.arraycopy(block.data(), i * block.columns() + first, part.data(), i * d, d);
            }
            Matrix words = kMeans.fit(part, each).centroids();
            for (int w = 0; w < words.rows(); w++) {
                System.arraycopy(words.data(), w * d, centroids.data(), w * centroids.columns() + from + first, d);
            }
        });
    }
}
