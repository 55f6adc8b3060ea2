package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A comparison that writes every kind of file there is. In one file of each kind a byte is changed, and then the file
 * is taken away: {@code verify} names it, by the check whose file it is. What it does not look at is listed here.
 */
@Tag("long")
class EveryFilePlantedTest {
    /** The check that finds a fault in a file of this kind. */
    private static final Map<String, String> CHECKS = Map.ofEntries(
            Map.entry("cells/key", "files"),
            Map.entry("cells/model.npz", "files"),
            Map.entry("cells/predictions.csv.gz", "files"),
            Map.entry("cells/predictions.npy", "files"),
            Map.entry("cells/run.json", "files"),
            Map.entry("cells/test-scores.npy", "files"),
            Map.entry("cells/validation-scores.npy", "files"),
            Map.entry("cells/timing.json", "page"),
            Map.entry("images.csv", "data"),
            Map.entry("left-out.csv", "data"),
            Map.entry("result.json", "statistics"),
            Map.entry("datasheet.md", "page"),
            Map.entry("learning-curve.csv", "page"),
            Map.entry("model-card.md", "page"),
            Map.entry("references.bib", "page"),
            Map.entry("report.html", "page"),
            Map.entry("report.md", "page"),
            Map.entry("ro-crate-metadata.json", "page"),
            Map.entry("robustness.csv", "page"),
            Map.entry("tables.tex", "page"),
            Map.entry("timing.json", "page"),
            Map.entry("variance.csv", "page"));

    /** Without these a sample cannot be chosen. {@link PlantedFaultsTest} takes the times away from the whole. */
    private static final Set<String> REFUSED = Set.of("result.json", "timing.json");

    @TempDir
    private static Path temp;

    private static SmallComparison small;
    private static Path made;

    private Path results;

    @BeforeAll
    static void compare() throws IOException {
        small = SmallComparison.in(temp.resolve("small"), 2);
        Files.writeString(temp.resolve("small/data/set/train/one/broken.png"), "no picture");
        Path yaml = small.home().resolve("small.yaml");
        Files.writeString(
                yaml,
                Files.readString(yaml)
                                .replaceAll("(?m)^.*name: net.*\\R", "")
                                .replace("head: net", "head: perceptron")
                                .replace("heads:\n", "heads:\n  - {name: perceptron, type: perceptron}\n")
                        + """
                trainImages: [10]
                robustness: [jpeg]
                variance: [split]
                """);
        made = temp.resolve("made");
        List<Object> arguments = new ArrayList<>(small.arguments(made));
        arguments.add("--skip-bad");
        Outcome compared = whittle(arguments.toArray());
        assertEquals(0, compared.exit(), compared.err());
    }

    @BeforeEach
    void aFolder() throws IOException {
        results = Files.createTempDirectory(temp, "all").resolve("results");
    }

    /** The name of a file without the folder of its run. */
    private static String kind(String name) {
        return name.replaceFirst("^cells/[^/]*/", "cells/");
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(made)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> made.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private JsonNode verify() throws IOException {
        Path json = temp.resolve("verdict.json");
        Files.deleteIfExists(json);
        Outcome outcome = whittle(
                "verify",
                results,
                "--data",
                small.home().resolve("data"),
                "--sample",
                "1s",
                "--sample-seed",
                1,
                "--json",
                json);
        assertTrue(Files.exists(json), outcome.toString());
        JsonNode verdict = new ObjectMapper().readTree(json.toFile());
        assertEquals(verdict.get("equal").asBoolean() ? 0 : 1, outcome.exit(), outcome.toString());
        return verdict;
    }

    private static JsonNode firstDifference(JsonNode verdict) {
        for (JsonNode check : verdict.get("checks")) {
            if (check.get("outcome").asText().equals("differs")) {
                return check;
            }
        }
        return null;
    }

    /** What is not a part of the results is not looked at, and the docs say so. */
    @Test
    void theKindsOfFilesAreThese() throws IOException {
        TreeSet<String> kinds = new TreeSet<>();
        files().forEach(name -> kinds.add(kind(name)));
        assertTrue(kinds.remove(".lock"), "the lock, which is empty and no result");
        assertEquals(new TreeSet<>(CHECKS.keySet()), kinds);
    }

    @Test
    void aFaultInEachKindIsFound() throws IOException {
        PlantedFaults.copy(made, results);
        assertTrue(verify().get("equal").asBoolean());
        Map<String, String> chosen = new TreeMap<>();
        files().stream().filter(name -> CHECKS.containsKey(kind(name))).forEach(name -> chosen.put(kind(name), name));
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> file : chosen.entrySet()) {
            boolean[] ways = REFUSED.contains(file.getKey()) ? new boolean[] {false} : new boolean[] {false, true};
            for (boolean isTaken : ways) {
                Path path = results.resolve(file.getValue());
                byte[] whole = Files.readAllBytes(path);
                if (isTaken) {
                    Files.delete(path);
                } else {
                    Files.write(path, changed(file.getValue(), whole));
                }
                JsonNode verdict = verify();
                JsonNode first = firstDifference(verdict);
                String name = path.getFileName().toString();
                String text = first == null ? "" : first.get("text").asText();
                // Another time is found in the page, which has it, and another result by its hash in the crate.
                boolean isNamed = text.contains(name)
                        || name.equals("timing.json") && text.contains("report.html")
                        || name.equals("result.json") && text.contains("ro-crate-metadata.json");
                // Of two checks: a sample compares the figures of its runs alone, the page those of all.
                boolean isOther = file.getKey().matches("images.csv|left-out.csv|result.json");
                if (!isNamed || !isOther && !first.get("name").asText().equals(CHECKS.get(file.getKey()))) {
                    wrong.add(file.getValue() + (isTaken ? " taken away: " : " changed: ") + first);
                }
                Files.write(path, whole);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void withoutItsResultAFolderIsNone() throws IOException {
        PlantedFaults.copy(made, results);
        Files.delete(results.resolve("result.json"));
        Outcome refused = whittle("verify", results, "--data", small.home().resolve("data"));
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("it has no result.json"), refused.err());
        Path none = results.resolve("none");
        assertEquals(
                "whittle: " + none + " does not exist\n",
                whittle("verify", none).err());
    }

    /** One byte in the middle; of texts one digit, so that they can be read as before. */
    private static byte[] changed(String name, byte[] whole) {
        byte[] bytes = whole.clone();
        int at = bytes.length / 2;
        if (!name.matches(".*\\.(gz|np[yz])")) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            // In a page the result that it carries is another file; of a list of times the seconds matter.
            // The second line of a key is the hash of run.json; the first one is covered by the list of all files
            // alone.
            int from = name.endsWith("timing.json")
                    ? text.indexOf("econds\" : ")
                    : name.endsWith("key") ? text.indexOf('\n') : text.indexOf("ccuracy");
            at = Math.max(0, from);
            while (!Character.isDigit(bytes[at])) {
                at++;
            }
        }
        bytes[at] = (byte) (Character.isDigit(bytes[at]) && bytes[at] != '7' ? '7' : bytes[at] ^ 1);
        return bytes;
    }
}
