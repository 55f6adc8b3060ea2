package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
        }
        Path json = temp.resolve("verdict.json");
        Outcome verified = whittle("verify", out, "--data", temp, "--json", json);
        assertEquals(0, verified.exit(), verified.toString());
        for (String line : List.of(
                "generated: features     ok: ",
                "generated 2: page         ok: ",
                "data-sets    ok: data-sets.json, data-sets.html, data-sets.md, data-sets.csv",
                "EQUAL (")) {
            assertTrue(verified.out().lines().anyMatch(l -> l.startsWith(line)), line + " in " + verified.out());
        }

        // One damaged result does not end the verification.
        Path damaged = out.resolve("generated/result.json");
        byte[] whole = Files.readAllBytes(damaged);
        Files.write(damaged, Arrays.copyOf(whole, whole.length / 2));
        Outcome rest = whittle("verify", out, "--data", temp);
        assertEquals(1, rest.exit(), rest.toString());
        for (String line : List.of("generated: files ", "generated 2: page         ok: ", "data-sets    DIFFERS")) {
            assertTrue(rest.out().lines().anyMatch(l -> l.startsWith(line)), line + " in " + rest.out());
        }
        Files.write(damaged, whole);

        // Of one set, by its name; the pages over all of them still show what is stored.
        Path report = out.resolve("generated-2/report.md");
        String text = Files.readString(report);
        Files.writeString(report, text + "more");
        Outcome found = whittle("verify", out, "--data", temp, "--json", json, "--sample", "1s");
        assertEquals(1, found.exit(), found.toString());
        assertTrue(found.out().contains("DIFFERS (") && found.out().contains("): generated 2: page: "), found.out());
        JsonNode checks = new ObjectMapper().readTree(json.toFile()).get("checks");
        for (JsonNode check : checks) {
            boolean planted = check.path("dataSet").asText().equals("generated 2")
                    && check.get("name").asText().equals("page");
            assertEquals(planted ? "differs" : "ok", check.get("outcome").asText(), check.toString());
        }
        assertEquals("data-sets", checks.get(checks.size() - 1).get("name").asText());
        Files.writeString(report, text);

        // Of the pages over all of them.
        Files.writeString(out.resolve("data-sets.html"), page.replaceFirst("<td>[0-9]", "<td>3"));
        Outcome forged = whittle("verify", out, "--data", temp, "--sample", "1s");
        assertEquals(1, forged.exit(), forged.toString());
        assertTrue(
                forged.out().contains("data-sets    DIFFERS: " + out.resolve("data-sets.html") + ", line "),
                forged.out());

        // Finished parts are kept for each.
        byte[] before = Files.readAllBytes(out.resolve("data-sets.csv"));
        Outcome again = whittle("compare", file, "--out", out, "--data", temp);
        assertEquals(4, again.err().split("\\(kept\\)", -1).length - 1, again.err());
        assertEquals(
                new String(before, java.nio.charset.StandardCharsets.UTF_8),
                Files.readString(out.resolve("data-sets.csv")));
    }
}
