package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Inspected;
import dev.whittle.pipeline.experiment.KeyText;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a review asks about reproducibility, answered from the facts of a comparison, and what its results do not show.
 */
public record Checklist(List<String> limits, List<Item> items) {
    public record Item(String question, String answer) {}

    static Checklist of(ComparisonResult comparison, Summary summary) {
        return new Checklist(limits(comparison, summary), items(comparison, summary));
    }

    private static List<String> limits(ComparisonResult comparison, Summary summary) {
        Plan plan = comparison.plan();
        List<String> limits = new ArrayList<>();
        limits.add("All results are of one data set, " + plan.shownName() + ".");
        if (Repeats.runs(plan) < Report.ENOUGH_SEEDS) {
            limits.add(
                    Repeats.runs(plan) == 1
                            ? "There is one seed, so nothing is known of the chance in training."
                            : "There are " + Repeats.count(plan)
                                    + " only, so deviations are rough and intervals are wide.");
        }
        if (!plan.isRedivided()) {
            limits.add("All seeds have the same test images"
                    + (plan.validation() == 0 ? " and the same training images" : "")
                    + ", so deviations do not include what other images would change.");
        }
        long cells =
                summary.rows().stream().mapToLong(row -> row.cells().size()).sum();
        if (cells > 1) {
            limits.add("The best of " + cells + " cells by their test accuracy is named at the top; the accuracy of the"
                    + " best of many is too high on average.");
        }
        List<String> fixed = plan.heads().stream()
                .filter(head -> head.candidates().size() == 1)
                .map(Experiment.Head::name)
                .toList();
        if (!fixed.isEmpty()) {
            limits.add("The settings of " + String.join(", ", fixed)
                    + " were not chosen by data; they may suit some features better than others.");
        }
        limits.add("Settings of features were not chosen by data.");
        limits.add("Times are of one run on one machine, and other programs may have been at work.");
        List<String> foreign = comparison.cells().stream()
                .filter(cell -> !cell.bitsPromised())
                .map(cell -> cell.feature() + " × " + cell.head())
                .toList();
        if (!foreign.isEmpty()) {
            limits.add("Parts of other libraries are in " + String.join(", ", foreign)
                    + "; equal bits on other machines are not promised for these.");
        }
        return limits;
    }

    private static List<Item> items(ComparisonResult comparison, Summary summary) {
        Plan plan = comparison.plan();
        Timing timing = comparison.timing();
        List<Item> items = new ArrayList<>();
        Result.Data data = comparison.result().data().get(0);
        int train = data.train().images() - plan.validation();
        items.add(new Item(
                "How many images are in each split?",
                String.format(
                        Locale.ROOT,
                        "%,d for training, %,d for validation, %,d for the test; %d classes. SHA-256 of all pixels and"
                                + " labels are in result.json.",
                        train,
                        plan.validation(),
                        data.test().images(),
                        data.classes().size())));
        items.add(new Item("How were the splits drawn?", splits(plan)));
        items.add(new Item(
                "Are the splits written out?",
                "Yes, image by image and " + (plan.folds().isEmpty() ? "" : "fold by fold and ") + "seed by seed, in"
                        + " images.csv."));
        List<String> warnings = Inspected.warnings(
                comparison.result().data().stream().map(Result.Data::warnings).toList(), plan.runsOfCell());
        items.add(new Item(
                "Were training and test images compared?",
                "Yes, all of them, for equal pixels and for nearly equal pictures: another compression, size,"
                        + " brightness or contrast, mirrored or not. What is not found, such as other sections and"
                        + " images smaller than 16×16 pixels, is said in docs/experimental-design.md. "
                        + (warnings.isEmpty() ? "None was found." : "Noted: " + String.join("; ", warnings) + ".")));
        items.add(new Item(
                "Were there negative controls?", Controls.of(comparison).text()));
        items.add(new Item("How many runs?", runs(plan)));
        plan.heads()
                .forEach(head -> items.add(new Item(
                        "Which settings of " + head.name() + " were tried, and how was one chosen?",
                        choice(plan, head))));
        items.add(new Item(
                "How often were the test images used?",
                "Once for each finished model, after all choices; no setting and no epoch was chosen by them."));
        items.add(new Item("What are the error bars?", errorBars(plan)));
        items.add(new Item(
                "Several comparisons at once?", several(plan, comparison.cells().size())));
        items.add(new Item(
                "On which hardware?",
                String.format(
                        Locale.ROOT,
                        "%s, %d processors, %s; at most %,d MiB of Java's heap. No graphics processor.",
                        timing.processor(),
                        timing.processors(),
                        timing.os(),
                        timing.peakHeapMiB())));
        items.add(new Item(
                "How long did it take?",
                String.format(
                        Locale.ROOT,
                        "%,.0f s on %d threads with %s kernels, without runs that were kept from before. Each run is in"
                                + " timing.json.",
                        timing.seconds(),
                        timing.threads(),
                        timing.kernels())));
        items.add(new Item("Which software?", timing.program().text() + "; Java " + timing.jdk() + "."));
        items.add(new Item(
                "Can it be repeated?",
                plan.experiment() == null
                        ? "It was made in code: run the code again and compare result.json."
                        : "Yes, by whittle verify, which compares the bytes of result.json"
                                + (summary.allPromised() ? "." : ", but for parts of other libraries.")));
        return items;
    }

