package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.classify.Idle;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Refuses settings that a file gives and nothing looks at. One that is given as its default is let pass: an experiment with all its
 * defaults written out, as a result holds it, is as good as before.
 */
final class IdleSettings {
    private IdleSettings() {}

    /**
     * @param at a feature, or a head with its candidates or its search
     * @param specs what came of it; of several, a setting is needed if one of them looks at it
     * @throws IllegalArgumentException with the place of the first setting that has no effect
     */
    static void refuse(JsonAt at, List<? extends Spec<?, ?>> specs) {
        List<Idle> all = specs.stream()
                .filter(Idle.Holder.class::isInstance)
                .flatMap(spec -> ((Idle.Holder) spec).idle().stream())
                .toList();
        for (Idle idle : all) {
            String[] path = idle.key().split("\\.");
            if (specs.stream().allMatch(spec -> isIdle(spec, idle.key()))) {
                for (JsonAt place : places(at, path)) {
                    if (differs(place.node(), specs.get(0), path)) {
                        throw place.error("'" + path[path.length - 1] + "' has no effect with " + idle.because()
                                + "; it is for " + idle.readBy() + ". Leave it out");
                    }
                }
            }
        }
    }

    /** Whether it does not look at the setting, or at one that holds it. */
    private static boolean isIdle(Spec<?, ?> spec, String key) {
        return spec instanceof Idle.Holder holder
                && holder.idle().stream()
                        .anyMatch(other -> key.equals(other.key()) || key.startsWith(other.key() + "."));
    }

    /** Where a setting is given: in the head itself, its candidates and its search. */
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

    private static Optional<JsonAt> find(JsonAt at, String[] path) {
        JsonAt found = at;
        for (String key : path) {
            if (!found.has(key)) {
                return Optional.empty();
            }
            found = found.get(key);
        }
        return Optional.of(found);
    }

    /** Whether a value, or one of the values in a mapping, is another than the default. */
    private static boolean differs(JsonNode given, Spec<?, ?> spec, String[] path) {
        JsonNode value = SpecJson.ALL.encodeDefaults(spec);
        for (String key : path) {
            value = value.path(key);
        }
        return differs(given, value);
    }

    private static boolean differs(JsonNode given, JsonNode value) {
        if (given.isObject()) {
            return given.properties().stream().anyMatch(e -> differs(e.getValue(), value.path(e.getKey())));
        }
        return given.isNumber() && value.isNumber() ? given.doubleValue() != value.doubleValue() : !given.equals(value);
    }
}
