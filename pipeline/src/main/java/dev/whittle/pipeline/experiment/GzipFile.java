package dev.whittle.pipeline.experiment;

import dev.whittle.feature.file.RegularFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Files whose name ends with {@code .gz}. They are compared by what is compressed in them, since other versions of zlib
 * compress the same to other bytes.
 */
final class GzipFile {
    static final String ENDING = ".gz";
    private static final int TRAILER = 8;
    /** The most that is taken into memory: of a file of a megabyte Deflate can make a gigabyte, and a list far less. */
    private static final long MOST = 1 << 29;

    private static final long RATIO = 300;
    private static final long ALWAYS = 1 << 24;

    private GzipFile() {}

    static boolean is(Path file) {
        return String.valueOf(file.getFileName()).endsWith(ENDING);
    }

    /** What is compressed in the file; empty if it is damaged, is far more than a list has, or has more behind it. */
    static Optional<byte[]> content(Path file) throws IOException {
        try (InputStream in = RegularFile.stream(file);
                Whole whole = new Whole(in, (int) Math.max(512, Math.min(1 << 20, Files.size(file) + 1)))) {
            long most = Math.min(MOST, ALWAYS + RATIO * Files.size(file));
            byte[] content = whole.readNBytes((int) most);
            return whole.read() < 0 && whole.isAtEnd() && in.read() < 0 ? Optional.of(content) : Optional.empty();
        } catch (ZipException | EOFException e) {
            // It is no such file, or a damaged one.
            return Optional.empty();
        }
    }

    /** Java's stream passes over whatever follows. */
    private static final class Whole extends GZIPInputStream {
        Whole(InputStream in, int buffer) throws IOException {
            super(in, buffer);
        }

        boolean isAtEnd() {
            return inf.getRemaining() <= TRAILER;
        }
    }
}
