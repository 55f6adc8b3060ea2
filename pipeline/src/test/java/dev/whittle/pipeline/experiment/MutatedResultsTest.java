package dev.whittle.pipeline.experiment;

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

/** Damaged experiments and results are read or refused; nothing else happens. */
@Tag("long")
class MutatedResultsTest {
    @TempDir
    Path temp;

    private static void assertRefused(Mutations.Count count) {
        assertTrue(count.refused() > 0, () -> "" + count);
    }

    @Test
    void experiments() throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("../experiments"))) {
            for (Path file : all.sorted().toList()) {
                files.add(Files.readAllBytes(file));
            }
        }
        Path file = temp.resolve("a.yaml");
        assertRefused(Mutations.check(files, 28, Mutations.count(1500), bytes -> {
            Files.write(file, bytes);
            ExperimentFile.read(file);
        }));
    }

    @Test
    void results() throws IOException {
        ComparisonResult result =
                Tiny.run(Experiment.read(Tiny.file()), Run.defaults()).run();
        result.write(temp);
        byte[] whole = Files.readAllBytes(temp.resolve(ResultFile.NAME));
        byte[] times = Files.readAllBytes(temp.resolve(TimingFile.NAME));
        Path file = temp.resolve("a.json");
        assertRefused(Mutations.check(List.of(whole, times), 29, Mutations.count(1500), bytes -> {
            Files.write(file, bytes);
            ResultFile.read(file);
        }));
        assertRefused(Mutations.check(List.of(times, whole), 30, Mutations.count(1500), bytes -> {
            Files.write(file, bytes);
            TimingFile.read(file);
            TimingFile.readRuns(file);
        }));
        Path page = temp.resolve("a.html");
        byte[] html = ("<script type=\"application/json\" id=\"result\">" + new String(whole) + "</script>"
                        + "<script type=\"application/json\" id=\"timing\">" + new String(times) + "</script>")
                .getBytes();
        assertRefused(Mutations.check(List.of(html), 31, Mutations.count(500), bytes -> {
            Files.write(page, bytes);
            EmbeddedResult.read(page).write(temp);
        }));
    }
}
