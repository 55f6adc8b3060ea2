package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A place where two JSON trees differ.
 *
 * @param pointer the JSON pointer of the place
 * @param expected the value there in the first tree; null if there is none
 * @param actual the value there in the second tree; null if there is none
 */
public record JsonDifference(String pointer, JsonNode expected, JsonNode actual) {

    /** The first place, in document order. */
    static Optional<JsonDifference> first(JsonNode expected, JsonNode actual) {
        List<JsonDifference> found = new ArrayList<>();
        new Walk(found, 1, false).walk("", expected, actual);
        return found.stream().findFirst();
    }

    /**
     * All places, in document order. Elements of arrays that have a {@code name} are compared by it, wherever they
     * stand, and have it in the pointer.
     */
    public static List<JsonDifference> all(JsonNode expected, JsonNode actual) {
        List<JsonDifference> found = new ArrayList<>();
        new Walk(found, Integer.MAX_VALUE, true).walk("", expected, actual);
        return found;
    }

    private record Walk(List<JsonDifference> found, int most, boolean byName) {
        void walk(String at, JsonNode expected, JsonNode actual) {
            if (found.size() >= most) {
                return;
            }
            if (expected == null || actual == null || expected.getNodeType() != actual.getNodeType()) {
                found.add(new JsonDifference(at, expected, actual));
            } else if (expected.isContainerNode()) {
                Map<String, JsonNode> a = members(expected);
                Map<String, JsonNode> b = members(actual);
                Set<String> names = new LinkedHashSet<>(a.keySet());
                names.addAll(b.keySet());
                for (String name : names) {
                    walk(at + "/" + name.replace("~", "~0").replace("/", "~1"), a.get(name), b.get(name));
                }
            } else if (!expected.toString().equals(actual.toString())) {
                // The text, not the value: 1 and 1.0 are different bytes.
                found.add(new JsonDifference(at, expected, actual));
            }
        }

        /** By their keys, or their places. */
        private Map<String, JsonNode> members(JsonNode node) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            if (node.isObject()) {
                node.fieldNames().forEachRemaining(name -> members.put(name, node.get(name)));
                return members;
            }
            for (int i = 0; i < node.size(); i++) {
                JsonNode name = byName ? node.get(i).get("name") : null;
                String key = name != null && name.isTextual() ? name.asText() : String.valueOf(i);
                members.put(members.containsKey(key) ? key + "#" + i : key, node.get(i));
            }
            return members;
        }
    }

    /** The first value in words. */
    public String expectedText() {
        return shorten(expected);
    }

    /** The second value in words. */
    public String actualText() {
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
