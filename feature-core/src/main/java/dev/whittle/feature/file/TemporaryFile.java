package dev.whittle.feature.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A file in the system's temporary folder that is mapped and has no name any more. */
public final class TemporaryFile {
    private TemporaryFile() {}

    /** Writes a file and maps it. */
    public interface Mapping<T> {
        T of(Path file) throws IOException;
    }

    /**
     * Returns what maps a new file. The file is deleted as soon as it is mapped: its space on the disk is free again
     * when no object refers to it. Windows deletes no file that is mapped; there it is deleted when Java ends.
     *
     * @param bytes that the file will have
     * @throws IOException if the disk has too little space, with the folder and what is free, or if the mapping fails
     */
    public static <T> T mapped(String name, long bytes, Mapping<T> mapping) throws IOException {
        Path folder = Files.createTempDirectory("whittle");
        Path file = folder.resolve(name);
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < bytes) {
                throw new IOException(
                        String.format(Locale.ROOT, "%,d MiB are free in %s", free >> 20, folder.getParent()));
            }
            return mapping.of(file);
        } finally {
            delete(file, folder);
        }
    }

    private static void delete(Path file, Path folder) {
        try {
            Files.deleteIfExists(file);
            Files.delete(folder);
        } catch (IOException e) {
            // In the order in which they must be registered: the last one is deleted first.
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
        }
    }
}
