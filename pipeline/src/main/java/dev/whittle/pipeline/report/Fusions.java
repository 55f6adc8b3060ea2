package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Fusion;
import dev.whittle.pipeline.experiment.FusionResult;
import dev.whittle.pipeline.experiment.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rows that are made of the scores of cells.
 *
 * @param rows one for each fusion; empty if there are none
 */
public record Fusions(List<Row> rows) {
    /**
     * One fusion; accuracies in percent.
     *
     * @param parts the cells it is made of
     * @param accuracy on the test images, such as "63.2 ± 0.4"
     * @param validation mean on the validation images, by which the weights were chosen
     * @param over the part with the highest mean test accuracy, the first of equal ones
     * @param gain how much better the fusion is than that part
     * @param bitsPromised false where a part comes from another library
     */
    public record Row(
            String name,
            List<Part> parts,
            String accuracy,
            double validation,
            String over,
            Differences.Difference gain,
            boolean bitsPromised) {
        /** Such as "+1.2 ± 0.8 over SIFT × SVM: better beyond chance". */
        public String gainText() {
            return String.format(
                    Locale.ROOT,
                    "%+.1f ± %.1f over %s: %s",
                    gain.points(),
                    gain.error(),
                    over,
                    gain.certain()
                            ? "better beyond chance"
                            : -gain.points() > gain.error() ? "worse beyond chance" : "no difference beyond chance");
        }
    }

    /**
     * A part of a fusion.
     *
     * @param cell its feature and its head
     * @param accuracy on the test images, such as "63.2 ± 0.4"
     * @param weights for each seed
     */
    public record Part(String cell, String accuracy, List<Double> weights) {
        /** The mean weight over the seeds, and the least and the largest where they differ. */
        public String weight() {
            double sum = 0;
            double least = 1;
            double most = 0;
            for (double w : weights) {
                sum += w;
                least = Math.min(least, w);
                most = Math.max(most, w);
            }
            String mean = String.format(Locale.ROOT, "%.2f", sum / weights.size());
            return least == most ? mean : mean + String.format(Locale.ROOT, " (%.2f to %.2f)", least, most);
        }
    }

    static Fusions of(ComparisonResult comparison) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (FusionResult fusion : comparison.result().fusions()) {
            rows.add(row(comparison, fusion));
        }
        return new Fusions(rows);
    }

    private static Row row(ComparisonResult comparison, FusionResult fusion) throws IOException {
        List<Part> parts = new ArrayList<>();
        Fusion.Part better = null;
        double most = -1;
        for (int p = 0; p < fusion.fusion().of().size(); p++) {
            Fusion.Part part = fusion.fusion().of().get(p);
            Accuracy test = comparison
                    .cell(part.feature(), part.head())
                    .accuracy(Split.TEST)
                    .orElseThrow();
            if (test.mean() > most) {
                most = test.mean();
                better = part;
            }
            int place = p;
            parts.add(new Part(
                    part.toString(),
                    text(test),
                    fusion.runs().stream()
                            .map(run -> (double) run.weights().get(place))
                            .toList()));
        }
        return new Row(
                fusion.fusion().name(),
                parts,
                text(fusion.accuracy(Split.TEST)),
                100 * fusion.accuracy(Split.VALIDATION).mean(),
                better.toString(),
                Differences.of(comparison, fusion, better),
                fusion.bitsPromised());
    }

    private static String text(Accuracy accuracy) {
        String mean = String.format(Locale.ROOT, "%.1f", 100 * accuracy.mean());
        return accuracy.sd() == null ? mean : mean + String.format(Locale.ROOT, " ± %.1f", 100 * accuracy.sd());
    }

    /** The rows as a table in Markdown; empty if there are none. */
    String table() {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder(
                "| late fusion | accuracy | parts: accuracy, weight | points |\n" + "| :--- | ---: | :--- | :--- |\n");
        for (Row row : rows) {
            List<String> parts = row.parts().stream()
                    .map(part -> part.cell() + ": " + part.accuracy() + ", " + part.weight())
                    .toList();
            table.append("| ")
                    .append(Markdown.escape(row.name()))
                    .append(" | ")
                    .append(row.accuracy())
                    .append(row.bitsPromised() ? "" : "\\*")
                    .append(" | ")
                    .append(Markdown.escape(String.join("; ", parts)))
                    .append(" | ")
                    .append(Markdown.escape(row.gainText()))
                    .append(" |\n");
        }
        return table.toString();
    }
}
