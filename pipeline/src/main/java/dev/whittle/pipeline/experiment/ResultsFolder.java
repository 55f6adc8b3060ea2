package dev.whittle.pipeline.experiment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A results folder that is locked against other comparisons: two of them in the same folder would delete each other's
 * runs and mix their pages. A command locks it before it writes the first file, and unlocks it after the last.
 */
public final class ResultsFolder implements Closeable {
    public static final String LOCK = ".lock";
    private static final String CELLS = "cells";
    private static final String CHECKPOINTS = "checkpoints";
    private static final String UNFINISHED = ".tmp";
    /** A file that a program was writing when it was killed, see {@link dev.whittle.feature.file.AtomicFile}. */
    private static final Pattern UNFINISHED_FILE =
            Pattern.compile(".+\\.(json|html|csv|md|tex|bib|yaml)\\.[0-9]{1,4}\\" + UNFINISHED);

    /** By one of these a folder is known as that of a comparison. */
    private static final List<String> OWN = List.of(LOCK, ResultFile.NAME, DataSetList.NAME);

    /** What a comparison replaces or deletes, and what may be a user's, such as of a paper or of other training. */
    private static final List<String> TAKEN = List.of(
            CHECKPOINTS,
            "features",
            "report.html",
            "report.md",
            "data-sets.html",
            "data-sets.md",
            "data-sets.csv",
            ImageLists.IMAGES,
            ImageLists.LEFT_OUT,
            CurveFile.NAME,
            RobustnessFile.NAME,
            VarianceFile.NAME,
            "references.bib",
            "tables.tex",
            "datasheet.md",
            "model-card.md",
            TimingFile.NAME,
            FolderExperiment.BEFORE,
            "ro-crate-metadata.json");

    private final Path folder;
    private final FileChannel lock;

    private ResultsFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Creates the folder if it does not exist. */
    static void create(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileSystemException e) {
            String reason =
                    e.getReason() == null ? "permission denied, or a file of that name is in the way" : e.getReason();
            throw new IOException("The results folder " + folder + " cannot be made: " + reason, e);
        }
    }

    /**
     * Opens the folder and creates it if it does not exist. What comparisons that were killed had begun to write is
     * deleted.
     *
     * @throws IOException if another comparison is at work in it, or it cannot be made, or it is no results folder and
     *     holds what a comparison would replace or delete
     */
    public static ResultsFolder open(Path folder) throws IOException {
        create(folder);
        requireOwn(folder);
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
        ResultsFolder opened = new ResultsFolder(folder, channel);
        try {
            opened.deleteUnfinished();
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    private static void requireOwn(Path folder) throws IOException {
        if (OWN.stream().anyMatch(name -> Files.exists(folder.resolve(name)))) {
            return;
        }
        List<String> taken = TAKEN.stream()
                .filter(name -> Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (!taken.isEmpty()) {
            throw new IOException(folder + " holds no results, but has " + String.join(", ", taken)
                    + ", which a comparison would replace or delete; give a folder that is new, empty or has results");
        }
    }

    /** Where unfinished training keeps its state. That of other programs is deleted. */
    Path checkpoints(String program) throws IOException {
        Path all = folder.resolve(CHECKPOINTS);
        Path own = all.resolve(program);
        if (!Files.isDirectory(own)) {
            FolderDeletion.delete(all);
        }
        return own;
    }

    /** After all training is done. */
    void deleteCheckpoints() throws IOException {
        FolderDeletion.delete(folder.resolve(CHECKPOINTS));
    }

    /** What a run is written to before it is moved to its place. */
    static Path beside(Path run) {
        return run.resolveSibling("." + run.getFileName() + UNFINISHED);
    }

    private void deleteUnfinished() throws IOException {
        List<Path> unfinished = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(path -> UNFINISHED_FILE
                            .matcher(path.getFileName().toString())
                            .matches())
                    .forEach(unfinished::add);
        }
        Path cells = folder.resolve(CELLS);
        if (Files.isDirectory(cells)) {
            try (Stream<Path> all = Files.list(cells)) {
                all.filter(path -> path.getFileName().toString().matches("\\..*\\" + UNFINISHED))
                        .forEach(unfinished::add);
            }
        }
        for (Path path : unfinished) {
            FolderDeletion.delete(path);
        }
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    /** Creates the folder of the runs. */
    void createCells() throws IOException {
        create(folder.resolve(CELLS));
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
