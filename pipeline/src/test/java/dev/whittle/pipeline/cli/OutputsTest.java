package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command replaces a file that it reads. */
class OutputsTest {
    @TempDir
    private Path temp;

    private Path image;

    @BeforeEach
    void image() throws IOException {
        Planar<GrayU8> pixels = new Planar<>(GrayU8.class, 32, 32, 1);
        for (int i = 0; i < 1024; i++) {
            pixels.getBand(0).data[i] = (byte) (i * i);
        }
        image = temp.resolve("a.png");
        ImageFile.write(image, pixels);
    }

    private void assertRefused(Path kept, Object... arguments) throws IOException {
        byte[] before = Files.readAllBytes(kept);
        Outcome refused = whittle(arguments);
        assertEquals(2, refused.exit(), refused.out() + refused.err());
        assertTrue(refused.err().contains("would replace " + kept), refused.err());
        assertArrayEquals(before, Files.readAllBytes(kept));
    }

    @Test
    void imagesThatAreReadStay() throws IOException {
        Path array = Files.copy(image, temp.resolve("b.npy"));
        Path list = Files.copy(image, temp.resolve("c.csv"));
        Path link = Files.createSymbolicLink(temp.resolve("l.npy"), array);
        assertRefused(array, "extract", image, array, "--feature", "hog", "--out", array);
        assertRefused(array, "extract", image, array, "--feature", "hog", "--out", link);
        assertRefused(
                array,
                "extract",
                image,
                array,
                "--feature",
                "hog",
                "--out",
                temp.resolve("../" + temp.getFileName() + "/b.npy"));
        assertRefused(list, "extract", image, list, "--feature", "hog", "--out", temp.resolve("c.npy"));
        assertRefused(list, "describe", image, list, "--descriptors", "dense-sift", "--out", temp.resolve("c.npy"));
        assertEquals(
                0, whittle("extract", image, "--feature", "hog", "--out", array).exit(), "it is not read");
    }

    /** A .csv beside the file that is named is replaced only if the command wrote it. */
    @Test
    void listsOfTheUserStay() throws IOException {
        Path labels = Files.writeString(temp.resolve("labels.csv"), "a.png,cat\n");
        assertRefused(labels, "extract", image, "--feature", "hog", "--out", temp.resolve("labels.npy"));
        assertRefused(labels, "describe", image, "--descriptors", "dense-sift", "--out", temp.resolve("labels.npy"));
        assertFalse(Files.exists(temp.resolve("labels.npy")));
        for (int i = 0; i < 2; i++) {
            Path own = temp.resolve("own.npy");
            assertEquals(
                    0,
                    whittle("extract", image, "--feature", "hog", "--out", own).exit());
            Path sift = temp.resolve("sift.npy");
            assertEquals(
                    0,
                    whittle("describe", image, "--descriptors", "dense-sift", "--out", sift)
                            .exit());
            assertEquals(
                    0,
                    whittle("segment", image, "--superpixels", "4", "--out", temp)
                            .exit());
        }
    }

    @Test
    void twoClassesThatLookTheSameAreSaid() throws IOException {
        Path table = temp.resolve("x.npy");
        NpyFile.write(table, new Matrix(4, 1, new float[] {1, 2, 3, 4}));
        Path classes = Files.writeString(temp.resolve("y.txt"), "\u00e9\ne\u0301\nb\nb\n");
        Outcome trained = whittle("train", table, classes, "--head", "softmax", "--out", temp.resolve("m.npz"));
        assertEquals(0, trained.exit(), trained.err());
        assertTrue(trained.err().contains("note: two classes have the name"), trained.err());
    }

    @Test
    void tablesAndModelsThatAreReadStay() throws IOException {
        Path table = temp.resolve("x.npy");
        NpyFile.write(table, new Matrix(4, 1, new float[] {1, 2, 3, 4}));
        Path classes = Files.writeString(temp.resolve("y.npz"), "a\na\nb\nb\n");
        Path model = temp.resolve("m.npz");
        assertRefused(classes, "train", table, classes, "--head", "linear-svm", "--out", classes);
        assertEquals(
                0,
                whittle("train", table, classes, "--head", "linear-svm", "--out", model)
                        .exit());
        assertRefused(table, "predict", model, table, "--out", table);
        assertRefused(model, "predict", model, table, "--out", model);
        assertEquals(0, whittle("predict", model, table, "--out", classes).exit(), "it is not read");
    }

    @Test
    void imagesAndMasksOfSegmentStay() throws IOException {
        assertEquals(
                0,
                whittle("segment", image, "--superpixels", "4", "--out", temp).exit());
        Path mask = temp.resolve("a_4.png");
        assertRefused(mask, "segment", image, "--superpixels", "4", "--start", mask, "--out", temp);
        assertRefused(mask, "segment", image, mask, "--superpixels", "4", "--out", temp);
    }

    @Test
    void whatIsVerifiedStays() throws IOException {
        Path result = Files.writeString(temp.resolve("result.json"), "{}");
        assertRefused(result, "verify", temp, "--json", result);
        assertRefused(result, "verify", result, "--json", result);
        assertRefused(image, "verify", temp, "--json", image);
    }

    @Test
    void resultsAreNotWrittenIntoTheFolderOfImages() throws IOException {
        for (String folder : new String[] {"photos/a", "photos/b"}) {
            Files.createDirectories(temp.resolve(folder));
            for (int i = 0; i < 4; i++) {
                Files.copy(image, temp.resolve(folder + "/" + i + ".png"));
            }
        }
        Path photos = temp.resolve("photos");
        for (Path out : new Path[] {photos, photos.resolve("results/x"), temp.resolve("y/../photos/z")}) {
            Outcome refused = whittle("compare", photos, "--out", out);
            assertEquals(2, refused.exit(), refused.err());
            assertTrue(refused.err().contains("is in the folder of images"), refused.err());
        }
        assertFalse(Files.exists(photos.resolve("experiment.yaml")) || Files.exists(photos.resolve("results")));
    }
}
