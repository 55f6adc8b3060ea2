package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.registry.Specs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The key of a unit of work: a hash over all that its outcome depends on, so that a kept unit can stand for a new one.
 */
final class UnitKey {
    private final ObjectNode common = JsonNodeFactory.instance.objectNode();
    /** The code, by a class of each of its jars. */
    private final Map<Set<Class<?>>, String> programs = new HashMap<>();

    UnitKey(Experiment experiment, Splits data) {
        common.put("train", PixelHash.of(data.train()));
        common.put("test", PixelHash.of(data.test()));
        common.put("validation", experiment.data().validation());
    }

    String of(Experiment.Feature feature, Experiment.Head head, long seed) {
        List<Spec<?, ?>> specs = new ArrayList<>();
        specs.add(feature.spec());
        specs.addAll(feature.transforms());
        specs.addAll(head.candidates());
        SpecJson json = SpecJson.installed();
        ObjectNode all = common.deepCopy();
        all.put("program", programs.computeIfAbsent(Specs.installed().sources(specs), CodeHash::of));
        all.put("featureName", feature.name());
        all.put("headName", head.name());
        all.set("feature", json.describe(feature.spec()));
        ArrayNode transforms = all.putArray("transforms");
        feature.transforms().forEach(t -> transforms.add(json.describe(t)));
        ArrayNode candidates = all.putArray("head");
        head.candidates().forEach(c -> candidates.add(json.describe(c)));
        all.put("seed", seed);
        if (!specs.stream().allMatch(json::isFullyDescribed)) {
            // Nothing tells whether the same settings made what is kept: it is made again.
            all.put("once", UUID.randomUUID().toString());
        }
        return Hashes.of(CanonicalJson.bytes(all));
    }
}
