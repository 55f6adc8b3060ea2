package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.classify.inference.Friedman;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.CsvFile;
import dev.whittle.pipeline.experiment.DataSetList;
import dev.whittle.pipeline.experiment.FolderNames;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import dev.whittle.pipeline.experiment.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The same features under the same heads on several data sets: accuracies and mean ranks, and from
 * {@value Friedman#LEAST_DATA_SETS} data sets on {@link Friedman}'s test, each head for itself.
 *
 * @param dataSets their names
 * @param heads those with at least two features
 */
public record DataSets(String name, List<String> dataSets, List<Head> heads) {
    public static final String HTML = "data-sets.html";
    public static final String MARKDOWN = "data-sets.md";
    public static final String CSV = "data-sets.csv";
    private static final double LEVEL = 0.95;

    /**
     * The features under one head.
     *
     * @param rows from the best mean rank to the worst; of equal ones, in the order of the experiment
     * @param test null with fewer than {@value Friedman#LEAST_DATA_SETS} data sets
     * @param diagram null without a test
     */
    public record Head(String name, List<Row> rows, Friedman test, RankDiagram diagram) {
        /** What the ranks show, in a sentence or two. */
        public String conclusion() {
            Row best = rows.get(0);
            List<String> leading = rows.stream()
                    .filter(row -> row.meanRank() == best.meanRank())
                    .map(Row::feature)
                    .toList();
            String leads = String.format(
                    Locale.ROOT,
                    "%s %s the best mean rank, %.2f of %d.",
                    String.join(" and ", leading),
                    leading.size() == 1 ? "has" : "share",
                    best.meanRank(),
                    rows.size());
            if (test == null) {
                return leads + " With fewer than " + Friedman.LEAST_DATA_SETS
                        + " data sets no test says whether that is chance.";
            }
            if (test.p() >= 1 - LEVEL) {
                return String.format(
                        Locale.ROOT,
                        "%s Friedman's test does not tell the features apart: p = %.3f, which is not below 0.05.",
                        leads,
                        test.p());
            }
            double critical = test.criticalDifference(LEVEL);
            List<String> near = rows.stream()
                    .skip(1)
                    .filter(row -> row.meanRank() - best.meanRank() < critical)
                    .map(Row::feature)
                    .toList();
            return leads + " The features differ by Friedman's test, p "
                    + (test.p() < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "= %.3f", test.p())) + ". "
                    + (near.isEmpty()
                            ? best.feature() + " is better than every other one."
                            : best.feature() + " is not told apart from " + String.join(" and ", near) + ".");
        }

        /** Tells its section of the page from others. */
        public String slug() {
            return FolderNames.slug(name);
        }

        /** Such as 1.66; the least difference of mean ranks that is beyond chance. */
        public String criticalDifference() {
            return String.format(Locale.ROOT, "%.2f", test.criticalDifference(LEVEL));
        }
    }

    /** @param accuracies one for each data set */
    public record Row(String feature, List<Accuracy> accuracies, double meanRank) {
        /** Such as "63.2 ± 0.4", in percent, for each data set. */
        public List<String> texts() {
            return accuracies.stream()
                    .map(a -> String.format(Locale.ROOT, "%.1f", 100 * a.mean())
                            + (a.sd() == null ? "" : String.format(Locale.ROOT, " ± %.1f", 100 * a.sd())))
                    .toList();
        }

        /** Such as "1.40". */
        public String rankText() {
            return String.format(Locale.ROOT, "%.2f", meanRank);
        }
    }

    public DataSets {
        dataSets = List.copyOf(dataSets);
        heads = List.copyOf(heads);
    }

    /**
     * @param results by the name of the data set, with the same cells
     * @throws IllegalArgumentException if the results have other cells
     */
    static DataSets of(String name, Map<String, Result> results) {
        List<List<String>> cells = results.values().stream()
                .map(result -> result.cells().stream()
                        .map(cell -> cell.feature() + " × " + cell.head())
                        .toList())
                .distinct()
                .toList();
        if (cells.size() != 1) {
            throw new IllegalArgumentException(
                    "Results of several data sets are compared where they have the same features and heads, got "
                            + cells);
        }
        List<CellResult> first = results.values().iterator().next().cells();
        List<Head> heads = first.stream()
                .map(CellResult::head)
                .distinct()
                .map(head -> head(head, first, results))
                .flatMap(Optional::stream)
                .toList();
        return new DataSets(name, List.copyOf(results.keySet()), heads);
    }

    /** Empty for a head of a single feature. */
    private static Optional<Head> head(String head, List<CellResult> cells, Map<String, Result> results) {
        List<Integer> places = IntStream.range(0, cells.size())
                .filter(c -> cells.get(c).head().equals(head))
                .boxed()
                .toList();
        if (places.size() < 2) {
            return Optional.empty();
        }
        List<List<Accuracy>> accuracies = places.stream()
                .map(c -> results.values().stream()
                        .map(r -> r.cells().get(c).accuracy(Split.TEST).orElseThrow())
                        .toList())
                .toList();
        double[][] means = new double[results.size()][places.size()];
        for (int d = 0; d < means.length; d++) {
            for (int f = 0; f < places.size(); f++) {
                means[d][f] = accuracies.get(f).get(d).mean();
            }
        }
        double[] ranks = Friedman.meanRanks(means);
        List<Row> rows = new ArrayList<>();
        for (int f = 0; f < places.size(); f++) {
            rows.add(new Row(cells.get(places.get(f)).feature(), accuracies.get(f), ranks[f]));
        }
        Friedman test = results.size() < Friedman.LEAST_DATA_SETS ? null : Friedman.of(means);
        RankDiagram diagram = test == null
                ? null
                : RankDiagram.of(rows.stream().map(Row::feature).toList(), test, LEVEL);
        rows.sort(Comparator.comparingDouble(Row::meanRank));
        return Optional.of(new Head(head, List.copyOf(rows), test, diagram));
    }

    /**
     * Writes a page, the same as Markdown, {@value #CSV} and the list of the data sets.
     *
     * @param name of the experiment
     * @param dataSets their names, in its order
     * @param results with a folder for each data set
     * @param folder to write to
     * @throws IOException if a result is missing or damaged
     * @throws IllegalArgumentException if the results have other cells
     */
    public static DataSets write(String name, List<String> dataSets, Path results, Path folder) throws IOException {
        DataSetList list = DataSetList.of(name, dataSets, results);
        Map<String, Result> ofSets = new LinkedHashMap<>();
        for (DataSetList.DataSet set : list.dataSets()) {
            ofSets.put(set.name(), ResultFile.read(results.resolve(set.folder()).resolve(ResultFile.NAME)));
        }
        DataSets all = of(name, ofSets);
        Map<String, Object> model = new HashMap<>();
        model.put("all", all);
        model.put(
                "links",
                list.dataSets().stream().map(DataSetList.DataSet::folder).toList());
        PageTemplate.write(folder.resolve(HTML), Report.class, "data-sets.html.ftl", model);
        Path markdown = folder.resolve(MARKDOWN);
        String text = RightToLeft.isolated(markdown, "# " + Markdown.escape(name) + "\n\n" + all.text());
        AtomicFile.write(markdown, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        byte[] csv = all.csv().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(folder.resolve(CSV), out -> out.write(csv));
        list.write(folder.resolve(DataSetList.NAME));
        return all;
    }

    /** A table for each head as Markdown, with what it shows. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Head head : heads) {
            text.append("## Under ").append(Markdown.escape(head.name())).append("\n\n| feature |");
            dataSets.forEach(
                    set -> text.append(' ').append(Markdown.escape(set)).append(" |"));
            text.append(" mean rank |\n| :--- |")
                    .append(" ---: |".repeat(dataSets.size() + 1))
                    .append('\n');
            for (Row row : head.rows()) {
                text.append("| ").append(Markdown.escape(row.feature())).append(" | ");
                text.append(String.join(" | ", row.texts()));
                text.append(" | ").append(row.rankText()).append(" |\n");
            }
            text.append('\n').append(Markdown.escape(head.conclusion())).append("\n\n");
        }
        return text.toString();
    }

    private String csv() {
        StringBuilder text = new StringBuilder(CsvFile.line("head", "feature", "data set", "mean", "sd", "mean rank"));
        for (Head head : heads) {
            for (Row row : head.rows()) {
                for (int d = 0; d < dataSets.size(); d++) {
                    Accuracy accuracy = row.accuracies().get(d);
                    text.append(CsvFile.line(
                            head.name(),
                            row.feature(),
                            dataSets.get(d),
                            CanonicalJson.number(accuracy.mean()),
                            accuracy.sd() == null ? "" : CanonicalJson.number(accuracy.sd()),
                            CanonicalJson.number(row.meanRank())));
                }
            }
        }
        return text.toString();
    }
}
