package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.transform.Standardize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which YAML is read, and how experiments are told what is wrong with it. */
class YamlFileTest extends ExperimentFiles {
    @Test
    void onlyPlainYamlIsRead() {
        assertRefused("", ": the file is empty; an experiment has name, data, seeds, features and heads");
        assertRefused("# nothing\n", ": the file is empty; an experiment has name, data, seeds, features and heads");
        assertRefused("name: a\nname: b\n", ":2: the key 'name' is given twice");
        assertRefused(
                "name: !!java.io.File [x]\n",
                ":1: this is no valid YAML: Global tag is not allowed: tag:yaml.org,2002:java.io.File");
        assertRefused("seeds: !!set {1}\n", ":1: tags such as tag:yaml.org,2002:set are not used here");
        assertRefused("name: !include x\n", ":1: tags such as !include are not used here");
        assertRefused("[a]: b\n", ":1: a key is a text, not a list or a mapping");
        assertRefusedAbout("name: a\n---\nname: b\n", ":2: ", "another document");
        assertRefusedAbout("name: a\nheads:\n\t- x\n", ":3: ", "\\t(TAB)");
        assertRefusedAbout("name: 'a\n", ":2: ", "end of stream");
        assertRefusedAbout("name: a\u0000\n", "no valid YAML");
        assertRefusedAbout("[".repeat(1000), "no valid YAML", "Nesting");
        Path missing = folder.resolve("missing.yaml");
        assertEquals(
                missing + ": there is no such file or folder",
                assertThrows(IOException.class, () -> Experiment.read(missing)).getMessage());
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() throws IOException {
        Path file = folder.resolve("e.yaml");
        Files.write(file, new byte[] {'n', (byte) 0xE9, '\n'});
        String message =
                assertThrows(IOException.class, () -> Experiment.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": is no text in UTF-8; an experiment is a YAML file"), message);
    }

    @Test
    void aliasesAndMergesAreWrittenOut() throws IOException {
        String yaml = """
                name: example
                data: {set: cifar10, train: 2000, validation: 500, test: 1000}
                seeds: [1, 2, 3]
                features:
                  - {name: pixels, type: raw-pixels, transforms: &scaled [{type: standardize}]}
                  - {name: gray, type: raw-pixels, gray: true, transforms: *scaled}
                heads:
                  - &softmax {name: softmax, type: softmax, l2: 1e-4}
                  - {<<: *softmax, name: less, l2: 0.5}
                """;
        Experiment e = read(yaml);
        assertEquals(List.of(Standardize.defaults()), e.features().get(1).transforms());
        assertEquals(0.5, ((Softmax) e.heads().get(1).candidates().get(0)).l2());
        assertEquals("less", e.heads().get(1).name());
        assertRefusedAbout(yaml.replace("l2: 0.5", "l3: 0.5"), ":9: heads/1/l3: unknown key");
        assertRefused(yaml.replace("<<: *softmax", "<<: softmax"), ":9: << takes a mapping, or a list of mappings");
    }

    @Test
    void billionLaughsAreRefused() {
        StringBuilder many = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        StringBuilder merges = new StringBuilder("a0: &a0 {x: 1}\n");
        for (int i = 1; i <= 9; i++) {
            String five = ("*a" + (i - 1) + ", ").repeat(5);
            many.append("a" + i + ": &a" + i + " [" + five + "x]\n");
            merges.append("a" + i + ": &a" + i + " {<<: [" + five + "{}]}\n");
        }
        assertRefusedAbout(many.toString(), "aliases", "more than 100000");
        assertRefusedAbout(merges.toString(), "aliases", "more than 100000");
        // SnakeYAML's own limit
        assertRefusedAbout(many + "b: [" + "*a1, ".repeat(60) + "x]\n", "aliases");
        assertRefusedAbout("name: &a [*a]\n", "levels");
        assertRefusedAbout("name: &a {<<: *a}\n", "levels");
    }
}
