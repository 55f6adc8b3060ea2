package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.report.Report;
import dev.whittle.pipeline.report.RoCrate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons that are killed at random moments, or whose disk is full, and then run again. */
@Tag("long")
class KilledComparisonTest {
    private static final int KILLS = Integer.getInteger("kills", 8);

    @TempDir
    Path temp;

    /** Run in another JVM: a comparison with its pages. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            compare(Path.of(args[0]));
            System.out.println("done");
        }
    }

    private static void compare(Path folder) throws IOException {
        Run run = Run.defaults().withThreads(2);
        try (ResultsFolder locked = ResultsFolder.open(folder)) {
            ComparisonResult result = Tiny.run(Experiment.read(Tiny.file()), run)
                    .withFolder(locked)
                    .run();
            Report.write(result, folder, run);
            RoCrate.write(result, folder);
        }
    }

    /** @param limit a command of the shell before it */
    private static Process child(String limit, Path folder, Path log) throws IOException {
        return new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        limit + "exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** The names of all files. */
    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static void assertSame(Path expected, Path folder) throws IOException {
        assertArrayEquals(
                Files.readAllBytes(expected.resolve(ResultFile.NAME)),
                Files.readAllBytes(folder.resolve(ResultFile.NAME)));
        assertEquals(files(expected), files(folder));
    }

    @Test
    void theResultIsThatOfOneThatWasNotKilled() throws Exception {
        Path expected = temp.resolve("expected");
        Path log = temp.resolve("log");
        long start = System.nanoTime();
        Process whole = child("", expected, log);
        assertTrue(whole.waitFor(5, TimeUnit.MINUTES));
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertEquals(0, whole.exitValue(), () -> text(log));
        Random random = new Random(20);
        Path folder = temp.resolve("killed");
        int killed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = child("", folder, log);
            // A half of them near the end, when the files over all runs are written.
            long wait = kill % 2 == 0 ? random.nextLong(millis) : millis * 3 / 4 + random.nextLong(millis / 4);
            if (!process.waitFor(wait, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                killed++;
            }
        }
        compare(folder);
        assertSame(expected, folder);
        assertTrue(killed > 0, "none was killed, all were faster than the first");
    }

    /** A limit on the size of files stands for a full disk: each time another write is the first that fails. */
    @Test
    void afterAFullDiskItGoesOn() throws Exception {
        Path expected = temp.resolve("expected");
        compare(expected);
        Path log = temp.resolve("log");
        Path folder = temp.resolve("full");
        for (int blocks : new int[] {1, 4, 16, 40}) {
            Process process = child("ulimit -f " + blocks + " && ", folder, log);
            assertTrue(process.waitFor(5, TimeUnit.MINUTES));
            assertTrue(process.exitValue() != 0 && !text(log).contains("done"), blocks + ": " + text(log));
            assertTrue(
                    text(log).contains("Cannot write") || text(log).contains("File too large"),
                    blocks + ": " + text(log));
        }
        compare(folder);
        assertSame(expected, folder);
    }

    private static String text(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
