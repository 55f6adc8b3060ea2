package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code whittle extract}. */
class ExtractCommandTest {
    @TempDir
    private Path temp;

    @Test
    void extractWritesARowForEachImage() throws IOException {
        Path images = images();
        Path npy = temp.resolve("features.npy");
        Outcome o = whittle("extract", images, "--feature", "{type: hog, layout: cells}", "--out", npy);
        assertEquals(0, o.exit(), o.err());
        Matrix features = NpyFile.readMatrix(npy);
        assertEquals(3, features.rows());
        Hog cells = new Hog(8, 9, false, Hog.Layout.CELLS, true);
        float[] expected = new float[cells.extractor().length(40, 24, 3)];
        cells.extractor().extract(ImageFile.read(images.resolve("b, c.png")), expected, 0, Run.defaults());
        assertArrayEquals(expected, features.row(1));
        List<String> csv = Files.readAllLines(temp.resolve("features.csv"));
        assertEquals("row,file", csv.get(0));
        assertEquals("1,\"" + images.resolve("b, c.png") + "\"", csv.get(2));
    }

    /** Images of two sizes, which the feature alone refuses. */
    @Test
    void imageStepsComeBeforeTheFeature() throws IOException {
        Path images = images();
        ImageFile.write(images.resolve("large.png"), new Planar<>(GrayU8.class, 80, 90, 3));
        Path npy = temp.resolve("features.npy");
        assertEquals(
                1, whittle("extract", images, "--feature", "hog", "--out", npy).exit());
        Outcome o = whittle(
                "extract",
                images,
                "--feature",
                "{type: hog, images: [{type: equalize}, {type: scale, size: 32}]}",
                "--out",
                npy);
        assertEquals(0, o.exit(), o.err());
        Matrix features = NpyFile.readMatrix(npy);
        assertEquals(4, features.rows());
        float[] expected = Preprocessed.of(Hog.defaults(), Equalize.defaults(), Scale.defaults())
                .fit(null, Run.defaults())
                .extract(ImageFile.read(images.resolve("b, c.png")), Run.defaults());
        assertArrayEquals(expected, features.row(1));
    }

    /** As in a comparison: 16 bits of which only 12 are used make a dark image. */
    @Test
    void whatIsToBeKnownOfImagesIsSaid() throws IOException {
        Path images = images();
        byte[] header = "P5 40 24 65535\n".getBytes(StandardCharsets.US_ASCII);
        byte[] dark = Arrays.copyOf(header, header.length + 2 * 40 * 24);
        dark[dark.length - 2] = 9;
        Path folder = Files.createDirectory(temp.resolve("dark"));
        for (String name : List.of("e.pgm", "f.pgm")) {
            Files.write(folder.resolve(name), dark);
        }
        Outcome o = whittle("extract", folder, "--feature", "hog", "--out", temp.resolve("f.npy"));
        assertEquals(0, o.exit(), o.err());
        assertTrue(
                o.err().contains("note: 2 images, such as " + folder.resolve("e.pgm") + ": each has 16 bits"), o.err());
        assertEquals(1, o.err().lines().count(), o.err());
        assertEquals(
                "",
                whittle("extract", images, "--feature", "hog", "--out", temp.resolve("f.npy"))
                        .err());
    }

