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
 * Where the tables of features of one comparison are: in memory while they fit, else in .npy files that are mapped. A file is there as a
 * whole or not at all, its name holds the key of its contents, and one that is there from before is used again. Files are deleted
 * when they are no longer needed, and all of them when the comparison is done; those of one that failed or was killed stay.
 */
final class FeatureStore implements Closeable {
    private static final String FOLDER = "features";

    private final long memory;
    private final Path place;
    /** Whether files of an earlier comparison are used again. */
    private final boolean reused;

    private final Run run;
    /** Null until it is needed. */
    private Path folder;

    /**
     * @param memory how many bytes the tables of one feature may take
     * @param results the results folder, or null
     * @param reused whether files of an earlier comparison are used again
     */
    FeatureStore(long memory, Path results, boolean reused, Run run) {
        this.memory = memory;
        this.place = results != null ? results : Path.of(System.getProperty("java.io.tmpdir"));
        this.reused = reused;
        this.run = run;
    }

    /** Whether so many values, of one table or several, may be in memory. */
    boolean fits(long values) {
        return 4 * values <= memory;
    }

    /** Where files would be. */
    Path place() {
        return place;
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
            folder = reused
                    ? Files.createDirectories(place.resolve(FOLDER))
                    : Files.createTempDirectory(place, "whittle-" + FOLDER);
        }
        return folder.resolve(key + ".npy");
    }

    /** Deletes all files of a comparison that is done. */
    void deleteAll() throws IOException {
        if (reused) {
            FolderDeletion.delete(place.resolve(FOLDER));
        }
        close();
    }

    /** Deletes files that will not be used again. */
    @Override
    public void close() throws IOException {
        if (!reused && folder != null) {
            FolderDeletion.delete(folder);
        }
    }
}
