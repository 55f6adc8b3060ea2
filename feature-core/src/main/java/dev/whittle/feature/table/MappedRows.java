package dev.whittle.feature.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    /** Values in a mapping: 1 GiB of floats, since one mapping holds less than 2 GiB; half as many of 8 bytes. */
    static final int SEGMENT = 1 << 28;

    private final Path file;
    /** The byte at which the values begin. */
    private final long start;

    private final int rows;
    private final int columns;
    private final NpyType type;
    /** Whether values lie column by column. */
    private final boolean byColumns;

    private final int segment;
    /** Null when closed. Segments need not hold whole rows: a row may begin in one segment and end in the next. */
    private volatile ByteBuffer[] segments;

    /**
     * @param in whose header was read
     * @param most number of values in a mapping; the last mapping may have fewer
     */
    MappedRows(Path file, NpyInput in, int most) throws IOException {
        this.file = file;
        this.start = in.start;
        this.rows = (int) in.shape[0];
        this.columns = (int) in.shape[1];
        this.type = in.type;
        this.byColumns = in.fortran;
        this.segment = Math.min(most, SEGMENT * 4 / type.bytes());
        ByteBuffer[] mapped = new ByteBuffer[Math.toIntExact((in.values + segment - 1) / segment)];
        for (int s = 0; s < mapped.length; s++) {
            long from = (long) s * segment;
            long bytes = type.bytes() * Math.min(segment, in.values - from);
            mapped[s] = in.channel()
                    .map(FileChannel.MapMode.READ_ONLY, start + type.bytes() * from, bytes)
                    .order(type.order());
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

    /** @throws IllegalArgumentException if a value is read that no float can hold, with its place */
    @Override
    public void read(int row, int n, float[] to, int at) {
        ByteBuffer[] mapped = segments;
        if (mapped == null) {
            throw new IllegalStateException(file + " is closed");
        }
        Objects.checkFromIndexSize(row, n, rows);
        Objects.checkFromIndexSize(at, (long) n * columns, to.length);
        if (!byColumns) {
            read(mapped, (long) row * columns, n * columns, to, at, 1);
            return;
        }
        for (int c = 0; c < columns; c++) {
            read(mapped, (long) c * rows + row, n, to, at + c, columns);
        }
    }

    /** Reads values that lie one after another to every {@code step}-th element of an array. */
    private void read(ByteBuffer[] mapped, long first, int n, float[] to, int at, int step) {
        int done = 0;
        while (done < n) {
            long from = first + done;
            int offset = (int) (from % segment);
            int count = Math.min(segment - offset, n - done);
            ByteBuffer values = mapped[(int) (from / segment)];
            if (type.plain() && step == 1) {
                // A view, since the position of a shared buffer is not to be moved.
                values.asFloatBuffer().get(offset, to, at + done, count);
            } else {
                int wrong = type.toFloats(values, offset, count, to, at + done * step, step);
                if (wrong >= 0) {
                    throw new IllegalArgumentException(file + ": at byte " + (start + type.bytes() * (from + wrong))
                            + ": the value " + type.text(values, offset + wrong) + NpyType.NO_FLOAT);
                }
            }
            done += count;
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
