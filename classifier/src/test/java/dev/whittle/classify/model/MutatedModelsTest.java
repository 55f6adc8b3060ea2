package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Mutations;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged model files are refused; nothing else happens. */
@Tag("long")
class MutatedModelsTest {
    @TempDir
    Path temp;

    @Test
    void models() throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("src/test/resources/models"))) {
            for (Path file : all.sorted().toList()) {
                files.add(Files.readAllBytes(file));
            }
        }
        Path file = temp.resolve("model.npz");
        Files.write(file, files.get(files.size() - 1));
        Model.read(file);
        Mutations.Count count = Mutations.check(files, 24, Mutations.count(2000), bytes -> {
            Files.write(file, bytes);
            TableModel.readEither(file, Run.defaults().withThreads(1));
        });
        assertTrue(count.refused() > 0, () -> "" + count);
    }
}
