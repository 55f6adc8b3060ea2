package dev.whittle.feature.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The rows of a .npy file that is mapped into memory, see {@link NpyFile#map}. The file may have any size and takes no
 * space on Java's heap. The operating system reads the parts that are needed and keeps as much of them in memory as is
 * free.
 *
 * <p>Thread-safe: any number of threads may read at once. After {@link #close} every read is an {@link
 * IllegalStateException}. The mapping itself ends when the garbage collector finds it unused, since Java 17 cannot end
 * it sooner; until then Windows does not allow the file to be deleted. While it is mapped, the file must not be
 * changed: reading a part that was cut off is an {@link InternalError}.
 */
public final class MappedRows implements Rows, Closeable {
    /** Values in a mapping: 1 GiB of bytes, since one mapping holds less than 2 GiB. */
    static final int SEGMENT = 1 << 28;

    private final Path file;
    private final int rows;
    private final int columns;
    private final int segment;
    /** Null when closed. Segments need not hold whole rows: a row may begin in one segment and end in the next. */
    private volatile FloatBuffer[] segments;

    /**
     * @param start the byte at which the values begin
     * @param segment number of values in a mapping; the last mapping may have fewer
     */
    MappedRows(Path file, FileChannel channel, long start, int rows, int columns, int segment) throws IOException {
        this.file = file;
        this.rows = rows;
        this.columns = columns;
        this.segment = segment;
        long values = (long) rows * columns;
        FloatBuffer[] mapped = new FloatBuffer[Math.toIntExact((values + segment - 1) / segment)];
        for (int s = 0; s < mapped.length; s++) {
            long from = (long) s * segment;
            long bytes = 4 * Math.min(segment, values - from);
            mapped[s] = channel.map(FileChannel.MapMode.READ_ONLY, start + 4 * from, bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
        }
        segments = mapped;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        FloatBuffer[] mapped = segments;
        if (mapped == null) {
            throw new IllegalStateException(file + " is closed");
        }
        Objects.checkFromIndexSize(row, n, rows);
        long from = (long) row * columns;
        long end = from + (long) n * columns;
        Objects.checkFromIndexSize(at, end - from, to.length);
        int next = at;
        while (from < end) {
            int offset = (int) (from % segment);
            int count = (int) Math.min(segment - offset, end - from);
            mapped[(int) (from / segment)].get(offset, to, next, count);
            from += count;
            next += count;
        }
    }

    /** Closes the file; does nothing the second time. */
    @Override
    public void close() {
        segments = null;
    }

    @Override
    public String toString() {
        return "MappedRows[" + rows + "x" + columns + ", " + file + "]";
    }
}
