package dev.whittle.pipeline.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.registry.Schema;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import dev.whittle.pipeline.experiment.KeyText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A type of spec that an experiment uses: by which features or heads, and with which settings. */
final class UsedPart {
    /** Of more values than these only the number is said. */
    private static final int MOST_VALUES = 4;

    /** A word that a setting has. */
    record Word(String key, String word) {}

    /** Null for a spec without a name. */
    private final SpecType<?, ?> type;

    private final String name;
    /** By the name of a feature or a head, for each of its settings its values. */
    private final Map<String, Map<String, Set<String>>> settings = new LinkedHashMap<>();

    private final Map<Word, Set<String>> words = new LinkedHashMap<>();

    private UsedPart(SpecType<?, ?> type, String name) {
        this.type = type;
        this.name = name;
    }

    Optional<SpecType<?, ?>> type() {
        return Optional.ofNullable(type);
    }

    String name() {
        return name;
    }

    /** The features or heads that use it. */
    Set<String> users() {
        return settings.keySet();
    }

    /** The words that its settings have, each with those who have it. */
    Map<Word, Set<String>> words() {
        return words;
    }

    /** Those who have the same settings, by these settings as text. */
    Map<String, List<String>> bySettings() {
        Map<String, List<String>> same = new LinkedHashMap<>();
        settings.forEach((who, values) -> {
            List<String> texts = new ArrayList<>();
            values.forEach((key, all) -> texts.add(key + " "
                    + (all.size() > MOST_VALUES ? "of " + all.size() + " values" : String.join(" or ", all))));
            same.computeIfAbsent(String.join(", ", texts), text -> new ArrayList<>())
                    .add(who);
        });
        return same;
    }

    /**
     * Adds a spec and all specs within it, the inner ones first.
     *
     * @param parts by their names
     */
    static void add(Map<String, UsedPart> parts, String who, Spec<?, ?> spec) {
        add(parts, who, spec, Set.of());
    }

    private static void add(Map<String, UsedPart> parts, String who, Spec<?, ?> spec, Set<String> unusedOfWhole) {
        if (spec instanceof Preprocessed preprocessed) {
            preprocessed.images().forEach(step -> add(parts, who, step, Set.of()));
            add(parts, who, preprocessed.feature(), Set.of());
            return;
        }
        Set<String> unused = new LinkedHashSet<>(unusedOfWhole);
        spec.unusedSettings().stream().map(UnusedSetting::key).forEach(unused::add);
        SpecType<?, ?> type = Specs.installed().find(spec.getClass()).orElse(null);
        String name = type == null ? spec.getClass().getSimpleName() : type.name();
        UsedPart part = new UsedPart(type, name);
        if (type == null) {
            JsonNode known = SpecJson.installed().describe(spec).path("settings");
            part.settings.put(who, new LinkedHashMap<>());
            if (!known.isNull() && !known.isMissingNode()) {
                part.set(who, "settings", KeyText.flow(known));
            }
        } else {
            part.settings.put(who, new LinkedHashMap<>());
            part.read(parts, who, (Record) spec, "", unused);
        }
        parts.merge(name, part, UsedPart::and);
    }

    private void read(Map<String, UsedPart> parts, String who, Record record, String prefix, Set<String> unused) {
        ObjectNode texts = SpecJson.installed().encodeRecord(record);
        for (Schema.Key key : Schema.of(record.getClass()).keys()) {
            String path = prefix + key.name();
            Object value = key.value(record);
            if (value == null || unused.contains(path)) {
                continue;
            }
            if (value instanceof Spec<?, ?> spec) {
                add(parts, who, spec, below(path, unused));
            } else if (value instanceof List<?> list && list.stream().anyMatch(e -> e instanceof Spec<?, ?>)) {
                for (int i = 0; i < list.size(); i++) {
                    add(parts, who, (Spec<?, ?>) list.get(i), below(path + "." + i, unused));
                }
            } else if (value instanceof Record inner && !Schema.isChoice(Schema.raw(key.declared()))) {
                read(parts, who, inner, path + ".", unused);
            } else {
                String text = KeyText.flow(texts.get(key.name()));
                set(who, path, text);
                words.computeIfAbsent(new Word(key.name(), text), word -> new LinkedHashSet<>())
                        .add(who);
            }
        }
    }

    private void set(String who, String key, String value) {
        settings.get(who).computeIfAbsent(key, k -> new LinkedHashSet<>()).add(value.isEmpty() ? "none" : value);
    }

    private static Set<String> below(String path, Set<String> unused) {
        Set<String> below = new LinkedHashSet<>();
        unused.stream()
                .filter(key -> key.startsWith(path + "."))
                .forEach(key -> below.add(key.substring(path.length() + 1)));
        return below;
    }

    private UsedPart and(UsedPart other) {
        UsedPart both = new UsedPart(type, name);
        for (UsedPart part : List.of(this, other)) {
            part.settings.forEach((who, values) -> {
                Map<String, Set<String>> all = both.settings.computeIfAbsent(who, w -> new LinkedHashMap<>());
                values.forEach((key, texts) ->
                        all.computeIfAbsent(key, k -> new LinkedHashSet<>()).addAll(texts));
            });
            part.words.forEach((word, who) ->
                    both.words.computeIfAbsent(word, w -> new LinkedHashSet<>()).addAll(who));
        }
        return both;
    }
}
