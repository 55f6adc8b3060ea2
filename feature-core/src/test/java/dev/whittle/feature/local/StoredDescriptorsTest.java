package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Bits;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredDescriptorsTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final HogCells HOG = HogCells.defaults();

    @TempDir
    private Path temp;

    /** Images of several sizes; one is too plain for interest points. */
    private static List<Planar<GrayU8>> images() {
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            images.add(TestData.random(20 + 3 * i, 24, i % 2 == 0 ? 3 : 1, i));
        }
        return images;
    }

    private Path write(List<Planar<GrayU8>> images) throws IOException {
        Path file = temp.resolve("hog, 4.npy");
        LocalDescriptors hog = HOG.fit(null, RUN);
        Descriptors out = new Descriptors();
        try (DescriptorFiles.Writer writer = new DescriptorFiles(file).writer()) {
            for (int i = 0; i < images.size(); i++) {
                hog.describe(images.get(i), out, RUN);
                writer.add("a \"b\", " + i + ".png", DescriptorFiles.pixels(images.get(i)), out);
            }
            writer.finish();
        }
        return file;
    }

    private static void assertSame(Descriptors expected, Descriptors actual) {
        assertEquals(expected.count(), actual.count());
        assertEquals(expected.columns(), actual.columns());
        int n = expected.count() * expected.columns();
        Bits.assertSame("values", Arrays.copyOf(expected.values(), n), Arrays.copyOf(actual.values(), n));
        for (int i = 0; i < expected.count(); i++) {
            assertEquals(expected.x(i), actual.x(i));
            assertEquals(expected.y(i), actual.y(i));
            assertEquals(expected.scale(i), actual.scale(i));
        }
    }

    /** In another order, as sub-images, by several threads. */
    @Test
    void whatWasWrittenIsRead() throws IOException {
        List<Planar<GrayU8>> images = images();
        StoredDescriptors spec = new StoredDescriptors(write(images).toString());
        LocalDescriptors stored = spec.fit(null, RUN);
        LocalDescriptors restored = spec.restore(NamedArrays.empty(), RUN);
        LocalDescriptors hog = HOG.fit(null, RUN);
        Collections.reverse(images);
        RUN.parallel(images.size(), 1, (i, to) -> {
            Planar<GrayU8> image = images.get(i);
            Planar<GrayU8> part = TestData.random(image.width + 4, image.height + 2, image.getNumBands(), 9)
                    .subimage(3, 1, 3 + image.width, 1 + image.height, null);
            part.setTo(image);
            Descriptors expected = new Descriptors();
            Descriptors actual = new Descriptors();
            hog.describe(image, expected, RUN);
            for (LocalDescriptors read : List.of(stored, restored)) {
                read.describe(part, actual, RUN);
                assertSame(expected, actual);
            }
        });
        assertEquals(36, stored.columns(1, 1, 1));
        assertFalse(spec.bitsPromised());
        assertFalse(spec.needsData());
    }

    @Test
    void anImageMayHaveNoneAndPlacesMayBeMissing() throws IOException {
        Path file = temp.resolve("x.npy");
        Planar<GrayU8> none = TestData.random(9, 7, 1, 1);
        Planar<GrayU8> two = TestData.random(9, 7, 1, 2);
        NpyFile.write(file, Matrix.of(new float[] {1, 2}, new float[] {3, 4}));
        NpyFile.write(temp.resolve("x.counts.npy"), new int[] {0, 2});
        Files.writeString(
                temp.resolve("x.csv"),
                "image,file,pixels\n0,a.png," + DescriptorFiles.pixels(none) + "\n1,b.png,"
                        + DescriptorFiles.pixels(two) + "\n");
        LocalDescriptors stored = new StoredDescriptors(file.toString()).fit(null, RUN);
        Descriptors out = new Descriptors();
        stored.describe(two, out, RUN);
        assertArrayEquals(new float[] {1, 2, 3, 4}, Arrays.copyOf(out.values(), 4));
        assertEquals(4.5f, out.x(1));
        assertEquals(3.5f, out.y(1));
        stored.describe(none, out, RUN);
        assertEquals(0, out.count());
        Messages.says(() -> stored.describe(TestData.random(9, 7, 3, 3), out, RUN), "9x7", "3 bands", "2", "x.csv");
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() throws IOException {
        Path file = write(images());
        DescriptorFiles files = new DescriptorFiles(file);
        StoredDescriptors spec = new StoredDescriptors(file.toString());
        int[] counts = NpyFile.readInts(files.counts());
        int sum = Arrays.stream(counts).sum();

        int[] other = counts.clone();
        other[2] -= 3;
        NpyFile.write(files.counts(), other);
        Messages.says(
                UncheckedIOException.class,
                () -> spec.fit(null, RUN),
                "counts",
                "5 images",
                sum - 3 + "",
                sum + " rows");
        other[2] += 3;
        other[0] = -1;
        NpyFile.write(files.counts(), other);
        Messages.says(UncheckedIOException.class, () -> spec.fit(null, RUN), "image 0", "-1");
        other = Arrays.copyOf(counts, 6);
        NpyFile.write(files.counts(), other);
        Messages.says(UncheckedIOException.class, () -> spec.fit(null, RUN), "5 images", "6");
        NpyFile.write(files.counts(), counts);

        String list = Files.readString(files.images());
        Files.writeString(files.images(), list.replace("\n3,", "\n4,"));
        Messages.says(UncheckedIOException.class, () -> spec.fit(null, RUN), "line 5", "the number 3");
        Files.writeString(files.images(), list.replace("image,", "number,"));
        Messages.says(UncheckedIOException.class, () -> spec.fit(null, RUN), "image,file,pixels");
        Files.writeString(files.images(), list);

        Matrix places = NpyFile.readMatrix(files.places());
        NpyFile.write(files.places(), places.selectRows(new int[] {0, 1}));
        Messages.says(UncheckedIOException.class, () -> spec.fit(null, RUN), "places", "2x3", sum + "");
        places.data()[3 * 5] = Float.NaN;
        NpyFile.write(files.places(), places);
        LocalDescriptors stored = spec.fit(null, RUN);
        Messages.says(() -> stored.describe(images().get(0), new Descriptors(), RUN), "places.npy", "row 5");

        Matrix rows = NpyFile.readMatrix(file);
        rows.data()[36 * (counts[0] + 1) + 2] = Float.POSITIVE_INFINITY;
        NpyFile.write(file, rows);
        LocalDescriptors infinite = spec.fit(null, RUN);
        Messages.says(
                () -> infinite.describe(images().get(1), new Descriptors(), RUN),
                "hog, 4.npy",
                "row " + (counts[0] + 1));
        Files.delete(files.counts());
        Messages.says(
                UncheckedIOException.class, () -> spec.fit(null, RUN), "hog, 4.counts.npy", "there is no such file");
        Messages.says(() -> new StoredDescriptors("x.txt"), "x.txt", ".npy");
        Messages.says(() -> new StoredDescriptors(null), "file");
    }

    /** The same number of descriptors for each image, so that no count would tell. */
    @Test
    void aWriteThatFailsLeavesNoMixOfTwo() throws IOException {
        List<Planar<GrayU8>> images = images();
        Path file = write(images);
        DescriptorFiles files = new DescriptorFiles(file);
        Files.delete(files.images());
        Files.createDirectories(files.images().resolve("in the way"));
        images.set(0, TestData.random(20, 24, 3, 77));
        assertThrows(IOException.class, () -> write(images));
        Files.delete(files.images().resolve("in the way"));
        Files.delete(files.images());
        StringBuilder list = new StringBuilder("image,file,pixels\n");
        for (int i = 0; i < images.size(); i++) {
            list.append(i + ",a.png," + DescriptorFiles.pixels(images.get(i)) + "\n");
        }
        Files.writeString(files.images(), list);
        Messages.says(
                UncheckedIOException.class, () -> new StoredDescriptors(file.toString()).fit(null, RUN), "hog, 4.npy");
    }

    @Test
    void anotherLengthIsRefusedAndNothingIsLeft() throws IOException {
        Descriptors out = new Descriptors();
        try (DescriptorFiles.Writer writer = new DescriptorFiles(temp.resolve("a.npy")).writer()) {
            out.reset(1, 3);
            writer.add("a", "0", out);
            out.reset(0, 4);
            Messages.says(() -> writer.add("b", "1", out), "b", "4", "3");
        }
        try (var left = Files.list(temp)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** NumPy reads the files, finds an image's rows by its pixels, and writes files of its own. */
    @Test
    void numpyReadsAndWritesThem() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3");
        List<Planar<GrayU8>> images = images();
        Path file = write(images);
        Planar<GrayU8> third = images.get(2);
        byte[] pixels = new byte[3 * third.width * third.height];
        for (int b = 0; b < 3; b++) {
            System.arraycopy(
                    third.getBand(b).data, 0, pixels, b * third.width * third.height, third.width * third.height);
        }
        Path raw = Files.write(temp.resolve("third.raw"), pixels);
        String program = String.join(
                "\n",
                "import csv, hashlib, struct, sys",
                "try: import numpy as np",
                "except ImportError: sys.exit(77)",
                "stem, raw, w, h = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])",
                "rows, counts = np.load(stem + '.npy'), np.load(stem + '.counts.npy')",
                "places = np.load(stem + '.places.npy')",
                "assert rows.dtype == np.float32 and places.shape == (len(rows), 3) and counts.sum() == len(rows)",
                "pixels = hashlib.sha256(struct.pack('>5i', 0, 0, w, h, 3) + open(raw, 'rb').read()).hexdigest()",
                "images = list(csv.DictReader(open(stem + '.csv', encoding='utf-8', newline='')))",
                "i = [int(x['image']) for x in images if x['pixels'] == pixels]",
                "assert i == [2] and images[2]['file'] == 'a \"b\", 2.png', (i, images)",
                "first = counts[:2].sum()",
                "np.save(sys.argv[5] + '.npy', rows[first:first + counts[2]].astype(np.float64) * 2)",
                "np.save(sys.argv[5] + '.counts.npy', counts[2:3].astype(np.int64))",
                "open(sys.argv[5] + '.csv', 'w').write('image,file,pixels\\n0,third,' + pixels + '\\n')");
        Process python = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-c",
                        program,
                        file.toString().replace(".npy", ""),
                        raw.toString(),
                        "" + third.width,
                        "" + third.height,
                        temp.resolve("own").toString())
                .redirectErrorStream(true)
                .start();
        assertTrue(python.waitFor(60, TimeUnit.SECONDS));
        assumeTrue(python.exitValue() != 77, "no NumPy");
        assertEquals(0, python.exitValue(), new String(python.getInputStream().readAllBytes()));
        Descriptors expected = new Descriptors();
        HOG.fit(null, RUN).describe(third, expected, RUN);
        Descriptors own = new Descriptors();
        new StoredDescriptors(temp.resolve("own.npy").toString()).fit(null, RUN).describe(third, own, RUN);
        assertEquals(expected.count(), own.count());
        for (int i = 0; i < own.count() * 36; i++) {
            assertEquals(2 * expected.values()[i], own.values()[i]);
        }
    }
}
