package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.FinishedRun;
import dev.whittle.pipeline.experiment.RunTiming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What every cell costs. Times are means over the seeds and belong to the machine of {@code timing.json}.
 *
 * @param cells feature by feature, head by head
 */
public record Costs(List<Cost> cells) {
    /**
     * The cost of one cell.
     *
     * @param cell its accuracy
     * @param values the number of values of the feature
     * @param extractMs to extract one decoded image on one thread
     * @param predictMs to score one image in a batch, times the number of threads that did it
     * @param fitSeconds to fit the extractor and the transforms
     * @param trainSeconds to train the head, all candidates together
     * @param modelBytes the size of the saved model of the first seed; null if none was saved
     */
    public record Cost(
            Summary.Cell cell,
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
        for (Summary.Row row : summary.rows()) {
            for (Summary.Cell cell : row.cells()) {
                List<FinishedRun> runs = comparison.runs(cell.feature(), cell.head());
                Long bytes = runs.get(0).outputs().modelBytes().orElse(null);
                costs.add(new Cost(
                        cell,
                        row.length(),
                        Summary.mean(runs, RunTiming::extractMsPerImage),
                        Summary.mean(runs, timing -> timing.predictMsPerImage() * timing.threads()),
                        Summary.mean(runs, RunTiming::fitFeatureSeconds),
                        Summary.mean(runs, RunTiming::trainSeconds),
                        bytes));
            }
        }
        return new Costs(List.copyOf(costs));
    }

    Cost of(Summary.Cell cell) {
        return cells.stream()
                .filter(cost -> cost.cell().equals(cell))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no cell " + cell.feature() + " × " + cell.head()));
    }
}
