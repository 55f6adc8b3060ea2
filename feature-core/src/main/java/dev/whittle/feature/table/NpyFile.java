package dev.whittle.feature.table;

import dev.whittle.feature.file.AtomicFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's .npy files, format version 1.0 (numpy.lib.format): a {@link Matrix} as a two-dimensional array of {@code <f4} in C
 * order, an {@code int[]} as a one-dimensional array of {@code <i4}. The header is always {@value #HEADER} bytes long, as
 * NumPy's own is for such arrays, so {@code numpy.save} of the same array gives the same bytes.
 *
 * <p>Reading takes these two kinds of array and nothing else, and checks the header against the length of the file before
 * anything is allocated. Errors name the file and the byte offset.
 */
public final class NpyFile {
    /** Bytes before the first value. */
    public static final int HEADER = 128;

    private static final int PREFIX = 10; // magic, version, length of the dictionary
    private static final int BUFFER = 1 << 16;
    private static final Pattern DICTIONARY =
            Pattern.compile("\\s*\\{\\s*'descr'\\s*:\\s*'([^']*)'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
                    + "\\s*'shape'\\s*:\\s*\\(([0-9, ]*)\\)\\s*,?\\s*\\}\\s*");

    private NpyFile() {}

    /** Writes a matrix; the file is there as a whole or not at all. */
    public static void write(Path file, Matrix matrix) throws IOException {
        AtomicFile.write(file, out -> write(out, matrix));
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
        byte[] bytes = new byte[BUFFER];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] data = matrix.data();
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

    /** A matrix being written, its number of rows not yet known. Not thread-safe. */
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

        /** Puts the number of rows into the header and the file into its place; nothing can be added afterwards. */
        public void finish() throws IOException {
            file.append(buffer.flip());
            file.overwrite(0, ByteBuffer.wrap(header(rows, columns)));
            file.commit();
        }

        /** Without {@link #finish}, removes all that was written. */
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /**
     * Reads a matrix.
     *
     * @throws IOException if the file is missing, is no .npy file of this kind, or is shorter or longer than its header says
     */
    public static Matrix readMatrix(Path file) throws IOException {
        try (Input in = new Input(file)) {
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
     * Maps a matrix into memory, which may be larger than Java's heap and than a {@link Matrix} can be: checks the header and the length
     * as reading does, and reads no values.
     *
     * @throws IOException if the file is missing, is no .npy file of this kind, or is shorter or longer than its header says
     */
    public static MappedRows map(Path file) throws IOException {
        return map(file, MappedRows.SEGMENT);
    }

    /** @param segment values in a mapping */
    static MappedRows map(Path file, int segment) throws IOException {
        try (Input in = new Input(file)) {
            long[] shape = in.header("<f4", 2);
            if (shape[0] > Integer.MAX_VALUE || shape[1] > Integer.MAX_VALUE) {
                throw in.error(
                        PREFIX,
                        "the array is " + shape[0] + "x" + shape[1] + ", at most " + Integer.MAX_VALUE
                                + " rows and columns can be mapped");
            }
            try {
                return new MappedRows(file, in.channel, in.start, (int) shape[0], (int) shape[1], segment);
            } catch (IOException e) {
                throw new IOException(file + ": at byte " + in.start + ": cannot be mapped: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Reads a one-dimensional array.
     *
     * @throws IOException if the file is missing, is no .npy file of this kind, or is shorter or longer than its header says
     */
    public static int[] readInts(Path file) throws IOException {
        try (Input in = new Input(file)) {
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

    /** A file being read. */
    private static final class Input implements Closeable {
        private final Path file;
        private final FileChannel channel;
        /** Bytes before the first value. */
        private long start;
        /** How many values follow the header. */
        private long values;

        Input(Path file) throws IOException {
            this.file = file;
            try {
                channel = FileChannel.open(file);
            } catch (NoSuchFileException e) {
                throw new IOException(file + ": there is no such file", e);
            }
            if (Files.isDirectory(file)) {
                channel.close();
                throw new IOException(file + ": is a folder, not a .npy file");
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        IOException error(long offset, String reason) {
            return new IOException(file + ": at byte " + offset + ": " + reason);
        }

        void read(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw error(channel.position(), "the file ends, " + bytes.remaining() + " more bytes expected");
                }
            }
        }

        /** Reads the header and checks it and the length of the file; returns the shape. */
        long[] header(String dtype, int dimensions) throws IOException {
            ByteBuffer prefix = ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN);
            read(prefix);
            prefix.flip();
            if (prefix.get() != (byte) 0x93
                    || !"NUMPY".equals(new String(prefix.array(), 1, 5, StandardCharsets.US_ASCII))) {
                throw error(0, "is no .npy file: it does not start with \\x93NUMPY");
            }
            int major = prefix.get(6) & 0xFF;
            int minor = prefix.get(7) & 0xFF;
            if (major != 1 || minor != 0) {
                throw error(6, "has format version " + major + "." + minor + ", only 1.0 is read");
            }
            ByteBuffer bytes = ByteBuffer.allocate(prefix.getShort(8) & 0xFFFF);
            read(bytes);
            String dictionary = new String(bytes.array(), StandardCharsets.ISO_8859_1);
            Matcher m = DICTIONARY.matcher(dictionary);
            if (!m.matches()) {
                throw error(
                        PREFIX, "the header is not one that numpy.save writes for plain arrays: " + dictionary.strip());
            }
            if (!m.group(1).equals(dtype)) {
                throw error(PREFIX, "holds values of type '" + m.group(1) + "', expected '" + dtype + "'");
            }
            if (m.group(2).equals("True")) {
                throw error(PREFIX, "is in Fortran order, expected C order");
            }
            String[] sizes = m.group(3).isBlank() ? new String[0] : m.group(3).split(",");
            if (sizes.length != dimensions) {
                throw error(
                        PREFIX,
                        "has shape (" + m.group(3) + "), expected " + dimensions + " dimension"
                                + (dimensions == 1 ? "" : "s"));
            }
            long[] shape = new long[dimensions];
            values = 1;
            try {
                for (int i = 0; i < dimensions; i++) {
                    shape[i] = Long.parseLong(sizes[i].strip());
                    values = Math.multiplyExact(values, shape[i]);
                }
                Math.multiplyExact(4, values);
            } catch (NumberFormatException | ArithmeticException e) {
                throw error(PREFIX, "has the impossible shape (" + m.group(3) + ")");
            }
            start = (long) PREFIX + bytes.capacity();
            long length = channel.size();
            if (length != start + 4 * values) {
                throw error(
                        Math.min(length, start + 4 * values),
                        "the file " + (length < start + 4 * values ? "ends" : "goes on") + ": shape (" + m.group(3)
                                + ") needs " + (start + 4 * values) + " bytes, the file has " + length);
            }
            return shape;
        }
    }
}
