package dev.whittle.pipeline.report;

import dev.whittle.classify.inference.Difference;
import dev.whittle.classify.inference.Holm;
import dev.whittle.classify.inference.McNemar;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How much better each feature is than the baseline under the same head. The baseline is the declared feature; without
 * one it is the first feature that the head is trained on. A head that is not trained on the declared feature has no
 * comparison. All features against the baseline of a head are one family, within which p-values are
 * adjusted by {@link Holm}. With one seed they are those of {@link McNemar}.
 *
 * @param rows head by head, in the order of the features; empty where no head has two features
 */
public record Baselines(List<Row> rows) {
    /** Differences of at most half a point are taken as practically equal. */
    private static final double MARGIN = 0.005;

    /**
     * @param points by how many points the feature is better than the baseline
     * @param error half the width of the 95 % interval of this one difference
     * @param p adjusted for all differences of the head
     * @param better how probable it is that the feature is better by more than half a point
     * @param worse the same of the baseline
     */
    public record Row(
            String head,
            String feature,
            String baseline,
            double points,
            double error,
            double p,
            double better,
            double worse) {
        /** Such as "+1.2 ± 0.8". */
        public String difference() {
            return String.format(Locale.ROOT, "%+.1f ± %.1f", points, error);
        }

        /** Such as "0.012", with "&lt; 0.001" for all that is below. */
        public String pText() {
            return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
        }

        /** In whole percent; "&lt; 1" below 1 % and "&gt; 99" above 99 %. */
        public String betterText() {
            return percent(better);
        }

        /** The same of {@link #worse}. */
        public String worseText() {
            return percent(worse);
        }

        private static String percent(double probability) {
            return probability > 0.99
                    ? "> 99"
                    : probability < 0.01 ? "< 1" : String.valueOf(Math.round(100 * probability));
        }
    }

    static Baselines of(ComparisonResult comparison) throws IOException {
        Plan plan = comparison.plan();
        List<Row> rows = new ArrayList<>();
        for (String head : plan.heads().stream().map(h -> h.name()).toList()) {
            List<CellResult> cells = new ArrayList<>(comparison.cells().stream()
                    .filter(cell -> cell.head().equals(head))
                    .toList());
            String declared = plan.design().baseline();
            boolean has = declared == null
                    || cells.stream().anyMatch(cell -> cell.feature().equals(declared));
            // The baseline first, the others in their order.
            cells.sort(Comparator.comparing(cell -> !cell.feature().equals(declared)));
            if (has && cells.size() > 1) {
                rows.addAll(family(comparison, cells));
            }
        }
        return new Baselines(rows);
    }

    /** The cells of a head, the baseline first. */
    private static List<Row> family(ComparisonResult comparison, List<CellResult> cells) throws IOException {
        Plan plan = comparison.plan();
        CellResult baseline = cells.get(0);
        boolean[][] ofBaseline = Differences.right(comparison.runs(baseline.feature(), baseline.head()), plan);
        List<Difference> differences = new ArrayList<>();
        double[] p = new double[cells.size() - 1];
        for (CellResult cell : cells.subList(1, cells.size())) {
            boolean[][] right = Differences.right(comparison.runs(cell.feature(), cell.head()), plan);
            Difference difference = Differences.difference(plan, right, ofBaseline);
            boolean oneSeed = right.length == 1 && !plan.isRedivided();
            p[differences.size()] =
                    oneSeed ? McNemar.of(right[0], ofBaseline[0]).p() : difference.p();
            differences.add(difference);
        }
        double[] adjusted = Holm.adjusted(p);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Difference difference = differences.get(i);
            Difference.Practical practical = difference.practical(MARGIN);
            rows.add(new Row(
                    baseline.head(),
                    cells.get(i + 1).feature(),
                    baseline.feature(),
                    100 * difference.mean(),
                    100 * difference.error(0.95),
                    adjusted[i],
                    practical.better(),
                    practical.worse()));
        }
        return rows;
    }

    /** The table as Markdown; empty if there are no rows. */
    String table() {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("| head | feature | points | p, by Holm |"
                + " better by more than ½ point, % | worse by more than ½ point, % |\n");
        table.append("| :--- | :--- | ---: | ---: | ---: | ---: |\n");
        for (Row row : rows) {
            table.append("| ")
                    .append(Markdown.escape(row.head()))
                    .append(" | ")
                    .append(Markdown.escape(row.feature()))
                    .append(" | ")
                    .append(row.difference())
                    .append(" over ")
                    .append(Markdown.escape(row.baseline()))
                    .append(" | ")
                    .append(Markdown.escape(row.pText()))
                    .append(" | ")
                    .append(Markdown.escape(row.betterText()))
                    .append(" | ")
                    .append(Markdown.escape(row.worseText()))
                    .append(" |\n");
        }
        return table.toString();
    }
}
