package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.feature.table.Rows;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stores the tables of features of one comparison: in memory if they fit, otherwise in mapped .npy files. A file is
 * written completely or not at all. Its name contains the key of its contents, and an existing file is reused. Files
 * are deleted when they are no longer needed, and all of them when the comparison is done. The files of a comparison
 * that failed or was killed are kept.
 */
final class FeatureStore implements Closeable {
    private static final String FOLDER = "features";

    private final long memory;
    /** Null without a results folder; a temporary folder is created when it is needed. */
    private final Path results;

    private final Run run;
    /** Null until it is needed. */
    private Path folder;

    /**
     * @param memory how many bytes of memory the tables of one feature may use
     * @param results the results folder, or null
     */
    FeatureStore(long memory, Path results, Run run) {
        this.memory = memory;
        this.results = results;
        this.run = run;
    }

    /** Whether this number of values, of one table or several, may be in memory. */
    boolean fits(long values) {
        return 4 * values <= memory;
    }

    /** The folder for files. */
    Path place() {
        return results != null ? results : Path.of(System.getProperty("java.io.tmpdir"));
    }

    long memory() {
        return memory;
    }

    /** All of a table in memory. */
    Matrix inMemory(Rows rows) {
        return Tables.inMemory(rows, run);
    }

    /**
     * A table in a file. An existing file is used; otherwise it is written now.
     *
     * @param key of the contents of the table
     * @param rows the table, read range by range
     */
    Rows onDisk(String key, Rows rows) throws IOException {
        Path file = file(key);
        return Files.isRegularFile(file) ? NpyFile.map(file) : Tables.onDisk(rows, file, run);
    }

    void delete(String key) throws IOException {
        if (folder != null) {
            Files.deleteIfExists(file(key));
        }
    }

    private Path file(String key) throws IOException {
        if (folder == null) {
            folder = results == null
                    ? Files.createTempDirectory("whittle-" + FOLDER)
                    : Files.createDirectories(results.resolve(FOLDER));
        }
        return folder.resolve(key + ".npy");
    }

    /** Deletes all files when the comparison is done. */
    void deleteAll() throws IOException {
        if (results != null) {
            FolderDeletion.delete(results.resolve(FOLDER));
        }
        close();
    }

    /** Deletes files in a temporary folder, since no later comparison could find them. */
    @Override
    public void close() throws IOException {
        if (results == null && folder != null) {
            FolderDeletion.delete(folder);
        }
    }
}
