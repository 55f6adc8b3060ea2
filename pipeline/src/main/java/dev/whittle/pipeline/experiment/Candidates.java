package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Spec;
import java.util.ArrayList;
import java.util.List;

/**
 * The candidates of a head as an experiment has them: a single one, a list, or those of a search.
 *
 * @param search the search that made them; null if they are listed
 */
record Candidates(List<Spec<Samples, ? extends Classifier>> candidates, Search search) {
    /** Reads those of a head. The keys of each listed candidate are overlaid on the keys of the head. */
    static Candidates decode(JsonAt head) {
        if (head.has("search")) {
            if (head.has("candidates")) {
                throw head.get("search").error("a head has candidates or a search, not both");
            }
            Search.Found found = Search.decode(
                    head.get("search"),
                    SpecJson.installed().decode(head, Samples.class, Classifier.class, "name", "search"));
            return new Candidates(found.candidates(), found.search());
        }
        if (!head.has("candidates")) {
            return new Candidates(
                    List.of(SpecJson.installed()
                            .decode(head, Samples.class, Classifier.class, "name", "candidates", "search")),
                    null);
        }
        List<Spec<Samples, ? extends Classifier>> candidates = new ArrayList<>();
        for (JsonAt candidate : head.get("candidates").elements()) {
            if (!candidate.node().isObject()) {
                throw candidate.expected("a mapping of settings");
            }
            ObjectNode settings = Settings.overlay((ObjectNode) head.node(), (ObjectNode) candidate.node());
            settings.remove(List.of("name", "candidates"));
            candidates.add(SpecJson.installed().decode(candidate.with(settings), Samples.class, Classifier.class));
        }
        if (candidates.isEmpty()) {
            throw head.get("candidates").error("there is no candidate, at least one is needed");
        }
        return new Candidates(candidates, null);
    }

    void encode(ObjectNode head) {
        SpecJson json = SpecJson.installed();
        if (search != null) {
            head.setAll(json.describe(search.base()));
            head.set("search", search.encode());
        } else if (candidates.size() == 1) {
            head.setAll(json.describe(candidates.get(0)));
        } else {
            ArrayNode list = head.putArray("candidates");
            candidates.forEach(c -> list.add(json.describe(c)));
        }
    }
}
