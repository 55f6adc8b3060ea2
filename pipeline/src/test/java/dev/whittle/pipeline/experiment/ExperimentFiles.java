package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.model.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Experiments in files, for tests. */
abstract class ExperimentFiles {
    static final String GOOD = """
            name: example
            data: {set: cifar10, train: 2000, validation: 500, test: 1000}
            seeds: [1, 2, 3]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - name: both
                type: concat
                parts:
                  - type: raw-pixels
                    gray: true
                  - type: color-histogram
            heads:
              - {name: softmax, type: softmax, l2: 1e-4}
              - {name: MLP, type: mlp, hidden: [64, 32]}
            """;

    @TempDir
    Path folder;

    Experiment read(String yaml) throws IOException {
        Path file = folder.resolve("e.yaml");
        Files.writeString(file, yaml);
        return Experiment.read(file);
    }

    void assertRefused(String yaml, String message) {
        String found = assertThrows(IOException.class, () -> read(yaml)).getMessage();
        assertEquals(folder.resolve("e.yaml") + message, found);
    }

    void assertRefusedAbout(String yaml, String... parts) {
        String found = assertThrows(IOException.class, () -> read(yaml)).getMessage();
        for (String part : parts) {
            assertTrue(found.startsWith(folder.resolve("e.yaml").toString()) && found.contains(part), found);
        }
    }

    static String withData(String data) {
        return GOOD.replaceFirst("(?m)^data: .*$", data);
    }

    static String text(Experiment e) {
        return new String(CanonicalJson.bytes(e.encode()), StandardCharsets.UTF_8);
    }
}
