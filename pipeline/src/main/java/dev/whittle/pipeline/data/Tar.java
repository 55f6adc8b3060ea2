package dev.whittle.pipeline.data;

import dev.whittle.feature.file.RegularFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Extracts named files from a {@code .tar.gz} (POSIX 1003.1 ustar). Only the files asked for are written, and only to
 * the given paths, so no name in an archive can lead elsewhere. This is all that the two CIFAR archives need; a library
 * for archives would be one more dependency.
 */
final class Tar {
    private static final int BLOCK = 512;

    private Tar() {}

    /**
     * Writes each entry named in {@code targets} to its path and skips the others.
     *
     * @throws IOException if the archive is damaged, with the byte offset in the unpacked archive, or if an entry is
     *     missing
     */
    static void unpack(Path archive, Map<String, Path> targets) throws IOException {
        Set<String> missing = new HashSet<>(targets.keySet());
        long offset = 0;
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(RegularFile.stream(archive)), 1 << 16)) {
            byte[] header = new byte[BLOCK];
            while (!missing.isEmpty()) {
                int got = in.readNBytes(header, 0, BLOCK);
                if (got == 0 || (got == BLOCK && isZero(header))) {
                    break;
                }
                if (got < BLOCK) {
                    throw new IOException("expected a header of 512 bytes, found " + got + " to the end");
                }
                checkSum(header);
                long size = octal(header, 124, 12);
                String name = name(header);
                boolean regular = header[156] == '0' || header[156] == 0;
                Path target = regular ? targets.get(name) : null;
                offset += BLOCK;
                if (target != null) {
                    if (!missing.remove(name)) {
                        throw new IOException("a second entry " + name);
                    }
                    copy(in, size, target);
                } else {
                    in.skipNBytes(size);
                }
                long padding = (BLOCK - size % BLOCK) % BLOCK;
                in.skipNBytes(padding);
                offset += size + padding;
            }
        } catch (EOFException e) {
            throw new IOException(at(archive, offset) + "the archive is cut off", e);
        } catch (Unwritable e) {
            throw Download.unwritable(e.path, e.failure);
        } catch (IOException e) {
            throw new IOException(at(archive, offset) + e.getMessage(), e);
        }
        if (!missing.isEmpty()) {
            throw new IOException(at(archive, offset) + "the archive ends without "
                    + missing.stream().sorted().toList());
        }
    }

    private static String at(Path archive, long offset) {
        return archive + ", byte " + offset + " of the unpacked archive: ";
    }

    private static void copy(InputStream in, long size, Path target) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = open(target)) {
            for (long left = size; left > 0; ) {
                int n = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (n == 0) {
                    throw new EOFException();
                }
                try {
                    out.write(buffer, 0, n);
                } catch (IOException e) {
                    throw new Unwritable(target, e);
                }
                left -= n;
            }
        }
    }

    private static OutputStream open(Path target) throws IOException {
        try {
            return Files.newOutputStream(target);
        } catch (IOException e) {
            throw new Unwritable(target, e);
        }
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = text(header, 257, 5).equals("ustar") && header[262] == 0; // GNU: a blank, and no prefix
        String prefix = ustar ? text(header, 345, 155) : "";
        String whole = prefix.isEmpty() ? name : prefix + "/" + name;
        return whole.startsWith("./") ? whole.substring(2) : whole;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).strip();
        if (!digits.matches("[0-7]{1,12}")) {
            throw new IOException("expected an octal number, found '" + digits + "'");
        }
        return Long.parseLong(digits, 8);
    }

    private static void checkSum(byte[] header) throws IOException {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 255;
        }
        long expected = octal(header, 148, 8);
        if (sum != expected) {
            throw new IOException("expected a header with the sum " + expected + ", found " + sum);
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** A failure to write the target, not of the archive; never leaves this class. */
    private static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Path path;
        private final transient IOException failure;

        Unwritable(Path path, IOException failure) {
            super(failure);
            this.path = path;
            this.failure = failure;
        }
    }
}
