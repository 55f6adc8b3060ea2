package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.registry.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Refuses settings in a file that have no effect. A setting with its default value is accepted, so that an experiment
 * with all its defaults filled in, as in a result, remains valid.
 */
final class UnusedSettings {
    private UnusedSettings() {}

    /**
     * @param at a feature or a transform, or a head with its candidates or its search
     * @param specs the decoded specs; a setting has an effect if one of them uses it
     * @throws IllegalArgumentException with the place of the first setting that has no effect
     */
    static void refuse(JsonAt at, List<? extends Spec<?, ?>> specs) {
        for (Spec<?, ?> spec : specs) {
            for (UnusedSetting unused : spec.unusedSettings()) {
                String[] path = unused.key().split("\\.");
                if (specs.stream().allMatch(other -> isUnused(other, unused.key()))) {
                    for (JsonAt place : places(at, path)) {
                        if (differs(place.node(), defaultOf((Record) spec, null, List.of(path)))) {
                            throw place.error("'" + path[path.length - 1] + "' has no effect with " + unused.because()
                                    + "; it is for " + unused.usedBy() + ". Leave it out");
                        }
                    }
                }
            }
        }
    }

    /** Whether the spec does not use the setting or one that contains it. */
    private static boolean isUnused(Spec<?, ?> spec, String key) {
        return spec.unusedSettings().stream()
                .anyMatch(other -> key.equals(other.key()) || key.startsWith(other.key() + "."));
    }

    /** The places of a setting: in the head itself, in its candidates and in its search. */
    private static List<JsonAt> places(JsonAt at, String[] path) {
        List<JsonAt> places = new ArrayList<>();
        find(at, path).ifPresent(places::add);
        if (at.has("candidates")) {
            at.get("candidates")
                    .elements()
                    .forEach(candidate -> find(candidate, path).ifPresent(places::add));
        }
        if (at.has("search")) {
            find(at.get("search").get("over"), path).ifPresent(places::add);
        }
        return places;
    }

    /** The value at a path of keys; a number is an index in a list. */
    private static Optional<JsonAt> find(JsonAt at, String[] path) {
        JsonAt found = at;
        for (String key : path) {
            if (found.node().isArray()) {
                found = found.elements().get(Integer.parseInt(key));
            } else if (found.has(key)) {
                found = found.get(key);
            } else if (!key.equals("0")) { // else the list is given as its single element
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    /** The value of an absent setting, as in decoding: the default of its record or of the enclosing record. */
    private static JsonNode defaultOf(Record actual, Record around, List<String> path) {
        if (actual instanceof Preprocessed preprocessed && !path.get(0).equals("images")) {
            // Its keys in a file are those of its feature.
            return defaultOf((Record) preprocessed.feature(), around, path);
        }
        Schema schema = Schema.of(actual.getClass());
        Record defaults = around != null && around.getClass() == actual.getClass()
                ? around
                : schema.defaults().orElse(null);
        Schema.Key key = schema.find(path.get(0)).orElseThrow();
        List<String> rest = path.subList(1, path.size());
        Object value = key.value(actual);
        Object usual = defaults == null ? null : key.value(defaults);
        if (value instanceof List<?> list && !rest.isEmpty()) {
            value = list.get(Integer.parseInt(rest.get(0)));
            usual = null;
            rest = rest.subList(1, rest.size());
        }
        if (!rest.isEmpty() && value instanceof Record part) {
            return defaultOf(part, usual instanceof Record record ? record : null, rest);
        }
        return defaults == null
                ? MissingNode.getInstance()
                : SpecJson.installed().encodeRecord(defaults).path(key.name());
    }

    private static boolean differs(JsonNode given, JsonNode value) {
        if (given.isObject()) {
            return given.properties().stream().anyMatch(e -> differs(e.getValue(), value.path(e.getKey())));
        }
        return given.isNumber() && value.isNumber() ? given.doubleValue() != value.doubleValue() : !given.equals(value);
    }
}
