package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults planted into a results folder or its images. {@code whittle verify} says for each where it is. */
@Tag("long")
class PlantedFaultsTest extends PlantedFaults {
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
        assertTrue(check("page")
                .get("text")
                .asText()
                .contains("datasheet.md, model-card.md, references.bib, report.html, report.md, tables.tex,"
                        + " timing.json, ro-crate"));
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
        String model = CELL + "1/model.npz";
        String before = sha256(results.resolve(model));
        byte[] bytes = Files.readAllBytes(results.resolve(model));
        bytes[firstValue(bytes, "head/") + 40] ^= 4;
        Files.write(results.resolve(model), bytes);
        assertFound("files", "model.npz, SHA-256: stored " + before, "pixels × softmax, seed 1");
        String where = check("models").get("text").asText();
        assertTrue(where.matches(".*model\\.npz, head/.*\\.npy, element \\d+: stored .*, now .*seed 1.*"), where);

        forge(model, before);
        assertFound("models", "head/", ", element ");
        assertEquals("ok", check("files").get("outcome").asText());
        assertEquals("ok", check("statistics").get("outcome").asText(), "no figure differs");
    }

    @Test
    void aSeedInTheExperiment() throws IOException {
        edit("result.json", "\"seeds\" : [ 1, 2 ]", "\"seeds\" : [ 1, 3 ]");
        assertFound("experiment", "/cells/0/runs/1: stored seed 2, now seed 3", "pixels × softmax");
        assertEquals("not checked", check("models").get("outcome").asText());
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
    void aRemovedCellIsNamed() throws IOException {
        ObjectNode result = (ObjectNode)
                new ObjectMapper().readTree(results.resolve("result.json").toFile());
        ((ArrayNode) result.get("cells")).remove(0);
        Files.writeString(results.resolve("result.json"), result.toPrettyString());
        assertFound("experiment", "/cells/0: stored", "now pixels × softmax");
    }

    @Test
    void timesThatAreNone() throws IOException {
        Files.writeString(results.resolve("timing.json"), "{}");
        assertFound("page", "timing.json: 'machine' is missing", "");
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
            // Models are kept of the first seed alone.
            int seed = name.equals("model.npz") ? 1 : 2;
            Path file = results.resolve(CELL + seed).resolve(name);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 3));
            assertFound("files", name + ", SHA-256", "seed " + seed);
            String where = check(name.equals("model.npz") ? "models" : "predictions")
                    .get("text")
                    .asText();
            assertTrue(where.contains(name.endsWith("gz") ? "predictions.csv.gz" : "length"), where);
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
            {"ro-crate-metadata.json", "page"},
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

    @Test
    void aMissingFile() throws IOException {
        for (String[] fault : new String[][] {
            {CELL + "1/model.npz", "files"},
            {"images.csv", "data"},
            {"report.md", "page"},
            {"timing.json", "page"},
            {CELL + "2/timing.json", "page"},
            {"ro-crate-metadata.json", "page"},
        }) {
            Path file = results.resolve(fault[0]);
            byte[] whole = Files.readAllBytes(file);
            Files.delete(file);
            assertFound(
                    fault[1], file.getFileName().toString(), fault[0].endsWith("timing.json") ? "exist" : "missing");
            Files.write(file, whole);
        }
    }

    @Test
    void aResultOfAnEarlierVersionHasToBeMadeAnew() throws IOException {
        String text = Files.readString(results.resolve("result.json"));
        for (String member : List.of("featuresSha256", "predictions.csv.gz")) {
            Files.writeString(results.resolve("result.json"), text.replace("\"" + member + "\"", "\"other\""));
            Outcome refused = whittle("verify", results, "--data", data);
            assertEquals(1, refused.exit(), refused.toString());
            assertTrue(refused.err().contains("an earlier version of Whittle made"), refused.err());
            assertTrue(refused.err().contains("pixels × softmax, seed 1"), refused.err());
        }
        Files.writeString(results.resolve("result.json"), text);
        String times = Files.readString(results.resolve("timing.json"));
        Files.writeString(results.resolve("timing.json"), times.replaceFirst("\"program\" : \\{[^}]*},", ""));
        assertFound("page", "an earlier version of Whittle made");
    }

    /** What Whittle would have written for another comparison. */
    @Test
    void aFileThatTheResultDoesNotHave() throws IOException {
        for (String name : List.of("left-out.csv", "robustness.csv", "learning-curve.csv", CELL + "2/model.npz")) {
            Path forged = Files.writeString(results.resolve(name), "name,reason\n");
            assertFound("page", name, "no file of this comparison");
            Files.delete(forged);
        }
    }

    @Test
    void aFileOfTheReaderIsNamedAndNoDifference() throws IOException {
        Files.writeString(results.resolve("notes.txt"), "mine");
        Files.createDirectories(results.resolve("cells/old"));
        Files.writeString(results.resolve("cells/old/run.json"), "{}");
        Outcome equal = verify();
        assertEquals(0, equal.exit(), equal.toString());
        assertEquals("not checked", check("others").get("outcome").asText());
        String text = check("others").get("text").asText();
        assertEquals("this comparison does not write cells/old/run.json, notes.txt", text);
        assertTrue(equal.out().contains("is the same where it was checked"), equal.out());
    }

    @Test
    void aHashInTheListOfAllFiles() throws IOException {
        edit("ro-crate-metadata.json", sha256(results.resolve("tables.tex")), "0".repeat(64));
        assertFound("page", "ro-crate-metadata.json, ", "0000");
        assertEquals("ok", check("statistics").get("outcome").asText());
    }
}
