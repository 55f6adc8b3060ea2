package dev.whittle.pipeline.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.KeptCell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How near to their minimum the linear heads came.
 *
 * @param rows a row for each feature and linear head; empty where there is none
 */
public record Solvers(List<Row> rows) {
    /**
     * One feature under one head.
     *
     * @param seeds seed by seed what was reached, such as "34 iterations, gradient 8.1e-04, gap 2.3e-05: tolerance met"
     * @param cutOff with how many seeds the iterations ran out
     */
    public record Row(String feature, String head, List<String> seeds, int cutOff) {}

    static Solvers of(Comparison comparison) {
        Map<List<String>, Row> rows = new LinkedHashMap<>();
        for (KeptCell unit : comparison.units()) {
            JsonNode convergence = unit.cell().path("convergence");
            if (convergence.isMissingNode()) {
                continue;
            }
            List<String> cell = List.of(unit.feature(), unit.head());
            Row row = rows.getOrDefault(cell, new Row(unit.feature(), unit.head(), List.of(), 0));
            List<String> seeds = new ArrayList<>(row.seeds());
            seeds.add(text(convergence));
            int cutOff = row.cutOff() + (convergence.path("stop").asText().equals("iterations") ? 1 : 0);
            rows.put(cell, new Row(unit.feature(), unit.head(), seeds, cutOff));
        }
        return new Solvers(List.copyOf(rows.values()));
    }

    private static String text(JsonNode convergence) {
        String stop = convergence.path("stop").asText();
        int iterations = convergence.path("iterations").asInt();
        boolean epochs = stop.equals("epochs") || stop.equals("no-mistakes");
        String done = iterations + (epochs ? " epoch" : " iteration") + (iterations == 1 ? "" : "s");
        return done
                + number(convergence, "gradient")
                + number(convergence, "gap")
                + switch (stop) {
                    case "tolerance" -> ": tolerance met";
                    case "iterations" -> ": stopped at the limit";
                    case "no-descent" -> ": no further descent in float";
                    case "no-mistakes" -> ": no mistake in the last";
                    default -> "";
                };
    }

    private static String number(JsonNode convergence, String key) {
        return convergence.has(key)
                ? String.format(
                        Locale.ROOT, ", %s %.1e", key, convergence.path(key).asDouble())
                : "";
    }

    /** What to know of heads whose iterations ran out; empty if there are none. */
    public String warning() {
        List<String> cutOff = new ArrayList<>();
        for (Row row : rows) {
            if (row.cutOff() > 0) {
                String of = row.seeds().size() == 1
                        ? ""
                        : " (" + row.cutOff() + " of " + row.seeds().size() + " seeds)";
                cutOff.add(row.feature() + " × " + row.head() + of);
            }
        }
        return cutOff.isEmpty()
                ? ""
                : "Not at their minimum, for iterations ran out before the tolerance was met: "
                        + String.join(", ", cutOff)
                        + ". With more iterations their figures may change.";
    }
}
