package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Checks;
import dev.whittle.feature.registry.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A key of a data set, feature, transform or head, for readers.
 *
 * @param name the key
 * @param value its default, as an experiment has it, such as {@code [10, 4, 4]}; empty if there is none
 * @param choices the words it can be, such as {@code rgb, hsv}; empty if it is no word
 * @param within the keys of a record within it; empty for other values
 */
public record KeyText(String name, String value, String choices, List<KeyText> within) {
    /** The keys of a record in their order, with the defaults of the record. */
    public static List<KeyText> of(Schema schema) {
        return of(schema, schema.defaults().orElse(null));
    }

    private static List<KeyText> of(Schema schema, Record defaults) {
        JsonNode values = defaults == null ? null : SpecJson.installed().encodeRecord(defaults);
        List<KeyText> keys = new ArrayList<>();
        for (Schema.Key key : schema.keys()) {
            Object value = defaults == null ? null : key.value(defaults);
            keys.add(new KeyText(
                    key.name(),
                    values == null ? "" : flow(values.get(key.name())),
                    choices(key.type()),
                    key.type().isRecord() && value != null ? of(Schema.of(key.type()), (Record) value) : List.of()));
        }
        return List.copyOf(keys);
    }

    private static String choices(Class<?> type) {
        if (Schema.isChoice(type)) {
            boolean list = Schema.of(Schema.valueOf(type)).keys().get(0).type() == List.class;
            return choices(Schema.wordsOf(type)) + (list ? ", or a list" : ", true, false");
        }
        return !type.isEnum()
                ? ""
                : Arrays.stream(type.getEnumConstants())
                        .map(c -> Checks.name((Enum<?>) c))
                        .collect(Collectors.joining(", "));
    }

    /** The key with its default, as in {@code cellSize: 8}. */
    public String text() {
        return value.isEmpty() ? name : name + ": " + value;
    }

    /** A value as YAML's flow style has it. */
    public static String flow(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(e -> parts.add(e.getKey() + ": " + flow(e.getValue())));
            return "{" + String.join(", ", parts) + "}";
        }
        if (node.isArray()) {
            node.forEach(element -> parts.add(flow(element)));
            return "[" + String.join(", ", parts) + "]";
        }
        return node.asText();
    }
}
