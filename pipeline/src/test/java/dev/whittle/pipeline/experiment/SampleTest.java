package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some of the runs of a comparison, run again without the others. */
@Tag("long")
class SampleTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults();
    private static final String SMALL = """
            name: small
            data: {set: generated, size: 24, train: 40, validation: 10, test: 20, divide: DIVIDE}
            seeds: [4, 2]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - {name: HoG, type: hog}
            heads:
              - {name: softmax, type: softmax, iterations: 5}
              - {name: SVM, type: linear-svm, iterations: 5}
            """;

    /** Also with the second head without the first, and with the second seed alone. */
    @ParameterizedTest
    @ValueSource(strings = {"once", "per-seed"})
    void aRunAloneIsTheSameAsAmongAll(String divide) throws IOException {
        Plan whole = Plan.open(read(SMALL.replace("DIVIDE", divide)), Tiny.noData(folder), RUN);
        Path all = folder.resolve("all-" + divide);
        List<StoredRun> runs =
                StoredRun.of(ComparisonRun.of(whole, RUN).withFolder(all).run().result());
        assertEquals(8, runs.size());
        assertEquals(
                2,
                runs.stream()
                        .filter(run -> run.run().controls().shuffledLabels() != null)
                        .count(),
                "one for each feature");
        for (int i = 0; i < runs.size(); i++) {
            StoredRun run = runs.get(i);
            Plan part = new Sample(1, List.of(run), List.of(), 1).plans(whole).get(0);
            assertEquals(1, part.runs());
            Path own = folder.resolve(divide + i);
            Result alone =
                    ComparisonRun.ofPart(part, whole, RUN).withFolder(own).run().result();
            assertEquals(run.run(), StoredRun.of(alone).get(0).run(), run.name());
        }
        // The check can fail: a comparison of the second seed alone has a model and a control of its own.
        StoredRun second = runs.get(1);
        Plan part = new Sample(1, List.of(second), List.of(), 1).plans(whole).get(0);
        CellRun alone = ComparisonRun.of(part, RUN)
                .withFolder(folder.resolve("own-" + divide))
                .run()
                .result()
                .cells()
                .get(0)
                .runs()
                .get(0);
        assertNotEquals(second.run(), alone);
        assertTrue(alone.controls().shuffledLabels() != null && alone.files().containsKey(RunFolder.MODEL));
    }
}
