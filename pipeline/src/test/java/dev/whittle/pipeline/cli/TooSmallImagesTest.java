package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that is too small for a feature is a file that cannot be used, as a broken one is. */
@Tag("long")
class TooSmallImagesTest {
    private static final String FEATURES = """
            seeds: 1
            features:
              - {name: words, type: bag-of-words, patches: {size: 6, stride: 2}, samples: 200, kMeans: {k: 3}}
              - {name: colours, type: color-histogram, grid: 2}
            heads: [{name: softmax, type: softmax}]
            """;

    @TempDir
    private Path temp;

    private Path photos;

    @BeforeEach
    void writeImages() throws IOException {
        photos = temp.resolve("photos");
        Random random = new Random(3);
        for (int i = 0; i < 5; i++) {
            image("a/" + i + ".png", 20 + i, 20, random);
            image("b/" + i + ".png", 20, 20 + i, random);
        }
        // The first name of all, and one in the middle.
        image("a/!tiny.png", 5, 30, random);
        image("b/1dot.png", 1, 1, random);
        Files.writeString(photos.resolve("b/broken.png"), "no picture");
    }

    private void image(String name, int width, int height, Random random) throws IOException {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, 1);
        random.nextBytes(image.getBand(0).data);
        Files.createDirectories(photos.resolve(name).getParent());
        ImageFile.write(photos.resolve(name), image);
    }

    private Path experiment(String data) throws IOException {
        return Files.writeString(
                temp.resolve("e.yaml"),
                "name: e\ndata: {set: folder, color: rgb, path: " + photos + data + "}\n" + FEATURES);
    }

    @Test
    void tooSmallImagesAreNamedBesideBrokenOnes() throws IOException {
        Outcome o = whittle("compare", experiment(""), "--out", temp.resolve("results"));
        assertEquals(1, o.exit());
        for (String part : List.of(
                "3 of 13 files and folders",
                "a/!tiny.png: feature 'words': ",
                "5x30",
                "b/1dot.png: feature 'words': ",
                "; feature 'colours': ",
                "b/broken.png: ",
                "--skip-bad")) {
            assertTrue(o.err().contains(part), part + " in " + o.err());
        }
        for (int i = 0; i < 5; i++) {
            assertFalse(o.err().contains(i + ".png"), o.err());
        }
    }

    @Test
    void tooSmallImagesAreLeftOutWithTheirReasonAndHash() throws IOException {
        Path results = temp.resolve("results");
        Outcome o = whittle("compare", experiment(""), "--out", results, "--skip-bad");
        assertEquals(0, o.exit(), o.err());
        assertTrue(o.err().contains("left out: 3"), o.err());
        Result.Data data =
                ResultFile.read(results.resolve("result.json")).data().get(0);
        assertEquals(10, data.train().images() + data.test().images());
        assertEquals(
                List.of("a/!tiny.png", "b/1dot.png", "b/broken.png"),
                data.train().leftOut().stream().sorted().toList());
        List<String> left = Files.readAllLines(results.resolve("left-out.csv"), StandardCharsets.UTF_8);
        assertTrue(
                left.stream().anyMatch(line -> line.startsWith("a/!tiny.png,") && line.contains("feature 'words'")),
                left.toString());
        Outcome verified = whittle("verify", results);
        assertEquals(0, verified.exit(), verified.out() + verified.err());
        // Other pixels that are too small as well.
        image("a/!tiny.png", 5, 30, new Random(4));
        Outcome differs = whittle("verify", results);
        assertEquals(1, differs.exit());
        assertTrue(differs.out().contains("other contents"), differs.out() + differs.err());
    }

    @Test
    void bothPartsOfADividedFolderAreLookedThrough() throws IOException {
        for (String part : List.of("train", "test")) {
            Path other = temp.resolve("divided/" + part);
            for (String name : List.of("a/!tiny.png", "a/1.png", "a/2.png", "b/1.png", "b/2.png")) {
                Files.createDirectories(other.resolve(name).getParent());
                Files.copy(photos.resolve(name), other.resolve(name));
            }
        }
        photos = temp.resolve("divided");
        Outcome o = whittle("compare", experiment(""), "--out", temp.resolve("results"));
        assertEquals(1, o.exit());
        assertTrue(
                o.err().contains("train/a/!tiny.png: feature") && o.err().contains("test/a/!tiny.png: feature"),
                o.err());
        Outcome skipped = whittle("compare", experiment(""), "--out", temp.resolve("results"), "--skip-bad");
        assertEquals(0, skipped.exit(), skipped.err());
    }

    /** Then it is the size that is wrong, and not the files. */
    @Test
    void aSizeThatSuitsNoFeatureIsNoFaultOfTheFiles() throws IOException {
        Outcome o = whittle("compare", experiment(", size: 4"), "--out", temp.resolve("results"), "--skip-bad");
        assertEquals(1, o.exit());
        assertTrue(o.err().contains("words") && o.err().contains("4x4"), o.err());
    }
}
