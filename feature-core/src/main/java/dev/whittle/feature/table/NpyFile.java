package dev.whittle.feature.table;

import dev.whittle.feature.file.AtomicFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * NumPy's .npy files, format version 1.0 (numpy.lib.format): an {@link NdArray} as an array of {@code <f4} or {@code
 * |u1} in C order, a {@link Matrix} as a two-dimensional one of {@code <f4}, an {@code int[]} as a one-dimensional one
 * of {@code <i4}. The header is always {@value #HEADER} bytes long, as NumPy's own is for such arrays, so {@code
 * numpy.save} of the same array gives the same bytes.
 *
 * <p>Only these kinds of array can be read. The header is checked against the length of the file before memory is
 * allocated. Errors name the file and the byte offset.
 */
public final class NpyFile {
    /** Bytes before the first value. */
    public static final int HEADER = 128;

    private static final int PREFIX = NpyInput.PREFIX;
    private static final int BUFFER = 1 << 16;

    private NpyFile() {}

    /** Writes a matrix; the file is written completely or not at all. */
    public static void write(Path file, Matrix matrix) throws IOException {
        AtomicFile.write(file, out -> write(out, matrix));
    }

    /** Writes a table, a range of rows at a time; the file is there as a whole or not at all. */
    public static void write(Path file, Rows rows) throws IOException {
        if (rows instanceof Matrix matrix) {
            write(file, matrix);
            return;
        }
        int columns = rows.columns();
        int most = Math.max(1, BUFFER / Math.max(1, columns));
        float[] values = new float[Math.multiplyExact(Math.min(most, rows.rows()), columns)];
        try (Writer writer = writer(file, columns)) {
            for (int from = 0; from < rows.rows(); from += most) {
                int n = Math.min(most, rows.rows() - from);
                rows.read(from, n, values, 0);
                for (int row = 0; row < n; row++) {
                    writer.add(values, row * columns);
                }
            }
            writer.finish();
        }
    }

