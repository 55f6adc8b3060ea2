package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One experiment on several data sets: each has a results folder of its own that verify takes. */
class SeveralDataSetsTest {
    private static final String YAML = """
            name: two sets
            data: [{set: generated, train: 40, test: 20}, {set: generated, train: 60, test: 30}]
            features: [{name: pixels, type: raw-pixels}, {name: colours, type: color-histogram}]
            heads: [{name: softmax, type: softmax, iterations: 5}]
            """;

    @TempDir
    Path temp;

    @Test
    void eachHasItsResultsAndAllHaveATable() throws IOException {
        Path file = Files.writeString(temp.resolve("e.yaml"), YAML);
        Path out = temp.resolve("out");
        Outcome compared = whittle("compare", file, "--out", out, "--data", temp);
        assertEquals(0, compared.exit(), compared.err());
        assertTrue(compared.out().contains("| feature | generated | generated 2 | mean rank |"), compared.out());
        assertTrue(compared.out().contains("data-sets.html"), compared.out());
        assertFalse(Files.exists(out.resolve("result.json")));
        String page = Files.readString(out.resolve("data-sets.html"));
        for (String set : new String[] {"generated", "generated-2"}) {
            assertTrue(Files.isRegularFile(out.resolve(set).resolve("report.html")), set);
            assertTrue(page.contains(set + "/report.html"), page);
            Outcome verified = whittle("verify", out.resolve(set), "--data", temp);
            assertEquals(0, verified.exit(), verified.out() + verified.err());
        }

        // Finished parts are kept for each.
        byte[] before = Files.readAllBytes(out.resolve("data-sets.csv"));
        Outcome again = whittle("compare", file, "--out", out, "--data", temp);
        assertEquals(4, again.err().split("\\(kept\\)", -1).length - 1, again.err());
        assertEquals(
                new String(before, java.nio.charset.StandardCharsets.UTF_8),
                Files.readString(out.resolve("data-sets.csv")));
    }
}
