package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import dev.whittle.pipeline.report.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code whittle verify} on a folder whose files have changed. */
class VerifyCommandTest {
    @TempDir
    private Path temp;

    private Path set;

    @BeforeEach
    void images() throws IOException {
        set = temp.resolve("set");
        for (String split : List.of("train", "test")) {
            for (String name : List.of("one", "two")) {
                Path folder = Files.createDirectories(set.resolve(split).resolve(name));
                for (int i = 0; i < 3; i++) {
                    Planar<GrayU8> image = new Planar<>(GrayU8.class, 16, 16, 1);
                    for (int p = 0; p < 256; p++) {
                        image.getBand(0).data[p] = (byte) (p * (i + name.length() + name.charAt(0)));
                    }
                    ImageFile.write(folder.resolve(i + ".png"), image);
                }
            }
        }
    }

    private Path compared(String data, Object... more) throws IOException {
        Path yaml = Files.writeString(
                temp.resolve("e.yaml"),
                "name: e\ndata: {set: folder, " + data + "}\nseeds: [1]\n"
                        + "features: [{name: pixels, type: raw-pixels}]\nheads: [{name: softmax, type: softmax}]\n");
        Path out = temp.resolve("out");
        List<Object> args = new ArrayList<>(List.of("compare", yaml, "--out", out, "--data", temp));
        args.addAll(List.of(more));
        Outcome compared = whittle(args.toArray());
        assertEquals(0, compared.exit(), compared.err());
        return out;
    }

    /** Nothing is trained if it differs. */
    private void assertDiffers(Path results, String... parts) {
        Outcome differs = whittle("verify", results, "--data", temp);
        assertEquals(1, differs.exit());
        for (String part : parts) {
            assertTrue(differs.out().contains("\nDIFFERS (") && differs.out().contains(part), differs.toString());
            assertTrue(differs.out().contains("\nEach check names its first difference only"), differs.toString());
        }
        assertFalse(differs.err().contains("[1/1]"), differs.err());
    }

    /** The page says that it has no pictures of the data, so it is written again without. */
    @Test
    void pagesWithoutImages() throws IOException {
        Path out = compared("path: set");
        Path page = out.resolve("report.html");
        String with = Files.readString(page);
        assertEquals(Images.SHOWN, Images.of(page));
        for (String section : List.of("examples", "templates")) {
            assertTrue(with.contains("<section id=\"" + section + "\">"), section);
        }
        compared("path: set", "--no-images");
        String without = Files.readString(page);
        assertEquals(Images.LEFT_OUT, Images.of(page));
        assertFalse(without.contains("<section id=\"examples\">"), "the section of examples");
        assertFalse(without.contains("<image "), "thumbnails");
        assertTrue(without.contains("<p id=\"no-images\">"), "it says so");
        int templates = without.indexOf("<section id=\"templates\">");
        assertTrue(templates > 0 && templates < without.indexOf("data:image"), "only templates are pictures");
        Path alone = Files.copy(page, temp.resolve("alone.html"));
        for (Path given : List.of(out, alone)) {
            Outcome equal = whittle("verify", given, "--data", temp);
            assertEquals(0, equal.exit(), equal.toString());
        }
        Files.writeString(page, without.replaceFirst("<meta name=\"images\"[^>]*>", ""));
        Outcome differs = whittle("verify", out, "--data", temp);
        assertEquals(1, differs.exit(), differs.toString());
        assertTrue(differs.out().contains("report.html, line "), differs.toString());
    }

    @Test
    void otherImagesAreCaughtBeforeAllIsRunAgain() throws IOException {
        Path out = compared("path: set");
        Outcome equal = whittle("verify", out, "--data", temp);
        assertEquals(0, equal.exit());
        assertTrue(equal.err().contains("[1/1]"), equal.err());
        Path changed = set.resolve("test/two/1.png");
        Planar<GrayU8> image = ImageFile.read(changed);
        image.getBand(0).data[77] ^= 1;
        ImageFile.write(changed, image);
        assertDiffers(out, "the test images are others");
    }

    @Test
    void otherFilesThatAreLeftOutAreCaughtBeforeAllIsRunAgain() throws IOException {
        Path bad = Files.writeString(set.resolve("test/two/bad.png"), "no picture");
        Path out = compared("path: set", "--skip-bad");
        assertEquals(0, whittle("verify", out, "--data", temp).exit());

        Path more = Files.writeString(set.resolve("train/one/more.png"), "no picture either");
        assertDiffers(out, "left out of the train images", "left out now, but not then: train/one/more.png");
        Files.delete(more);
        Files.writeString(bad, "another text");
        assertDiffers(out, "left out of the test images", "the same names, but other contents");
        Files.delete(bad);
        assertDiffers(out, "left out of the test images", "left out then, but not now: test/two/bad.png");
    }

    /** The count is found where it was changed: the feature, the head, the seed and the corruption. */
    @Test
    void aChangedCountOnCorruptedImagesIsNamed() throws IOException {
        Path out = compared("path: set}\nrobustness: {corruptions: [flip, jpeg]");
        assertEquals(0, whittle("verify", out, "--data", temp).exit());
        Path file = out.resolve(ResultFile.NAME);
        String text = Files.readString(file);
        int from = text.indexOf("\"correct\"", text.indexOf("\"jpeg\"", text.indexOf("\"corrupted\"")));
        int to = text.indexOf("\n", from);
        int correct = Integer.parseInt(text.substring(from, to).replaceAll("\\D", ""));
        int other = correct == 0 ? 1 : correct - 1;
        Files.writeString(file, text.substring(0, from) + "\"correct\" : " + other + text.substring(to));
        Outcome differs = whittle("verify", out, "--data", temp);
        assertEquals(1, differs.exit());
        assertTrue(differs.out().contains("/corrupted/1/correct: stored " + other + ", now " + correct), differs.out());
        assertTrue(differs.out().contains("(pixels × softmax, seed 1, jpeg of severity 3)"), differs.out());
    }

    /** Of a result that left nothing out. */
    @Test
    void aFileThatCannotBeUsedNowIsNamed() throws IOException {
        Path out = compared("path: set");
        Files.writeString(set.resolve("train/one/0.png"), "no picture");
        assertDiffers(out, "left out now, but not then: train/one/0.png");
    }

    /** Such a class is not the test, though its folder has that name. */
    @Test
    void aClassOfTheNameTestIsNoPart() throws IOException {
        Files.move(set.resolve("train"), set.resolve("other"));
        Files.writeString(set.resolve("test/two/bad.png"), "no picture");
        Result.Data data = data(compared("path: set", "--skip-bad"));
        assertEquals(List.of("test/two/bad.png"), data.train().leftOut());
        assertEquals(List.of(), data.test().leftOut());
        assertNull(data.test().leftOutSha256());
        assertEquals(List.of("other", "test"), data.classes());
    }

    @Test
    void whatIsLeftOutOfAPartCountsForThisPart() throws IOException {
        for (String split : List.of("train", "test")) {
            Files.createDirectories(set.resolve(split).resolve("three"));
            Files.writeString(set.resolve(split).resolve("three/bad.png"), "no picture");
        }
        Result.Data data = data(compared("path: set", "--skip-bad"));
        assertEquals(
                List.of("train/three", "train/three/bad.png"),
                data.train().leftOut().stream().sorted().toList());
        assertEquals(
                List.of("test/three", "test/three/bad.png"),
                data.test().leftOut().stream().sorted().toList());
    }

    private static Result.Data data(Path results) throws IOException {
        return ResultFile.read(results.resolve("result.json")).data().get(0);
    }
}
