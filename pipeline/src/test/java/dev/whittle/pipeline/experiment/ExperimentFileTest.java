package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFileTest {
    private static final Run RUN = Run.defaults();
    private static final String YAML = """
            name: sets
            data: [{set: generated, train: 40, test: 20}, {set: generated, train: 60, test: 20}]
            features: [{name: pixels, type: raw-pixels}]
            heads: [{name: softmax, type: softmax}]
            """;

    @TempDir
    Path folder;

    private ExperimentFile open(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("e.yaml"), yaml);
        return ExperimentFile.open(file, Tiny.noData(folder), RUN);
    }

    @Test
    void aListOfDataSetsMakesAPlanForEach() throws IOException {
        ExperimentFile file = open(YAML);
        assertEquals("sets", file.name());
        assertEquals(
                List.of("generated", "generated 2"), List.copyOf(file.plans().keySet()));
        Plan second = file.plans().get("generated 2");
        assertEquals("sets on generated 2", second.name());
        assertEquals(60, second.data(0).train().size());
        assertEquals(second.name(), second.experiment().name());
    }

    @Test
    void withoutAListTheNameIsThatOfTheExperiment() throws IOException {
        ExperimentFile file = open(YAML.replaceFirst("\\[\\{set: generated, train: 40, test: 20}, ", "")
                .replaceFirst("20}]", "20}"));
        assertEquals(
                List.of("sets"), file.plans().values().stream().map(Plan::name).toList());
    }

    @Test
    void aMistakeInAnyDataSetNamesItsPlace() throws IOException {
        refused(YAML.replace("train: 60", "train: 0"), "e.yaml:2: data/1/train", "1");
        refused(YAML.replaceFirst("data: .*", "data: []"), "e.yaml:2: data", "at least one data set");
        refused(YAML.replace("set: generated, train: 60", "set: cifar, train: 60"), "data/1/set", "cifar10");
    }

    private void refused(String yaml, String... parts) throws IOException {
        Messages.says(IOException.class, () -> open(yaml), parts);
    }
}
