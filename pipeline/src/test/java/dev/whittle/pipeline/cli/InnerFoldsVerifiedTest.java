package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A choice by inner folds, on the pages and in {@code whittle verify}. */
class InnerFoldsVerifiedTest {
    private static final String YAML = """
            name: nested
            data: {set: generated, size: 24, folds: 2, images: 60, validation: {folds: 3}}
            seeds: [1]
            features: [{name: pixels, type: raw-pixels}]
            heads: [{name: softmax, type: softmax, iterations: 4, candidates: [{l2: 10}, {l2: 0.001}]}]
            controls: false
            """;

    @TempDir
    Path temp;

    @Test
    void itIsOnThePagesAndIsChecked() throws IOException {
        Path out = temp.resolve("out");
        Path file = Files.writeString(temp.resolve("e.yaml"), YAML);
        Outcome compared = whittle("compare", file, "--out", out, "--data", temp);
        assertEquals(0, compared.exit(), compared.err());

        String page = Files.readString(out.resolve("report.html"));
        for (String text : new String[] {
            "What the inner folds chose",
            "as the mean over 3 inner folds",
            "3 inner folds to choose settings by",
            "Tried: 2 candidates, the same for every feature and seed.",
            "Varma and Simon 2006"
        }) {
            assertTrue(page.contains(text), text);
        }
        String markdown = Files.readString(out.resolve("report.md"));
        assertTrue(markdown.contains("as the mean over 3 inner folds"), markdown);
        assertTrue(Files.readString(out.resolve("references.bib")).contains("cawley2010"), "in the bibliography");
        for (Object results : new Object[] {out, out.resolve("report.html")}) {
            Outcome same = whittle("verify", results, "--data=" + temp);
            assertEquals(0, same.exit(), same.toString());
        }

        Path result = out.resolve("result.json");
        String json = Files.readString(result);
        int at = json.indexOf("\"folds\" : [", json.indexOf("\"candidates\" : [", json.indexOf("\"runs\" : [ {")));
        int value = at + json.substring(at).indexOf('[') + 1;
        int end = json.indexOf(',', value);
        Files.writeString(result, json.substring(0, value) + " 0.125" + json.substring(end));
        Outcome found = whittle("verify", out, "--data=" + temp);
        assertEquals(1, found.exit(), found.toString());
        String last = found.out().lines().reduce((a, b) -> b).orElseThrow();
        assertTrue(last.contains("statistics: " + result + ", ") && last.contains("candidates/0/folds/0"), last);
        assertTrue(last.contains("stored 0.125"), last);
    }
}
