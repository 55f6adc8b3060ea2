package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A finished comparison: the plan and its results.
 *
 * @param plan what was compared, on which images
 * @param result the results
 * @param timing how long it took
 * @param runs all runs of cells with their outputs, feature by feature, head by head, seed by seed
 */
public record ComparisonResult(Plan plan, Result result, Timing timing, List<FinishedRun> runs) {
    public ComparisonResult {
        runs = List.copyOf(runs);
    }

    /** The cells, feature by feature, head by head. */
    public List<CellResult> cells() {
        return result.cells();
    }

    /**
     * One cell.
     *
     * @throws IllegalArgumentException if there is no such feature or head
     */
    public CellResult cell(String feature, String head) {
        return result.cells().get(place(feature, head));
    }

    /** The runs of a cell, seed by seed. */
    public List<FinishedRun> runs(String feature, String head) {
        int seeds = plan.seeds().size();
        int from = place(feature, head) * seeds;
        return runs.subList(from, from + seeds);
    }

    /** The predicted class of every test image by a fusion, seed by seed. */
    public int[][] predictions(FusionResult fusion) throws IOException {
        int[][] predictions = new int[plan.seeds().size()][];
        for (int s = 0; s < predictions.length; s++) {
            List<Matrix> scores = new ArrayList<>();
            for (Fusion.Part part : fusion.fusion().of()) {
                scores.add(runs(part.feature(), part.head())
                        .get(s)
                        .outputs()
                        .scores()
                        .orElseThrow()
                        .test());
            }
            predictions[s] = Classifier.largest(fusion.runs().get(s).fused().of(scores));
        }
        return predictions;
    }

    private int place(String feature, String head) {
        for (int c = 0; c < result.cells().size(); c++) {
            CellResult cell = result.cells().get(c);
            if (cell.feature().equals(feature) && cell.head().equals(head)) {
                return c;
            }
        }
        throw new IllegalArgumentException("There is no cell " + feature + " × " + head);
    }

    /** Writes {@code result.json}, {@code timing.json} and the lists of images into a folder. */
    public void write(Path folder) throws IOException {
        ImageLists.write(folder, plan);
        TimingFile.write(folder.resolve(TimingFile.NAME), timing, runs);
        ResultFile.write(folder.resolve(ResultFile.NAME), result);
    }

    /** SHA-256 of {@code result.json}. */
    public String resultSha256() {
        return Hashes.of(CanonicalJson.bytes(ResultFile.encode(result)));
    }
}
