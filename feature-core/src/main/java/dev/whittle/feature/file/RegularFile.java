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

    /** All bytes of a file. */
    public static byte[] bytes(Path file) throws IOException {
        return Files.readAllBytes(require(file));
    }

    /** The bytes of a file as a stream, without a buffer. */
    public static InputStream stream(Path file) throws IOException {
        return Files.newInputStream(require(file));
    }
}
