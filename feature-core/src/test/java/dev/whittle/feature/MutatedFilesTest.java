package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.file.CsvReader;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged images and tables are read or refused; nothing else happens. */
@Tag("long")
class MutatedFilesTest {
    @TempDir
    Path temp;

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

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tif", "webp", "pgm|ppm|pbm"})
    void images(String endings) throws IOException {
        Mutations.Count count = Mutations.check(
                files("images", endings),
                20,
                Mutations.count(1500),
                file -> ImageFile.read(file, "image", 1 << 22, note -> {}));
        assertTrue(count.read() > 0 && count.refused() > 0, () -> "" + count);
    }

    @Test
    void tables() throws IOException {
        Path file = temp.resolve("a.npy");
        Mutations.Count count = Mutations.check(files("npy", "npy"), 21, Mutations.count(3000), bytes -> {
            Files.write(file, bytes);
            NpyFile.readArray(file);
            NpyFile.readMatrix(file);
        });
        assertTrue(count.read() > 0 && count.refused() > 0, () -> "" + count);
    }

    @Test
    void commaSeparatedValues() {
        Path file = temp.resolve("a.csv");
        List<byte[]> files =
                List.of("a,b\n1,\"x \"\"y\"\" z\"\n".getBytes(), "file,class\r\na/b.png,\"c,d\"\r\n".getBytes());
        Mutations.Count count = Mutations.check(files, 22, Mutations.count(3000), bytes -> {
            Files.write(file, bytes);
            CsvReader.read(file);
        });
        assertTrue(count.read() > 0 && count.refused() > 0, () -> "" + count);
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
