package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of heads as trees: overlays them, and finds the settings in which they differ. */
final class Settings {
    private Settings() {}

    /**
     * A copy of {@code below} with the keys of {@code above}. Where both have a mapping, its keys are overlaid in turn;
     * a mapping with its own {@code type} replaces the other completely.
     */
    static ObjectNode overlay(ObjectNode below, ObjectNode above) {
        ObjectNode both = below.deepCopy();
        above.properties().forEach(e -> {
            boolean nested = e.getValue().isObject()
                    && !e.getValue().has("type")
                    && both.path(e.getKey()).isObject();
            both.set(
                    e.getKey(),
                    nested ? overlay((ObjectNode) both.get(e.getKey()), (ObjectNode) e.getValue()) : e.getValue());
        });
        return both;
    }

    /**
     * For each spec the settings in which the specs differ, by their keys. A key within another is written like {@code
     * training.learningRate}.
     */
    static List<ObjectNode> varied(List<? extends Spec<?, ?>> specs) {
        List<Map<String, JsonNode>> all = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>();
        for (Spec<?, ?> spec : specs) {
            Map<String, JsonNode> flat = new LinkedHashMap<>();
            flatten(SpecJson.installed().describe(spec), "", flat);
            all.add(flat);
            keys.addAll(flat.keySet());
        }
        keys.removeIf(key -> all.stream().allMatch(flat -> value(flat, key).equals(value(all.get(0), key))));
        List<ObjectNode> varied = new ArrayList<>();
        for (Map<String, JsonNode> flat : all) {
            ObjectNode settings = JsonNodeFactory.instance.objectNode();
            keys.stream().filter(flat::containsKey).forEach(key -> settings.set(key, flat.get(key)));
            varied.add(settings);
        }
        return varied;
    }

    private static JsonNode value(Map<String, JsonNode> flat, String key) {
        return flat.getOrDefault(key, NullNode.getInstance());
    }

    private static void flatten(ObjectNode tree, String prefix, Map<String, JsonNode> flat) {
        tree.properties().forEach(e -> {
            if (e.getValue().isObject()) {
                flatten((ObjectNode) e.getValue(), prefix + e.getKey() + ".", flat);
            } else {
                flat.put(prefix + e.getKey(), e.getValue());
            }
        });
    }
}
