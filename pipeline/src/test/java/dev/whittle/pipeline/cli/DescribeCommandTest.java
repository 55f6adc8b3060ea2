package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.pipeline.experiment.SpecText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code whittle describe}. */
class DescribeCommandTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    private Path temp;

    /** Five images of several sizes. */
    private Path images() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("images"));
        for (int i = 0; i < 5; i++) {
            ImageFile.write(folder.resolve(i + ", x.png"), TestData.random(40 + i, 30, 3, i));
        }
        return folder;
    }

    private List<Path> left(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** An encoding of what the command wrote has the bits of an encoding of the images. */
    @Test
    void storedDescriptorsGiveTheSameEncoding() throws IOException {
        Path images = images();
        Path npy = temp.resolve("hog.npy");
        String hog = "{type: hog-cells, cells: [4, 6]}";
        Outcome o = whittle("describe", images, "--descriptors", hog, "--out", npy, "--threads", "2");
        assertEquals(0, o.exit(), o.err());
        assertTrue(o.out().contains("5 images") && o.out().contains("36 values"), o.out());
        List<String> csv = Files.readAllLines(temp.resolve("hog.csv"));
        assertEquals(6, csv.size());
        assertTrue(csv.get(2).startsWith("1,\"" + images.resolve("1, x.png") + "\","), csv.get(2));
        int[] counts = NpyFile.readInts(temp.resolve("hog.counts.npy"));
        assertEquals((9 * 6) + (5 * 4), counts[0]);

        List<Planar<GrayU8>> read = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            read.add(ImageFile.read(images.resolve(i + ", x.png")));
        }
        Dataset data = TestData.data(read);
        List<Matrix> codes = new ArrayList<>();
        for (String descriptors : List.of(hog, "{type: stored-descriptors, file: '" + npy + "'}")) {
            String encoding = "{type: encoding, samples: 200, descriptors: " + descriptors
                    + ", reduce: [{type: pca, components: 8}], encoder: {type: vlad, kMeans: {k: 3}}}";
            codes.add(SpecText.featureSpec(encoding, "test").fit(data, RUN).extractAll(data, RUN));
        }
        assertTrue(codes.get(0).bitsEqual(codes.get(1)));
        assertTrue(codes.get(0).columns() > 0
                && codes.get(0).get(0, 0) != codes.get(0).get(1, 0));
    }

    /** Twelve photos of two classes, and an experiment on their stored descriptors. */
    private Path experiment(Path photos, Path npy) throws IOException {
        for (int i = 0; i < 12; i++) {
            Path folder = Files.createDirectories(photos.resolve(i % 2 == 0 ? "a" : "b"));
            ImageFile.write(folder.resolve(i + ".png"), TestData.random(40, 30, 1, i));
        }
        return Files.writeString(
                temp.resolve("e.yaml"),
                "name: e\ndata: {set: folder, path: '" + photos
                        + "', color: gray}\nfeatures:\n  - {name: F, type: encoding,"
                        + " samples: 50, descriptors: {type: stored-descriptors, file: '" + npy + "'},"
                        + " reduce: [{type: pca, components: 4}], encoder: {type: vlad, kMeans: {k: 2}}}\n"
                        + "heads:\n  - {name: H, type: softmax}\n");
    }

    /** Kept runs are of the contents of the files, not of their names. */
    @Test
    void changedDescriptorsAreComputedAgain() throws IOException {
        Path photos = temp.resolve("photos");
        Path npy = temp.resolve("hog.npy");
        Path experiment = experiment(photos, npy);
        List<Boolean> kept = new ArrayList<>();
        for (int cell : new int[] {4, 4, 5}) {
            Outcome o = whittle(
                    "describe", photos, "--descriptors", "{type: hog-cells, cells: [" + cell + "]}", "--out", npy);
            assertEquals(0, o.exit(), o.err());
            o = whittle("compare", experiment, "--out", temp.resolve("results"));
            assertEquals(0, o.exit(), o.err());
            assertTrue(o.out().contains("not covered by the promise of equal bits"), o.out());
            kept.add((o.out() + o.err()).contains("(kept)"));
        }
        assertEquals(List.of(false, true, false), kept);
    }

    @Test
    void imagesAreScaledAndBadOnesAreSkipped() throws IOException {
        Path images = images();
        Files.writeString(images.resolve("broken.png"), "no picture");
        Path npy = temp.resolve("sift.npy");
        String sift = "{type: dense-sift, bins: [4]}";
        Outcome o = whittle("describe", images, "--descriptors", sift, "--out", npy, "--scale", "32x24");
        assertEquals(1, o.exit());
        assertTrue(o.err().contains("broken.png") && o.err().contains("--skip-bad"), o.err());
        assertEquals(List.of(), left(temp), "nothing half-written stays");
        Outcome skipped =
                whittle("describe", images, "--descriptors", sift, "--out", npy, "--scale", "32x24", "--skip-bad");
        assertEquals(0, skipped.exit(), skipped.err());
        int[] counts = NpyFile.readInts(temp.resolve("sift.counts.npy"));
        assertArrayEquals(new int[] {counts[0], counts[0], counts[0], counts[0], counts[0]}, counts);
        assertEquals(5 * counts[0], NpyFile.readMatrix(npy).rows());
        assertEquals(4, left(temp).size());
        Outcome small = whittle("describe", images, "--descriptors", "color-statistics", "--out", npy);
        assertEquals(1, small.exit());
        assertTrue(small.err().contains("at least 40x40"), small.err());
        Outcome wrong = whittle("describe", images, "--descriptors", "hog", "--out", npy);
        assertEquals(1, wrong.exit());
        assertTrue(wrong.err().contains("hog") && wrong.err().contains("dense-sift"), wrong.err());
    }

    /** No image is to blame, so none is skipped either. */
    @Test
    void aMissingFileOfDescriptorsIsTheFault() throws IOException {
        Path photos = temp.resolve("photos");
        Path npy = temp.resolve("hog.npy");
        Path experiment = experiment(photos, npy);
        for (String more : List.of("--out", "--skip-bad")) {
            List<Object> args = new ArrayList<>(List.of("compare", experiment, "--out", temp.resolve("results")));
            args.addAll(more.equals("--out") ? List.of() : List.of(more));
            Outcome o = whittle(args.toArray());
            assertEquals(1, o.exit());
            assertTrue(o.err().contains("Stored descriptors: ") && o.err().contains(npy + ": "), o.err());
            assertFalse(o.err().contains(".png"), o.err());
        }
    }

    /** One line for a fault that many files share. */
    @Test
    void aFaultOfManyImagesIsSaidOnce() throws IOException {
        Path images = Files.createDirectory(temp.resolve("small"));
        for (int i = 0; i < 5; i++) {
            ImageFile.write(images.resolve(i + ".png"), TestData.random(12, 12, 1, i));
        }
        Outcome small = whittle(
                "describe", images, "--descriptors", "{type: dense-sift, bins: [8]}", "--out", temp.resolve("s.npy"));
        assertEquals(1, small.exit());
        List<String> lines = small.err()
                .lines()
                .filter(line -> line.startsWith("cannot be used: "))
                .toList();
        assertEquals(1, lines.size(), small.err());
        assertTrue(
                lines.get(0).startsWith("cannot be used: 5 files, first " + images.resolve("0.png") + ", ")
                        && lines.get(0).contains("2.png: ")
                        && !lines.get(0).contains("3.png"),
                small.err());
    }
}
