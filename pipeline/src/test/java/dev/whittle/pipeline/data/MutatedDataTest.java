package dev.whittle.pipeline.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.FuzzTarget;
import dev.whittle.feature.FuzzTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Damaged files of published sets are read or refused; nothing else happens. */
class MutatedDataTest implements FuzzTargets {
    private static final List<String> CLASSES = List.of("a", "b", "c");

    @Override
    public List<FuzzTarget> targets(Path folder) throws IOException {
        byte[] images = IdxTest.idx(0x803, new int[] {2, 2, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        Path labels = Files.write(folder.resolve("labels"), IdxTest.idx(0x801, new int[] {2}, 2, 0));
        Path file = folder.resolve("images");
        byte[] records = new byte[2 * 3073];
        records[3073] = 2;
        return List.of(
                new FuzzTarget("idx", List.of(images, IdxTest.gzip(images)), bytes -> {
                    Files.write(file, bytes);
                    Idx.read(file, labels, CLASSES).image(1);
                }),
                new FuzzTarget("cifar", List.of(records), bytes -> {
                    Files.write(file, bytes);
                    Cifar.read(List.of(file), 2, 1, CLASSES).image(1);
                }),
                tar(folder));
    }

    /** Nothing is written but the file that is asked for. */
    private static FuzzTarget tar(Path folder) throws IOException {
        byte[] tar = TarTest.tar(
                TarTest.entry("", "set/", '5', new byte[0]),
                TarTest.entry("", "../evil", '0', new byte[600]),
                TarTest.entry("", "set/one", '0', new byte[513]));
        Path file = folder.resolve("a.tar.gz");
        Path target = Files.createDirectories(folder.resolve("target")).resolve("one");
        return new FuzzTarget("tar", List.of(tar), bytes -> {
            Files.write(file, IdxTest.gzip(bytes));
            Files.deleteIfExists(target);
            try {
                Tar.unpack(file, Map.of("set/one", target));
            } finally {
                try (var files = Files.walk(folder.resolve("target"))) {
                    assertEquals(Files.exists(target) ? 2 : 1, files.count());
                }
            }
        });
    }
}
