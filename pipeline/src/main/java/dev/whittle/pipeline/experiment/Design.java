package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import java.util.List;

/**
 * What an experiment declares so that nothing is chosen afterwards.
 *
 * @param baseline the name of the feature with which the others are compared under each head that is trained on it;
 *     null for the first feature of each head
 * @param controls whether negative controls are run: {@link ShuffledLabels} and {@link LargestClass}
 */
public record Design(String baseline, boolean controls) {
    static final List<String> KEYS = List.of("baseline", "controls");
    static final Design DEFAULT = new Design(null, true);

    /** @throws IllegalArgumentException if the baseline is none of these features */
    static Design decode(JsonAt at, List<String> features) {
        String baseline = at.has("baseline") ? at.get("baseline").text() : null;
        Design design =
                new Design(baseline, !at.has("controls") || at.get("controls").bool());
        String problem = design.problem(features);
        if (problem != null) {
            throw at.get("baseline").error(problem);
        }
        return design;
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
    }
}
