package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.feature.image.corrupt.Corruption;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Corruptions;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What each feature loses on corrupted test images. The head of a feature is chosen without the test images: its only
 * one, or the one with the highest mean accuracy on the validation images, the first of equal ones. Where a feature has
 * several heads and there are no validation images, each head has a table of its own.
 *
 * @param corruptions the names of the corruptions, the columns
 * @param severities such as "severity 3" or "severities 1, 3"
 * @param tables at least one
 * @param testImages number of test images; where each seed has its own, that of each
 * @param repeats what the means are over, such as "seeds"
 */
public record BlindSpots(
        List<String> corruptions, String severities, List<Table> tables, int testImages, String repeats) {
    /** The page has nine, of which the last two are too dark for text in the dark mode. */
    private static final int SHADES = 7;

    /**
     * A row for each feature.
     *
     * @param head the head of all rows; null where each feature has the head chosen for it
     */
    public record Table(String head, List<Row> rows) {}

    /**
     * A feature under a head.
     *
     * @param clean accuracy on the test images as they are, in percent, mean over seeds
     * @param losses one for each corruption
     * @param bitsPromised false where the feature or the head comes from another library
     */
    public record Row(String feature, String head, double clean, List<Loss> losses, boolean bitsPromised) {
        /** The corruption that the feature loses least by; the first of equal ones. */
        public Loss least() {
            return losses.stream().min(Comparator.comparingDouble(Loss::points)).orElseThrow();
        }

        /** The corruption that the feature loses most by; the first of equal ones. */
        public Loss most() {
            Loss most = losses.get(0);
            for (Loss loss : losses) {
                most = loss.points() > most.points() ? loss : most;
            }
            return most;
        }

        /** Such as "HoG under softmax, 74.1 % on clean images, is hurt least by hue (+0.3 points) and most by …". */
        public String sentence() {
            String begin = String.format(Locale.ROOT, "%s under %s, %.1f %% on clean images, ", feature, head, clean);
            return begin + changes() + ".";
        }

        /** Such as "is hurt least by hue (+0.3 points) and most by jpeg (-8.0 points)". */
        String changes() {
            Loss least = least();
            Loss most = most();
            if (losses.size() == 1) {
                return "changes by " + least.change() + " points by " + least.corruption();
            }
            if (least.points() == most.points()) {
                return "changes by " + least.change() + " points by every corruption";
            }
            return most.points() <= 0
                    ? "loses by no corruption; it gains least by " + most.named()
                    : "is hurt least by " + least.named() + " and most by " + most.named();
        }

        /** The mean accuracy over the corruptions, in percent. */
        double accuracy() {
            return losses.stream().mapToDouble(Loss::accuracy).average().orElseThrow();
        }

        /** How many percent of the accuracy on clean images are lost on average; 0 where there is none to lose. */
        double percentLost() {
            return clean == 0 ? 0 : 100 * (clean - accuracy()) / clean;
        }

        /** The share of the clean accuracy that is lost, in sevenths, for the shade of a cell; 0 if nothing is. */
        public int shade(Loss loss) {
            return clean == 0 ? 0 : (int) Math.max(0, Math.min(SHADES, Math.ceil(SHADES * loss.points() / clean)));
        }
    }

    /**
     * What a feature loses by a corruption.
     *
     * @param accuracy in percent, mean over seeds and severities
     * @param points how much less that is than the accuracy on clean images; negative if it is more
     */
    public record Loss(String corruption, double accuracy, double points) {
        /** The change in points, such as "-8.0". */
        public String change() {
            return BlindSpots.change(points);
        }

        /** Such as "jpeg (-8.0 points)". */
        String named() {
            return corruption + " (" + change() + " points)";
        }
    }

    /** Empty for a comparison without corruptions. */
    static Optional<BlindSpots> of(ComparisonResult comparison) {
        Corruptions robustness = comparison.plan().robustness();
        if (robustness.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BlindSpots(
                robustness.corruptions().stream().map(Corruption::key).toList(),
                robustness.severities().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(
                                ", ", robustness.severities().size() == 1 ? "severity " : "severities ", "")),
                tables(comparison),
                Repeats.testLabels(comparison.plan()).length,
                Repeats.word(comparison.plan())));
    }

    private static List<Table> tables(ComparisonResult comparison) {
        List<Row> chosen = new ArrayList<>();
        for (Experiment.Feature feature : comparison.plan().features()) {
            List<CellResult> cells = comparison.cells().stream()
                    .filter(cell -> cell.feature().equals(feature.name()))
                    .toList();
            chosen(cells)
                    .ifPresent(cell -> chosen.add(row(cell, comparison.plan().robustness())));
        }
        if (chosen.size() == comparison.plan().features().size()) {
            return List.of(new Table(null, chosen));
        }
        List<Table> tables = new ArrayList<>();
        for (Experiment.Head head : comparison.plan().heads()) {
            tables.add(new Table(
                    head.name(),
                    comparison.cells().stream()
                            .filter(cell -> cell.head().equals(head.name()))
                            .map(cell -> row(cell, comparison.plan().robustness()))
                            .toList()));
        }
        return tables;
    }

    /** The cell of a feature that is chosen without the test images; empty if there is nothing to choose by. */
    private static Optional<CellResult> chosen(List<CellResult> cells) {
        if (cells.size() == 1) {
            return Optional.of(cells.get(0));
        }
        CellResult best = null;
        double most = -1;
        for (CellResult cell : cells) {
            Optional<Accuracy> validation = cell.accuracy(Split.VALIDATION);
            if (validation.isPresent() && validation.get().mean() > most) {
                best = cell;
                most = validation.get().mean();
            }
        }
        return Optional.ofNullable(best);
    }

    private static Row row(CellResult cell, Corruptions robustness) {
        double clean = 100 * cell.accuracy(Split.TEST).orElseThrow().mean();
        List<Corruptions.Case> cases = robustness.cases();
        List<Loss> losses = new ArrayList<>();
        for (Corruption corruption : robustness.corruptions()) {
            double sum = 0;
            int n = 0;
            for (int k = 0; k < cases.size(); k++) {
                if (cases.get(k).corruption() == corruption) {
                    sum += 100 * cell.accuracyOnCorrupted(k).mean();
                    n++;
                }
            }
            losses.add(new Loss(corruption.key(), sum / n, clean - sum / n));
        }
        return new Row(cell.feature(), cell.head(), clean, losses, cell.bitsPromised());
    }

    /**
     * The row of a feature; of several heads that of the first in the experiment. Empty if there is no such feature.
     */
    public Optional<Row> of(String feature) {
        return tables.stream()
                .map(table -> table.rows().stream()
                        .filter(row -> row.feature().equals(feature))
                        .findFirst()
                        .orElse(null))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** What a table shows on average, in one sentence. */
    public String conclusion(Table table) {
        String begin = corruptions.size() == 1 ? "" : "On average over the corruptions, ";
        List<Row> rows = table.rows();
        if (rows.size() == 1) {
            Row row = rows.get(0);
            return String.format(
                    Locale.ROOT,
                    "%s%s has %.1f %% right and loses %s of its accuracy.",
                    begin,
                    row.feature(),
                    row.accuracy(),
                    share(row));
        }
        Row best = Collections.max(rows, Comparator.comparingDouble(Row::accuracy));
        Row least = Collections.min(rows, Comparator.comparingDouble(Row::percentLost));
        Row most = Collections.max(rows, Comparator.comparingDouble(Row::percentLost));
        return String.format(
                Locale.ROOT,
                "%s%s is most accurate (%.1f %%); %s loses the smallest share of its accuracy (%s), %s the largest"
                        + " (%s).",
                begin,
                best.feature(),
                best.accuracy(),
                least.feature(),
                share(least),
                most.feature(),
                share(most));
    }

    /** What a feature loses of its accuracy, such as "17 %"; "nothing" where it gains. */
    private static String share(Row row) {
        long percent = Math.round(row.percentLost());
        return percent <= 0 ? "nothing" : percent + " %";
    }

    /** What a loss is as a change, such as "-8.0". */
    private static String change(double points) {
        String text = String.format(Locale.ROOT, "%+.1f", -points);
        return text.equals("+0.0") || text.equals("-0.0") ? "0.0" : text;
    }

    /**
     * Losses that are smaller may be chance at 95 %, with errors on clean and on corrupted images taken as independent
     * and the accuracy as one half: 1.96·√(2·¼/n) for n test images. Where the same images are wrong, it is less.
     */
    double chance() {
        return 100 * 1.96 * Math.sqrt(2 * 0.25 / testImages);
    }

    /** Whether the promise of equal bits covers every figure. */
    public boolean allPromised() {
        return tables.stream().allMatch(table -> table.rows().stream().allMatch(Row::bitsPromised));
    }

    /** How the heads were chosen. */
    private String choice() {
        return tables.get(0).head() != null
                ? "There are no validation images to choose a head by, so each head has a table of its own."
                : "Each feature is under its only head, or under the one that is most accurate on the validation"
                        + " images.";
    }

    /** What the figures are and what to conclude from them. */
    public String caption() {
        return String.format(
                Locale.ROOT,
                "Heads that were trained on clean images classify the test images after they were corrupted with"
                        + " %s of 5; nothing is trained again, and the images are the same for every feature,"
                        + " head and seed. Accuracy in %%, mean over the %s%s, and the change against the clean"
                        + " images in points. What costs a feature nothing it is blind to; what costs it most it relies"
                        + " on. Changes below %.1f points may be chance of the test images. %s",
                severities,
                repeats,
                severities.startsWith("severities") ? " and the severities" : "",
                chance(),
                choice());
    }

    /** The tables as Markdown, each with its sentences. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        for (Table table : tables) {
            text.append("| ")
                    .append(table.head() == null ? "feature" : "feature under " + Markdown.escape(table.head()))
                    .append(" | clean | ")
                    .append(String.join(" | ", corruptions))
                    .append(" |\n| :--- |")
                    .append(" ---: |".repeat(1 + corruptions.size()))
                    .append('\n');
            for (Row row : table.rows()) {
                String name = table.head() == null ? row.feature() + " × " + row.head() : row.feature();
                text.append("| ").append(Markdown.escape(name)).append(row.bitsPromised() ? "" : "\\*");
                text.append(String.format(Locale.ROOT, " | %.1f |", row.clean()));
                for (Loss loss : row.losses()) {
                    text.append(String.format(Locale.ROOT, " %.1f (%s) |", loss.accuracy(), loss.change()));
                }
                text.append('\n');
            }
            text.append('\n').append(Markdown.escape(conclusion(table))).append('\n');
            table.rows()
                    .forEach(row -> text.append("- ")
                            .append(Markdown.escape(row.sentence()))
                            .append('\n'));
            text.append('\n');
        }
        return text.toString();
    }
}
