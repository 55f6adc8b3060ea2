package dev.whittle.pipeline.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.KeptCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the validation images chose for one head with candidates.
 *
 * @param head the head
 * @param budget what was tried for each feature and seed, such as "2 candidates"
 * @param rows a row for each feature
 */
public record Choices(String head, String budget, List<Row> rows) {
    /** The choices for one feature, seed by seed. */
    public record Row(String feature, List<Choice> seeds) {}

    /**
     * The choice with one seed; accuracies on the validation images, in percent.
     *
     * @param settings what tells the chosen candidate from the others, such as "l2 0.01"
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

    static List<Choices> of(Comparison comparison) {
        List<Choices> all = new ArrayList<>();
        for (Experiment.Head head : comparison.experiment().heads()) {
            if (head.candidates().size() == 1) {
                continue;
            }
            List<Row> rows = new ArrayList<>();
            for (Experiment.Feature feature : comparison.experiment().features()) {
                List<Choice> seeds = new ArrayList<>();
                for (KeptCell unit : comparison.units()) {
                    if (unit.head().equals(head.name()) && unit.feature().equals(feature.name())) {
                        seeds.add(choice(unit.cell()));
                    }
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

    private static Choice choice(JsonNode cell) {
        double least = 1;
        int diverged = 0;
        for (JsonNode candidate : cell.path("candidates")) {
            if (candidate.has("diverged")) {
                diverged++;
            } else {
                least = Math.min(least, candidate.path("validation").asDouble());
            }
        }
        JsonNode chosen = cell.path("candidates").path(cell.path("choice").asInt());
        List<String> settings = new ArrayList<>();
        chosen.path("settings")
                .properties()
                .forEach(e -> settings.add(e.getKey() + " "
                        + (e.getValue().isValueNode()
                                ? e.getValue().asText()
                                : e.getValue().toString())));
        return new Choice(
                settings.isEmpty() ? "the first, all are alike" : String.join(", ", settings),
                100 * chosen.path("validation").asDouble(),
                100 * least,
                diverged);
    }
}