    /** Writes a one-dimensional array; the file is there as a whole or not at all. */
    public static void write(Path file, int[] values) throws IOException {
        AtomicFile.write(file, out -> {
            out.write(header("<i4", "(" + values.length + ",)"));
            byte[] bytes = new byte[BUFFER];
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int from = 0; from < values.length; from += BUFFER / 4) {
                int n = Math.min(BUFFER / 4, values.length - from);
                buffer.asIntBuffer().put(values, from, n);
                out.write(bytes, 0, 4 * n);
            }
        });
    }

    /** Writes the bytes of such a file to a stream: {@value #HEADER}, then 4 for each value. */
    public static void write(OutputStream out, Matrix matrix) throws IOException {
        out.write(header(matrix.rows(), matrix.columns()));
        writeFloats(out, matrix.data());
    }

    /** Writes an array; the file is written completely or not at all. */
    public static void write(Path file, NdArray array) throws IOException {
        AtomicFile.write(file, out -> write(out, array));
    }

    /** Writes the bytes of such a file to a stream: {@value #HEADER}, then those of the values. */
    public static void write(OutputStream out, NdArray array) throws IOException {
        out.write(header(array.type(), array.shape()));
        if (array.type() == NdArray.Type.UINT8) {
            out.write(array.ownBytes());
        } else {
            writeFloats(out, array.ownFloats());
        }
    }

    private static void writeFloats(OutputStream out, float[] data) throws IOException {
        byte[] bytes = new byte[BUFFER];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < data.length; from += BUFFER / 4) {
            int n = Math.min(BUFFER / 4, data.length - from);
            buffer.asFloatBuffer().put(data, from, n);
            out.write(bytes, 0, 4 * n);
        }
    }

    /**
     * Writes a matrix row by row.
     *
     * <pre>{@code
     * try (NpyFile.Writer rows = NpyFile.writer(file, columns)) {
     *     ...
     *     rows.add(row, 0);
     *     rows.finish();
     * }
     * }</pre>
     */
    public static Writer writer(Path file, int columns) throws IOException {
        return new Writer(file, columns);
    }

    /** Writes a matrix whose number of rows is not known at the start. Not thread-safe. */
    public static final class Writer implements Closeable {
        private final AtomicFile file;
        private final int columns;
        private final ByteBuffer buffer = buffer();
        private long rows;

        private Writer(Path path, int columns) throws IOException {
            if (columns < 0) {
                throw new IllegalArgumentException("A matrix has 0 or more columns, got " + columns);
            }
            this.columns = columns;
            this.file = new AtomicFile(path);
            buffer.put(header(0, columns));
        }

        /** Appends the row {@code values[offset] … values[offset + columns - 1]}. */
        public void add(float[] values, int offset) throws IOException {
            Objects.checkFromIndexSize(offset, columns, values.length);
            for (int i = 0; i < columns; i++) {
                if (buffer.remaining() < 4) {
                    file.append(buffer.flip());
                    buffer.clear();
                }
                buffer.putInt(Float.floatToRawIntBits(values[offset + i]));
            }
            rows++;
        }

        /** The number of rows so far. */
        public long size() {
            return rows;
        }

        /**
         * Writes the number of rows into the header and moves the file to its place. Nothing can be added afterwards.
         */
        public void finish() throws IOException {
            file.append(buffer.flip());
            file.overwrite(0, ByteBuffer.wrap(header(rows, columns)));
            file.commit();
        }

        /** Removes all that was written if {@link #finish} was not called. */
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /**
     * Reads a matrix.
     *
     * @throws IOException if the file is missing, is no .npy file of this kind, or is shorter or longer than its header
     *     says
     */
    public static Matrix readMatrix(Path file) throws IOException {
        try (NpyInput in = new NpyInput(file)) {
            long[] shape = in.header("<f4", 2);
            if (shape[0] > Integer.MAX_VALUE || shape[1] > Integer.MAX_VALUE || in.values > Integer.MAX_VALUE - 8) {
                throw in.error(8, "the array is " + shape[0] + "x" + shape[1] + ", more than a matrix can hold");
            }
            Matrix matrix = new Matrix((int) shape[0], (int) shape[1]);
            ByteBuffer buffer = buffer();
            for (int from = 0; from < matrix.data().length; from += BUFFER / 4) {
                int n = Math.min(BUFFER / 4, matrix.data().length - from);
                in.read(buffer.clear().limit(4 * n));
                buffer.flip().asFloatBuffer().get(matrix.data(), from, n);
            }
            return matrix;
        }
    }

    /**
     * Reads an array of floats or bytes.
     *
     * @throws IOException if the file is missing, is no .npy file of this kind, or is shorter or longer than its header
     *     says
     */
    public static NdArray readArray(Path file) throws IOException {
        try (NpyInput in = new NpyInput(file)) {
            NdArray.Type type = in.header();
            int[] shape = new int[in.shape.length];
            try {
                for (int i = 0; i < shape.length; i++) {
                    shape[i] = Math.toIntExact(in.shape[i]);
                }
                NdArray.count(shape);
            } catch (ArithmeticException | IllegalArgumentException e) {
                throw in.error(PREFIX, "the array is larger than can be read: " + e.getMessage());
            }
            return readValues(in.stream(), type, shape);
        }
    }

    /**
     * Reads the values that follow the header of an array.
     *
     * @throws EOFException if the stream ends before
     */
    public static NdArray readValues(InputStream in, NdArray.Type type, int... shape) throws IOException {
        int size = NdArray.count(shape);
        if (type == NdArray.Type.UINT8) {
            byte[] values = new byte[size];
            readFully(in, values, size);
            return NdArray.ofOwn(values, shape.clone());
        }
        float[] values = new float[size];
        ByteBuffer buffer = buffer();
        for (int from = 0; from < size; from += BUFFER / 4) {
            int n = Math.min(BUFFER / 4, size - from);
            readFully(in, buffer.array(), 4 * n);
            buffer.asFloatBuffer().get(values, from, n);
        }
        return NdArray.ofOwn(values, shape.clone());
    }

    private static void readFully(InputStream in, byte[] bytes, int n) throws IOException {
        int read = in.readNBytes(bytes, 0, n);
        if (read < n) {
            throw new EOFException("the data ends, " + (n - read) + " more bytes expected");
        }
    }

    /**
     * Maps a matrix into memory. It may be larger than Java's heap and larger than a {@link Matrix}. The header and the
     * length are checked as in reading, but no values are read.
     *
     * @throws CancellationException if this thread is interrupted, which it stays
     * @throws IOException if the file is missing, is no .npy file of this kind, or is shorter or longer than its header
     *     says
     */
    public static MappedRows map(Path file) throws IOException {
        return map(file, MappedRows.SEGMENT);
    }

    /** @param segment number of values in a mapping */
    static MappedRows map(Path file, int segment) throws IOException {
        try (NpyInput in = new NpyInput(file)) {
            long[] shape = in.header("<f4", 2);
            if (shape[0] > Integer.MAX_VALUE || shape[1] > Integer.MAX_VALUE) {
                throw in.error(
                        PREFIX,
                        "the array is " + shape[0] + "x" + shape[1] + ", at most " + Integer.MAX_VALUE
                                + " rows and columns can be mapped");
            }
            try {
                return new MappedRows(file, in.channel(), in.start, (int) shape[0], (int) shape[1], segment);
            } catch (ClosedByInterruptException e) {
                throw (CancellationException) new CancellationException("The thread was interrupted").initCause(e);
            } catch (IOException e) {
                throw new IOException(file + ": at byte " + in.start + ": cannot be mapped: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Reads a one-dimensional array.
     *
     * @throws IOException if the file is missing, is no .npy file of this kind, or is shorter or longer than its header
     *     says
     */
    public static int[] readInts(Path file) throws IOException {
        try (NpyInput in = new NpyInput(file)) {
            long length = in.header("<i4", 1)[0];
            if (length > Integer.MAX_VALUE - 8) {
                throw in.error(8, "the array has " + length + " values, more than a Java array can hold");
            }
            int[] values = new int[(int) length];
            ByteBuffer buffer = buffer();
            for (int from = 0; from < values.length; from += BUFFER / 4) {
                int n = Math.min(BUFFER / 4, values.length - from);
                in.read(buffer.clear().limit(4 * n));
                buffer.flip().asIntBuffer().get(values, from, n);
            }
            return values;
        }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The first {@value #HEADER} bytes of the file of such a matrix. */
    public static byte[] header(long rows, int columns) {
        return header("<f4", "(" + rows + ", " + columns + ")");
    }

    /** The first {@value #HEADER} bytes of the file of such an array. */
    public static byte[] header(NdArray.Type type, int... shape) {
        return header(type.descr(), NdArray.text(shape));
    }

    private static byte[] header(String dtype, String shape) {
        String dictionary = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': " + shape + ", }";
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        header.put((byte) 1).put((byte) 0).putShort((short) (HEADER - PREFIX));
        header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }
}