    /** @param validation what to say where validation images are held out */
    private static String heldOut(Plan plan, String validation) {
        int folds = plan.heldOut().folds();
        if (folds > 0) {
            return " All images to learn from are divided at random into " + folds
                    + " inner folds, every class with its share; each is held out once to choose settings by.";
        }
        return plan.validation() == 0 ? " No image is held out for validation." : validation;
    }

    private static String splits(Plan plan) {
        if (!plan.folds().isEmpty()) {
            return "By cross-validation: each seed divides all images at random into "
                    + plan.folds().size()
                    + " folds, in which every class has its share. Each fold is the test images once."
                    + heldOut(plan, " Validation images are drawn from the other folds, every class with its share.");
        }
        String held =
                heldOut(plan, " Each seed holds out its validation images at random, every class with its share.");
        return (plan.isRedivided()
                        ? "Each seed divides all images at random."
                        : "Training and test images are the same for all seeds, as the data set or its settings divide"
                                + " them; where only some are used, these were drawn at random, every class with its"
                                + " share.")
                + held;
    }

    private static String runs(Plan plan) {
        long cells = plan.features().stream()
                .mapToLong(feature -> plan.heads(feature).size())
                .sum();
        int sizes = plan.fewerImages().size() + 1;
        return cells + " cells, each with " + Repeats.count(plan)
                + " ("
                + plan.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")"
                + (sizes == 1 ? "" : " and " + sizes + " numbers of training images")
                + ": " + cells * Repeats.runs(plan) * sizes + " runs, all of which are reported.";
    }

    private static String choice(Plan plan, Experiment.Head head) {
        int candidates = head.candidates().size();
        if (candidates == 1) {
            return "One setting, given before; see the method section.";
        }
        String tried = head.search() != null
                ? head.search().text()
                : candidates + " candidates: "
                        + head.settings().stream().map(KeyText::flow).collect(Collectors.joining(", "));
        return tried + ". For each feature and "
                + (plan.folds().isEmpty() || plan.heldOut().folds() == 0 ? "seed" : "fold of each seed")
                + " the one most accurate "
                + (plan.heldOut().folds() > 0
                        ? "as the mean over " + plan.heldOut().folds() + " inner folds of the training images"
                        : "on the " + plan.validation() + " validation images")
                + "; as many for every feature.";
    }

    private static String several(Plan plan, int cells) {
        if (plan.features().size() == 1) {
            return "There is one feature, so features are not compared.";
        }
        return String.format(
                Locale.ROOT,
                "The p-values of the answers at the top are of the best cell by the test images. They are adjusted for"
                        + " all comparisons with it (Hsu 1984): with %d cells, each is multiplied by %.1f, and of a"
                        + " feature the largest is given. In the table of the baseline, p-values are adjusted by Holm"
                        + " for all features of a head.",
                cells,
                Rivals.factor(cells));
    }

    private static String errorBars(Plan plan) {
        String deviation = Repeats.runs(plan) == 1
                ? "There is no deviation, as there is one seed."
                : "± is the sample deviation over the " + Repeats.word(plan) + ".";
        return deviation + " Differences have 95 % intervals "
                + (plan.isRedivided()
                        ? "by the corrected resampled t."
                        : plan.seeds().size() == 1
                                ? "over the test images."
                                : "over test images and seeds, both taken as chance.");
    }
}
