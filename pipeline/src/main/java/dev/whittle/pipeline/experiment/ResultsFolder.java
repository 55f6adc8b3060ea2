package dev.whittle.pipeline.experiment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A results folder that is locked against other comparisons: two of them in the same folder would delete each other's
 * runs.
 */
final class ResultsFolder implements Closeable {
    private static final String LOCK = ".lock";
    private static final String CELLS = "cells";

    private final FileChannel lock;

    private ResultsFolder(FileChannel lock) {
        this.lock = lock;
    }

    /** Opens the folder and creates it if it does not exist. */
    static ResultsFolder open(Path folder) throws IOException {
        try {
            Files.createDirectories(folder.resolve(CELLS));
        } catch (FileSystemException e) {
            String reason =
                    e.getReason() == null ? "permission denied, or a file of that name is in the way" : e.getReason();
            throw new IOException("The results folder " + folder + " cannot be made: " + reason, e);
        }
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another comparison of this process has locked it.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IOException(
                    "Another comparison is writing into " + folder + "; wait for it, or give another --out");
        }
        return new ResultsFolder(channel);
    }

    /** The folder of a run. */
    static Path run(Path folder, String name) {
        return folder.resolve(CELLS).resolve(name);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
