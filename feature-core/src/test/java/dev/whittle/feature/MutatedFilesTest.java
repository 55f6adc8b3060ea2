package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.data.LabelFile;
import dev.whittle.feature.file.CsvReader;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Damaged images and tables are read or refused; nothing else happens. */
class MutatedFilesTest implements FuzzTargets {
    private static List<byte[]> files(String folder, String endings) throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("src/test/resources", folder))) {
            for (Path file : all.sorted().toList()) {
                if (file.toString().matches(".*\\.(" + endings + ")") && Files.size(file) < 100_000) {
                    files.add(Files.readAllBytes(file));
                }
            }
        }
        assertTrue(files.size() > 1, folder);
        return files;
    }

    @Override
    public List<FuzzTarget> targets(Path folder) throws IOException {
        List<FuzzTarget> targets = new ArrayList<>();
        for (String endings : List.of("jpg", "png", "gif", "bmp", "tif", "webp", "pgm|ppm|pbm")) {
            targets.add(new FuzzTarget(
                    endings.contains("|") ? "pnm" : endings,
                    files("images", endings),
                    file -> ImageFile.read(file, "image", 1 << 22, note -> {})));
        }
        Path npy = folder.resolve("a.npy");
        targets.add(new FuzzTarget("npy", files("npy", "npy"), bytes -> {
            Files.write(npy, bytes);
            NpyFile.readArray(npy);
            NpyFile.readMatrix(npy);
        }));
        Path csv = folder.resolve("a.csv");
        List<byte[]> rows = List.of(
                "a,b\n1,\"x \"\"y\"\" z\"\n".getBytes(),
                "label\nx\ny\n".getBytes(),
                "file,class\r\na/b.png,\"c,d\"\r\n".getBytes());
        targets.add(new FuzzTarget("csv", rows, bytes -> {
            Files.write(csv, bytes);
            CsvReader.read(csv);
            LabelFile.ofRows(csv);
        }));
        return targets;
    }

    /** A reader with a planted fault is seen. */
    @Test
    void aFaultIsSeen() throws IOException {
        List<byte[]> files = files("images", "bmp");
        AssertionError seen = assertThrows(
                AssertionError.class,
                () -> Mutations.check(files, 23, 3000, file -> {
                    if (file.length > 20 && (file[20] & 0xFF) == 0xFF) {
                        throw new ArrayIndexOutOfBoundsException("planted");
                    }
                }));
        assertTrue(seen.getMessage().contains("planted"), seen.getMessage());
        for (Exception fault : List.of(new IOException(), new NumberFormatException("For input string: \"x\""))) {
            assertThrows(
                    AssertionError.class,
                    () -> Mutations.check(files, 23, 1, file -> {
                        throw fault;
                    }));
        }
    }
}
