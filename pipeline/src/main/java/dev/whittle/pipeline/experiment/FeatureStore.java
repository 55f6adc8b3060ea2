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
 * Where the tables of features of one comparison are: in memory while they fit, else in .npy files that are mapped. A
 * file is there as a whole or not at all, its name holds the key of its contents, and one that is there from before is
 * used again. Files are deleted when they are no longer needed, and all of them when the comparison is done; those of
 * one that failed or was killed stay.
 */
final class FeatureStore implements Closeable {
    private static final String FOLDER = "features";

    private final long memory;
    /** Null for none: a temporary folder is made when it is needed. */
    private final Path results;

    private final Run run;
    /** Null until it is needed. */
    private Path folder;

    /**
     * @param memory how many bytes the tables of one feature may take
     * @param results the results folder, or null
     */
    FeatureStore(long memory, Path results, Run run) {
        this.memory = memory;
        this.results = results;
        this.run = run;
    }

    /** Whether so many values, of one table or several, may be in memory. */
    boolean fits(long values) {
        return 4 * values <= memory;
    }

    /** Where files would be. */
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
     * A table in a file: the one that is there from before, or else written now.
     *
     * @param key of what the table holds
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

    /** Deletes all files of a comparison that is done. */
    void deleteAll() throws IOException {
        if (results != null) {
            FolderDeletion.delete(results.resolve(FOLDER));
        }
        close();
    }

    /** Deletes files in a temporary folder, which nobody could find again. */
    @Override
    public void close() throws IOException {
        if (results == null && folder != null) {
            FolderDeletion.delete(folder);
        }
    }
}
