package dev.whittle.pipeline.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Checks;
import dev.whittle.feature.registry.Schema;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import dev.whittle.pipeline.experiment.DataSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whoever adds a part of experiments says in {@code methods.yaml} what it is. */
class MethodTextsTest {
    private record Planted() {}

    /** The types and words that have no description, as they are to be written. */
    private static List<String> missing(Collection<String> names, MethodTexts texts) {
        List<String> missing = new ArrayList<>();
        names.stream().filter(name -> texts.part(name).isEmpty()).forEach(name -> missing.add("parts: " + name));
        return missing;
    }

    private static List<String> missingWords(Collection<Class<?>> records, MethodTexts texts) {
        Set<String> missing = new LinkedHashSet<>();
        records.forEach(record -> missingWords(record, texts, missing));
        return List.copyOf(missing);
    }

    private static void missingWords(Class<?> record, MethodTexts texts, Set<String> missing) {
        for (Schema.Key key : Schema.of(record).keys()) {
            Class<?> type = Schema.isChoice(key.type()) ? Schema.wordsOf(key.type()) : key.type();
            if (type.isEnum()) {
                for (Object word : type.getEnumConstants()) {
                    String name = Checks.name((Enum<?>) word);
                    if (texts.choice(key.name(), name).isEmpty()) {
                        missing.add("choices: " + key.name() + ": " + name);
                    }
                }
            } else if (type.isRecord()) {
                missingWords(type, texts, missing);
            }
        }
    }

    @Test
    void everyTypeIsDescribed() throws IOException {
        MethodTexts texts = MethodTexts.installed();
        List<String> names = Specs.installed().types().stream()
                .filter(type -> type.type().getName().startsWith("dev.whittle."))
                .map(SpecType::name)
                .toList();
        assertTrue(names.contains("hog") && names.contains("linear-svm"), names.toString());
        assertEquals(List.of(), missing(names, texts), "describe these in methods.yaml");
        assertEquals(List.of("parts: planted"), missing(List.of("hog", "planted"), texts));
        Set<String> unknown = new TreeSet<>(texts.names("parts"));
        names.forEach(unknown::remove);
        assertEquals(Set.of(), unknown, "methods.yaml describes types that are not there");
    }

    private enum Colour {
        RED
    }

    private record HasWord(Colour colour) {}

    @Test
    void everyWordOfASettingIsDescribed() throws IOException {
        MethodTexts texts = MethodTexts.installed();
        List<Class<?>> records = new ArrayList<>();
        Specs.installed().types().stream()
                .filter(type -> type.type().getName().startsWith("dev.whittle."))
                .forEach(type -> records.add(type.type()));
        assertEquals(List.of(), missingWords(records, texts), "describe these in methods.yaml");
        assertEquals(List.of("choices: colour: red"), missingWords(List.of(HasWord.class, Planted.class), texts));
    }

    @Test
    void everyDataSetIsDescribed() throws IOException {
        MethodTexts texts = MethodTexts.installed();
        assertEquals(new TreeSet<>(DataSpec.SETS.keySet()), new TreeSet<>(texts.names("data")));
        DataSpec.SETS.keySet().forEach(set -> assertTrue(texts.data(set).isPresent(), set));
    }

    /** No paper is named that is not there, and none is there that is not named. */
    @Test
    void thePapersAreThoseNamed() throws IOException {
        Set<String> named = new TreeSet<>();
        MethodTexts.installed().all().forEach(text -> named.addAll(text.papers()));
        assertEquals(named, new TreeSet<>(Bibliography.installed().keys()));
    }

    @Test
    void textsAreSentences() throws IOException {
        List<MethodTexts.Text> all = MethodTexts.installed().all();
        assertTrue(all.size() > 150, "there are " + all.size());
        for (MethodTexts.Text text : all) {
            assertTrue(text.text().matches("[A-Z].*\\."), text.text());
            assertTrue(!text.equation().contains("`") && !text.equation().contains("\n"), text.equation());
        }
    }
}
