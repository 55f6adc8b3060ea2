package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.Visible;
import java.util.Locale;

/** Texts and the table as GitHub-flavoured Markdown. */
final class Markdown {
    private Markdown() {}

    /** A text that is shown literally, on one line: without markup, HTML or new table cells. */
    static String escape(String text) {
        // Brackets of [U+202E] are escaped too: with "(…)" after them they would be a link.
        return Visible.text(text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip())
                .replaceAll("[\\\\`*_\\[\\]<>|~$&#]", "\\\\$0");
    }

    /** A fence for a block of code that does not occur in the code. */
    static String fence(String code) {
        String fence = "```";
        while (code.contains(fence)) {
            fence += "`";
        }
        return fence;
    }

    /** The main table: accuracy in percent and seconds of training by feature and head. */
    static String table(Summary summary, Differences differences) {
        StringBuilder table = new StringBuilder("| feature |");
        for (String head : summary.heads()) {
            table.append(' ').append(escape(head)).append(" |");
        }
        table.append(" length | ms per image |\n| :--- |")
                .append(" ---: |".repeat(summary.heads().size() + 2))
                .append('\n');
        for (Summary.Row row : summary.rows()) {
            table.append("| ").append(escape(row.feature())).append(" |");
            for (String head : summary.heads()) {
                Summary.Cell cell = row.under(head);
                table.append(' ')
                        .append(cell == null ? "" : cell(cell, summary, differences) + " ")
                        .append("|");
            }
            table.append(String.format(Locale.ROOT, " %,d | %.3f |\n", row.length(), row.msPerImage()));
        }
        return table.toString();
    }

    private static String cell(Summary.Cell cell, Summary summary, Differences differences) {
        String text = cell.text();
        if (cell == summary.best()) {
            text = "**" + text + "**";
        } else if (!differences.certain(cell)) {
            text = "≈ " + text;
        }
        String plain = cell.withoutViews() == null
                ? ""
                : String.format(Locale.ROOT, "; without views %.1f", cell.withoutViews());
        return String.format(
                Locale.ROOT, "%s%s (%.1f s%s)", text, cell.bitsPromised() ? "" : "\\*", cell.trainSeconds(), plain);
    }
}
