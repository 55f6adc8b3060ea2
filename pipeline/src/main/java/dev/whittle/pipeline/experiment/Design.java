package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an experiment declares so that nothing is chosen afterwards.
 *
 * @param baseline the name of the feature with which the others are compared under each head that is trained on it;
 *     null for the first feature of each head
 * @param variance the sources of chance by which the accuracy is said to vary, each for itself, in their order; empty
 *     for none
 * @param controls whether negative controls are run, see {@link NegativeControls}
 */
public record Design(String baseline, boolean controls, List<Chance> variance) {
    static final List<String> KEYS = List.of("baseline", "controls", "variance");

    /** What the key {@code variance} lists. All of them together need no run of their own. */
    private static final List<Chance> SOURCES = List.of(Chance.SPLIT, Chance.CODEBOOK, Chance.START, Chance.ORDER);

    static final Design DEFAULT = new Design(null, true, List.of());

    public Design {
        variance = SOURCES.stream().filter(variance::contains).toList();
    }

    /** @throws IllegalArgumentException if it does not suit these features and so many seeds */
    static Design decode(JsonAt at, List<String> features, int seeds) {
        String baseline = at.has("baseline") ? at.get("baseline").text() : null;
        Design design = new Design(
                baseline,
                !at.has("controls") || at.get("controls").bool(),
                at.has("variance") ? sources(at.get("variance")) : List.of());
        String problem = design.problem(features);
        if (problem != null) {
            throw at.get("baseline").error(problem);
        }
        String ofVariance = design.problem(seeds);
        if (ofVariance != null) {
            throw at.get("variance").error(ofVariance);
        }
        return design;
    }

    private static List<Chance> sources(JsonAt at) {
        List<Chance> sources = new ArrayList<>();
        for (JsonAt name : at.oneOrMore()) {
            Chance source = SOURCES.stream()
                    .filter(known -> Checks.name(known).equals(name.text()))
                    .findFirst()
                    .orElseThrow(() -> name.error("unknown source of chance '" + name.text() + "'. Valid: "
                            + SOURCES.stream().map(Checks::name).collect(Collectors.joining(", "))));
            if (sources.contains(source)) {
                throw name.error("variance names '" + name.text() + "' twice");
            }
            sources.add(source);
        }
        if (sources.isEmpty()) {
            throw at.error("the list is empty; name sources of chance, or leave variance out");
        }
        return sources;
    }

    /** What is wrong with it for so many seeds; null if nothing is. */
    String problem(int seeds) {
        return variance.isEmpty() || seeds > 1
                ? null
                : "variance needs several seeds, one for each repetition, got 1; ten tell a deviation to about a half";
    }

    /** What is wrong with it; null if nothing is. */
    String problem(List<String> features) {
        return baseline == null || features.contains(baseline)
                ? null
                : "the baseline '" + baseline + "' is no feature of this experiment. Valid: "
                        + String.join(", ", features);
    }

    /** Only what is not the default. */
    void encode(ObjectNode experiment) {
        if (baseline != null) {
            experiment.put("baseline", baseline);
        }
        if (!controls) {
            experiment.put("controls", false);
        }
        if (!variance.isEmpty()) {
            ArrayNode sources = experiment.putArray("variance");
            variance.forEach(source -> sources.add(Checks.name(source)));
        }
    }
}
