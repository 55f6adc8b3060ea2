package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.CellRun;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.FinishedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The candidates that were chosen on the validation images, or by inner folds, for one head.
 *
 * @param head the head
 * @param budget the candidates for each feature and seed, such as "2 candidates"
 * @param rows a row for each feature
 */
public record Choices(String head, String budget, List<Row> rows) {
    /** The choices for one feature, seed by seed. */
    public record Row(String feature, List<Choice> seeds) {}

    /**
     * The choice for one seed; accuracies are on the validation images or the mean over inner folds, in percent.
     *
     * @param settings the settings that distinguish the chosen candidate from the others, such as "l2 0.01"
     * @param least the accuracy of the worst candidate
     * @param diverged how many candidates diverged, and so have no accuracy
     */
    public record Choice(String settings, double accuracy, double least, int diverged) {
        /** Such as "l2 0.01: 62.3 (others down to 41.0; 2 diverged)". */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %.1f (others down to %.1f%s)",
                    settings,
                    accuracy,
                    least,
                    diverged == 0 ? "" : "; " + diverged + " diverged");
        }
    }

    static List<Choices> of(ComparisonResult comparison) {
        List<Choices> all = new ArrayList<>();
        for (Experiment.Head head : comparison.plan().heads()) {
            if (head.candidates().size() == 1) {
                continue;
            }
            List<Row> rows = new ArrayList<>();
            for (Experiment.Feature feature : comparison.plan().features()) {
                if (!feature.isUnder(head.name())) {
                    continue;
                }
                List<Choice> seeds = new ArrayList<>();
                for (FinishedRun run : comparison.runs(feature.name(), head.name())) {
                    seeds.add(choice(run.run().choice()));
                }
                rows.add(new Row(feature.name(), seeds));
            }
            all.add(new Choices(
                    head.name(),
                    head.search() != null
                            ? head.search().text()
                            : head.candidates().size() + " candidates",
                    rows));
        }
        return all;
    }

    private static Choice choice(CellRun.Choice choice) {
        double least = 1;
        int diverged = 0;
        for (CellRun.Candidate candidate : choice.candidates()) {
            if (candidate.validation() == null) {
                diverged++;
            } else {
                least = Math.min(least, candidate.validation());
            }
        }
        CellRun.Candidate chosen = choice.candidates().get(choice.index());
        List<String> settings = new ArrayList<>();
        chosen.settings()
                .properties()
                .forEach(e -> settings.add(e.getKey() + " "
                        + (e.getValue().isValueNode()
                                ? e.getValue().asText()
                                : e.getValue().toString())));
        return new Choice(
                settings.isEmpty() ? "the first, all are alike" : String.join(", ", settings),
                100 * chosen.validation(),
                100 * least,
                diverged);
    }
}
