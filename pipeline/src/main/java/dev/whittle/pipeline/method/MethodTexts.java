package dev.whittle.pipeline.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The descriptions of parts of experiments, from {@code methods.yaml}. */
final class MethodTexts {
    private static final String RESOURCE = "methods.yaml";

    /**
     * A description.
     *
     * @param equation empty for none
     * @param papers their keys
     */
    record Text(String text, String equation, List<String> papers) {
        Text {
            papers = List.copyOf(papers);
        }
    }

    private final JsonNode root;

    private MethodTexts(JsonNode root) {
        this.root = root;
    }

    static MethodTexts installed() throws IOException {
        try (InputStream in = MethodTexts.class.getResourceAsStream(RESOURCE)) {
            return new MethodTexts(new ObjectMapper(new YAMLFactory()).readTree(in));
        }
    }

    /** The description of a type of spec, by its name in experiments. */
    Optional<Text> part(String type) {
        return text(root.path("parts").path(type));
    }

    /** The description of a word of a setting. */
    Optional<Text> choice(String key, String word) {
        return text(root.path("choices").path(key).path(word));
    }

    /** The description of a kind of data set. */
    Optional<Text> data(String set) {
        return text(root.path("data").path(set));
    }

    /** A fact of a kind of data set, such as its origin; empty where it is not known. */
    String fact(String set, String key) {
        return root.path("data").path(set).path(key).asText("");
    }

    /** @throws IllegalArgumentException if there is none */
    Text protocol(String name) {
        return text(root.path("protocol").path(name))
                .orElseThrow(() -> new IllegalArgumentException(RESOURCE + " has no protocol " + name));
    }

    /** The names of the descriptions in a section. */
    List<String> names(String section) {
        List<String> names = new ArrayList<>();
        root.path(section).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** All descriptions. */
    List<Text> all() {
        List<Text> all = new ArrayList<>();
        collect(root, all);
        return all;
    }

    private static void collect(JsonNode node, List<Text> all) {
        Optional<Text> text = text(node);
        text.ifPresent(all::add);
        if (text.isEmpty()) {
            node.forEach(child -> collect(child, all));
        }
    }

    private static Optional<Text> text(JsonNode node) {
        if (!node.path("text").isTextual()) {
            return Optional.empty();
        }
        List<String> papers = new ArrayList<>();
        node.path("papers").forEach(key -> papers.add(key.asText()));
        return Optional.of(
                new Text(node.get("text").asText(), node.path("equation").asText(""), papers));
    }
}
