package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults planted into a results folder or its images. {@code whittle verify} says for each where it is. */
@Tag("long")
class PlantedFaultsTest {
    private static final String CELL = "cells/pixels--softmax--seed-";

    @TempDir
    private static Path all;

    private static Path made;

    @TempDir
    private Path temp;

    private Path data;
    private Path results;
    private JsonNode verdict;

    @BeforeAll
    static void compare() throws IOException {
        Random random = new Random(5);
        for (String split : List.of("train", "test")) {
            for (String name : List.of("one", "two")) {
                Path folder = Files.createDirectories(
                        all.resolve("data/set").resolve(split).resolve(name));
                for (int i = 0; i < (split.equals("train") ? 10 : 6); i++) {
                    Planar<GrayU8> image = new Planar<>(GrayU8.class, 16, 16, 1);
                    for (int p = 0; p < 256; p++) {
                        image.getBand(0).data[p] = (byte) (random.nextInt(200) + (name.equals("one") ? 6 : 0));
                    }
                    ImageFile.write(folder.resolve(i + ".png"), image);
                }
            }
        }
        Path yaml = Files.writeString(all.resolve("e.yaml"), """
                name: e
                data: {set: folder, path: set, validation: 4}
                seeds: [1, 2]
                features: [{name: pixels, type: raw-pixels, transforms: [{type: standardize}]}, {name: HoG, type: hog}]
                heads: [{name: softmax, type: softmax, iterations: 20}]
                """);
        made = all.resolve("made");
        Outcome compared = whittle("compare", yaml, "--out", made, "--data", all.resolve("data"));
        assertEquals(0, compared.exit(), compared.err());
    }

