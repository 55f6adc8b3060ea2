package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A cell that the promise of equal bits covers, and one of Smile that it does not. */
class ResultDifferenceTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults();
    private static final String SMALL = """
            name: small
            data: {set: generated, size: 24, train: 20, test: 10}
            seeds: [1]
            features: [{name: pixels, type: raw-pixels}]
            heads:
              - {name: softmax, type: softmax, iterations: 5}
              - {name: forest, type: smile-random-forest, trees: 3}
            """;

    @Test
    void aHashDoesNotHideAFigureThatIsNotPromised() throws IOException {
        Path stored = folder.resolve("stored.json");
        ResultFile.write(
                stored,
                ComparisonRun.of(Plan.open(read(SMALL), Tiny.noData(folder), RUN), RUN)
                        .run()
                        .result());
        Path now = folder.resolve("now.json");
        Files.copy(stored, now);
        assertEquals(Optional.empty(), ResultDifference.first(stored, now));
        assertEquals(Optional.empty(), ResultDifference.firstFigure(stored, now));

        ObjectNode tree = ResultFile.encode(ResultFile.read(stored));
        ((ObjectNode) tree.at("/cells/0/runs/0")).put("featuresSha256", "0".repeat(64));
        JsonFile.write(now, tree);
        assertTrue(ResultDifference.first(stored, now).orElseThrow().place().endsWith("/featuresSha256"));
        assertEquals(Optional.empty(), ResultDifference.firstFigure(stored, now), "a hash is no figure");

        ((ObjectNode) tree.at("/cells/1/accuracy/test")).put("mean", 0.123);
        JsonFile.write(now, tree);
        Finding figure = ResultDifference.firstFigure(stored, now).orElseThrow();
        assertEquals("/cells/1/accuracy/test/mean", figure.place());
        assertFalse(figure.promised());
        Finding promised = ResultDifference.first(stored, now).orElseThrow();
        assertEquals("/cells/0/runs/0/featuresSha256", promised.place(), "what is promised comes first");

        // The flag does not count where it was changed beside a figure: the repetition knows better.
        ObjectNode forged = ResultFile.encode(ResultFile.read(stored));
        ((ObjectNode) forged.at("/cells/0")).put("bitsPromised", false);
        ((ObjectNode) forged.at("/cells/0/accuracy/test")).put("mean", 0.123);
        Path changed = folder.resolve("changed.json");
        JsonFile.write(changed, forged);
        Finding flag = ResultDifference.first(changed, stored).orElseThrow();
        assertTrue(flag.place().startsWith("/cells/0/") && flag.promised(), flag.text());
        assertFalse(flag.text().contains("another library"), flag.text());

        Files.writeString(now, Files.readString(stored) + " ");
        assertTrue(
                ResultDifference.firstFigure(stored, now).orElseThrow().text().contains("only white space"));
    }

    /** The first cell has none, as if its training had failed. */
    @Test
    void varianceBelongsToTheCellOfItsNames() throws IOException {
        Path stored = folder.resolve("stored.json");
        String experiment = SMALL.replace("[1]", "[1, 2]") + "variance: [start]\n";
        ResultFile.write(
                stored,
                ComparisonRun.of(Plan.open(read(experiment), Tiny.noData(folder), RUN), RUN)
                        .run()
                        .result());
        ObjectNode tree = ResultFile.encode(ResultFile.read(stored));
        ((ArrayNode) tree.get("variance")).remove(0);
        JsonFile.write(stored, tree);
        assertEquals("forest", tree.at("/variance/0/head").asText());

        ((ObjectNode) tree.at("/variance/0/sources/0")).put("mean", 0.123);
        Path now = folder.resolve("now.json");
        JsonFile.write(now, tree);
        Finding found = ResultDifference.firstFigure(stored, now).orElseThrow();
        assertTrue(found.text().contains("pixels × forest, variance"), found.text());
        assertFalse(found.promised());
    }
}
