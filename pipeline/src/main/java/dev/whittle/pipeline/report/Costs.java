package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.FinishedRun;
import dev.whittle.pipeline.experiment.RunTiming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What every cell costs. Times are means over the seeds and belong to the machine of {@code timing.json}.
 *
 * @param cells feature by feature, head by head
 * @param front the Pareto front, in ascending order of the time for an image: the cells for which no other is at least
 *     as fast and at least as accurate, and better in one of the two
 */
public record Costs(List<Cost> cells, List<Cost> front) {
    /** Shorter times are drawn as this one, in milliseconds. */
    private static final double LEAST_MS = 1e-4;

    /**
     * The cost of one cell.
     *
     * @param cell its accuracy
     * @param color the place of the feature, see {@link LineStyle}
     * @param values the number of values of the feature
     * @param extractMs to extract one decoded image on one thread
     * @param predictMs to score one image in a batch, times the number of threads that did it
     * @param fitSeconds to fit the extractor and the transforms
     * @param trainSeconds to train the head, all candidates together
     * @param modelBytes the size of the saved model of the first seed; null if none was saved
     */
    public record Cost(
            Summary.Cell cell,
            int color,
            int values,
            double extractMs,
            double predictMs,
            double fitSeconds,
            double trainSeconds,
            Long modelBytes) {
        /** From the decoded image to its scores, on one thread. */
        public double ms() {
            return extractMs + predictMs;
        }

        /** To learn the feature and the head. */
        public double seconds() {
            return fitSeconds + trainSeconds;
        }

        /** Whether this cell is at least as fast and as accurate as another, and better in one of the two. */
        boolean dominates(Cost other) {
            return ms() <= other.ms()
                    && cell.test() >= other.cell.test()
                    && (ms() < other.ms() || cell.test() > other.cell.test());
        }

        /** Such as "0.012 ms". */
        public String msText() {
            return Amounts.ms(ms());
        }

        /** Such as "12.3 s". */
        public String secondsText() {
            return Amounts.seconds(seconds());
        }

        /** Such as "1.2 MB"; "–" if no model was saved. */
        public String bytesText() {
            return modelBytes == null ? "–" : Amounts.bytes(modelBytes);
        }
    }

    static Costs of(ComparisonResult comparison, Summary summary) throws IOException {
        List<Cost> costs = new ArrayList<>();
        int color = 0;
        for (Summary.Row row : summary.rows()) {
            for (Summary.Cell cell : row.cells()) {
                List<FinishedRun> runs = comparison.runs(cell.feature(), cell.head());
                Long bytes = runs.get(0).outputs().modelBytes().orElse(null);
                costs.add(new Cost(
                        cell,
                        color,
                        row.length(),
                        Summary.mean(runs, RunTiming::extractMsPerImage),
                        Summary.mean(runs, timing -> timing.predictMsPerImage() * timing.threads()),
                        Summary.mean(runs, RunTiming::fitFeatureSeconds),
                        Summary.mean(runs, RunTiming::trainSeconds),
                        bytes));
            }
            color++;
        }
        return new Costs(List.copyOf(costs), front(costs));
    }

    static List<Cost> front(List<Cost> costs) {
        return costs.stream()
                .filter(cost -> costs.stream().noneMatch(other -> other.dominates(cost)))
                .sorted(Comparator.comparingDouble(Cost::ms))
                .toList();
    }

    /** The place of a cell in the front, from 1; 0 for a cell that is not in it. */
    public int place(Cost cost) {
        return front.indexOf(cost) + 1;
    }

    /** Accuracy in percent by the time for an image. The first line is the front, the others are a cell each. */
    public LogChart chart() {
        List<LogChart.Series> series = new ArrayList<>();
        series.add(new LogChart.Series(
                "Pareto front", 0, false, front.stream().map(Costs::value).toList()));
        for (Cost cost : cells) {
            series.add(new LogChart.Series(name(cost), cost.color(), place(cost) > 0, List.of(value(cost))));
        }
        return LogChart.of(List.of(), series);
    }

    private static LogChart.Value value(Cost cost) {
        return new LogChart.Value(Math.max(LEAST_MS, cost.ms()), cost.cell().test(), 0);
    }

    private static String name(Cost cost) {
        return cost.cell().feature() + " × " + cost.cell().head();
    }

    /** What the figure shows, in words. */
    public String conclusion() {
        Cost first = front.get(0);
        Cost last = front.get(front.size() - 1);
        if (first.cell().test() == last.cell().test()) {
            return name(first) + " is both the fastest and the most accurate.";
        }
        return String.format(
                Locale.ROOT,
                "%d of %d cells are on the Pareto front: for each other cell, one of them is at least as fast and as"
                        + " accurate. From the fastest of them, %s, to the most accurate, %s, accuracy rises by %.1f"
                        + " points and the time for an image from %s to %s.",
                front.size(),
                cells.size(),
                name(first),
                name(last),
                last.cell().test() - first.cell().test(),
                first.msText(),
                last.msText());
    }

    Cost of(Summary.Cell cell) {
        return cells.stream()
                .filter(cost -> cost.cell().equals(cell))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no cell " + cell.feature() + " × " + cell.head()));
    }
}