    @BeforeEach
    void copies() throws IOException {
        data = temp.resolve("data");
        results = temp.resolve("results");
        copy(all.resolve("data"), data);
        copy(made, results);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** Checks that the verdict of a check has these parts, and that no check before it found anything. */
    private void assertFound(String check, String... parts) throws IOException {
        Outcome found = verify();
        assertEquals(1, found.exit(), found.toString());
        JsonNode first = firstDifference();
        assertEquals(check, first.get("name").asText(), found.out());
        assertLocated(found, first, parts);
    }

    private static void assertLocated(Outcome found, JsonNode check, String... parts) {
        for (String part : parts) {
            assertTrue(check.get("text").asText().contains(part), part + " in " + check);
        }
        String line = String.format("%-12s DIFFERS: ", check.get("name").asText());
        assertTrue(found.out().contains(line + check.get("text").asText()), found.out());
        assertTrue(found.out().lines().reduce((a, b) -> b).orElseThrow().startsWith("DIFFERS ("), found.out());
    }

    private JsonNode firstDifference() {
        for (JsonNode check : verdict.get("checks")) {
            if (check.get("outcome").asText().equals("differs")) {
                return check;
            }
        }
        throw new AssertionError("no difference in " + verdict);
    }

    private JsonNode check(String name) {
        for (JsonNode check : verdict.get("checks")) {
            if (check.get("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name);
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(results.resolve(file));
        assertTrue(text.contains(from), from + " is in " + file);
        Files.writeString(results.resolve(file), text.replace(from, to));
    }

    /** Replaces a hash in all files that name it, as somebody would who wants a changed file to pass. */
    private void forge(String name, String before) throws IOException {
        String now = sha256(results.resolve(name));
        String run = name.replaceFirst("[^/]*$", "run.json");
        String runBefore = sha256(results.resolve(run));
        edit(run, before, now);
        String key = name.replaceFirst("[^/]*$", "key");
        edit(key, runBefore, sha256(results.resolve(run)));
        edit("result.json", before, now);
        edit("result.json", runBefore, sha256(results.resolve(run)));
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingIsFoundWhereNothingIsPlanted() throws IOException {
        Outcome equal = verify();
        assertEquals(0, equal.exit(), equal.toString());
        List<String> names = List.of(
                "files", "experiment", "data", "splits", "features", "models", "predictions", "statistics", "page");
        assertEquals(names.size(), verdict.get("checks").size());
        for (int i = 0; i < names.size(); i++) {
            JsonNode check = verdict.get("checks").get(i);
            assertEquals(names.get(i), check.get("name").asText());
            assertEquals("ok", check.get("outcome").asText(), check.toString());
            assertFalse(check.has("finding"));
        }
        assertTrue(verdict.get("equal").asBoolean());
        assertEquals("whittle-verdict", verdict.get("format").asText());
        assertTrue(verdict.get("threads").asInt() >= 1);
        for (String member : List.of("whittle", "jdk", "kernels", "results")) {
            assertTrue(verdict.get(member).isTextual(), member);
        }
        assertTrue(check("page").get("text").asText().contains("report.html, report.md, timing.json"));
        assertTrue(equal.out().lines().reduce((a, b) -> b).orElseThrow().startsWith("EQUAL ("), equal.out());
    }

    @Test
    void onePixel() throws IOException {
        Path file = data.resolve("set/test/two/1.png");
        Planar<GrayU8> image = ImageFile.read(file);
        image.getBand(0).data[77] ^= 1;
        ImageFile.write(file, image);
        assertFound("data", "the test images are others", "images.csv, line ", "checksum", "image test/two/1.png");
        assertEquals("not checked", check("features").get("outcome").asText());
        assertEquals(16 + 2, check("data").at("/finding/actual").asText().length());
    }

    @Test
    void oneLabel() throws IOException {
        Files.move(data.resolve("set/test/two/5.png"), data.resolve("set/test/one/6.png"));
        assertFound("data", "the test images are others", "images.csv, line 28, name", "'test/two/0.png'");
    }

    @Test
    void oneLabelInTheList() throws IOException {
        edit("images.csv", "test/two/1.png,two", "test/two/1.png,one");
        assertFound("data", "images.csv, line 29, class: stored 'one', now 'two' (image test/two/1.png)");
        assertEquals("ok", check("statistics").get("outcome").asText());
    }

    @Test
    void oneUseOfAnImage() throws IOException {
        String text = Files.readString(results.resolve("images.csv"));
        Files.writeString(results.resolve("images.csv"), text.replaceFirst("validation", "train"));
        assertFound("splits", "images.csv, line ", "stored 'train', now 'validation'", "image train/");
    }

    @Test
    void oneWeight() throws IOException {
        String model = CELL + "2/model.npz";
        String before = sha256(results.resolve(model));
        byte[] bytes = Files.readAllBytes(results.resolve(model));
        bytes[firstValue(bytes, "head/") + 40] ^= 4;
        Files.write(results.resolve(model), bytes);
        assertFound("files", "model.npz, SHA-256: stored " + before, "pixels × softmax, seed 2");
        String where = check("models").get("text").asText();
        assertTrue(where.matches(".*model\\.npz, head/.*\\.npy, element \\d+: stored .*, now .*seed 2.*"), where);

        forge(model, before);
        assertFound("models", "head/", ", element ");
        assertEquals("ok", check("files").get("outcome").asText());
        assertEquals("ok", check("statistics").get("outcome").asText(), "no figure differs");
    }

    /** Where the values of the last array of this name begin in a model. */
    private static int firstValue(byte[] model, String name) {
        String all = new String(model, StandardCharsets.ISO_8859_1);
        // The header of the model has the names, too, and the directory at the end.
        int entry = all.lastIndexOf(name, all.indexOf("PK\1\2"));
        return all.indexOf(".npy", entry) + ".npy".length() + 128;
    }

    @Test
    void aSeedInTheExperiment() throws IOException {
        edit("result.json", "\"seeds\" : [ 1, 2 ]", "\"seeds\" : [ 1, 3 ]");
        assertFound("experiment", "/cells/0/runs/1: stored seed 2, now seed 3", "pixels × softmax");
        assertEquals("not checked", check("models").get("outcome").asText());
    }

    @Test
    void aFigureInAPage() throws IOException {
        for (String page : List.of("report.html", "report.md")) {
            String text = Files.readString(made.resolve(page));
            int at = text.indexOf(" %", text.indexOf("Best"));
            int digit = at - 1;
            char other = text.charAt(digit) == '7' ? '8' : '7';
            Files.writeString(results.resolve(page), text.substring(0, digit) + other + text.substring(digit + 1));
            assertFound("page", page + ", line ", "stored '", "now '");
            assertEquals("ok", check("statistics").get("outcome").asText());
            Files.writeString(results.resolve(page), text);
        }
        String html = Files.readString(made.resolve("report.html"));
        String hash = sha256(made.resolve("result.json"));
        Files.writeString(results.resolve("report.html"), html.replace(hash, "0" + hash.substring(1)));
        assertFound("page", "report.html, line ", "section 'repeat'");
    }

    @Test
    void anAccuracyInTheResult() throws IOException {
        String text = Files.readString(results.resolve("result.json"));
        int at = text.indexOf("\"mean\" : 0.") + "\"mean\" : 0.".length();
        char other = text.charAt(at) == '1' ? '2' : '1';
        Files.writeString(results.resolve("result.json"), text.substring(0, at) + other + text.substring(at + 1));
        assertFound("statistics", "result.json, /cells/", "/mean: stored 0." + other);
    }

    @Test
    void aHashOfFeatures() throws IOException {
        String text = Files.readString(results.resolve("result.json"));
        int at = text.lastIndexOf("\"featuresSha256\" : \"") + "\"featuresSha256\" : \"".length();
        Files.writeString(
                results.resolve("result.json"), text.substring(0, at) + "0".repeat(64) + text.substring(at + 64));
        assertFound("features", "featuresSha256: stored 0000", "HoG × softmax, seed 2");
    }

    @Test
    void aResultOfAnEarlierVersionHasNoHashesOfFeatures() throws IOException {
        String text = Files.readString(results.resolve("result.json"));
        Files.writeString(results.resolve("result.json"), text.replaceAll(" *\"featuresSha256\" : [^\n]*\n", ""));
        verify();
        assertEquals("not checked", check("features").get("outcome").asText());
        assertEquals(
                "all figures of result.json", check("statistics").get("text").asText());
    }

    @Test
    void swappedPredictionsOfTwoSeeds() throws IOException {
        for (String name : List.of("predictions.npy", "predictions.csv.gz")) {
            byte[] first = Files.readAllBytes(made.resolve(CELL + "1").resolve(name));
            byte[] second = Files.readAllBytes(made.resolve(CELL + "2").resolve(name));
            assertFalse(Arrays.equals(first, second), "the seeds differ in " + name);
            Files.write(results.resolve(CELL + "1").resolve(name), second);
            Files.write(results.resolve(CELL + "2").resolve(name), first);
            assertFound("files", "seed-1", name, "that of ", "seed-2", "pixels × softmax, seed 1");
            String place = name.endsWith("npy") ? "element " : "line ";
            String where = check("predictions").get("text").asText();
            assertTrue(where.contains(name + ", " + place), where);
            Files.write(results.resolve(CELL + "1").resolve(name), first);
            Files.write(results.resolve(CELL + "2").resolve(name), second);
        }
    }

    @Test
    void aTruncatedFile() throws IOException {
        for (String name : List.of("predictions.npy", "predictions.csv.gz", "model.npz")) {
            Path file = results.resolve(CELL + "2").resolve(name);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 3));
            assertFound("files", name + ", SHA-256", "seed 2");
            String where = check(name.equals("model.npz") ? "models" : "predictions")
                    .get("text")
                    .asText();
            assertTrue(where.contains(name.endsWith("csv") ? "line " : "length"), where);
            Files.write(file, whole);
        }
    }

    @Test
    void anExtraByte() throws IOException {
        for (String[] fault : new String[][] {
            {CELL + "1/predictions.csv.gz", "files"},
            {CELL + "1/run.json", "files"},
            {CELL + "1/key", "files"},
            {"images.csv", "data"},
            {"result.json", "statistics"},
            {"report.html", "page"},
            {"report.md", "page"},
            {"timing.json", "page"},
        }) {
            Path file = results.resolve(fault[0]);
            byte[] whole = Files.readAllBytes(file);
            byte[] more = Arrays.copyOf(whole, whole.length + 1);
            more[whole.length] = ' ';
            Files.write(file, more);
            assertFound(fault[1], file.getFileName().toString());
            Files.write(file, whole);
        }
    }

    /** The page is made with the times that are stored. */
    @Test
    void aTime() throws IOException {
        String text = Files.readString(results.resolve(CELL + "1/timing.json"));
        Files.writeString(
                results.resolve(CELL + "1/timing.json"),
                text.replaceFirst("\"trainSeconds\" : [^,]*", "\"trainSeconds\" : 77.5"));
        assertFound("page");
    }

    @Test
    void aMissingFile() throws IOException {
        for (String[] fault : new String[][] {
            {CELL + "1/model.npz", "files"},
            {"images.csv", "data"},
            {"report.md", "page"},
        }) {
            Path file = results.resolve(fault[0]);
            byte[] whole = Files.readAllBytes(file);
            Files.delete(file);
            assertFound(fault[1], file.getFileName().toString(), "missing");
            Files.write(file, whole);
        }
    }

    /** The folder is not there; the images are. */
    @Test
    void aPageAloneSuffices() throws IOException {
        Path page = Files.move(results.resolve("report.html"), temp.resolve("page.html"));
        results = page;
        Outcome equal = verify();
        assertEquals(0, equal.exit(), equal.toString());
        assertTrue(verdict.get("equal").asBoolean());
        for (JsonNode check : verdict.get("checks")) {
            boolean notInPage =
                    List.of("files", "splits").contains(check.get("name").asText());
            assertEquals(notInPage ? "not checked" : "ok", check.get("outcome").asText(), check.toString());
        }

        String html = Files.readString(page);
        int at = html.indexOf(" %", html.indexOf("Best")) - 1;
        char other = html.charAt(at) == '7' ? '8' : '7';
        Files.writeString(page, html.substring(0, at) + other + html.substring(at + 1));
        assertFound("page", "page.html, line ", "stored '");

        at = html.indexOf("\"mean\" : 0.") + "\"mean\" : 0.".length();
        other = html.charAt(at) == '1' ? '2' : '1';
        Files.writeString(page, html.substring(0, at) + other + html.substring(at + 1));
        assertFound("statistics", "page.html#result.json, /cells/0/", "stored 0." + other, "pixels × softmax");
        assertTrue(check("statistics").at("/finding/file").asText().endsWith("page.html#result.json"));

        at = html.lastIndexOf("\"model.npz\" : \"") + "\"model.npz\" : \"".length();
        Files.writeString(page, html.substring(0, at) + "0".repeat(64) + html.substring(at + 64));
        assertFound("models", "SHA-256 of model.npz: stored 0000", "HoG × softmax, seed 2");

        Files.writeString(page, html.replaceFirst("\"seconds\" : [^,\n]*", "\"seconds\" : 7777.5"));
        assertFound("page", "7778 s");

        Files.writeString(page, html);
        ImageFile.write(data.resolve("set/test/two/1.png"), new Planar<>(GrayU8.class, 16, 16, 1));
        assertFound("data", "the test images are others");
        assertEquals("not checked", check("page").get("outcome").asText());
    }

    @Test
    void aPageWithoutItsResultIsRefused() throws IOException {
        Path page = Files.writeString(temp.resolve("page.html"), "<p>nothing</p>");
        Outcome refused = whittle("verify", page, "--data", data);
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("page.html carries no result"), refused.err());
    }

    private Outcome verify(Object... more) throws IOException {
        Path json = temp.resolve("verdict.json");
        List<Object> args = new ArrayList<>(List.of("verify", results, "--data", data, "--json", json));
        args.addAll(List.of(more));
        Outcome found = whittle(args.toArray());
        assertTrue(Files.exists(json), found.err());
        verdict = new ObjectMapper().readTree(json.toFile());
        return found;
    }

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
        assertEquals("2 models", check("models").get("text").asText());
        assertTrue(some.out().lines().anyMatch(line -> line.startsWith("sample       ok: 2 of 4 runs")), some.out());
        assertEquals(text, checkOf(verify("--sample", "60s", "--sample-seed", "7"), "sample"), "the same choice");
        assertTrue(checkOf(verify("--sample", "1s"), "sample").startsWith("1 of 4 runs"), "at least one");

        // A weight is found where its run is in the sample, and its file is by its hash in any case.
        String out = text.substring(text.indexOf("left out: "));
        for (String feature : List.of("pixels", "HoG")) {
            for (int seed = 1; seed <= 2; seed++) {
                String model = "cells/" + feature.toLowerCase(Locale.ROOT) + "--softmax--seed-" + seed + "/model.npz";
                byte[] whole = Files.readAllBytes(results.resolve(model));
                byte[] changed = whole.clone();
                changed[firstValue(changed, "head/") + 40] ^= 4;
                Files.write(results.resolve(model), changed);
                assertEquals(1, verify("--sample", "1m", "--sample-seed", "7").exit());
                assertEquals("differs", check("files").get("outcome").asText());
                boolean isIn = !out.contains(feature + " × softmax, seed " + seed);
                assertEquals(
                        isIn ? "differs" : "ok", check("models").get("outcome").asText(), model);
                Files.write(results.resolve(model), whole);
            }
        }
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
