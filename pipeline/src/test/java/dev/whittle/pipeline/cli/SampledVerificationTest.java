package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code whittle verify --sample}. */
@Tag("long")
class SampledVerificationTest extends PlantedFaults {
    @Test
    void aSampleOfTheRuns() throws IOException {
        Outcome all = verify("--sample", "1h");
        assertEquals(0, all.exit(), all.toString());
        assertTrue(check("sample").get("text").asText().startsWith("4 of 4 runs, which took 100 %"), all.out());
        assertEquals("ok", check("page").get("outcome").asText());

        // Times of which two runs fit into a minute.
        String times = Files.readString(results.resolve("timing.json"));
        Files.writeString(
                results.resolve("timing.json"), times.replaceAll("\"trainSeconds\" : [^,]*", "\"trainSeconds\" : 29"));
        Outcome some = verify("--sample", "1m", "--sample-seed", "7");
        String text = check("sample").get("text").asText();
        assertTrue(
                text.matches(
                        "2 of 4 runs, which took 50 % of the seconds, chosen by --sample-seed 7; left out: .*; .*"),
                text);
        String out = text.substring(text.indexOf("left out: "));
        int models = 2 - out.split("softmax, seed 1", -1).length + 1;
        assertEquals(
                models + (models == 1 ? " model" : " models"),
                check("models").get("text").asText());
        assertTrue(some.out().lines().anyMatch(line -> line.startsWith("sample       ok: 2 of 4 runs")), some.out());
        assertEquals(text, checkOf(verify("--sample", "60s", "--sample-seed", "7"), "sample"), "the same choice");
        assertTrue(checkOf(verify("--sample", "1s"), "sample").startsWith("1 of 4 runs"), "at least one");

        // A weight is found where its run is in the sample, and its file is by its hash in any case.
        for (String feature : List.of("pixels", "HoG")) {
            for (int seed = 1; seed <= 2; seed++) {
                // Models are kept of the first seed alone.
                String name = seed == 1 ? "model.npz" : "predictions.npy";
                String model = "cells/" + feature.toLowerCase(Locale.ROOT) + "--softmax--seed-" + seed + "/" + name;
                byte[] whole = Files.readAllBytes(results.resolve(model));
                byte[] changed = whole.clone();
                changed[seed == 1 ? firstValue(changed, "head/") + 40 : changed.length - 1] ^= 1;
                Files.write(results.resolve(model), changed);
                assertEquals(1, verify("--sample", "1m", "--sample-seed", "7").exit());
                assertEquals("differs", check("files").get("outcome").asText());
                boolean isIn = !out.contains(feature + " × softmax, seed " + seed);
                assertEquals(
                        isIn ? "differs" : "ok",
                        check(seed == 1 ? "models" : "predictions")
                                .get("outcome")
                                .asText(),
                        model);
                Files.write(results.resolve(model), whole);
            }
        }
    }

    /** A mean over runs, and a figure of a run that is not in the sample, are named in the file that was changed. */
    @Test
    void aChangedResultIsNamedAndNotTheListOfFiles() throws IOException {
        Path file = results.resolve("result.json");
        String text = Files.readString(file);
        for (String pattern : List.of(
                "(\"accuracy\" : \\{\\s*\"train\" : \\{\\s*\"mean\" : )[^,]*",
                "(?s)(.*\"convergence\" : \\{\\s*\"iterations\" : )\\d+",
                "(\"featuresSha256\" : \")[0-9a-f]{6}",
                "(?s)(.*\"featuresSha256\" : \")[0-9a-f]{6}")) {
            Files.writeString(file, text.replaceFirst(pattern, "$1" + (pattern.contains("Sha") ? "000000" : "77")));
            Outcome found = verify("--sample", "1s");
            assertEquals(1, found.exit());
            String last = found.out().lines().reduce((a, b) -> b).orElseThrow();
            assertTrue(last.contains(file + ", "), last);
            assertTrue(pattern.contains("Sha") || last.contains(": stored 77"), last);
        }
        Files.writeString(file, text.replaceFirst(" : ", " :  "));
        assertTrue(verify("--sample", "1s").out().contains(file + ", line 2"), "white space");
        Files.writeString(file, text);
        Outcome equal = verify("--sample", "1s");
        assertEquals(0, equal.exit());
        assertTrue(equal.out().contains(" is the same where it was checked"), equal.out());
    }

    /** A list that is no JSON is named, and the other checks are made. */
    @Test
    void aDamagedListOfFilesIsNamed() throws IOException {
        Path list = results.resolve("ro-crate-metadata.json");
        Files.writeString(list, Files.readString(list).replaceFirst("\\{", "["));
        assertEquals(1, verify("--sample", "1s").exit());
        assertEquals("ok", check("statistics").get("outcome").asText());
        assertTrue(
                check("page").get("text").asText().contains(list.toString()),
                check("page").toString());
    }

    private String checkOf(Outcome done, String name) {
        assertTrue(done.out().contains(name), done.out());
        return check(name).get("text").asText();
    }

    @Test
    void aFigureOfASampledRun() throws IOException {
        String text = Files.readString(results.resolve("result.json"));
        Files.writeString(
                results.resolve("result.json"),
                text.replaceFirst("(\"convergence\" : \\{\\s*\"iterations\" : )\\d+", "$1" + "77"));
        assertEquals(1, verify("--sample", "1h").exit());
        String found = check("statistics").get("text").asText();
        assertTrue(found.contains("/convergence/iterations: stored 77, now "), found);
    }
}
