package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.Model;
import dev.whittle.feature.Run;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.file.RegularFile;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished run of a cell as a folder {@code cells/FEATURE--HEAD--seed-N/} of the results:
 *
 * <ul>
 *   <li>{@code run.json}: the results without times; it contains the hashes of the other files but the last two
 *   <li>{@code predictions.npy}: the predicted class of every test image
 *   <li>{@code predictions.csv.gz}: the same with names and scores, unless the run is of fewer training images
 *   <li>{@code validation-scores.npy}, {@code test-scores.npy}: the scores, if the cell is a part of a fusion
 *   <li>{@code model.npz}: the fitted pipeline, if it is of the first seed and can be saved
 *   <li>{@code timing.json}: how long it took
 *   <li>{@code key}: the hash of everything the run depends on, including the program; a kept run is reused if its key
 *       is the same and its files are complete
 * </ul>
 *
 * @param folder its path
 */
record RunFolder(Path folder) implements FinishedRun.Outputs {
    static final String RUN = "run.json";
    static final String PREDICTIONS = "predictions.npy";
    static final String PREDICTION_LIST = "predictions.csv.gz";
    static final String VALIDATION_SCORES = "validation-scores.npy";
    static final String TEST_SCORES = "test-scores.npy";
    static final String MODEL = "model.npz";
    static final String KEY = "key";

    /**
     * The finished run in this folder, if it is complete and has this key.
     *
     * @param scored whether the cell is a part of a fusion. Then a run without scores is none. Else scores of an
     *     earlier fusion are removed, so that the run is the same as one made without the fusion
     */
    Optional<FinishedRun> find(String key, boolean scored) {
        try {
            if (!Files.readString(RegularFile.require(folder.resolve(KEY))).equals(seal(folder, key))) {
                return Optional.empty();
            }
            CellResult cell = ResultFile.readRun(folder.resolve(RUN));
            for (Map.Entry<String, String> file : cell.runs().get(0).files().entrySet()) {
                if (!Hashes.of(folder.resolve(file.getKey())).equals(file.getValue())) {
                    return Optional.empty();
                }
            }
            RunTiming timing = TimingFile.readRun(folder.resolve(TimingFile.NAME));
            boolean hasScores = cell.runs().get(0).files().containsKey(TEST_SCORES);
            if (scored == hasScores) {
                return Optional.of(finished(cell, timing));
            }
            return scored ? Optional.empty() : Optional.of(withoutScores(key, cell, timing));
        } catch (IOException e) {
            // A run that cannot be read is computed again.
            return Optional.empty();
        }
    }

    /**
     * The contents of {@link #KEY}: the key of the run and the hash of its run.json, which contains the hashes of the
     * other files.
     */
    private static String seal(Path folder, String key) throws IOException {
        return key + "\n" + Hashes.of(folder.resolve(RUN)) + "\n";
    }

    /** The run as results contain it: with the hash of run.json and the path of the folder. */
    private FinishedRun finished(CellResult cell, RunTiming timing) throws IOException {
        CellRun run = cell.runs().get(0);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(RUN, Hashes.of(folder.resolve(RUN)));
        files.putAll(run.files());
        CellRun placed = run.with(files, folder.getParent().getFileName() + "/" + folder.getFileName());
        return new FinishedRun(cell.with(List.of(placed)), timing, this);
    }

    private FinishedRun withoutScores(String key, CellResult cell, RunTiming timing) throws IOException {
        return replace(key, cell, timing, beside -> {
            Map<String, String> files = new LinkedHashMap<>(cell.runs().get(0).files());
            files.keySet().removeAll(List.of(VALIDATION_SCORES, TEST_SCORES));
            for (String file : files.keySet()) {
                Files.copy(folder.resolve(file), beside.resolve(file));
            }
            return files;
        });
    }

    /** Writes the files of a run into a folder, and returns the hash of each by its name. */
    @FunctionalInterface
    private interface Contents {
        Map<String, String> write(Path folder) throws IOException;
    }

    /**
     * Writes a run to a temporary folder and moves it to its place, so that a run is complete or absent.
     *
     * @param validation the scores of the validation images; null if the cell is no part of a fusion
     * @param model null if the head cannot be saved
     */
    FinishedRun write(
            String key, CellResult cell, RunTiming timing, Predictions predictions, Matrix validation, Model model)
            throws IOException {
        return replace(key, cell, timing, beside -> {
            Map<String, String> files = new LinkedHashMap<>();
            predictions.writeClasses(beside.resolve(PREDICTIONS));
            files.put(PREDICTIONS, Hashes.of(beside.resolve(PREDICTIONS)));
            if (predictions.repeat() != null) {
                predictions.writeList(beside.resolve(PREDICTION_LIST));
                files.put(PREDICTION_LIST, Hashes.of(beside.resolve(PREDICTION_LIST)));
            }
            if (validation != null) {
                NpyFile.write(beside.resolve(VALIDATION_SCORES), validation);
                files.put(VALIDATION_SCORES, Hashes.of(beside.resolve(VALIDATION_SCORES)));
                NpyFile.write(beside.resolve(TEST_SCORES), predictions.scores());
                files.put(TEST_SCORES, Hashes.of(beside.resolve(TEST_SCORES)));
            }
            if (model != null) {
                model.write(beside.resolve(MODEL));
                files.put(MODEL, Hashes.of(beside.resolve(MODEL)));
            }
            return files;
        });
    }

    private FinishedRun replace(String key, CellResult cell, RunTiming timing, Contents contents) throws IOException {
        Path beside = ResultsFolder.beside(folder);
        FolderDeletion.delete(beside);
        try {
            Files.createDirectories(beside);
            Map<String, String> files = contents.write(beside);
            CellResult named = cell.with(List.of(cell.runs().get(0).with(files, null)));
            ResultFile.writeRun(beside.resolve(RUN), named);
            TimingFile.write(beside.resolve(TimingFile.NAME), timing);
            String seal = seal(beside, key);
            AtomicFile.write(beside.resolve(KEY), out -> out.write(seal.getBytes(StandardCharsets.UTF_8)));
            FolderDeletion.delete(folder);
            Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
            return finished(named, timing);
        } finally {
            FolderDeletion.delete(beside);
        }
    }

    @Override
    public int[] predictions() throws IOException {
        return NpyFile.readInts(folder.resolve(PREDICTIONS));
    }

    @Override
    public Optional<FinishedRun.Scores> scores() throws IOException {
        Path validation = folder.resolve(VALIDATION_SCORES);
        return Files.isRegularFile(validation)
                ? Optional.of(new FinishedRun.Scores(
                        NpyFile.readMatrix(validation), NpyFile.readMatrix(folder.resolve(TEST_SCORES))))
                : Optional.empty();
    }

    @Override
    public Optional<Matrix> testScores() throws IOException {
        Path scores = folder.resolve(TEST_SCORES);
        Path list = folder.resolve(PREDICTION_LIST);
        return Files.isRegularFile(scores)
                ? Optional.of(Predictions.rounded(NpyFile.readMatrix(scores)))
                : Files.isRegularFile(list) ? Optional.of(Predictions.scores(list)) : Optional.empty();
    }

    @Override
    public Optional<Model> model(Run run) throws IOException {
        Path file = folder.resolve(MODEL);
        return Files.isRegularFile(file) ? Optional.of(Model.read(file, run)) : Optional.empty();
    }

    @Override
    public Optional<Long> modelBytes() throws IOException {
        Path file = folder.resolve(MODEL);
        return Files.isRegularFile(file) ? Optional.of(Files.size(file)) : Optional.empty();
    }
}
