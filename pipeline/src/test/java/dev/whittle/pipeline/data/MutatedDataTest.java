package dev.whittle.pipeline.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of published sets are read or refused; nothing else happens. */
@Tag("long")
class MutatedDataTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");

    @TempDir
    Path temp;

    private static void assertBoth(Mutations.Count count) {
        assertTrue(count.read() > 0 && count.refused() > 0, () -> "" + count);
    }

    @Test
    void idx() throws IOException {
        byte[] images = IdxTest.idx(0x803, new int[] {2, 2, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        Path labels = Files.write(temp.resolve("labels"), IdxTest.idx(0x801, new int[] {2}, 2, 0));
        Path file = temp.resolve("images");
        assertBoth(Mutations.check(List.of(images, IdxTest.gzip(images)), 25, Mutations.count(3000), bytes -> {
            Files.write(file, bytes);
            Idx.read(file, labels, CLASSES).image(1);
        }));
    }

    @Test
    void cifar() {
        Path file = temp.resolve("a.bin");
        byte[] records = new byte[2 * 3073];
        records[3073] = 2;
        assertBoth(Mutations.check(List.of(records), 26, Mutations.count(3000), bytes -> {
            Files.write(file, bytes);
            Cifar.read(List.of(file), 2, 1, CLASSES).image(1);
        }));
    }

    /** Nothing is written but the file that is asked for. */
    @Test
    void tar() throws IOException {
        byte[] tar = TarTest.tar(
                TarTest.entry("", "set/", '5', new byte[0]),
                TarTest.entry("", "../evil", '0', new byte[600]),
                TarTest.entry("", "set/one", '0', new byte[513]));
        Path file = temp.resolve("a.tar.gz");
        Path target = Files.createDirectories(temp.resolve("target")).resolve("one");
        assertBoth(Mutations.check(List.of(tar), 27, Mutations.count(3000), bytes -> {
            Files.write(file, IdxTest.gzip(bytes));
            Tar.unpack(file, Map.of("set/one", target));
        }));
        try (var files = Files.walk(temp)) {
            assertTrue(files.filter(Files::isRegularFile).count() <= 2);
        }
    }
}
