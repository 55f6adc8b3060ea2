package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.FinishedRun;
import dev.whittle.pipeline.experiment.RunTiming;
import dev.whittle.pipeline.experiment.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The summary of a comparison: accuracy and costs by feature and head.
 *
 * @param heads names of the heads, the columns
 * @param rows a row for each feature
 * @param best the cell with the highest mean test accuracy; the first of equal ones
 * @param chosen the cell with the highest mean validation accuracy, the first of equal ones, which would be chosen
 *     without the test images; null without validation images
 * @param testImages number of test images; where each seed has its own, that of each
 * @param chance share of the most frequent class among the test images, in percent: the accuracy of always predicting
 *     it
 */
public record Summary(List<String> heads, List<Row> rows, Cell best, Cell chosen, int testImages, double chance) {
    /** The most opaque shade of a cell of the table, at which small print can still be read. */
    static final double MOST_SHADE = 0.3;

    /**
     * One feature.
     *
     * @param length number of values
     * @param fitSeconds to fit the extractor and the transforms, mean over seeds
     * @param msPerImage to extract one decoded image on one thread, mean over seeds
     * @param cells one for each head that is trained on the feature
     */
    public record Row(String feature, int length, double fitSeconds, double msPerImage, List<Cell> cells) {
        /** The cell under a head; null if the head is not trained on the feature. */
        public Cell under(String head) {
            return cells.stream()
                    .filter(cell -> cell.head().equals(head))
                    .findFirst()
                    .orElse(null);
        }

        /** The best head for the feature; the first of equal ones. */
        public Cell best() {
            return first(cells);
        }
    }

    /**
     * One feature with one head; accuracies in percent.
     *
     * @param sd sample deviation over seeds; null for one seed
     * @param withoutViews mean on the test images themselves, where the head averages the scores of several views of
     *     each; null for other heads
     * @param validation mean on the validation images; null without validation images
     * @param balanced balanced accuracy on the test images, that is the mean of the per-class accuracies; mean over
     *     seeds
     * @param trainSeconds mean over seeds
     * @param bitsPromised false where the feature or the head comes from another library
     */
    public record Cell(
            String feature,
            String head,
            double test,
            Double sd,
            Double withoutViews,
            Double validation,
            double train,
            double balanced,
            double trainSeconds,
            boolean bitsPromised) {
        /** Such as "63.2 ± 0.4". */
        public String text() {
            String mean = String.format(Locale.ROOT, "%.1f", test);
            return sd == null ? mean : mean + String.format(Locale.ROOT, " ± %.1f", sd);
        }
    }

    static Summary of(ComparisonResult comparison) {
        List<String> heads =
                comparison.plan().heads().stream().map(Experiment.Head::name).toList();
        List<Row> rows = new ArrayList<>();
        Cell best = null;
        Cell chosen = null;
        int at = 0;
        for (Experiment.Feature feature : comparison.plan().features()) {
            List<Cell> cells = new ArrayList<>();
            CellResult first = comparison.cells().get(at);
            List<FinishedRun> runs = comparison.runs(first.feature(), first.head());
            for (Experiment.Head head : comparison.plan().heads(feature)) {
                Cell cell = cell(
                        comparison.cells().get(at++),
                        mean(comparison.runs(feature.name(), head.name()), RunTiming::trainSeconds));
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
                    first.length(),
                    mean(runs, RunTiming::fitFeatureSeconds),
                    mean(runs, RunTiming::extractMsPerImage),
                    cells));
        }
        // Every seed has as many test images of each class, those of all its folds together.
        int[] perClass = new int[comparison.plan().classes().size()];
        int most = 0;
        for (int label : Repeats.testLabels(comparison.plan())) {
            most = Math.max(most, ++perClass[label]);
        }
        int images = Arrays.stream(perClass).sum();
        return new Summary(heads, rows, best, chosen, images, 100.0 * most / images);
    }

    private static Cell cell(CellResult cell, double trainSeconds) {
        Accuracy test = cell.accuracy(Split.TEST).orElseThrow();
        return new Cell(
                cell.feature(),
                cell.head(),
                100 * test.mean(),
                test.sd() == null ? null : 100 * test.sd(),
                cell.accuracyWithoutViews().map(a -> 100 * a.mean()).orElse(null),
                cell.accuracy(Split.VALIDATION).map(a -> 100 * a.mean()).orElse(null),
                100 * cell.accuracy(Split.TRAIN).orElseThrow().mean(),
                100 * cell.balancedAccuracy(Split.TEST).orElseThrow().mean(),
                trainSeconds,
                cell.bitsPromised());
    }

    static double mean(List<FinishedRun> runs, ToDoubleFunction<RunTiming> what) {
        double sum = 0;
        for (FinishedRun run : runs) {
            sum += what.applyAsDouble(run.timing());
        }
        return sum / runs.size();
    }

    /** The opacity of a cell's shade: 0 at the accuracy of chance and below, {@link #MOST_SHADE} at 100 %. */
    public double shade(Cell cell) {
        return MOST_SHADE * Math.max(0, cell.test() - chance) / Math.max(1, 100 - chance);
    }

    /** The best feature for a head; the first of equal ones. */
    public Cell bestUnder(String head) {
        return first(rows.stream()
                .map(row -> row.under(head))
                .filter(Objects::nonNull)
                .toList());
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

    /**
     * Whether the balanced accuracy of a cell differs visibly from the plain accuracy, as it can if classes differ in
     * size.
     */
    public boolean balancedDiffers() {
        return rows.stream()
                .flatMap(row -> row.cells().stream())
                .anyMatch(cell -> Math.abs(cell.balanced() - cell.test()) >= 0.05);
    }

    /** Whether a head averages the scores of several views of an image. */
    public boolean hasViews() {
        return rows.stream().flatMap(row -> row.cells().stream()).anyMatch(cell -> cell.withoutViews() != null);
    }

    /** Whether the promise of equal bits covers every figure. */
    public boolean allPromised() {
        return rows.stream().allMatch(row -> row.cells().stream().allMatch(Cell::bitsPromised));
    }

    /**
     * The uncertainty of the best cell's accuracy that follows from the number of test images only: the distance in
     * points to the farther end of its 95 % interval. This is Wilson's interval ("Probable inference, the law of
     * succession, and statistical inference", 1927), which does not vanish at 100 %: (p + z²/2n ± z·√(p(1-p)/n +
     * z²/4n²)) / (1 + z²/n), z = 1.96.
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
