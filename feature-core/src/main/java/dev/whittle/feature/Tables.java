package dev.whittle.feature;

import dev.whittle.feature.file.TemporaryFile;
import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.feature.table.RowBlock;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads tables by ranges of rows, on all threads of a {@link Run}. */
public final class Tables {
    /** Values of a range, about 1 MiB: it stays in a core's cache until the next step reads it. */
    private static final int RANGE = 1 << 18;

    private static final int MOST_ROWS = 1024;
    /** Values that wait to be written, 64 MiB. */
    private static final int WINDOW = 1 << 24;
    /** The share of the heap that {@link #stored} fills with a table: room for a transformed one, and for a head. */
    private static final int PARTS_OF_HEAP = 4;

    private Tables() {}

    /**
     * Uses the rows {@code from} to {@code from + n - 1}, which are {@code values[at …]}, row by row. It must not
     * change the values.
     */
    @FunctionalInterface
    public interface Range {
        void rows(float[] values, int at, int from, int n);
    }

    /** How many rows are read at once, for this number of columns. */
    public static int rowsAtOnce(int columns) {
        return Math.max(1, Math.min(MOST_ROWS, RANGE / Math.max(1, columns)));
    }

    /** Reads a table in chunks of {@link #rowsAtOnce}. */
    public static void ranges(Rows table, Run run, Range body) {
        ranges(table, rowsAtOnce(table.columns()), run, body);
    }

    /** Reads a table in chunks of this number of rows, several chunks at the same time. A matrix is not copied. */
    public static void ranges(Rows table, int chunkRows, Run run, Range body) {
        run.parallel(table.rows(), chunkRows, (from, to) -> range(table, from, to - from, body));
    }

    /** Reads one range of a table. A matrix, or a block of rows, is not copied. */
    public static void range(Rows table, int from, int n, Range body) {
        int columns = table.columns();
        if (table instanceof Matrix matrix) {
            body.rows(matrix.data(), from * columns, from, n);
        } else if (table instanceof RowBlock block) {
            body.rows(block.data(), block.offset(from, n), from, n);
        } else {
            float[] values = new float[Math.multiplyExact(n, columns)];
            table.read(from, n, values, 0);
            body.rows(values, 0, from, n);
        }
    }

    /** Reads the rows {@code from} to {@code to - 1} of a table, one range after another on this thread. */
    public static void rangesOf(Rows table, int from, int to, Run run, Range body) {
        int most = rowsAtOnce(table.columns());
        for (int first = from; first < to; first += most) {
            run.checkCancelled();
            range(table, first, Math.min(most, to - first), body);
        }
    }

    /** All of a table in memory, its ranges computed on all threads. A matrix is returned as it is. */
    public static Matrix inMemory(Rows table, Run run) {
        if (table instanceof Matrix matrix) {
            return matrix;
        }
        int columns = table.columns();
        Matrix all = new Matrix(table.rows(), columns);
        run.parallel(
                table.rows(),
                rowsAtOnce(columns),
                (from, to) -> table.read(from, to - from, all.data(), from * columns));
        return all;
    }

    /**
     * A table that is computed once, now, and can be read many times. It is in memory if it takes at most a quarter of
     * Java's heap. Otherwise it is written to a file in the folder for temporary files, {@code java.io.tmpdir}, and
     * mapped. The file is deleted as soon as it is mapped: its space on the disk is free again when no object refers to
     * the table. Windows deletes no file that is mapped; there it is deleted when Java ends. {@link RemoteRows} stay
     * where they are.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static Rows stored(Rows table, Run run) {
        return stored(table, run, Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP);
    }

    /** @param memory the largest number of bytes that the table may take in memory */
    static Rows stored(Rows table, Run run, long memory) {
        long bytes = 4L * table.rows() * table.columns();
        if (table instanceof RemoteRows) {
            return table;
        }
        if (table instanceof Matrix || bytes <= memory) {
            return inMemory(table, run);
        }
        try {
            return TemporaryFile.mapped("table.npy", bytes, file -> onDisk(table, file, run));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    String.format(
                            Locale.ROOT,
                            "A table of %,dx%,d values takes %,d MiB, more than the %,d MiB of memory that it may use,"
                                    + " and cannot be kept in a file: %s; give Java more memory with -Xmx, or another"
                                    + " folder with -Djava.io.tmpdir",
                            table.rows(),
                            table.columns(),
                            bytes >> 20,
                            memory >> 20,
                            e.getMessage()),
                    e);
        }
    }

    /**
     * Writes a table to a .npy file, its ranges computed on all threads, and maps the file. The file is written
     * completely or not at all.
     *
     * @throws IOException if the file cannot be written
     */
    public static MappedRows onDisk(Rows table, Path file, Run run) throws IOException {
        // At most an eighth of the heap.
        return onDisk(
                table, file, run, (int) Math.min(WINDOW, Runtime.getRuntime().maxMemory() / 32));
    }

    /** @param most the largest number of values that wait to be written */
    static MappedRows onDisk(Rows table, Path file, Run run, int most) throws IOException {
        int columns = table.columns();
        int chunk = rowsAtOnce(columns);
        int window = Math.max(1, Math.min(table.rows(), Math.max(chunk, most / Math.max(1, columns))));
        float[] values = new float[Math.multiplyExact(window, columns)];
        try (NpyFile.Writer writer = NpyFile.writer(file, columns)) {
            for (int first = 0; first < table.rows(); first += window) {
                int start = first;
                int n = Math.min(window, table.rows() - first);
                run.parallel(n, chunk, (from, to) -> table.read(start + from, to - from, values, from * columns));
                for (int row = 0; row < n; row++) {
                    writer.add(values, row * columns);
                }
            }
            writer.finish();
        }
        return NpyFile.map(file);
    }
}
