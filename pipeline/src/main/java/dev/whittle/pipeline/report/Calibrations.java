package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.Reliability;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.experiment.Calibration;
import dev.whittle.pipeline.experiment.CellRun;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.FinishedRun;
import dev.whittle.pipeline.experiment.Probabilities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How far the probabilities of heads are to be trusted, on the test images with the first seed. Heads that minimise the
 * cross entropy have them: the softmax of their scores. Where the run has a temperature, the same of scaled
 * probabilities beside it.
 *
 * @param cells of those with probabilities, the best cell of all first, as many as are read in a short time
 */
public record Calibrations(List<Cell> cells) {
    /** As in the paper of {@link Reliability}. */
    private static final int BINS = 15;

    /** No more scores are read than these, some seconds. */
    private static final long MOST_SCORES = 20_000_000;

    /**
     * One feature with one head.
     *
     * @param before of its probabilities as they are
     * @param scaling the temperature fitted to the validation images; null if there is none
     * @param after of the probabilities scaled by it; null if there is none
     * @param isValidated whether the cell has validation images
     */
    public record Cell(
            String feature,
            String head,
            Reliability before,
            Calibration scaling,
            Reliability after,
            boolean isValidated) {
        /** What the diagrams show, in words. */
        public String conclusion() {
            double over = 100 * over(before);
            double confidence = 100 * confidence(before);
            return String.format(
                    Locale.ROOT,
                    "%s: it gives its predictions a mean probability of %.1f %%, and %.1f %% of them are right. The"
                            + " expected calibration error is %.1f points%s",
                    Math.abs(over) < 1 ? "Neither too sure nor too unsure" : over > 0 ? "Too sure" : "Too unsure",
                    confidence,
                    confidence - over,
                    100 * before.expectedCalibrationError(),
                    after == null
                            ? "."
                            : String.format(
                                    Locale.ROOT,
                                    ", and %.1f points after temperature scaling.",
                                    100 * after.expectedCalibrationError()));
        }

        /** Where the temperature is from, or why there is none. */
        public String scalingText() {
            return scaling != null
                    ? String.format(
                            Locale.ROOT,
                            "After: scores divided by the temperature T = %.3g, which was fitted to the validation"
                                    + " images; their mean cross entropy is %.4f before and %.4f after. The head that"
                                    + " gave their scores was not trained on them.",
                            scaling.temperature(),
                            scaling.lossBefore(),
                            scaling.lossAfter())
                    : isValidated
                            ? "There is no diagram after temperature scaling, as this result has no temperature:"
                                    + " make it again with this version."
                            : "There is no diagram after temperature scaling, as no images are held out for"
                                    + " validation.";
        }

        /** The diagrams, the first of the probabilities as they are. */
        public List<Diagram> diagrams() {
            List<Diagram> diagrams = new ArrayList<>(List.of(Diagram.of("before", before)));
            if (after != null) {
                diagrams.add(Diagram.of("after", after));
            }
            return diagrams;
        }

        private static double confidence(Reliability reliability) {
            return mean(reliability, Reliability.Bin::confidence);
        }

        /** By how much the mean probability is above the share of right predictions. */
        private static double over(Reliability reliability) {
            return confidence(reliability) - mean(reliability, Reliability.Bin::accuracy);
        }

        private static double mean(Reliability reliability, ToDoubleFunction<Reliability.Bin> of) {
            double sum = 0;
            for (Reliability.Bin bin : reliability.bins()) {
                if (bin.samples() > 0) {
                    sum += bin.samples() * of.applyAsDouble(bin) / reliability.samples();
                }
            }
            return sum;
        }
    }

    /**
     * A reliability diagram.
     *
     * @param title what it is of, with its expected calibration error
     * @param bars those of empty bins left out
     */
    public record Diagram(String title, List<Bar> bars) {
        private static Diagram of(String name, Reliability reliability) {
            String title = String.format(
                    Locale.ROOT, "%s: error %.1f points", name, 100 * reliability.expectedCalibrationError());
            return new Diagram(title, bars(reliability));
        }

        private static List<Bar> bars(Reliability reliability) {
            List<Bar> bars = new ArrayList<>();
            int bins = reliability.bins().size();
            for (int b = 0; b < bins; b++) {
                Reliability.Bin bin = reliability.bins().get(b);
                if (bin.samples() > 0) {
                    String text = String.format(
                            Locale.ROOT,
                            "Probability %.0f to %.0f %%: %,d images, on average %.1f %%, %.1f %% right",
                            100.0 * b / bins,
                            100.0 * (b + 1) / bins,
                            bin.samples(),
                            100 * bin.confidence(),
                            100 * bin.accuracy());
                    bars.add(new Bar(
                            (double) b / bins,
                            1.0 / bins,
                            bin.accuracy(),
                            Math.sqrt((double) bin.samples() / reliability.samples()),
                            text));
                }
            }
            return bars;
        }
    }

    /**
     * A bar of the diagram, all from 0 to 1.
     *
     * @param strength the root of the bin's share of the images
     */
    public record Bar(double from, double width, double height, double strength, String text) {}

    static Calibrations of(ComparisonResult comparison, Summary summary) throws IOException {
        List<Summary.Cell> order = new ArrayList<>(List.of(summary.best()));
        summary.rows().forEach(row -> order.addAll(row.cells()));
        List<Cell> cells = new ArrayList<>();
        int[] labels = comparison.plan().data(0).test().labels();
        long scores = (long) labels.length * comparison.plan().classes().size();
        long read = 0;
        for (Summary.Cell cell : order.stream().distinct().toList()) {
            read += scores;
            if (!hasProbabilities(comparison, cell.head()) || read > MOST_SCORES) {
                read -= scores;
                continue;
            }
            FinishedRun.Outputs outputs =
                    comparison.runs(cell.feature(), cell.head()).get(0).outputs();
            Optional<Matrix> test = outputs.testScores();
            if (test.isPresent()) {
                CellRun run =
                        comparison.runs(cell.feature(), cell.head()).get(0).run();
                Calibration scaling = run.calibration();
                cells.add(new Cell(
                        cell.feature(),
                        cell.head(),
                        reliability(test.get(), 1, outputs, labels),
                        scaling,
                        scaling == null ? null : reliability(test.get(), scaling.temperature(), outputs, labels),
                        run.validation() != null));
            }
        }
        return new Calibrations(cells);
    }

    private static Reliability reliability(Matrix scores, double temperature, FinishedRun.Outputs outputs, int[] labels)
            throws IOException {
        return Reliability.of(Calibration.probabilities(scores, temperature), outputs.predictions(), labels, BINS);
    }

    private static boolean hasProbabilities(ComparisonResult comparison, String name) {
        return comparison.plan().heads().stream()
                .anyMatch(head -> head.name().equals(name) && Probabilities.hasThem(head));
    }

    /** The calibration of a cell; null if nothing is known of it. */
    public Cell of(String feature, String head) {
        return cells.stream()
                .filter(cell -> cell.feature().equals(feature) && cell.head().equals(head))
                .findFirst()
                .orElse(null);
    }
}
