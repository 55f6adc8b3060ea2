package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A finished comparison: the plan and its results.
 *
 * @param plan what was compared, on which images
 * @param result the results
 * @param timing how long it took
 * @param runs all runs of cells with their outputs, feature by feature, head by head, seed by seed
 * @param fewerImages for each of the fewer numbers of training images, ascending, its runs in the same order
 * @param inspected what was found in the images of each division of the plan
 */
public record ComparisonResult(
        Plan plan,
        Result result,
        Timing timing,
        List<FinishedRun> runs,
        List<List<FinishedRun>> fewerImages,
        List<Inspected> inspected) {
    public ComparisonResult {
        inspected = List.copyOf(inspected);
        runs = List.copyOf(runs);
        fewerImages = fewerImages.stream().map(List::copyOf).toList();
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

    /** The runs of a cell, seed by seed, and fold by fold where there are folds. */
    public List<FinishedRun> runs(String feature, String head) {
        return ofCell(runs, place(feature, head));
    }

    /** The runs of a cell, seed by seed, for each of the numbers of training images, ascending; the last is of all. */
    public List<List<FinishedRun>> curve(String feature, String head) {
        List<List<FinishedRun>> curve = new ArrayList<>();
        fewerImages.forEach(some -> curve.add(ofCell(some, place(feature, head))));
        curve.add(runs(feature, head));
        return curve;
    }

    private List<FinishedRun> ofCell(List<FinishedRun> all, int place) {
        int runsOfCell = plan.runsOfCell().size();
        return all.subList(place * runsOfCell, (place + 1) * runsOfCell);
    }

    /** The predicted class of every test image by a fusion, seed by seed. */
    public int[][] predictions(FusionResult fusion) throws IOException {
        int[][] predictions = new int[plan.runsOfCell().size()][];
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
        int place = plan.place(feature, head);
        if (place < 0) {
            throw new IllegalArgumentException("There is no cell " + feature + " × " + head);
        }
        return place;
    }

    /** Writes {@code result.json}, {@code timing.json} and the lists of images into a folder. */
    public void write(Path folder) throws IOException {
        ImageLists.write(folder, plan, inspected);
        CurveFile.write(folder.resolve(CurveFile.NAME), plan, result);
        RobustnessFile.write(folder.resolve(RobustnessFile.NAME), plan, result);
        VarianceFile.write(folder.resolve(VarianceFile.NAME), plan, result);
        JsonFile.write(folder.resolve(TimingFile.NAME), encodeTiming());
        ResultFile.write(folder.resolve(ResultFile.NAME), result);
    }

    /** {@code timing.json} as a tree. */
    ObjectNode encodeTiming() {
        Map<Integer, List<FinishedRun>> ofFewer = new LinkedHashMap<>();
        for (int p = 0; p < fewerImages.size(); p++) {
            ofFewer.put(plan.fewerImages().get(p), fewerImages.get(p));
        }
        return TimingFile.encode(timing, runs, ofFewer);
    }

    /** SHA-256 of {@code result.json}. */
    public String resultSha256() {
        return Hashes.of(CanonicalJson.bytes(ResultFile.encode(result)));
    }
}