    @Test
    void aBadFileStopsExtractUnlessSkipped() throws IOException {
        Path images = images();
        Files.writeString(images.resolve("broken.png"), "no picture");
        Files.writeString(images.resolve("c.png"), "none either");
        Path npy = temp.resolve("features.npy");
        Outcome o = whittle("extract", images, "--feature", "hog", "--out", npy);
        assertEquals(1, o.exit());
        for (String part : List.of("broken.png: ", "c.png: ", "2 of 5 files and folders", "--skip-bad")) {
            assertTrue(o.err().contains(part), "all are named at once: " + o.err());
        }
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(List.of(images), left.toList(), "nothing half-written stays");
        }
        Outcome skipped = whittle("extract", images, "--feature", "hog", "--out", npy, "--skip-bad");
        assertEquals(0, skipped.exit(), skipped.err());
        assertEquals(
                2, skipped.err().lines().filter(l -> l.startsWith("skipped: ")).count(), skipped.err());
        assertEquals(3, NpyFile.readMatrix(npy).rows());
        // An image of another size is a good file: leaving it out would let the first image decide for all.
        ImageFile.write(images.resolve("other.png"), new Planar<>(GrayU8.class, 64, 64, 3));
        Outcome other = whittle("extract", images, "--feature", "hog", "--out", npy, "--skip-bad");
        assertEquals(1, other.exit());
        assertTrue(
                other.err().contains("3 images of 40x24 pixels and 3 bands: ")
                        && other.err().contains("1 image of 64x64 pixels and 3 bands: " + images.resolve("other.png"))
                        && other.err().contains("--scale 128"),
                other.err());
    }

    @Test
    void allSizesAndAllBrokenFilesAreNamedInOneStart() throws IOException {
        Path images = images();
        ImageFile.write(images.resolve("e.png"), new Planar<>(GrayU8.class, 64, 64, 3));
        Files.writeString(images.resolve("f.png"), "no picture");
        ImageFile.write(images.resolve("g.png"), new Planar<>(GrayU8.class, 24, 40, 3));
        ImageFile.write(images.resolve("h.png"), new Planar<>(GrayU8.class, 5, 5, 3));
        Path npy = temp.resolve("features.npy");
        for (List<Object> more : List.of(List.<Object>of(), List.<Object>of("--skip-bad"))) {
            List<Object> args = new ArrayList<>(List.of("extract", images, "--feature", "hog", "--out", npy));
            args.addAll(more);
            Outcome o = whittle(args.toArray());
            assertEquals(1, o.exit());
            for (String part : List.of(
                    "3 images of 40x24",
                    "1 image of 64x64 pixels and 3 bands: " + images.resolve("e.png"),
                    "1 image of 24x40 pixels and 3 bands: " + images.resolve("g.png"),
                    "f.png: ",
                    "h.png: ",
                    "2 of 7 files and folders",
                    "--scale 128")) {
                assertTrue(o.err().contains(part), part + " in " + o.err());
            }
            assertFalse(o.err().contains("skipped"), "nothing is: " + o.err());
            assertFalse(Files.exists(npy));
        }
        Outcome scaled = whittle("extract", images, "--feature", "hog", "--scale", 32, "--out", npy, "--skip-bad");
        assertEquals(0, scaled.exit(), scaled.err());
        assertEquals(6, NpyFile.readMatrix(npy).rows());
    }

    /** HoG has no bands, raw pixels have. */
    @Test
    void grayBesideColourIsRefusedWhereTheFeatureDiffers() throws IOException {
        Path images = images();
        for (String name : List.of("0.png", "e.png")) {
            ImageFile.write(images.resolve(name), new Planar<>(GrayU8.class, 40, 24, 1));
        }
        Path npy = temp.resolve("features.npy");
        assertEquals(
                0, whittle("extract", images, "--feature", "hog", "--out", npy).exit());
        Outcome o = whittle("extract", images, "--feature", "raw-pixels", "--out", npy);
        assertEquals(1, o.exit());
        for (String part : List.of(
                "3 images of 40x24 pixels and 3 bands: ",
                "2 images of 40x24 pixels and 1 band: ",
                "Make all of them gray or all of them RGB")) {
            assertTrue(o.err().contains(part), part + " in " + o.err());
        }
        assertFalse(o.err().contains("--scale"), o.err());
    }

    /** Most of the sizes of a large folder are counted only. */
    @Test
    void ofManySizesTheMostFrequentAreListed() throws IOException {
        Path images = Files.createDirectory(temp.resolve("many"));
        for (int i = 0; i < 16; i++) {
            ImageFile.write(images.resolve(i + ".png"), new Planar<>(GrayU8.class, 16 + Math.min(i, 12), 16, 1));
        }
        Outcome o = whittle("extract", images, "--feature", "hog", "--out", temp.resolve("f.npy"));
        assertTrue(
                o.err()
                                .contains("table of this feature:\n  4 images of 28x16 pixels and 1 band, such as "
                                        + images.resolve("12.png"))
                        && o.err().contains("and 3 images of 3 other shapes"),
                o.err());
    }

    @Test
    void anInterruptedExtractionLeavesNoUnfinishedFile() throws IOException, InterruptedException {
        Path images = Files.createDirectory(temp.resolve("many"));
        ImageFile.write(images.resolve("0.png"), new Planar<>(GrayU8.class, 1000, 800, 3));
        for (int i = 1; i < 2000; i++) {
            Files.copy(images.resolve("0.png"), images.resolve(i + ".png"));
        }
        Path out = Files.createDirectory(temp.resolve("out"));
        Process whittle = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "extract",
                        images.toString(),
                        "--feature",
                        "hog",
                        "--threads",
                        "1",
                        "--out",
                        out.resolve("f.npy").toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("out.log").toFile())
                .start();
        while (whittle.isAlive() && unfinished(out) == 0) {
            Thread.sleep(5);
        }
        assertTrue(unfinished(out) > 0, Files.readString(temp.resolve("out.log")));
        whittle.toHandle().destroy();
        assertTrue(whittle.waitFor(60, TimeUnit.SECONDS));
        assumeTrue(whittle.exitValue() > 128, "skipped: this system ends a process without a signal it can hear");
        try (Stream<Path> left = Files.list(out)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static long unfinished(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tmp")).count();
        }
    }

    @Test
    void numpyOpensWhatExtractWrites() throws IOException, InterruptedException {
        Path npy = temp.resolve("features.npy");
        assertEquals(
                0,
                whittle("extract", images(), "--feature", "raw-pixels", "--out", npy)
                        .exit());
        Process python;
        try {
            python = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import sys, numpy; a = numpy.load(sys.argv[1]); "
                                    + "print(a.shape, a.dtype, round(float(a.sum()), 3))",
                            npy.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: python3 is not installed");
            return;
        }
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assumeTrue(python.waitFor() == 0 || !printed.contains("No module named"), "skipped: NumPy is not installed");
        double sum = 0;
        for (float v : NpyFile.readMatrix(npy).data()) {
            sum += v;
        }
        assertEquals("(3, 2880) float32 " + Math.round(sum * 1000) / 1000.0, printed);
    }

    /** Three images of 40 by 24 pixels. */
    private Path images() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("images"));
        for (String name : List.of("a.png", "b, c.png", "d.png")) {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 40, 24, 3);
            for (int b = 0; b < 3; b++) {
                for (int i = 0; i < 40 * 24; i++) {
                    image.getBand(b).data[i] = (byte) (i * name.charAt(0) % 251 + b);
                }
            }
            ImageFile.write(folder.resolve(name), image);
        }
        return folder;
    }
}
