package dev.whittle.feature.table;

import dev.whittle.feature.file.RegularFile;
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
    /** Bytes of magic number, version and length of the dictionary, in format version 1. */
    static final int PREFIX = 10;
    /** The longest dictionary of version 1; later versions have room for fields, which are not read. */
    private static final int LONGEST = 0xFFFF;
    /** Characters of a wrong dictionary that a message shows. */
    private static final int SHOWN = 200;

    /** No quantifier gives back what it took, so that the time is proportional to the length. */
    private static final Pattern DICTIONARY = Pattern.compile(String.join(
            "\\s*+",
            "\\{",
            "'descr'",
            ":",
            "'([^']*+)'",
            ",",
            "'fortran_order'",
            ":",
            "(True|False)",
            ",",
            "'shape'",
            ":",
            "\\(([0-9, ]*+)\\)",
            ",?+",
            "\\}"));

    private final Path file;
    private final RandomAccessFile bytes;
    /** Bytes before the first value. */
    long start;
    /** How many values follow the header. */
    long values;

    NpyType type;
    /** Whether the first index runs fastest. */
    boolean fortran;

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
        bytes = new RandomAccessFile(RegularFile.require(file).toFile(), "r");
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

    /** Reads the header of an array with this number of dimensions, and returns its shape. */
    long[] header(int dimensions) throws IOException {
        header();
        if (shape.length != dimensions) {
            throw error(
                    PREFIX,
                    "has shape (" + shown(sizes) + "), expected " + dimensions + " dimension"
                            + (dimensions == 1 ? "" : "s"));
        }
        return shape;
    }

    /** Reads the header of any array that can be read. */
    void header() throws IOException {
        readHeader();
        checkLength(type.bytes());
    }

    IOException wrongType(String expected) {
        return error(PREFIX, "holds values of type '" + shown(descr) + "', expected " + expected);
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
        if (major < 1 || major > 3 || minor != 0) {
            throw error(6, "has format version " + major + "." + minor + ", expected 1.0, 2.0 or 3.0");
        }
        long length = prefix.getShort(8) & 0xFFFF;
        start = PREFIX;
        if (major > 1) {
            ByteBuffer rest = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
            read(rest);
            length |= (rest.getShort(0) & 0xFFFFL) << 16;
            start += 2;
        }
        if (length > LONGEST) {
            throw error(8, "the header has " + length + " bytes, expected at most " + LONGEST + " for a plain array");
        }
        ByteBuffer text = ByteBuffer.allocate((int) length);
        read(text);
        start += length;
        String dictionary =
                new String(text.array(), major < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8).strip();
        Matcher m = DICTIONARY.matcher(dictionary);
        if (!m.matches()) {
            throw error(
                    PREFIX,
                    "the header is not one that numpy.save writes for plain arrays: "
                            + shown(dictionary.replaceAll("\\s+", " ")));
        }
        fortran = m.group(2).equals("True");
        descr = m.group(1);
        type = NpyType.of(descr);
        if (type == null) {
            throw wrongType(NpyType.READ);
        }
        sizes = m.group(3);
        String[] each = sizes.isBlank() ? new String[0] : sizes.split(",");
        shape = new long[each.length];
        values = 1;
        try {
            for (int i = 0; i < each.length; i++) {
                shape[i] = Long.parseLong(each[i].strip());
                values = Math.multiplyExact(values, shape[i]);
            }
            Math.multiplyExact(8, values);
        } catch (NumberFormatException | ArithmeticException e) {
            throw error(PREFIX, "has the impossible shape (" + shown(sizes) + ")");
        }
    }

    private static String shown(String dictionary) {
        return dictionary.length() <= SHOWN ? dictionary : dictionary.substring(0, SHOWN) + "…";
    }

    private void checkLength(int valueBytes) throws IOException {
        long length = bytes.length();
        long expected = start + valueBytes * values;
        if (length != expected) {
            throw error(
                    Math.min(length, expected),
                    "the file " + (length < expected ? "ends" : "goes on") + ": shape (" + shown(sizes) + ") needs "
                            + expected + " bytes, the file has " + length);
        }
    }
}
