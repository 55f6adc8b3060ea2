package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    private static final String YAML = """
            name: e
            data: {set: generated, train: 60, test: 40}
            seeds: [1, 2]
            features: [{name: hue, type: color-histogram, space: hue, bins: [10]}, {name: pixels, type: raw-pixels}]
            heads: [{name: softmax, type: softmax, iterations: 20}]
            """;

    @TempDir
    private static Path temp;

    private static Path first;

    @BeforeAll
    static void compare() throws IOException {
        first = compared("first", YAML);
    }

    private static Path compared(String name, String yaml) throws IOException {
        Path file = Files.writeString(temp.resolve(name + ".yaml"), yaml);
        Outcome compared = whittle("compare", file, "--out", temp.resolve(name), "--data", temp);
        assertEquals(0, compared.exit(), compared.err());
        return temp.resolve(name);
    }

    private static void assertSays(Outcome diff, String... parts) {
        for (String part : parts) {
            assertTrue(diff.out().contains(part), part + " in " + diff.out());
        }
    }

    @Test
    void theSameResultAgain() throws IOException {
        Outcome same = whittle("diff", first, compared("again", YAML));
        assertEquals(0, same.exit(), same.out());
        assertSays(
                same,
                "experiment: the same\n",
                "data: the same images",
                "machine: the same, ",
                "seed by seed, in 2 of 2 cells\n",
                "The results are the same.\n");
    }

    @Test
    void otherBinsOfOneFeature() throws IOException {
        Outcome diff = whittle("diff", first, compared("bins", YAML.replace("bins: [10]", "bins: [3]")));
        assertEquals(1, diff.exit(), diff.err());
        assertSays(
                diff,
                "experiment: /features/hue/bins/0 is 10 in A, 3 in B\n",
                "data: the same images",
                "hue × softmax: ",
                " points\n",
                "seed by seed, in 1 of 2 cells\n",
                "hue × softmax, seed 1: other features, other model.npz, other predictions.npy; ",
                " of 40 test images are taken for another class, first: test#",
                "The results differ.\n");
        assertFalse(diff.out().contains("pixels × softmax, seed"), diff.out());
    }

    @Test
    void otherFeaturesSeedsAndImages() throws IOException {
        String yaml = YAML.replace("{name: hue", "{name: more")
                .replace("[1, 2]", "[2, 3]")
                .replace("test: 40", "test: 30");
        Outcome diff = whittle("diff", first, compared("other", yaml));
        assertEquals(1, diff.exit(), diff.err());
        assertSays(
                diff,
                "experiment: /seeds/0 is 1 in A, 2 in B\n",
                "experiment: /features/hue is {",
                " in A, absent in B\n",
                "experiment: /features/more is absent in A, {",
                "data: test images are others: 40 in A, 30 in B\n",
                "hue × softmax: only in A\n",
                "more × softmax: only in B\n",
                "pixels × softmax, seed 2: other ");
        assertFalse(diff.out().contains("seed 1: other"), diff.out());
    }

    /** The images are the same, and their pixels are not. Readers are told the name of the folder. */
    @Test
    void imagesThatWereOnlyScaled() throws IOException {
        SmallComparison.in(temp.resolve("scaled"), 1);
        String yaml = YAML.replaceFirst("(?m)^data: .*$", "data: {set: folder, path: scaled/data/set}")
                .replace("[1, 2]", "[1]");
        Path plain = compared("plain", yaml);
        Path scaled = compared("small", yaml.replace("data/set}", "data/set, size: {width: 8, height: 8}}"));
        Outcome diff = whittle("diff", plain, scaled);
        assertEquals(1, diff.exit(), diff.err());
        assertSays(
                diff,
                "data: training images have other pixels: 28 in both, not scaled in A, scaled to 8×8 by pad in B\n",
                "data: test images have other pixels: 12 in both");
        assertFalse(diff.out().contains("are others"), diff.out());
        String page = Files.readString(plain.resolve("report.html"));
        assertTrue(page.contains("Data set set: 28 images") && !page.contains("Data set folder"), "its name");
        assertTrue(Files.readString(plain.resolve("datasheet.md")).startsWith("# Datasheet: set\n"), "its name");
        assertTrue(Files.readString(plain.resolve("result.json")).contains("\"name\" : \"folder\""), "as before");
    }

    /** It has no predictions, and their hashes. */
    @Test
    void aPage() throws IOException {
        Path page = Files.copy(first.resolve("report.html"), temp.resolve("page.html"));
        Outcome same = whittle("diff", first, page);
        assertEquals(0, same.exit(), same.out());
        String html = Files.readString(page);
        int at = html.indexOf("\"predictions.npy\" : \"") + "\"predictions.npy\" : \"".length();
        Files.writeString(page, html.substring(0, at) + "0".repeat(64) + html.substring(at + 64));
        Outcome diff = whittle("diff", page, first);
        assertEquals(1, diff.exit(), diff.out());
        assertSays(diff, "hue × softmax, seed 1: other predictions.npy\n");
    }

    /** The test images are not all that a result tells. */
    @Test
    void aFigureThatIsNotOfTheTestImages() throws IOException {
        Path copy = Files.createDirectories(temp.resolve("figure"));
        String json = Files.readString(first.resolve("result.json"));
        String objective = "\"objective\" : ";
        assertTrue(json.contains(objective), "a figure of the training");
        Files.writeString(copy.resolve("result.json"), json.replaceFirst(objective, objective + "9"));
        Outcome diff = whittle("diff", first, copy);
        assertEquals(1, diff.exit(), diff.out());
        assertSays(
                diff,
                "experiment: the same\n",
                "seed by seed, in 2 of 2 cells\n",
                "figures: /cells/hue × softmax/runs/seed 1/convergence/objective is ",
                "The results differ.\n");
    }

    @Test
    void featuresInAnotherOrderAreNoDifference() throws IOException {
        String[] features = {
            "{name: hue, type: color-histogram, space: hue, bins: [10]}", "{name: pixels, type: raw-pixels}"
        };
        String yaml = YAML.replace(features[0] + ", " + features[1], features[1] + ", " + features[0]);
        assertFalse(yaml.equals(YAML));
        Outcome same = whittle("diff", first, compared("turned", yaml));
        assertEquals(0, same.exit(), same.out());
    }

    @Test
    void whatIsNoResultIsNamed() throws IOException {
        Outcome refused = whittle("diff", first, Files.createDirectories(temp.resolve("nothing")));
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("nothing is neither a results folder"), refused.err());
        assertEquals(2, whittle("diff", first).exit());
    }
}
