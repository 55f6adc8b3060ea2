package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.Reliability;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.FinishedRun;
import dev.whittle.pipeline.experiment.Probabilities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far the probabilities of heads are to be trusted, on the test images with the first seed. Heads that minimise the
 * cross entropy have them: the softmax of their scores.
 *
 * @param cells of those with probabilities, the best cell of all first, as many as are read in a short time
 */
public record Calibrations(List<Cell> cells) {
    /** As in the paper of {@link Reliability}. */
    private static final int BINS = 15;

    /** No more scores are read than these, some seconds. */
    private static final long MOST_SCORES = 20_000_000;

    /** One feature with one head. */
    public record Cell(String feature, String head, Reliability reliability) {
        /** What the diagram shows, in words. */
        public String conclusion() {
            double confidence = 0;
            double right = 0;
            for (Reliability.Bin bin : reliability.bins()) {
                if (bin.samples() > 0) {
                    confidence += bin.samples() * bin.confidence() / reliability.samples();
                    right += bin.samples() * bin.accuracy() / reliability.samples();
                }
            }
            double over = 100 * (confidence - right);
            String verdict =
                    Math.abs(over) < 1 ? "Neither too sure nor too unsure" : over > 0 ? "Too sure" : "Too unsure";
            return String.format(
                    Locale.ROOT,
                    "%s: it gives its predictions a mean probability of %.1f %%, and %.1f %% of them are right. The"
                            + " expected calibration error is %.1f points.",
                    verdict,
                    100 * confidence,
                    100 * right,
                    100 * reliability.expectedCalibrationError());
        }

        /** The bars of the diagram, those of empty bins left out. */
        public List<Bar> bars() {
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
                Reliability found = Reliability.of(softmax(test.get()), outputs.predictions(), labels, BINS);
                cells.add(new Cell(cell.feature(), cell.head(), found));
            }
        }
        return new Calibrations(cells);
    }

    private static boolean hasProbabilities(ComparisonResult comparison, String name) {
        for (Experiment.Head head : comparison.plan().heads()) {
            if (head.name().equals(name)) {
                return Probabilities.hasThem(head);
            }
        }
        return false;
    }

    /** The softmax of each row. */
    static Matrix softmax(Matrix scores) {
        Matrix probabilities = new Matrix(scores.rows(), scores.columns());
        for (int i = 0; i < scores.rows(); i++) {
            float[] row = scores.row(i);
            double largest = Double.NEGATIVE_INFINITY;
            for (float s : row) {
                largest = Math.max(largest, s);
            }
            double sum = 0;
            for (float s : row) {
                sum += StrictMath.exp(s - largest);
            }
            for (int c = 0; c < row.length; c++) {
                probabilities.set(i, c, (float) (StrictMath.exp(row[c] - largest) / sum));
            }
        }
        return probabilities;
    }

    /** The calibration of a cell; null if nothing is known of it. */
    public Cell of(String feature, String head) {
        return cells.stream()
                .filter(cell -> cell.feature().equals(feature) && cell.head().equals(head))
                .findFirst()
                .orElse(null);
    }
}
