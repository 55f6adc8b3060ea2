package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.FolderNames;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a report in LaTeX, for a document with {@code \\usepackage{booktabs}}. */
final class LatexTables {
    private LatexTables() {}

    /** The accuracy by feature and head, and where there are some the differences from the baseline. */
    static String of(ComparisonResult comparison, Summary summary, Baselines baselines) {
        StringBuilder text = new StringBuilder("% Tables of the comparison "
                + escape(comparison.plan().name()) + ". The document needs \\usepackage{booktabs}.\n\n");
        text.append(accuracy(comparison.plan(), summary));
        if (!baselines.rows().isEmpty()) {
            text.append('\n').append(differences(comparison.plan(), baselines));
        }
        return text.toString();
    }

    private static String accuracy(Plan plan, Summary summary) {
        List<String> header = new ArrayList<>(List.of("Feature"));
        summary.heads().forEach(head -> header.add(escape(head)));
        List<List<String>> rows = new ArrayList<>();
        for (Summary.Row row : summary.rows()) {
            List<String> cells = new ArrayList<>(List.of(escape(row.feature())));
            for (String head : summary.heads()) {
                Summary.Cell cell = row.under(head);
                String text = cell == null ? "--" : cell.text().replace("±", "$\\pm$");
                cells.add(cell == summary.best() ? "\\textbf{" + text + "}" : text);
            }
            rows.add(cells);
        }
        return table(
                String.format(
                        Locale.ROOT,
                        "Accuracy in \\%% on %,d test images%s of %s, %s. Bold: the highest.",
                        summary.testImages(),
                        Repeats.drawn(plan),
                        escape(plan.shownName()),
                        seeds(plan)),
                label(plan, "accuracy"),
                "l" + "r".repeat(summary.heads().size()),
                header,
                rows);
    }

    private static String seeds(Plan plan) {
        String all = Repeats.list(plan);
        return Repeats.runs(plan) == 1
                ? all
                : "mean $\\pm$ sample deviation over " + (plan.folds().isEmpty() ? "the " : "") + all;
    }

    private static String differences(Plan plan, Baselines baselines) {
        List<List<String>> rows = new ArrayList<>();
        for (Baselines.Row row : baselines.rows()) {
            rows.add(List.of(
                    escape(row.head()),
                    escape(row.feature()),
                    String.format(Locale.ROOT, "$%+.1f$", row.points()),
                    String.format(
                            Locale.ROOT, "[$%+.1f$, $%+.1f$]", row.points() - row.error(), row.points() + row.error()),
                    "$" + row.pText() + "$"));
        }
        String over = baselines.rows().stream()
                                .map(Baselines.Row::baseline)
                                .distinct()
                                .count()
                        == 1
                ? escape(baselines.rows().get(0).baseline())
                : "the first feature of the head";
        String how = plan.isRedivided()
                ? "by the corrected resampled t"
                : plan.seeds().size() == 1 ? "over the test images" : "over test images and seeds";
        return table(
                "Difference of the accuracy from that of " + over + " under the same head, in points, with the 95\\,\\%"
                        + " interval of this one difference " + how + ", on " + escape(plan.shownName()) + ", "
                        + Repeats.list(plan)
                        + ". $p$ is adjusted by Holm for all features under a head.",
                label(plan, "differences"),
                "llrrr",
                List.of("Head", "Feature", "Points", "95\\,\\% interval", "$p$"),
                rows);
    }

    private static String label(Plan plan, String what) {
        String name = FolderNames.slug(plan.name()).replaceAll("[^a-z0-9-]", "");
        return "tab:" + (name.isEmpty() ? "" : name + "-") + what;
    }

    private static String table(
            String caption, String label, String columns, List<String> header, List<List<String>> rows) {
        StringBuilder text = new StringBuilder("\\begin{table}\n  \\centering\n");
        text.append("  \\caption{").append(caption).append("}\n  \\label{").append(label);
        text.append("}\n  \\begin{tabular}{").append(columns).append("}\n    \\toprule\n");
        text.append(line(header)).append("    \\midrule\n");
        rows.forEach(row -> text.append(line(row)));
        return text.append("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n").toString();
    }

    private static String line(List<String> cells) {
        return "    " + String.join(" & ", cells) + " \\\\\n";
    }

    /** A text that LaTeX shows literally, on one line. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c :
                Visible.text(text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip()).toCharArray()) {
            escaped.append(
                    switch (c) {
                        case '&', '%', '$', '#', '_', '{', '}' -> "\\" + c;
                        case '\\' -> "\\textbackslash{}";
                        case '~' -> "\\textasciitilde{}";
                        case '^' -> "\\textasciicircum{}";
                        case '<' -> "\\textless{}";
                        case '>' -> "\\textgreater{}";
                        case '|' -> "\\textbar{}";
                        case '"' -> "''";
                        case '×' -> "$\\times$";
                        case '[' -> "{[}";
                        default -> String.valueOf(c);
                    });
        }
        return escaped.toString();
    }
}
