package dev.whittle.pipeline.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The answer of a comparison: accuracy by feature and head, with what it costs.
 *
 * @param heads names of the heads, the columns
 * @param rows a row for each feature
 * @param best the cell with the highest mean test accuracy, the first of equal ones
 * @param chosen the cell with the highest mean validation accuracy, the first of equal ones: what would be chosen without a look at
 *     the test images; null where there are no validation images
 * @param testImages number of test images
 * @param chance share of the most frequent class among the test images, in percent: what always guessing it gives
 */
public record Summary(List<String> heads, List<Row> rows, Cell best, Cell chosen, int testImages, double chance) {
    /**
     * One feature.
     *
     * @param length number of values
     * @param fitSeconds to fit the extractor and the transforms, mean over seeds
     * @param msPerImage to extract one decoded image on one thread, mean over seeds
     */
    public record Row(String feature, int length, double fitSeconds, double msPerImage, List<Cell> cells) {
        /** The head that suits the feature best, the first of equal ones. */
        public Cell best() {
            return first(cells);
        }
    }

    /**
     * One feature under one head; accuracies in percent.
     *
     * @param sd sample deviation over seeds; null for one seed
     * @param validation mean on the validation images; null where there are none
     * @param trainSeconds mean over seeds
     * @param bitsPromised false where the feature or the head comes from another library
     */
    public record Cell(
            String feature,
            String head,
            double test,
            Double sd,
            Double validation,
            double train,
            double trainSeconds,
            boolean bitsPromised) {
        /** Such as "63.2 ± 0.4". */
        public String text() {
            String mean = String.format(Locale.ROOT, "%.1f", test);
            return sd == null ? mean : mean + String.format(Locale.ROOT, " ± %.1f", sd);
        }
    }

    static Summary of(Comparison comparison) {
        List<String> heads = comparison.experiment().heads().stream()
                .map(Experiment.Head::name)
                .toList();
        List<Row> rows = new ArrayList<>();
        Cell best = null;
        Cell chosen = null;
        int at = 0;
        for (Experiment.Feature feature : comparison.experiment().features()) {
            List<Cell> cells = new ArrayList<>();
            JsonNode first = comparison.result().path("cells").get(at);
            for (String head : heads) {
                JsonNode node = comparison.result().path("cells").get(at++);
                Cell cell = cell(node, meanTiming(comparison, feature.name(), head, "trainSeconds"));
                cells.add(cell);
                if (best == null || cell.test() > best.test()) {
                    best = cell;
                }
                if (cell.validation() != null && (chosen == null || cell.validation() > chosen.validation())) {
                    chosen = cell;
                }
            }
            rows.add(new Row(
                    feature.name(),
                    first.path("length").asInt(),
                    meanTiming(comparison, feature.name(), heads.get(0), "fitFeatureSeconds"),
                    meanTiming(comparison, feature.name(), heads.get(0), "extractMsPerImage"),
                    cells));
        }
        int[] perClass = new int[comparison.data().test().classes().size()];
        int most = 0;
        for (int label : comparison.data().test().labels()) {
            most = Math.max(most, ++perClass[label]);
        }
        int images = comparison.data().test().size();
        return new Summary(heads, rows, best, chosen, images, 100.0 * most / images);
    }

    private static Cell cell(JsonNode node, double trainSeconds) {
        JsonNode accuracy = node.path("accuracy");
        JsonNode sd = accuracy.path("test").path("sd");
        JsonNode validation = accuracy.path("validation").path("mean");
        return new Cell(
                node.path("feature").asText(),
                node.path("head").asText(),
                100 * accuracy.path("test").path("mean").asDouble(),
                sd.isNumber() ? 100 * sd.asDouble() : null,
                validation.isNumber() ? 100 * validation.asDouble() : null,
                100 * accuracy.path("train").path("mean").asDouble(),
                trainSeconds,
                node.path("bitsPromised").asBoolean());
    }

    private static double meanTiming(Comparison comparison, String feature, String head, String what) {
        double sum = 0;
        int n = 0;
        for (JsonNode node : comparison.timing().path("cells")) {
            if (node.path("feature").asText().equals(feature)
                    && node.path("head").asText().equals(head)) {
                sum += node.path(what).asDouble();
                n++;
            }
        }
        return sum / n;
    }

    /** The feature that suits a head best, the first of equal ones. */
    public Cell bestUnder(int head) {
        return first(rows.stream().map(row -> row.cells().get(head)).toList());
    }

    private static Cell first(List<Cell> cells) {
        Cell best = cells.get(0);
        for (Cell cell : cells) {
            if (cell.test() > best.test()) {
                best = cell;
            }
        }
        return best;
    }

    /** Whether every figure is covered by the promise of equal bits. */
    public boolean allPromised() {
        return rows.stream().allMatch(row -> row.cells().stream().allMatch(Cell::bitsPromised));
    }

    /**
     * How far the further end of the 95 % interval that follows from the number of test images alone lies from the best cell's
     * accuracy, in points. Wilson's interval ("Probable inference, the law of succession, and statistical inference", 1927), which does
     * not vanish at 100 %: (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.96.
     */
    public double testError() {
        double p = best.test() / 100;
        double z2 = 1.96 * 1.96 / testImages;
        double half = Math.sqrt(z2 * p * (1 - p) + z2 * z2 / 4);
        double low = (p + z2 / 2 - half) / (1 + z2);
        double high = (p + z2 / 2 + half) / (1 + z2);
        return 100 * Math.max(p - low, high - p);
    }
}
