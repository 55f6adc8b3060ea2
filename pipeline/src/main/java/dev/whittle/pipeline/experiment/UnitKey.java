package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;

/** The key of a unit of work: a hash over all that its outcome depends on, so that a kept unit can stand for a new one. */
final class UnitKey {
    private final ObjectNode common = JsonNodeFactory.instance.objectNode();

    UnitKey(Experiment experiment, Splits data) {
        common.put("program", CodeHash.ofClassPath());
        common.put("train", PixelHash.of(data.train()));
        common.put("test", PixelHash.of(data.test()));
        common.put("validation", experiment.data().validation());
    }

    String of(Experiment.Feature feature, Experiment.Head head, long seed) {
        ObjectNode all = common.deepCopy();
        all.put("featureName", feature.name());
        all.put("headName", head.name());
        all.set("feature", SpecJson.ALL.encode(feature.spec()));
        ArrayNode transforms = all.putArray("transforms");
        feature.transforms().forEach(t -> transforms.add(SpecJson.ALL.encode(t)));
        ArrayNode candidates = all.putArray("head");
        head.candidates().forEach(c -> candidates.add(SpecJson.ALL.encode(c)));
        all.put("seed", seed);
        return Hashes.of(CanonicalJson.bytes(all));
    }
}
