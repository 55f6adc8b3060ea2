package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The first place where two JSON trees differ, in document order.
 *
 * @param pointer the JSON pointer of the place
 * @param expected the value there in the first tree; null if there is none
 * @param actual the value there in the second tree; null if there is none
 */
record JsonDifference(String pointer, JsonNode expected, JsonNode actual) {

    static Optional<JsonDifference> first(JsonNode expected, JsonNode actual) {
        return first("", expected, actual);
    }

    private static Optional<JsonDifference> first(String at, JsonNode expected, JsonNode actual) {
        if (expected == null || actual == null || expected.getNodeType() != actual.getNodeType()) {
            return Optional.of(new JsonDifference(at, expected, actual));
        }
        if (expected.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                Optional<JsonDifference> d = first(at + "/" + i, expected.get(i), actual.get(i));
                if (d.isPresent()) {
                    return d;
                }
            }
            return Optional.empty();
        }
        if (expected.isObject()) {
            List<String> names = new ArrayList<>();
            expected.fieldNames().forEachRemaining(names::add);
            for (Iterator<String> it = actual.fieldNames(); it.hasNext(); ) {
                String name = it.next();
                if (!expected.has(name)) {
                    names.add(name);
                }
            }
            for (String name : names) {
                String pointer = at + "/" + name.replace("~", "~0").replace("/", "~1");
                Optional<JsonDifference> d = first(pointer, expected.get(name), actual.get(name));
                if (d.isPresent()) {
                    return d;
                }
            }
            return Optional.empty();
        }
        // The text, not the value: 1 and 1.0 are different bytes.
        return expected.toString().equals(actual.toString())
                ? Optional.empty()
                : Optional.of(new JsonDifference(at, expected, actual));
    }

    String expectedText() {
        return shorten(expected);
    }

    String actualText() {
        return shorten(actual);
    }

    private static String shorten(JsonNode node) {
        if (node == null) {
            return "absent";
        }
        String text = node.toString();
        return text.length() <= 120 ? text : text.substring(0, 117) + "...";
    }
}
