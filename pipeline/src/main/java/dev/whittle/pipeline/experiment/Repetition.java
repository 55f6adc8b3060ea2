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
            RunFolder.PREDICTION_LIST,
            RunFolder.PREDICTIONS,
            RunFolder.VALIDATION_SCORES,
            RunFolder.TEST_SCORES);

    private final Path stored;
    private final Path again;
    /** False where only the hashes of the files are known. */
    private final boolean hasFiles;
    /** Run by run; those that the promise of equal bits covers come first, so that the others do not hide them. */
    private final List<Pair> runs = new ArrayList<>();

    /** A run there and here. */
    private record Pair(StoredRun stored, StoredRun again) {}

    /**
     * @param again the folder of a comparison with the same cells
     * @param hasFiles whether the stored files are there; else only their hashes are compared
     * @throws IOException if a {@code result.json} cannot be read, or the cells differ
     */
    public Repetition(Path stored, Path again, boolean hasFiles) throws IOException {
        this.stored = stored;
        this.again = again;
        this.hasFiles = hasFiles;
        List<StoredRun> of = StoredRun.of(ResultFile.read(stored.resolve(ResultFile.NAME)));
        List<StoredRun> or = StoredRun.of(ResultFile.read(again.resolve(ResultFile.NAME)));
        if (of.size() != or.size()) {
            throw new IOException(stored + " has " + of.size() + " runs, run again they are " + or.size());
        }
        for (boolean promised : new boolean[] {true, false}) {
            for (int i = 0; i < of.size(); i++) {
                if (of.get(i).cell().bitsPromised() == promised) {
                    runs.add(new Pair(of.get(i), or.get(i)));
                }
            }
        }
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

    /** Whether the hashes of features are known; results of earlier versions do not have them. */
    public boolean hasFeatures() {
        return runs.stream().allMatch(pair -> pair.stored.run().featuresSha256() != null);
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
     * The first difference in the figures of {@code result.json}.
     *
     * @param hashesToo whether hashes of files and features count, too
     */
    public Optional<Finding> figures(boolean hashesToo) throws IOException {
        Path of = stored.resolve(ResultFile.NAME);
        Path or = again.resolve(ResultFile.NAME);
        return ResultDifference.first(of, or)
                .filter(found -> hashesToo || !found.place().matches(".+/(files/[^/]*|featuresSha256)"));
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
                Optional<FileDifference> found = FileDifference.first(file, pair.again.file(again, name));
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
        return found.in(pair.stored.name(), pair.stored.cell().bitsPromised());
    }
}
