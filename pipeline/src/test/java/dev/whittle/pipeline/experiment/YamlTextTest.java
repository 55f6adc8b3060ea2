package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
    private static void readsBack(String name) throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putArray("features").addObject().put("name", name).put("after", "x");
        String text = YamlText.of(tree);
        assertEquals(tree, YamlFile.parse(text, "a.yaml").node(), text);
        assertEquals(text, Visible.text(text), "all is seen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e3",
                "1e5",
                "-1",
                "+1",
                ".5",
                "1.",
                "0x10",
                "007",
                "null",
                "~",
                "true",
                "False",
                "no",
                "",
                " a",
                "a ",
                "- a",
                "-",
                "a: b",
                "a:",
                "a #b",
                "#",
                "!x",
                "&x",
                "*x",
                "%x",
                "@x",
                "`x",
                "|",
                ">",
                "'q'",
                "\"q\"",
                "a\\b",
                "\u202Ea",
                "\u001B[31m",
                "a\nb",
                "a\nb\n",
                "\n",
                "a\tb",
                "\t",
                "?",
                "? a",
                ":",
                "{a}",
                "[a]",
                ",",
                "<<",
                "=",
                "---",
                "...",
                "2026-11-30",
                "1_000",
                "\u2066",
                "grün",
                "عربي",
                "猫",
                "🐱",
                "\u00A0a"
            })
    void everyNameReadsBackAsItself(String name) throws IOException {
        readsBack(name);
    }

    @Test
    void randomNamesReadBack() throws IOException {
        String letters = "aB19e.-+: #'\"\\[]{},&*!|>%@`~?\t\n\u202E\u001B=_<\u00E9/";
        Random random = new Random(20);
        for (int i = 0; i < 2000; i++) {
            StringBuilder name = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                name.append(letters.charAt(random.nextInt(letters.length())));
            }
            readsBack(name.toString());
        }
    }

    /** SnakeYAML would take 13 seconds. */
    @Test
    void longFilesAreRefusedAtOnce(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("a.yaml"), "name: " + "1".repeat(1_000_000));
        String message = assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThrows(IOException.class, () -> YamlFile.read(file)).getMessage());
        assertTrue(message.contains("has 1000006 characters, an experiment has at most 262144"), message);
    }

    @Test
    void messagesAreCut() throws IOException {
        String unknown = "q".repeat(200_000);
        var at = new JsonAt(JsonNodeFactory.instance.objectNode().put(unknown, 1), pointer -> pointer);
        String message = assertThrows(IllegalArgumentException.class, () -> at.onlyKeys(java.util.List.of("valid")))
                .getMessage();
        assertTrue(message.length() < 5000 && message.contains("more characters"), message);
        var text = YamlFile.parse("a: " + unknown, "a.yaml").get("a");
        message = assertThrows(IllegalArgumentException.class, text::bool).getMessage();
        assertTrue(message.length() < 5000 && message.startsWith("a.yaml:1: a: expected true or false, got"), message);
    }
}
