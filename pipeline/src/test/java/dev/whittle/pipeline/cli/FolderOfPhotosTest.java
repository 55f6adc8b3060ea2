package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of photos as people have them, through every command, without an experiment file. */
class FolderOfPhotosTest {
    private static final int OF_CLASS = 8;

    @TempDir
    Path temp;

    private Path photos;

    private void photo(String name, int width, int height, int bands, int c, Random random) throws IOException {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        for (int b = 0; b < bands; b++) {
            for (int i = 0; i < width * height; i++) {
                int stripes = (c == 0 ? i % width : i / width) / 4 % 2 * 60;
                image.getBand(b).data[i] = (byte) (40 + stripes + (b == c ? 60 : 0) + random.nextInt(40));
            }
        }
        Path file = photos.resolve(name);
        Files.createDirectories(file.getParent());
        ImageFile.write(file, image);
    }

    private void messyFolder() throws IOException {
        photos = temp.resolve("Ferien 2026");
        Random random = new Random(1);
        for (int c = 0; c < 2; c++) {
            String name = c == 0 ? "B\u00e4ume" : "sea";
            for (int i = 0; i < OF_CLASS; i++) {
                photo(
                        name + "/" + i + ".png",
                        30 + random.nextInt(60),
                        30 + random.nextInt(60),
                        i == 3 ? 1 : 3,
                        c,
                        random);
            }
        }
        photo("sea/2025/old.png", 40, 70, 3, 1, random);
        photo("stray.png", 40, 70, 3, 1, random);
        byte[] whole = Files.readAllBytes(photos.resolve("sea/1.png"));
        Files.write(photos.resolve("sea/half.png"), Arrays.copyOf(whole, whole.length / 2));
        Files.write(photos.resolve("sea/empty.jpg"), new byte[0]);
        Files.copy(photos.resolve("sea/2.png"), photos.resolve("B\u00e4ume/copy.png"));
        Files.writeString(photos.resolve("sea/notes.txt"), "text");
        Files.createDirectories(photos.resolve("none"));
        for (String system : new String[] {"desktop.ini", "sea/Thumbs.db", ".DS_Store", "__MACOSX/sea/1.png"}) {
            Files.createDirectories(photos.resolve(system).getParent());
            Files.writeString(photos.resolve(system), "x");
        }
        Files.createSymbolicLink(photos.resolve("sea/again"), Path.of("../B\u00e4ume"));
    }

