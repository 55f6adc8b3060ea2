package dev.whittle.feature.table;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * A table of bytes, each 0 to 255, in memory or in a mapped file: the codes of {@link CodedRows}. It may hold more
 * bytes than an array. Several threads may use it at the same time if none writes what another one uses.
 */
public final class ProductCodes {
    private static final int SEGMENT = 1 << 30;

    private final int rows;
    private final int columns;
    private final int segmentRows;
    /** Each holds whole rows. */
    private final ByteBuffer[] segments;

    /** Makes the segment that begins at this byte. */
    @FunctionalInterface
    private interface Segments {
        ByteBuffer make(long from, int bytes) throws IOException;
    }

    private ProductCodes(int rows, int columns, int segment, Segments make) throws IOException {
        if (rows < 0 || columns < 1) {
            throw new IllegalArgumentException("Codes have 0 or more rows and at least 1 column, got " + rows
                    + " rows and " + columns + " columns");
        }
        this.rows = rows;
        this.columns = columns;
        segmentRows = Math.max(1, segment / columns);
        segments = new ByteBuffer[(int) (((long) rows + segmentRows - 1) / segmentRows)];
        for (int s = 0; s < segments.length; s++) {
            int first = s * segmentRows;
            int bytes = Math.min(segmentRows, rows - first) * columns;
            segments[s] = make.make((long) first * columns, bytes);
        }
    }

    /** A table of zeros on Java's heap. */
    public static ProductCodes inMemory(int rows, int columns) {
        return inMemory(rows, columns, SEGMENT);
    }

    /** @param segment the largest number of bytes that lie in one array, unless a row has more */
    static ProductCodes inMemory(int rows, int columns, int segment) {
        try {
            return new ProductCodes(rows, columns, segment, (from, bytes) -> ByteBuffer.allocate(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("Memory is no file", e);
        }
    }

    /**
     * A table of zeros in a new file, which is mapped and takes no space on Java's heap. The file may be deleted at
     * once where the system allows it; its space on the disk is free again when no object refers to the table.
     *
     * @throws IOException if the file cannot be written
     */
    public static ProductCodes inFile(Path file, int rows, int columns) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength((long) rows * columns);
            return new ProductCodes(
                    rows,
                    columns,
                    SEGMENT,
                    (from, n) -> map(bytes.getChannel(), FileChannel.MapMode.READ_WRITE, from, n));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw new IOException(file + ": cannot be written and mapped: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer map(FileChannel file, FileChannel.MapMode mode, long from, int n) throws IOException {
        try {
            return file.map(mode, from, n);
        } catch (ClosedByInterruptException e) {
            throw (CancellationException) new CancellationException("The thread was interrupted").initCause(e);
        }
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Copies a row to the beginning of {@code to}. */
    public void read(int row, byte[] to) {
        Objects.checkIndex(row, rows);
        segments[row / segmentRows].get(row % segmentRows * columns, to, 0, columns);
    }

    /** A byte of a row, 0 to 255. */
    public int get(int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        return segments[row / segmentRows].get(row % segmentRows * columns + column) & 0xFF;
    }

    /** Sets a byte of a row, 0 to 255. For whoever makes the table; nothing may be set once it is read. */
    public void set(int row, int column, int code) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        segments[row / segmentRows].put(row % segmentRows * columns + column, (byte) code);
    }
}
