package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code whittle verify --sample} where the runs of the first seed, or under the first head, may not be in it. */
@Tag("long")
class SampleOfSeedsTest {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"train: 20, test: 10", "train: 20, test: 10, divide: per-seed", "folds: 2, images: 30"})
    void aPartOfTheRunsIsAsInTheWhole(String images) throws IOException {
        Path yaml = Files.writeString(temp.resolve("e.yaml"), """
                name: e
                data: {set: generated, size: 24, %s}
                seeds: [4, 1]
                features: [{name: pixels, type: raw-pixels}]
                heads:
                  - {name: softmax, type: softmax, iterations: 3}
                  - {name: SVM, type: linear-svm, iterations: 3}
                """.formatted(images));
        Path results = temp.resolve("results");
        Outcome compared = whittle("compare", yaml, "--out", results);
        assertEquals(0, compared.exit(), compared.err());
        Path times = results.resolve("timing.json");
        Files.writeString(
                times, Files.readString(times).replaceAll("\"trainSeconds\" : [^,]*", "\"trainSeconds\" : 29"));
        int runs = images.startsWith("folds") ? 8 : 4;
        // One run fits into half a minute; by some of these seeds it is one of the second seed and head.
        for (int seed = 0; seed < 6; seed++) {
            Outcome sample = whittle("verify", results, "--sample", "30s", "--sample-seed", seed);
            assertTrue(sample.out().contains("ok: 1 of " + runs + " runs"), sample.out());
            // The page has the changed times.
            for (String step : List.of("features", "models", "predictions", "statistics")) {
                assertTrue(sample.out().lines().anyMatch(line -> line.matches(step + " +ok: .*")), sample.out());
            }
        }
    }
}
