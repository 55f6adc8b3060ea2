package dev.whittle.pipeline.data;

import dev.whittle.feature.file.RegularFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A binary file, plain or gzip, read from front to back. Every error has the path and the byte offset.
 *
 * <p>{@link java.util.zip.GZIPInputStream} is not used, since it ignores bytes after the gzip stream and cannot say
 * where damage is. A gzip file has one member (RFC 1952).
 */
final class CheckedFile implements AutoCloseable {
    /**
     * Deflate turns one byte into at most 1032, by 2-bit codes for 258 bytes. So a small file cannot ask for much
     * memory.
     */
    private static final long MOST_PER_BYTE = 1032;

    private final Path path;
    private final InputStream in;
    private final long fileSize;
    private final Inflater inflater;
    private final byte[] input = new byte[1 << 16];
    private final CRC32 crc = new CRC32();
    /** The number of bytes of the gzip header, which come before those of the inflater. */
    private long headerSize;

    private long offset;

    private CheckedFile(Path path, InputStream in, long fileSize, boolean gzip) {
        this.path = path;
        this.in = in;
        this.fileSize = fileSize;
        this.inflater = gzip ? new Inflater(true) : null;
    }

    /** Opens a file. It is taken as gzip if it starts with the magic number 1f 8b, and as plain otherwise. */
    static CheckedFile open(Path path) throws IOException {
        InputStream in = new BufferedInputStream(RegularFile.stream(path), 1 << 16);
        try {
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            CheckedFile file = new CheckedFile(path, in, Files.size(path), gzip);
            if (file.fileSize == 0) {
                throw new IOException(path + ": the file is empty");
            }
            if (gzip) {
                file.readGzipHeader();
            }
            return file;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * The next n bytes of the unpacked content.
     *
     * @param n may be an unchecked number from a header; nothing is allocated if the file cannot have so many bytes
     * @param what the bytes are, for the message
     */
    byte[] read(long n, String what) throws IOException {
        long possible = inflater == null ? fileSize - offset : fileSize * MOST_PER_BYTE;
        if (n > possible || n > Integer.MAX_VALUE - 8) {
            throw error(
                    offset,
                    "expected " + n + " bytes (" + what + "), found "
                            + (inflater == null
                                    ? possible + " to the end of the file"
                                    : "a gzip file of " + fileSize + " bytes"));
        }
        byte[] bytes = new byte[(int) n];
        int got = inflater == null ? in.readNBytes(bytes, 0, bytes.length) : inflate(bytes);
        if (got < n) {
            throw error(
                    offset + got,
                    "expected " + n + " bytes (" + what + ") from byte " + offset + " on, found " + got
                            + " to the end of the data");
        }
        offset += n;
        return bytes;
    }

    /** The next four bytes, big-endian, as an unsigned number. */
    long readInt(String what) throws IOException {
        byte[] b = read(4, what);
        return (b[0] & 255L) << 24 | (b[1] & 255) << 16 | (b[2] & 255) << 8 | (b[3] & 255);
    }

    /**
     * Checks that the content ends here. For gzip it also checks the checksum and the length, and that nothing follows.
     */
    void end() throws IOException {
        if (inflater == null) {
            if (in.read() >= 0) {
                throw error(offset, "expected the end of the file, found " + (fileSize - offset) + " more bytes");
            }
            return;
        }
        if (inflate(new byte[1]) > 0) {
            throw error(offset, "expected the end of the data, found more bytes");
        }
        long trailer = headerSize + inflater.getBytesRead();
        int left = inflater.getRemaining();
        byte[] tail = new byte[9];
        int n = Math.min(left, tail.length);
        System.arraycopy(input, lastInput - left, tail, 0, n);
        n += in.readNBytes(tail, n, tail.length - n);
        if (n < 8) {
            throw gzipError(trailer + n, "expected 8 bytes of checksum and length, found " + n);
        }
        long expectedCrc = littleEndian(tail, 0);
        if (expectedCrc != crc.getValue()) {
            throw gzipError(
                    trailer,
                    String.format("expected data with the CRC-32 %08x, found %08x", expectedCrc, crc.getValue()));
        }
        if (littleEndian(tail, 4) != (offset & 0xFFFFFFFFL)) {
            throw gzipError(trailer + 4, "expected the length " + offset + ", found " + littleEndian(tail, 4));
        }
        if (n > 8) {
            throw gzipError(trailer + 8, "expected the end of the file, found more bytes");
        }
    }

    /** An error at an offset of the unpacked content. */
    IOException error(long at, String message) {
        return new IOException(
                path + ", byte " + at + (inflater == null ? "" : " of the unpacked data") + ": " + message);
    }

    private IOException gzipError(long at, String message) {
        return new IOException(path + ", byte " + at + " of the gzip file: " + message);
    }

    @Override
    public void close() throws IOException {
        if (inflater != null) {
            inflater.end();
        }
        in.close();
    }

    private int lastInput;

    private int inflate(byte[] bytes) throws IOException {
        int got = 0;
        while (got < bytes.length && !inflater.finished()) {
            try {
                int n = inflater.inflate(bytes, got, bytes.length - got);
                crc.update(bytes, got, n);
                got += n;
                if (n == 0 && inflater.needsInput()) {
                    lastInput = in.readNBytes(input, 0, input.length);
                    if (lastInput == 0) {
                        throw gzipError(fileSize, "the file ends in the middle of the compressed data");
                    }
                    inflater.setInput(input, 0, lastInput);
                } else if (n == 0 && inflater.needsDictionary()) {
                    throw gzipError(headerSize + inflater.getBytesRead(), "damaged: asks for a preset dictionary");
                }
            } catch (DataFormatException e) {
                IOException damaged = gzipError(headerSize + inflater.getBytesRead(), "damaged: " + e.getMessage());
                damaged.initCause(e);
                throw damaged;
            }
        }
        return got;
    }

    private void readGzipHeader() throws IOException {
        byte[] fixed = headerBytes(10);
        if (fixed[2] != 8) {
            throw gzipError(2, "expected the compression method 8 (deflate), found " + fixed[2]);
        }
        int flags = fixed[3] & 255;
        if ((flags & 0xE0) != 0) {
            throw gzipError(3, "reserved flags are set: " + flags);
        }
        if ((flags & 4) != 0) {
            byte[] length = headerBytes(2);
            headerBytes((length[0] & 255) | (length[1] & 255) << 8);
        }
        for (int flag : new int[] {8, 16}) { // the name and the comment, each ended by a zero
            while ((flags & flag) != 0 && headerBytes(1)[0] != 0) {
                continue;
            }
        }
        if ((flags & 2) != 0) {
            headerBytes(2);
        }
    }

    private byte[] headerBytes(int n) throws IOException {
        byte[] bytes = in.readNBytes(n);
        headerSize += bytes.length;
        if (bytes.length < n) {
            throw gzipError(headerSize, "the file ends in its gzip header");
        }
        return bytes;
    }

    private static long littleEndian(byte[] b, int at) {
        return (b[at] & 255) | (b[at + 1] & 255) << 8 | (b[at + 2] & 255) << 16 | (b[at + 3] & 255L) << 24;
    }
}
