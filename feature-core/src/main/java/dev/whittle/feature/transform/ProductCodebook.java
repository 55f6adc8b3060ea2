package dev.whittle.feature.transform;

import dev.whittle.feature.Chunks;
import dev.whittle.feature.Compression;
import dev.whittle.feature.RemoteRows;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.NearestWord;
import dev.whittle.feature.file.TemporaryFile;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.CodedRows;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.ProductCodes;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * The centroids of a product quantiser. The code of a row holds, for each sub-vector, the number of the nearest
 * centroid by Euclidean distance, the first of equally near ones. Distances are compared in float, as {@link
 * NearestWord} defines them for words whose centre is their mean. A decoded row has the centroids in place of its
 * sub-vectors.
 */
public final class ProductCodebook implements Compression.Coder, Serializable {
    /** The share of the heap that codes, or rows waiting to be coded, may take. */
    private static final int PARTS_OF_HEAP = 4;

    private static final int ROWS_PARTS_OF_HEAP = 16;
    /** Rows of a chunk of {@link RemoteRows}. */
    private static final int REMOTE_CHUNK_ROWS = 2048;
    /** Sub-vectors in a task. */
    private static final int CHUNK = 16;

    private final Matrix centroids;
    private final int subVector;

    /** @param centroids row k holds centroid k of every sub-vector; shared, not copied */
    ProductCodebook(Matrix centroids, int subVector) {
        this.centroids = centroids.requireFinite("array 'centroids'");
        this.subVector = subVector;
    }

    /** How many of this many bytes of codes are in memory: all, or none if they are in a file. */
    static long codesInMemory(long bytes) {
        return bytes <= Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP ? bytes : 0;
    }

    /** A copy of the centroids: row k holds centroid k of every sub-vector, one after another. */
    public Matrix centroids() {
        return centroids.copy();
    }

    /** The number of values of a row. */
    public int columns() {
        return centroids.columns();
    }

    /** The number of values of a sub-vector; the last may have fewer. */
    public int subVector() {
        return subVector;
    }

    /**
     * Rows as codes, which are decoded whenever they are read. The codes are in memory if they take at most a quarter
     * of Java's heap. Otherwise they are in a file in the folder for temporary files, {@code java.io.tmpdir}, which is
     * deleted as soon as it is mapped. {@link RemoteRows} are coded where they are, and their codes come here.
     *
     * @throws IllegalArgumentException if the rows have another number of columns, or a value is not finite
     * @throws UncheckedIOException if the file cannot be written
     */
    @Override
    public CodedRows code(Rows rows, Run run) {
        if (rows.columns() != columns()) {
            throw new IllegalArgumentException("Product quantisation learned from rows of " + columns()
                    + " values, got rows of " + rows.columns());
        }
        int parts = CodedRows.bytes(columns(), subVector);
        long bytes = (long) rows.rows() * parts;
        ProductCodes codes =
                codesInMemory(bytes) == bytes ? ProductCodes.inMemory(rows.rows(), parts) : inFile(rows.rows(), parts);
        if (rows instanceof RemoteRows) {
            Chunks.each(
                    rows,
                    REMOTE_CHUNK_ROWS,
                    this::codes,
                    (from, chunk) -> {
                        for (int i = 0; i < chunk.length; i++) {
                            codes.set(from + i / parts, i % parts, chunk[i]);
                        }
                    },
                    run);
            return new CodedRows(codes, centroids, subVector);
        }
        if (rows instanceof Matrix matrix) {
            code(matrix.data(), 0, matrix.rows(), codes::set, run);
            return new CodedRows(codes, centroids, subVector);
        }
        long memory = Runtime.getRuntime().maxMemory() / ROWS_PARTS_OF_HEAP;
        int most = fitting(rows.rows(), columns(), memory);
        float[] x = new float[Math.multiplyExact(most, columns())];
        for (int first = 0; first < rows.rows(); first += most) {
            int start = first;
            int n = Math.min(most, rows.rows() - first);
            run.parallel(
                    n,
                    Tables.rowsAtOnce(columns()),
                    (from, to) -> rows.read(start + from, to - from, x, from * columns()));
            code(x, start, n, codes::set, run);
            run.progress("product codes", start + n, rows.rows());
        }
        return new CodedRows(codes, centroids, subVector);
    }

    /** The codes of the rows {@code from} to {@code to - 1}, one after another. */
    private byte[] codes(Rows rows, int from, int to, Run run) {
        int parts = CodedRows.bytes(columns(), subVector);
        byte[] codes = new byte[(to - from) * parts];
        float[] x = new float[(to - from) * columns()];
        rows.read(from, to - from, x, 0);
        code(x, from, to - from, (row, part, code) -> codes[(row - from) * parts + part] = (byte) code, run);
        return codes;
    }

    /** Receives the code of a sub-vector: the number of its row, its place in the row, and the code. */
    @FunctionalInterface
    private interface Codes {
        void set(int row, int part, int code);
    }

    /** How many of {@code n} parts, each of {@code length} floats, fit into these bytes and one array; at least 1. */
    static int fitting(int n, long length, long bytes) {
        long values = Math.min(bytes / Float.BYTES, Integer.MAX_VALUE - 8);
        return (int) Math.max(1, Math.min(n, values / length));
    }

    /** Codes rows that lie one after another in x; the first of them is {@code row} of the table. */
    private void code(float[] x, int row, int n, Codes codes, Run run) {
        Finite.check("rows for product quantisation", x, 0, n, columns(), row);
        int parts = CodedRows.bytes(columns(), subVector);
        run.parallel(parts, CHUNK, (from, to) -> {
            int[] nearest = new int[n];
            NearestWord.Buffers buffers = null;
            for (int m = from; m < to; m++) {
                NearestWord search = words(m).search();
                // All sub-vectors but the last have the same length.
                buffers = m == from || m == parts - 1 ? search.buffers() : buffers;
                Strided vectors = new Strided(x, m * subVector, columns(), 1);
                search.find(run.kernels().linear(), vectors, n, nearest, 0, buffers);
                for (int i = 0; i < n; i++) {
                    codes.set(row + i, m, nearest[i]);
                }
            }
        });
    }

    /** The centroids of a sub-vector. */
    private Codebook words(int m) {
        int first = m * subVector;
        int d = Math.min(subVector, columns() - first);
        Matrix words = new Matrix(centroids.rows(), d);
        for (int w = 0; w < words.rows(); w++) {
            System.arraycopy(centroids.data(), w * columns() + first, words.data(), w * d, d);
        }
        return new Codebook(words);
    }

    private static ProductCodes inFile(int rows, int columns) {
        long bytes = (long) rows * columns;
        try {
            return TemporaryFile.mapped("codes", bytes, file -> ProductCodes.inFile(file, rows, columns));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    String.format(
                            Locale.ROOT,
                            "%,d MiB of codes cannot be kept in a file: %s; give Java more memory with -Xmx, or another"
                                    + " folder with -Djava.io.tmpdir",
                            bytes >> 20,
                            e.getMessage()),
                    e);
        }
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("centroids", centroids);
    }
}
