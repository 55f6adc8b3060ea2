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
 * NumPy's .npy files (numpy.lib.format). What is written has format version 1.0: an {@link NdArray} as an array of
 * {@code <f4} or {@code |u1} in C order, a {@link Matrix} as a two-dimensional one of {@code <f4}, an {@code int[]} as
 * a one-dimensional one of {@code <i4}. The header is always {@value #HEADER} bytes long, as NumPy's own is for such
 * arrays, so {@code numpy.save} of the same array gives the same bytes.
 *
 * <p>Arrays are read in the versions 1.0 to 3.0, in C and in Fortran order, of floats (f4, f8), integers (i1, u1, i2,
 * u2, i4, u4, i8, u8) and truth values (b1), of either byte order. They become floats: an f8 is rounded to the nearest
 * one, and truth values are 0 and 1. A finite f8 beyond the range of floats and an integer that is no float, such as
 * 2²⁴ + 1, are refused. The header is checked against the length of the file before memory is allocated. Errors name
 * the file and the byte offset.
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
     * @throws IOException if the file is missing, is no .npy file of these kinds, is shorter or longer than its header
     *     says, or holds a value that no float can hold
     */
    public static Matrix readMatrix(Path file) throws IOException {
        try (NpyInput in = new NpyInput(file)) {
            long[] shape = in.header(2);
            if (shape[0] > Integer.MAX_VALUE || shape[1] > Integer.MAX_VALUE || in.values > Integer.MAX_VALUE - 8) {
                throw in.error(8, "the array is " + shape[0] + "x" + shape[1] + ", more than a matrix can hold");
            }
            Matrix matrix = new Matrix((int) shape[0], (int) shape[1]);
            read(in, matrix.data(), matrix.rows(), matrix.columns());
            return matrix;
        }
    }

    /**
     * Reads an array. {@code u1} and {@code b1} become bytes, all others floats.
     *
     * @throws IOException as for {@link #readMatrix}
     */
    public static NdArray readArray(Path file) throws IOException {
        try (NpyInput in = new NpyInput(file)) {
            in.header();
            int[] shape = new int[in.shape.length];
            try {
                for (int i = 0; i < shape.length; i++) {
                    shape[i] = Math.toIntExact(in.shape[i]);
                }
                NdArray.count(shape);
            } catch (ArithmeticException | IllegalArgumentException e) {
                throw in.error(PREFIX, "the array is larger than can be read: " + e.getMessage());
            }
            if (!in.type.unsignedBytes()) {
                float[] values = new float[NdArray.count(shape)];
                read(in, values, shape);
                return NdArray.ofOwn(values, shape);
            }
            NdArray bytes = readValues(in.stream(), NdArray.Type.UINT8, shape);
            if (!in.fortran) {
                return bytes;
            }
            byte[] ordered = new byte[bytes.size()];
            FortranOrder places = new FortranOrder(shape);
            for (byte value : bytes.ownBytes()) {
                ordered[places.next()] = value;
            }
            return NdArray.ofOwn(ordered, shape);
        }
    }

    /** Reads all values of an array and stores them in C order. */
    private static void read(NpyInput in, float[] values, int... shape) throws IOException {
        FortranOrder places = in.fortran ? new FortranOrder(shape) : null;
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(in.type.order());
        int most = BUFFER / in.type.bytes();
        float[] some = places == null ? values : new float[Math.min(most, values.length)];
        for (int from = 0; from < values.length; from += most) {
            int n = Math.min(most, values.length - from);
            in.read(buffer.clear().limit(n * in.type.bytes()));
            int wrong = in.type.toFloats(buffer, 0, n, some, places == null ? from : 0, 1);
            if (wrong >= 0) {
                throw in.error(
                        in.start + (long) (from + wrong) * in.type.bytes(),
                        "the value " + in.type.text(buffer, wrong) + NpyType.NO_FLOAT);
            }
            for (int i = 0; places != null && i < n; i++) {
                values[places.next()] = some[i];
            }
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
     * length are checked as in reading, but no values are read. Values of other types than {@code <f4} are converted
     * whenever they are read; one that no float can hold is an {@link IllegalArgumentException} then.
     *
     * @throws CancellationException if this thread is interrupted, which it stays
     * @throws IOException if the file is missing, is no .npy file of these kinds, or is shorter or longer than its
     *     header says
     */
    public static MappedRows map(Path file) throws IOException {
        return map(file, MappedRows.SEGMENT);
    }

    /** @param segment number of values in a mapping */
    static MappedRows map(Path file, int segment) throws IOException {
        try (NpyInput in = new NpyInput(file)) {
            long[] shape = in.header(2);
            if (shape[0] > Integer.MAX_VALUE || shape[1] > Integer.MAX_VALUE) {
                throw in.error(
                        PREFIX,
                        "the array is " + shape[0] + "x" + shape[1] + ", at most " + Integer.MAX_VALUE
                                + " rows and columns can be mapped");
            }
            try {
                return new MappedRows(file, in, segment);
            } catch (ClosedByInterruptException e) {
                throw (CancellationException) new CancellationException("The thread was interrupted").initCause(e);
            } catch (IOException e) {
                throw new IOException(file + ": at byte " + in.start + ": cannot be mapped: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Reads a one-dimensional array of integers.
     *
     * @throws IOException if the file is missing, is no .npy file of integers, is shorter or longer than its header
     *     says, or holds a value that no {@code int} can hold
     */
    public static int[] readInts(Path file) throws IOException {
        try (NpyInput in = new NpyInput(file)) {
            long length = in.header(1)[0];
            if (!in.type.integer()) {
                throw in.wrongType("integers");
            }
            if (length > Integer.MAX_VALUE - 8) {
                throw in.error(8, "the array has " + length + " values, more than a Java array can hold");
            }
            int[] values = new int[(int) length];
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(in.type.order());
            int size = in.type.bytes();
            for (int from = 0; from < values.length; from += BUFFER / size) {
                int n = Math.min(BUFFER / size, values.length - from);
                in.read(buffer.clear().limit(size * n));
                for (int i = 0; i < n; i++) {
                    long value = in.type.integer(buffer, i * size);
                    values[from + i] = (int) value;
                    if (values[from + i] != value) {
                        throw in.error(
                                in.start + (long) size * (from + i),
                                "the value " + in.type.text(buffer, i) + " is beyond the range of an int");
                    }
                }
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
