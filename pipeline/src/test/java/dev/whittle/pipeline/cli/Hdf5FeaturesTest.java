package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.table.NpyFile;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5FeaturesTest {
    private static final List<String> NAMES = List.of("a.png", "b, grün 写.png");

    @TempDir
    private Path temp;

    private Path images() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("images"));
        for (String name : NAMES) {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 4, 3, 1);
            for (int i = 0; i < 12; i++) {
                image.getBand(0).data[i] = (byte) (i * name.length());
            }
            ImageFile.write(folder.resolve(name), image);
        }
        return folder;
    }

    private Path extracted(String name) throws IOException {
        Path out = temp.resolve(name);
        Outcome o = whittle("extract", images(), "--feature", "raw-pixels", "--out", out);
        assertEquals(0, o.exit(), o.err());
        return out;
    }

    /** The same numbers as in the array. */
    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path out = extracted("features.h5");
        float[] array = NpyFile.readMatrix(extracted("features.npy")).data();
        try (HdfFile file = new HdfFile(out)) {
            float[][] rows = (float[][]) file.getDatasetByPath("features").getData();
            assertEquals(2, rows.length);
            for (int i = 0; i < 2; i++) {
                assertArrayEquals(Arrays.copyOfRange(array, 12 * i, 12 * i + 12), rows[i]);
            }
            String[] names = (String[]) file.getDatasetByPath("names").getData();
            for (int i = 0; i < 2; i++) {
                assertEquals(temp.resolve("images").resolve(NAMES.get(i)).toString(), names[i]);
            }
        }
        assertTrue(Files.notExists(temp.resolve("features.h5.csv")));
        try (Stream<Path> files = Files.list(temp)) {
            assertFalse(files.anyMatch(file -> file.toString().endsWith(".tmp")), "nothing is left beside it");
        }
    }

    @Test
    void theSameFeaturesAreTheSameBytes() throws IOException {
        assertArrayEquals(Files.readAllBytes(extracted("a.h5")), Files.readAllBytes(extracted("b.h5")));
    }

    @Test
    void whatDoesNotFitIntoMemoryIsSaid() {
        Hdf5Features features = new Hdf5Features(Integer.MAX_VALUE);
        String text = assertThrows(IllegalArgumentException.class, () -> features.add("a", new float[1000]))
                .getMessage();
        assertTrue(text.contains("written row by row"), text);
    }

    @Test
    void h5pyReadsIt() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "skipped: python3 is not installed");
        Path out = extracted("features.h5");
        Process python = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-c",
                        "import sys, h5py; f = h5py.File(sys.argv[1]); x = f['features'];"
                                + "n = f['names'].asstr()[1].split('/')[-1];"
                                + "print(x.shape, x.dtype, '%.6f' % x[:].sum(dtype='f8'),"
                                + " n.encode('unicode-escape').decode())",
                        out.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assumeTrue(python.waitFor() == 0 || !printed.contains("No module named"), "skipped: h5py is not installed");
        double sum = 0;
        for (float v : NpyFile.readMatrix(extracted("features.npy")).data()) {
            sum += v;
        }
        assertEquals(
                "(2, 12) float32 " + String.format(Locale.ROOT, "%.6f", sum) + " b, gr\\xfcn \\u5199.png", printed);
    }
}
