package dev.whittle.feature.table;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A .npy file being read, which stands before its first value once the header is read. An interrupt does not disturb
 * the reading, since no channel is used for it.
 */
final class NpyInput implements Closeable {
    /** Bytes of magic number, version and length of the dictionary. */
    static final int PREFIX = 10;

    private static final Pattern DICTIONARY =
            Pattern.compile("\\s*\\{\\s*'descr'\\s*:\\s*'([^']*)'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
                    + "\\s*'shape'\\s*:\\s*\\(([0-9, ]*)\\)\\s*,?\\s*\\}\\s*");

    private final Path file;
    private final RandomAccessFile bytes;
    /** Bytes before the first value. */
    long start;
    /** How many values follow the header. */
    long values;

    private String descr;
    /** The shape in the header. */
    private String sizes;

    long[] shape;

    NpyInput(Path file) throws IOException {
        this.file = file;
        if (Files.notExists(file)) {
            throw new IOException(file + ": there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, not a .npy file");
        }
        bytes = new RandomAccessFile(file.toFile(), "r");
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** What follows, as a stream; not to be closed. */
    InputStream stream() throws IOException {
        return new FileInputStream(bytes.getFD());
    }

    /** The file for mapping it. An interrupt closes it. */
    FileChannel channel() {
        return bytes.getChannel();
    }

    IOException error(long offset, String reason) {
        return new IOException(file + ": at byte " + offset + ": " + reason);
    }

    /** Fills what remains of a buffer, which has an array. */
    void read(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            int n = bytes.read(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
            if (n < 0) {
                throw error(bytes.getFilePointer(), "the file ends, " + buffer.remaining() + " more bytes expected");
            }
            buffer.position(buffer.position() + n);
        }
    }

    /** Reads the header of an array of this type and number of dimensions, and returns its shape. */
    long[] header(String dtype, int dimensions) throws IOException {
        readHeader();
        if (!descr.equals(dtype)) {
            throw error(PREFIX, "holds values of type '" + descr + "', expected '" + dtype + "'");
        }
        if (shape.length != dimensions) {
            throw error(
                    PREFIX,
                    "has shape (" + sizes + "), expected " + dimensions + " dimension" + (dimensions == 1 ? "" : "s"));
        }
        checkLength(4);
        return shape;
    }

    /** Reads the header of an array of floats or bytes. */
    NdArray.Type header() throws IOException {
        readHeader();
        for (NdArray.Type type : NdArray.Type.values()) {
            if (type.descr().equals(descr)) {
                checkLength(type.bytes());
                return type;
            }
        }
        throw error(PREFIX, "holds values of type '" + descr + "', expected '<f4' or '|u1'");
    }

    private void readHeader() throws IOException {
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
        ByteBuffer text = ByteBuffer.allocate(prefix.getShort(8) & 0xFFFF);
        read(text);
        String dictionary = new String(text.array(), StandardCharsets.ISO_8859_1);
        Matcher m = DICTIONARY.matcher(dictionary);
        if (!m.matches()) {
            throw error(PREFIX, "the header is not one that numpy.save writes for plain arrays: " + dictionary.strip());
        }
        if (m.group(2).equals("True")) {
            throw error(PREFIX, "is in Fortran order, expected C order");
        }
        descr = m.group(1);
        sizes = m.group(3);
        String[] each = sizes.isBlank() ? new String[0] : sizes.split(",");
        shape = new long[each.length];
        values = 1;
        try {
            for (int i = 0; i < each.length; i++) {
                shape[i] = Long.parseLong(each[i].strip());
                values = Math.multiplyExact(values, shape[i]);
            }
            Math.multiplyExact(4, values);
        } catch (NumberFormatException | ArithmeticException e) {
            throw error(PREFIX, "has the impossible shape (" + sizes + ")");
        }
        start = (long) PREFIX + text.capacity();
    }

    private void checkLength(int valueBytes) throws IOException {
        long length = bytes.length();
        long expected = start + valueBytes * values;
        if (length != expected) {
            throw error(
                    Math.min(length, expected),
                    "the file " + (length < expected ? "ends" : "goes on") + ": shape (" + sizes + ") needs " + expected
                            + " bytes, the file has " + length);
        }
    }
}
