package dev.whittle.pipeline.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A results folder beside another one into which its experiment was run again, compared step by step: features, models,
 * predictions, and figures.
 */
public final class Repetition {
    private static final List<String> PREDICTIONS = List.of(
            RunFolder.PREDICTION_LIST, RunFolder.PREDICTIONS, RunFolder.VALIDATION_SCORES, RunFolder.TEST_SCORES);

    private final Path stored;
    /** Where it was run again: all in one folder, or a sample of the runs in several. */
    private final List<Path> again;

    /** False where only the hashes of the files are known. */
    private final boolean hasFiles;
    /** Whether all runs are compared, and the accuracies over them. */
    private final boolean isComplete;
    /**
     * Run by run; those that the promise of equal bits covers come first, so that the others do not hide them. What it
     * covers is known by the repetition: the stored flag may have been changed with the figures.
     */
    private final List<Pair> runs = new ArrayList<>();

    /** A run there, and here in a folder. */
    private record Pair(StoredRun stored, StoredRun again, Path folder) {}

    private Repetition(Path stored, List<Path> again, boolean hasFiles, boolean isComplete) throws IOException {
        this.stored = stored;
        this.again = List.copyOf(again);
        this.hasFiles = hasFiles;
        this.isComplete = isComplete;
        List<StoredRun> of = StoredRun.of(ResultFile.read(stored.resolve(ResultFile.NAME)));
        List<Pair> all = new ArrayList<>();
        for (Path folder : again) {
            for (StoredRun run : StoredRun.of(ResultFile.read(folder.resolve(ResultFile.NAME)))) {
                StoredRun same = of.stream()
                        .filter(run::isSame)
                        .findFirst()
                        .orElseThrow(() -> new IOException(stored + " has no run " + run.name()));
                all.add(new Pair(same, run, folder));
            }
        }
        all.stream().filter(pair -> pair.again.cell().bitsPromised()).forEach(runs::add);
        all.stream().filter(pair -> !pair.again.cell().bitsPromised()).forEach(runs::add);
        if (isComplete && all.size() != of.size()) {
            throw new IOException(stored + " has " + of.size() + " runs, run again they are " + all.size());
        }
    }

    /**
     * All runs.
     *
     * @param again the folder of the comparison with the same cells
     * @param hasFiles whether the stored files are there; else only their hashes are compared
     * @throws IOException if a {@code result.json} cannot be read, or the runs are others
     */
    public static Repetition of(Path stored, Path again, boolean hasFiles) throws IOException {
        return new Repetition(stored, List.of(again), hasFiles, true);
    }

    /**
     * Some of the runs.
     *
     * @param again the folders of comparisons with some of the runs each
     * @param hasFiles whether the stored files are there; else only their hashes are compared
     * @throws IOException if a {@code result.json} cannot be read, or has a run that is not in the stored one
     */
    public static Repetition ofSample(Path stored, List<Path> again, boolean hasFiles) throws IOException {
        return new Repetition(stored, again, hasFiles, false);
    }

    /** How many runs are compared. */
    public int numberOfRuns() {
        return runs.size();
    }

    /** How many models are compared. */
    public int numberOfModels() {
        return (int) runs.stream()
                .filter(pair -> pair.again.run().files().containsKey(RunFolder.MODEL))
                .count();
    }

    /** The first run whose head was given other features, by their hashes. */
    public Optional<Finding> features() {
        for (Pair pair : runs) {
            String expected = pair.stored.run().featuresSha256();
            String actual = pair.again.run().featuresSha256();
            if (!actual.equals(expected)) {
                String file = stored.resolve(ResultFile.NAME).toString();
                return Optional.of(placed(new Finding(file, "featuresSha256", "", expected, actual), pair));
            }
        }
        return Optional.empty();
    }

    /** The first difference in a model: its array, the element and both values. */
    public Optional<Finding> models() throws IOException {
        return first(RunFolder.MODEL::equals);
    }

    /** The first difference in predictions and scores: the line with the image, or the element. */
    public Optional<Finding> predictions() throws IOException {
        return first(PREDICTIONS::contains);
    }

    /**
     * The first difference in the figures of {@code result.json}. Of a sample, those of its runs are compared with what
     * was run again, and all others with the files of the runs and with each other.
     *
     * @param hashesToo whether hashes of files and features count, too
     */
    public Optional<Finding> figures(boolean hashesToo) throws IOException {
        Path of = stored.resolve(ResultFile.NAME);
        if (isComplete) {
            Path now = again.get(0).resolve(ResultFile.NAME);
            return hashesToo ? ResultDifference.first(of, now) : ResultDifference.firstFigure(of, now);
        }
        for (Pair pair : runs) {
            Optional<FileDifference> found = ResultDifference.ofRuns(pair.stored.run(), pair.again.run());
            if (found.isPresent()) {
                FileDifference d = found.get();
                return Optional.of(placed(new Finding(of.toString(), d.place(), "", d.expected(), d.actual()), pair));
            }
        }
        return hasFiles ? ResultDifference.withOwnFiles(of) : ResultDifference.withOwnRuns(of);
    }

    private Optional<Finding> first(Predicate<String> which) throws IOException {
        for (Pair pair : runs) {
            for (String name : pair.again.run().files().keySet()) {
                if (!which.test(name)) {
                    continue;
                }
                if (!hasFiles) {
                    String expected = pair.stored.run().files().get(name);
                    String actual = pair.again.run().files().get(name);
                    if (!actual.equals(expected)) {
                        String file = stored.resolve(ResultFile.NAME).toString();
                        return Optional.of(placed(
                                new Finding(file, "SHA-256 of " + name, "", String.valueOf(expected), actual), pair));
                    }
                    continue;
                }
                Path file = pair.stored.file(stored, name);
                Optional<FileDifference> found = FileDifference.first(file, pair.again.file(pair.folder, name));
                if (found.isPresent()) {
                    FileDifference d = found.get();
                    return Optional.of(
                            placed(new Finding(file.toString(), d.place(), "", d.expected(), d.actual()), pair));
                }
            }
        }
        return Optional.empty();
    }

    private static Finding placed(Finding found, Pair pair) {
        return found.in(pair.stored.name(), pair.again.cell().bitsPromised());
    }
}
