package dev.whittle.pipeline.report;

import dev.whittle.feature.Checks;
import dev.whittle.pipeline.experiment.Chance;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.VarianceResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much the accuracy varies by each source of chance.
 *
 * @param sources their names, the columns; {@code all} is the last
 * @param rows the cells
 * @param repetitions how many values each deviation is of
 * @param folds whether only the first fold of each seed counts
 */
public record Variances(List<String> sources, List<Row> rows, int repetitions, boolean folds) {
    /**
     * A cell.
     *
     * @param bitsPromised false where the feature or the head comes from another library
     */
    public record Row(String feature, String head, List<Entry> entries, boolean bitsPromised) {
        String name() {
            return feature + " × " + head;
        }

        /** The single source with the largest deviation, the first of equal ones; empty if none has one. */
        Optional<Entry> largest() {
            Entry largest = null;
            for (Entry entry : entries) {
                if (entry.source().of() != Chance.ALL
                        && entry.source().deviation() > 0
                        && (largest == null
                                || entry.source().deviation() > largest.source().deviation())) {
                    largest = entry;
                }
            }
            return Optional.ofNullable(largest);
        }
    }

    /** @param largest whether it is the largest of a cell, without {@code all} */
    public record Entry(VarianceResult.Source source, boolean largest) {
        /** In points, such as "0.42", or "no effect". */
        public String text() {
            return source.hasEffect() ? points(source.deviation()) : "no effect";
        }

        /** In points, such as "0.29 to 0.77"; empty without an effect. */
        public String interval() {
            if (!source.hasEffect()) {
                return "";
            }
            return source.deviation() == 0
                    ? "other scores, equal accuracies"
                    : points(source.interval().low()) + " to "
                            + points(source.interval().high());
        }

        String name() {
            return Checks.name(source.of());
        }
    }

    /** Empty where it was not asked for. */
    static Optional<Variances> of(ComparisonResult comparison) {
        List<VarianceResult> cells = comparison.result().variance();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        List<Row> rows = new ArrayList<>();
        for (VarianceResult cell : cells) {
            Row plain = new Row(
                    cell.feature(),
                    cell.head(),
                    cell.sources().stream()
                            .map(source -> new Entry(source, false))
                            .toList(),
                    comparison.cell(cell.feature(), cell.head()).bitsPromised());
            Entry largest = plain.largest().orElse(null);
            rows.add(new Row(
                    plain.feature(),
                    plain.head(),
                    plain.entries().stream()
                            .map(entry -> new Entry(entry.source(), entry == largest))
                            .toList(),
                    plain.bitsPromised()));
        }
        return Optional.of(new Variances(
                rows.get(0).entries().stream().map(Entry::name).toList(),
                rows,
                comparison.plan().seeds().size(),
                !comparison.plan().folds().isEmpty()));
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    /** Which source is the largest, in a sentence or two. */
    public String conclusion() {
        List<Row> varying =
                rows.stream().filter(row -> row.largest().isPresent()).toList();
        if (varying.isEmpty()) {
            return "None of these sources changes the accuracy of any cell.";
        }
        List<String> texts = new ArrayList<>();
        for (String source : sources.subList(0, sources.size() - 1)) {
            List<Row> largest = varying.stream()
                    .filter(row -> row.largest().orElseThrow().name().equals(source))
                    .toList();
            if (!largest.isEmpty()) {
                Row most = largest.stream()
                        .max(Comparator.comparingDouble(
                                row -> row.largest().orElseThrow().source().deviation()))
                        .orElseThrow();
                texts.add(String.format(
                        Locale.ROOT,
                        "%s has the largest deviation in %d of %d cells, with up to %s points (95 %%: %s; %s)",
                        source,
                        largest.size(),
                        rows.size(),
                        most.largest().orElseThrow().text(),
                        most.largest().orElseThrow().interval(),
                        most.name()));
            }
        }
        int none = rows.size() - varying.size();
        return texts.stream().collect(Collectors.joining("; ", "", "."))
                + (none == 0
                        ? ""
                        : String.format(Locale.ROOT, " In %d of %d none changes the accuracy.", none, rows.size()));
    }

    /** What the figures are. */
    public String caption() {
        return String.format(
                Locale.ROOT,
                "Sample deviation of the accuracy on the test images over %d seeds%s, in points, with its 95 %%"
                        + " interval by the chi-square distribution. One source of chance is drawn from each seed, and"
                        + " all others from the first one. split: which images are for training and validation, and"
                        + " for the test where seeds divide them anew; codebook: what is random in learning the"
                        + " feature; start: what the training of the head begins with; order: all else that is random"
                        + " in it; all: these together, the runs of the comparison. No effect: the same scores bit by"
                        + " bit with every seed.",
                repetitions,
                folds ? ", each with its first fold" : "");
    }

    /** Whether the promise of equal bits covers every figure. */
    public boolean allPromised() {
        return rows.stream().allMatch(Row::bitsPromised);
    }

    /** The table as Markdown, and what it shows. */
    public String markdown() {
        StringBuilder text = new StringBuilder("| feature | head | ")
                .append(String.join(" | ", sources))
                .append(" |\n| :--- | :--- |")
                .append(" ---: |".repeat(sources.size()))
                .append('\n');
        for (Row row : rows) {
            text.append("| ")
                    .append(Markdown.escape(row.feature()))
                    .append(" | ")
                    .append(Markdown.escape(row.head()))
                    .append(row.bitsPromised() ? "" : " \\*")
                    .append(" |");
            for (Entry entry : row.entries()) {
                String figure = entry.largest() ? "**" + entry.text() + "**" : entry.text();
                text.append(' ')
                        .append(figure)
                        .append(entry.interval().isEmpty() ? "" : " (" + entry.interval() + ")")
                        .append(" |");
            }
            text.append('\n');
        }
        return text.append('\n')
                .append(Markdown.escape(conclusion()))
                .append('\n')
                .toString();
    }
}