    @Tag("long")
    @Test
    void oneCommandEach() throws IOException {
        messyFolder();
        Path results = temp.resolve("results");
        Outcome compared = whittle("compare", photos, "--out", results);
        assertEquals(0, compared.exit(), compared.err());
        for (String said : new String[] {
            "left out: 4, all listed in the report",
            "sea/half.png: ",
            "sea/empty.jpg: is empty",
            "stray.png: is in no folder of a class",
            "none: is a folder without images",
            "1 file that is no image was ignored, such as sea/notes.txt",
            "B\u00e4ume/copy.png = sea/2.png",
            "size: {width: 128, height: 128}"
        }) {
            assertTrue(
                    compared.err().contains(said)
                            || compared.err()
                                    .contains(said.replace(
                                            "B\u00e4ume/copy.png = sea/2.png", "sea/2.png = B\u00e4ume/copy.png")),
                    said + " in " + compared.err());
        }
        String report = Files.readString(results.resolve("report.html"));
        for (String name : List.of("sea/half.png", "sea/empty.jpg", "stray.png", "none", "sea/notes.txt")) {
            assertTrue(report.contains(name), name);
        }
        assertTrue(report.contains("in two classes"));
        Result.Data data =
                ResultFile.read(results.resolve("result.json")).data().get(0);
        assertEquals(2 * OF_CLASS + 2, data.train().images() + data.test().images());
        assertEquals(
                List.of("none", "sea/empty.jpg", "sea/half.png", "stray.png"),
                data.train().leftOut().stream().sorted().toList());
        assertEquals(64, data.train().leftOutSha256().length());
        assertEquals(128, data.size().width());
        assertEquals("pad", data.imageSteps().get(0).get("fit").asText());

        List<String> images = Files.readAllLines(results.resolve("images.csv"), StandardCharsets.UTF_8);
        assertEquals("name,class,checksum,seed 1,seed 2,seed 3", images.get(0));
        assertEquals(1 + 2 * OF_CLASS + 2, images.size());
        assertTrue(images.stream().anyMatch(line -> line.endsWith(",validation")), images.toString());
        List<String> leftOut = Files.readAllLines(results.resolve("left-out.csv"), StandardCharsets.UTF_8);
        assertEquals(1 + 6, leftOut.size(), leftOut.toString());

        // The experiment that is written is the one that was run, but for the bad files.
        Path experiment = results.resolve("experiment.yaml");
        assertEquals(
                ResultFile.read(results.resolve("result.json")).experiment().toString(),
                Experiment.read(experiment).encode().toString());
        Outcome strict = whittle("compare", experiment, "--out", temp.resolve("strict"));
        assertEquals(1, strict.exit());
        assertTrue(
                strict.err().contains("4 of 22 files and folders")
                        && strict.err().contains("--skip-bad"),
                strict.err());
        assertFalse(Files.exists(temp.resolve("strict/result.json")));
        assertEquals(
                0,
                whittle("verify", results, "--threads", 1, "--kernels", "scalar")
                        .exit());

        Path model = results.resolve("cells/hog--softmax--seed-1/model.npz");
        Outcome predicted = whittle("predict", model, photos, "--skip-bad", "--out", temp.resolve("predictions.csv"));
        assertEquals(0, predicted.exit(), predicted.err());
        List<String> lines = Files.readAllLines(temp.resolve("predictions.csv"), StandardCharsets.UTF_8);
        assertEquals(1 + 2 * OF_CLASS + 3, lines.size(), lines.toString());
        // The predictions and scores of all test images are those of the comparison, whose list has 3 digits.
        List<String> ofRun;
        try (InputStream in = new GZIPInputStream(
                Files.newInputStream(results.resolve("cells/hog--softmax--seed-1/predictions.csv.gz")))) {
            ofRun = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        for (String row : ofRun.subList(1, ofRun.size())) {
            String[] fields = row.split(",");
            String start = photos.resolve(fields[7]) + "," + fields[3] + ",";
            String[] scores = lines.stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(start + " in " + lines))
                    .substring(start.length())
                    .split(",");
            for (int c = 0; c < 2; c++) {
                double exact = Double.parseDouble(scores[c]);
                assertEquals(exact, Double.parseDouble(fields[5 + c]), 0.006 * Math.abs(exact), row);
            }
        }

        Path array = temp.resolve("f.npy");
        Outcome refused = whittle("extract", photos, "--feature", "hog", "--out", array);
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("--scale"), refused.err());
        Outcome extracted = whittle("extract", photos, "--feature", "hog", "--scale", 64, "--skip-bad", "--out", array);
        assertEquals(0, extracted.exit(), extracted.err());
        assertTrue(extracted.out().contains((2 * OF_CLASS + 3) + " images × 1764 features"), extracted.out());
        Outcome ofModel = whittle(
                "extract", photos, "--feature", model, "--transforms", "--skip-bad", "--out", temp.resolve("m.npy"));
        assertEquals(0, ofModel.exit(), ofModel.err());
        assertTrue(ofModel.out().contains((2 * OF_CLASS + 3) + " images × 1764 features"), ofModel.out());
    }

    @Test
    void anImageOfEachClassIsTooFewToCompareAndSaid() throws IOException {
        photos = temp.resolve("photos");
        photo("a/1.png", 40, 40, 1, 0, new Random(1));
        photo("b/1.png", 40, 40, 1, 1, new Random(1));
        Outcome compared = whittle("compare", photos, "--out", temp.resolve("results"));
        assertEquals(1, compared.exit());
        assertTrue(
                compared.err().contains("each class needs at least 2 images")
                        && compared.err().contains("'a' has 1, 'b'"),
                compared.err());
        assertEquals(
                0,
                whittle("extract", photos, "--feature", "hog", "--out", temp.resolve("f.npy"))
                        .exit());
    }
}
