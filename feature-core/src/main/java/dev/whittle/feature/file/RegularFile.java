package dev.whittle.feature.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files to be read are regular ones, or links to such: reading a pipe waits until somebody writes into it, and a device
 * such as {@code /dev/zero} never ends.
 */
public final class RegularFile {
    /** As many as an array can have. */
    private static final int MOST = Integer.MAX_VALUE - 64;

    private RegularFile() {}

    /**
     * Refuses a pipe, a socket and a device. A folder, and a file that does not exist, are left to who reads it.
     *
     * @return the same path
     * @throws IOException if there is something else than a file or a folder, with its path
     */
    public static Path require(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new IOException(file + ": is a pipe or a device, expected a file; save its contents as a file first");
        }
        return file;
    }

    /**
     * All bytes of a file.
     *
     * @throws IOException if it cannot be read, or has more bytes than an array
     */
    public static byte[] bytes(Path file) throws IOException {
        return bytes(file, MOST);
    }

    /**
     * All bytes of a file that cannot be long.
     *
     * @throws IOException if it cannot be read, or has more bytes than {@code most}; then no memory is taken
     */
    public static byte[] bytes(Path file, int most) throws IOException {
        long size = Files.size(require(file));
        if (size > most) {
            throw new IOException(file + ": has " + size + " bytes, expected at most " + most);
        }
        return Files.readAllBytes(file);
    }

    /** The bytes of a file as a stream, without a buffer. */
    public static InputStream stream(Path file) throws IOException {
        return Files.newInputStream(require(file));
    }
}
