package dev.whittle.pipeline.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run of a cell in a results folder.
 *
 * @param cell its cell
 * @param images with how many training images; null for all
 * @param run its result
 */
public record StoredRun(CellResult cell, Integer images, CellRun run) {
    /** All runs of a result, those with all images first. */
    public static List<StoredRun> of(Result result) {
        List<StoredRun> runs = new ArrayList<>();
        for (CellResult cell : result.cells()) {
            cell.runs().forEach(run -> runs.add(new StoredRun(cell, null, run)));
        }
        for (SizeResult size : result.fewerImages()) {
            for (CellResult cell : size.cells()) {
                cell.runs().forEach(run -> runs.add(new StoredRun(cell, size.images(), run)));
            }
        }
        return runs;
    }

    /** Which run it is, in words. */
    public String name() {
        return cell.feature() + " × " + cell.head() + ", " + run.of().text()
                + (images == null ? "" : ", " + images + " training images");
    }

    /** Whether it is the same run, of another repetition. */
    boolean isSame(StoredRun other) {
        return cell.feature().equals(other.cell.feature())
                && cell.head().equals(other.cell.head())
                && run.of().equals(other.run.of())
                && Objects.equals(images, other.images);
    }

    /** The predictions of this run in a results folder; empty where there is no list of them. */
    public Optional<List<PredictedImage>> predictions(Path results) throws IOException {
        Path list = file(results, RunFolder.PREDICTION_LIST);
        return Files.isRegularFile(list) ? Optional.of(PredictedImage.read(list)) : Optional.empty();
    }

    /** The names of its files in a results folder. Empty if nothing was written. */
    public List<String> files() {
        if (run.folder() == null) {
            return List.of();
        }
        return Stream.concat(run.files().keySet().stream(), Stream.of(RunFolder.KEY, TimingFile.NAME))
                .map(name -> run.folder() + "/" + name)
                .toList();
    }

    /** A file of this run in a results folder. */
    Path file(Path results, String name) {
        return (run.folder() == null ? results : results.resolve(run.folder())).resolve(name);
    }
}
