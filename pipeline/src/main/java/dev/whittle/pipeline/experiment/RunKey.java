package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.data.PixelHash;

/**
 * The keys of runs and of tables of features: hashes over all that their contents depend on, so that what was kept can stand for what
 * would be made anew.
 */
final class RunKey {
    private final ObjectNode common = JsonNodeFactory.instance.objectNode();

    RunKey(Plan plan) {
        common.put("program", CodeHash.ofClassPath());
        common.put("train", PixelHash.of(plan.data().train()));
        common.put("test", PixelHash.of(plan.data().test()));
        common.put("validation", plan.validation());
    }

    String ofRun(Experiment.Feature feature, Experiment.Head head, long seed) {
        ObjectNode all = common.deepCopy();
        all.put("featureName", feature.name());
        all.put("headName", head.name());
        put(all, feature);
        ArrayNode candidates = all.putArray("head");
        head.candidates().forEach(c -> candidates.add(SpecJson.ALL.encode(c)));
        all.put("seed", seed);
        return Hashes.of(CanonicalJson.bytes(all));
    }

    /** @param seed null for a table that is the same for all seeds */
    String ofTable(Experiment.Feature feature, String table, Long seed) {
        ObjectNode all = common.deepCopy();
        put(all, feature);
        all.put("table", table);
        all.put("seed", seed);
        return Hashes.of(CanonicalJson.bytes(all));
    }

    private static void put(ObjectNode all, Experiment.Feature feature) {
        all.set("feature", SpecJson.ALL.encode(feature.spec()));
        ArrayNode transforms = all.putArray("transforms");
        feature.transforms().forEach(t -> transforms.add(SpecJson.ALL.encode(t)));
    }
}
