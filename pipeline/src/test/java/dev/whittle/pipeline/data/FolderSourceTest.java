package dev.whittle.pipeline.data;

import static dev.whittle.pipeline.data.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.ImageFolder;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.Size;
import dev.whittle.pipeline.data.FolderSource.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    Path dir;

    /** Writes a gray image of w×h whose pixels are value, value+1, … */
    private void image(String name, int width, int height, int value) throws IOException {
        byte[] header = ("P5 " + width + " " + height + " 255\n").getBytes(StandardCharsets.US_ASCII);
        byte[] file = new byte[header.length + width * height];
        System.arraycopy(header, 0, file, 0, header.length);
        for (int i = 0; i < width * height; i++) {
            file[header.length + i] = (byte) (value + i);
        }
        Path path = dir.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, file);
    }

    private Splits open(Size size, Split split) throws IOException {
        return new FolderSource(dir.toString(), null, size, size == null ? null : Fit.STRETCH, null, split)
                .open(DataPlaces.of(null, Map.of(), dir), RUN);
    }

    private static Splits open(Path folder, Split split, Run run) throws IOException {
        return new FolderSource(folder.toString(), null, null, null, null, split)
                .open(DataPlaces.of(null, Map.of(), folder), run);
    }

    private static List<String> names(Dataset data) {
        return IntStream.range(0, data.size()).mapToObj(data::name).toList();
    }

    private static String hash(Dataset data) {
        PixelHash hash = new PixelHash(data.classes());
        for (int i = 0; i < data.size(); i++) {
            hash.add(data.label(i), data.image(i));
        }
        return hash.hex();
    }

    private void trainAndTest() throws IOException {
        image("train/b/2.pgm", 2, 1, 20);
        image("train/b/10.pgm", 2, 1, 10);
        image("train/a/x.pgm", 2, 1, 30);
        image("test/a/x.pgm", 2, 1, 40);
        image("test/b/x.pgm", 4, 3, 50);
        Files.write(dir.resolve("train/.DS_Store"), new byte[] {1});
        Files.write(dir.resolve("train/a/._x.pgm"), new byte[] {1});
        Files.createDirectories(dir.resolve("train/.git"));
        Files.write(dir.resolve("README.txt"), new byte[] {1});
    }

    @Test
    void readsTrainAndTestFolders() throws IOException {
        trainAndTest();
        Splits splits = open(null, null);
        assertEquals(List.of("a", "b"), splits.train().classes());
        assertEquals(List.of("train/a/x.pgm", "train/b/10.pgm", "train/b/2.pgm"), names(splits.train()));
        assertEquals(List.of("test/a/x.pgm", "test/b/x.pgm"), names(splits.test()));
        assertEquals(1, splits.train().label(2));
        assertEquals(20, splits.train().image(2).getBand(0).get(0, 0));
        assertEquals(51, splits.test().image(1).getBand(0).get(1, 0));
        assertEquals(4, splits.test().image(1).width);
        assertEquals(hash(splits.train()), PixelHash.of(splits.train()));
        assertEquals(hash(splits.test()), PixelHash.of(splits.test()));
    }

    @Test
    void oneClassIsNone() throws IOException {
        image("train/a/1.pgm", 2, 1, 0);
        image("test/a/1.pgm", 2, 1, 0);
        assertFails(() -> open(null, null), dir + ": expected at least two classes, found only 'a'");
        Files.createDirectories(dir.resolve("flat"));
        image("flat/a/1.pgm", 2, 1, 0);
        assertFails(() -> open(dir.resolve("flat"), new Split(1, null, 1), RUN), "found only 'a'");
    }

    @Test
    void threadsDoNotChangeTheHash() throws IOException {
        image("train/b/0.pgm", 3, 3, 0);
        image("test/b/0.pgm", 3, 3, 0);
        for (int i = 0; i < 70; i++) {
            image("train/a/" + i + ".pgm", 3, 3, i);
            image("test/a/" + i + ".pgm", 3, 3, i + 1);
        }
        String expected = PixelHash.of(open(dir, null, RUN.withThreads(1)).train());
        for (int threads : new int[] {2, 7}) {
            assertEquals(
                    expected,
                    PixelHash.of(open(dir, null, RUN.withThreads(threads)).train()));
        }
        image("train/a/41.pgm", 3, 3, 42);
        assertNotEquals(expected, PixelHash.of(open(dir, null, RUN).train()));
    }

    @Test
    void scalesEveryImage() throws IOException {
        trainAndTest();
        Dataset test = open(new Size(2, 1), null).test();
        assertEquals(2, test.image(1).width);
        assertEquals(1, test.image(1).height);
        // Columns 0 and 1 of rows 50…, 54…, 58…: mean 54.5.
        assertEquals(55, test.image(1).getBand(0).get(0, 0));
        assertEquals(hash(test), PixelHash.of(test));
        assertNotEquals(PixelHash.of(open(null, null).test()), PixelHash.of(test));
    }

    @Test
    void sortsByCodePointsInEveryLocale() throws IOException {
        List<String> sorted = List.of("A", "Z", "a", "z", "ä", "\uFF21", "\uD835\uDC00");
        Locale before = Locale.getDefault();
        try {
            for (String name : sorted) {
                image("train/" + name + "/1.pgm", 1, 1, 1);
                image("test/" + name + "/1.pgm", 1, 1, 1);
            }
            for (Locale locale : new Locale[] {Locale.ROOT, new Locale("sv"), new Locale("tr")}) {
                Locale.setDefault(locale);
                assertEquals(sorted, open(null, null).train().classes());
            }
        } catch (java.nio.file.InvalidPathException e) {
            org.junit.jupiter.api.Assumptions.abort("This system has no such file names: " + e.getMessage());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void everyFileThatCannotBeUsedIsNamed() throws IOException {
        trainAndTest();
        Files.write(dir.resolve("train/a/Thumbs.db"), new byte[] {1});
        Files.writeString(dir.resolve("train/a/notes.txt"), "text");
        Files.write(dir.resolve("train/b/empty.jpg"), new byte[0]);
        Files.writeString(dir.resolve("test/b/text.png"), "text");
        Files.createDirectories(dir.resolve("test/none"));
        assertFails(
                () -> open(null, null),
                "1 of 4 files and folders in " + dir,
                "train/b/empty.jpg: is empty",
                "2 of 4 files and folders in " + dir,
                "test/b/text.png: at byte 0",
                "test/none: is a folder without images");
        for (int i = 0; i < 30; i++) {
            Files.write(dir.resolve("train/b/empty" + i + ".jpg"), new byte[0]);
        }
        IOException e = assertFails(
                () -> open(null, null),
                "31 of 34 files",
                "31 files, first train/b/empty.jpg, train/b/empty0.jpg, train/b/empty1.jpg: is empty",
                "test/b/text.png: at byte 0",
                "test/none: is a folder without images");
        assertEquals(7, e.getMessage().lines().count(), e.getMessage());
    }

    @Test
    void badFilesAreLeftOutIfAskedFor() throws IOException {
        trainAndTest();
        Files.writeString(dir.resolve("train/a/notes.txt"), "text");
        Files.write(dir.resolve("train/b/empty.jpg"), new byte[0]);
        image("train/stray.pgm", 2, 1, 3);
        DataPlaces lenient = DataPlaces.of(null, Map.of(), dir).withSkipBad(true);
        Splits splits = new FolderSource(dir.toString()).open(lenient, RUN);
        assertEquals(3, splits.train().size());
        assertEquals(
                List.of("train/b/empty.jpg", "train/stray.pgm"),
                splits.origin().faults().stream().map(LeftOut::name).sorted().toList());
        assertTrue(splits.origin().leftOut().contains(new LeftOut("train/a/notes.txt", LeftOut.NO_IMAGE)));
        LeftOut empty = splits.origin().faults().stream()
                .filter(out -> out.name().endsWith("empty.jpg"))
                .findFirst()
                .orElseThrow();
        assertEquals("e3b0c442", empty.sha256().substring(0, 8));
    }

    @Test
    void unusableLayoutsAreExplained() throws IOException {
        image("a/1.pgm", 1, 1, 1);
        assertFails(() -> open(null, null), dir + ": expected at least two classes, found only 'a'");
        image("train/a/1.pgm", 1, 1, 1);
        image("test/b/1.pgm", 1, 1, 1);
        assertFails(() -> open(null, null), "a/1.pgm: is neither in train nor in test");
        Files.delete(dir.resolve("a/1.pgm"));
        assertFails(() -> open(null, new Split(1, null, 1)), "has the folders train and test", "leave split out");
        assertFails(() -> open(null, null), "only in train [a], only in test [b]");
        Files.createDirectories(dir.resolve("test/a"));
        image("train/b/1.pgm", 1, 1, 1);
        assertFails(() -> open(null, null), "test/a: is a folder without images");
        image("test/stray.pgm", 1, 1, 1);
        assertFails(() -> open(null, null), "test/stray.pgm: is in no folder of a class");
        Path empty = Files.createDirectories(dir.resolve("empty"));
        assertFails(() -> ImageFolder.read(empty), empty + ": expected a folder of images for each class, found none");
    }

    /** A flat folder is no list of faults, since all its images have the same one. */
    @Test
    void aFolderOfImagesOnlyIsToldOfLabels() throws IOException {
        for (int i = 0; i < 30; i++) {
            image(i + ".pgm", 1, 1, 1);
        }
        assertFails(() -> open(null, null), dir + ": expected a folder", "30 images, such as 0.pgm", "labels: ");
        String message = assertThrows(IOException.class, () -> open(null, null)).getMessage();
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void unicodeFormsOfClassesAreNamed() throws IOException {
        image("train/caf\u00e9/1.pgm", 1, 1, 1);
        image("train/b/1.pgm", 1, 1, 1);
        image("test/cafe\u0301/1.pgm", 1, 1, 1);
        image("test/b/1.pgm", 1, 1, 1);
        assertFails(() -> open(null, null), "they differ only in their Unicode form (NFC or NFD)");
    }

    @Test
    void aFolderWithoutDivisionIsDividedAndSaysSo() throws IOException {
        for (int i = 0; i < 5; i++) {
            image("a/" + i + ".pgm", 1, 1, i);
            image("b/deep/" + i + ".pgm", 1, 1, 10 + i);
        }
        DataPlaces where = DataPlaces.of(null, Map.of(), dir);
        FolderSource resolved = new FolderSource(dir.toString()).resolved(where);
        assertEquals(FolderSource.FIFTH, resolved.split());
        assertEquals(
                names(resolved.open(where, RUN).test()), names(open(null, null).test()));
        assertEquals(2, open(null, null).test().size());
        trainAndTest();
        assertNull(new FolderSource(dir.toString()).resolved(where).split());
    }

    @Test
    void oneColourImageMakesAllRgb() throws IOException {
        trainAndTest();
        assertEquals(1, open(null, null).train().image(0).getNumBands());
        Files.write(dir.resolve("test/b/colour.ppm"), "P6 1 1 255\nabc".getBytes(StandardCharsets.US_ASCII));
        Dataset train = open(null, null).train();
        assertEquals(3, train.image(2).getNumBands());
        for (int b = 0; b < 3; b++) {
            assertEquals(21, train.image(2).getBand(b).get(1, 0));
        }
        FolderSource gray = new FolderSource(dir.toString(), null, null, null, FolderSource.Color.GRAY, null);
        Dataset test = gray.open(DataPlaces.of(null, Map.of(), dir), RUN).test();
        assertEquals(1, test.image(1).getNumBands());
        assertEquals(Gray.luma('a', 'b', 'c'), test.image(1).getBand(0).get(0, 0));
    }

    @Test
    void labelsMayStandInAList() throws IOException {
        image("1.pgm", 1, 1, 1);
        image("deep/2.pgm", 1, 1, 2);
        image("3.pgm", 1, 1, 3);
        image("4.pgm", 1, 1, 4);
        image("5.pgm", 1, 1, 5);
        Files.writeString(
                dir.resolve("labels.csv"),
                "file,label\r\n1.pgm,dog\r\n\"deep/2.pgm\",\"a \"\"big\"\", cat\"\r\n"
                        + "3.pgm,dog\n4.pgm,\"a \"\"big\"\", cat\"\n");
        FolderSource source = new FolderSource(dir.toString(), "labels.csv", null, null, null, null);
        DataPlaces where = DataPlaces.of(null, Map.of(), dir);
        assertFails(() -> source.open(where, RUN), "5.pgm: has no label in labels.csv");
        Splits splits = source.open(where.withSkipBad(true), RUN);
        assertEquals(List.of("a \"big\", cat", "dog"), splits.train().classes());
        assertEquals(2, splits.train().size());
        assertEquals(2, splits.test().size());
        Files.writeString(dir.resolve("labels.csv"), "1.pgm,dog\n1.pgm,cat\n");
        assertFails(() -> source.open(where, RUN), "line 2: 1.pgm has two classes");
        Files.writeString(dir.resolve("labels.csv"), "1.pgm\n\n2.pgm,a\n2.pgm,b\n3.pgm,\"a\"b\n");
        assertFails(() -> source.open(where, RUN), "line 1: expected the name of an image and its class");
        assertFails(() -> source.open(where, RUN), "line 4: 2.pgm has two classes, 'a' and 'b'; line 5 has text after");
        // A class whose name has a line break, and a quote that is not the first character of a field.
        Files.writeString(
                dir.resolve("labels.csv"), "1.pgm,\"a\nb\"\n\n3.pgm, 5\" \ndeep/2.pgm ,5\"\n4.pgm,\"a\nb\" \n5.pgm");
        assertFails(() -> source.open(where, RUN), "line 8: expected the name of an image and its class");
        Files.writeString(dir.resolve("labels.csv"), "1.pgm,\"a\nb\"\n\n3.pgm, 5\" \ndeep/2.pgm ,5\"\n4.pgm,\"a\nb\" ");
        assertEquals(
                List.of("5\"", "a\nb"),
                source.open(where.withSkipBad(true), RUN).train().classes());
    }

    @Test
    void aFileRemovedLaterIsNamed() throws IOException {
        trainAndTest();
        Dataset train = open(null, null).train();
        Files.delete(dir.resolve("train/b/2.pgm"));
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> train.image(2));
        assertTrue(
                e.getCause().getMessage().contains(dir.resolve("train/b/2.pgm").toString()), e.getMessage());
    }

    @Test
    void splitsEachClassAndLosesNothing() throws IOException {
        for (int i = 0; i < 10; i++) {
            image("a/" + i + ".pgm", 1, 1, i);
        }
        for (int i = 0; i < 5; i++) {
            image("b/" + i + ".pgm", 1, 1, 100 + i);
        }
        Splits byNumber = open(null, new Split(3, null, 1));
        assertEquals(6, byNumber.train().size());
        assertEquals(9, byNumber.test().size());
        Splits byFraction = open(null, new Split(null, 0.3, 1));
        assertEquals(3 + 2, byFraction.test().size()); // 5·0.3 = 1.5, rounded up
        for (Splits splits : List.of(byNumber, byFraction)) {
            List<String> all = new ArrayList<>(names(splits.train()));
            assertEquals(all.stream().sorted().toList(), all);
            List<String> test = names(splits.test());
            assertEquals(test.stream().sorted().toList(), test);
            all.addAll(test);
            assertEquals(15, all.stream().distinct().count());
            assertEquals(hash(splits.test()), PixelHash.of(splits.test()));
            for (int i = 0; i < splits.train().size(); i++) {
                assertEquals(
                        splits.train().label(i) == 0, splits.train().name(i).startsWith("a/"));
            }
        }
        assertEquals(
                names(byNumber.test()), names(open(null, new Split(3, null, 1)).test()));
        assertNotEquals(
                names(byNumber.test()), names(open(null, new Split(3, null, 2)).test()));
        // The division of b does not depend on a, nor on the seed of the run.
        Files.move(dir.resolve("a"), dir.resolve("c"));
        List<String> b =
                names(byNumber.train()).stream().filter(n -> n.startsWith("b/")).toList();
        Splits other = open(dir, new Split(3, null, 1), RUN.withSeed(77));
        assertEquals(
                b, names(other.train()).stream().filter(n -> n.startsWith("b/")).toList());
        assertFalse(b.isEmpty());
        assertFails(() -> open(null, new Split(5, null, 1)), "at least 6 images", "'b' has 5");
    }

    @Test
    void tinyClassesKeepAnImageOnEachSide() throws IOException {
        image("a/0.pgm", 1, 1, 0);
        image("b/0.pgm", 1, 1, 0);
        image("b/1.pgm", 1, 1, 0);
        assertFails(() -> open(null, new Split(null, 0.5, 1)), "at least 2 images", "'a' has 1");
        image("a/1.pgm", 1, 1, 0);
        for (double fraction : new double[] {0.001, 0.5, 0.999}) {
            assertEquals(2, open(null, new Split(null, fraction, 1)).test().size());
        }
    }

    @Test
    void specsAreValidatedWithAllViolations() {
        assertThrows(IllegalArgumentException.class, () -> new FolderSource(" "));
        assertThrows(IllegalArgumentException.class, () -> new Size(0, 5));
        assertThrows(IllegalArgumentException.class, () -> new Size(5, 16385));
        assertThrows(IllegalArgumentException.class, () -> new Split(null, null, 1));
        assertThrows(IllegalArgumentException.class, () -> new Split(null, 1.0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Split(null, Double.NaN, 1));
        String message = assertThrows(IllegalArgumentException.class, () -> new Split(0, 2.0, 1))
                .getMessage();
        assertTrue(
                message.contains("got 0 and 2.0") && message.contains("got 0;") && message.contains("got 2.0"),
                message);
    }
}
