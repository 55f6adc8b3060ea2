package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Little memory, few processors and threads, other locales, and a second comparison beside it change no byte. */
@Tag("long")
class SurroundingsTest {
    @TempDir
    private static Path temp;

    private static SmallComparison small;
    private static Path expected;

    /**
     * Where a comparison runs.
     *
     * @param before a command that runs it
     * @param options of Java
     */
    private record Surroundings(
            String name, List<String> before, Map<String, String> environment, List<String> options) {
        static Surroundings of(String name, Map<String, String> environment, String... options) {
            return new Surroundings(name, List.of(), environment, List.of(options));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void theExpectedResult() throws Exception {
        small = SmallComparison.in(temp.resolve("small"), 1);
        expected = temp.resolve("expected");
        Path log = temp.resolve("log");
        assertEquals(0, small.run(List.of(), Map.of(), List.of(), expected, log), () -> SmallComparison.text(log));
    }

    static Stream<Surroundings> all() {
        // Several settings at once, as each start takes seconds.
        return Stream.of(
                Surroundings.of(
                        "a heap of 256 MB and one processor", Map.of(), "-Xmx256m", "-XX:ActiveProcessorCount=1"),
                new Surroundings(
                        "one processor by the system and locale C",
                        List.of("taskset", "-c", "0"),
                        Map.of("LC_ALL", "C"),
                        List.of()),
                Surroundings.of(
                        "seven processors, another garbage collector and the locale of Turkey",
                        Map.of(),
                        "-XX:ActiveProcessorCount=7",
                        "-XX:+UseZGC",
                        "-Duser.language=tr",
                        "-Duser.country=TR"),
                Surroundings.of("locale of Egypt", Map.of(), "-Duser.language=ar", "-Duser.country=EG"),
                Surroundings.of("locale of Germany", Map.of(), "-Duser.language=de", "-Duser.country=DE"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theyChangeNoByte(Surroundings where) throws Exception {
        check(where);
    }

    private static void check(Surroundings where) throws Exception {
        Path out = temp.resolve(where.name.replace(' ', '-'));
        Path log = temp.resolve("log");
        KilledComparisonTest.delete(small.cache());
        int exit;
        try {
            exit = small.run(where.before, where.environment, where.options, out, log);
        } catch (IOException e) {
            assumeTrue(where.before.isEmpty(), "skipped: " + e.getMessage());
            throw e;
        }
        assertEquals(0, exit, () -> SmallComparison.text(log));
        SmallComparison.assertSame(expected, out, where.name);
    }

    /** A locale of Latin-1, made here. */
    @Test
    void theLocaleLatin1ChangesNoByte() throws Exception {
        Path locales = Files.createDirectories(temp.resolve("locales"));
        Process made;
        try {
            made = new ProcessBuilder(
                            "localedef", "-i", "de_DE", "-f", "ISO-8859-1", locales.resolve("de_DE.ISO-8859-1") + "")
                    .redirectErrorStream(true)
                    .redirectOutput(temp.resolve("localedef.log").toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: no locale can be made: " + e.getMessage());
            return;
        }
        assumeTrue(made.waitFor() == 0, "skipped: this system cannot make a locale of Latin-1");
        check(Surroundings.of("locale Latin-1", Map.of("LOCPATH", locales.toString(), "LC_ALL", "de_DE.ISO-8859-1")));
    }

    /** One of two in the same folder is refused; two that share the cache of images alone do not meet. */
    @Test
    void twoAtOnce() throws Exception {
        for (boolean same : new boolean[] {true, false}) {
            KilledComparisonTest.delete(small.cache());
            Path[] out = {temp.resolve("first-" + same), temp.resolve((same ? "first-" : "second-") + same)};
            Path[] log = {temp.resolve("first.log"), temp.resolve("second.log")};
            Process[] both = new Process[2];
            for (int i = 0; i < 2; i++) {
                both[i] = small.start(List.of(), Map.of(), List.of(), out[i], log[i]);
            }
            int failed = 0;
            for (int i = 0; i < 2; i++) {
                assertTrue(both[i].waitFor(5, TimeUnit.MINUTES));
                String text = SmallComparison.text(log[i]);
                if (both[i].exitValue() != 0) {
                    failed++;
                    assertTrue(text.contains("Another comparison is writing into"), text);
                }
            }
            // The second may come after the first has ended, if the machine is busy.
            assertTrue(failed <= (same ? 1 : 0), "failed: " + failed);
            for (Path folder : out) {
                SmallComparison.assertSame(expected, folder, "two at once, in the same folder: " + same);
            }
        }
    }

    /** A superuser may write everywhere, unless this right is taken from him. */
    @Test
    void aFolderThatMayNotBeWritten() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("read-only"));
        Path log = temp.resolve("log");
        assertTrue(folder.toFile().setWritable(false));
        List<String> before =
                Files.isWritable(folder) ? List.of("setpriv", "--bounding-set=-dac_override") : List.<String>of();
        int exit;
        try {
            exit = small.run(before, Map.of(), List.of(), folder.resolve("out"), log);
        } catch (IOException e) {
            assumeTrue(before.isEmpty(), "skipped: the superuser keeps his rights: " + e.getMessage());
            throw e;
        }
        assertEquals(1, exit, () -> SmallComparison.text(log));
        assertTrue(SmallComparison.text(log).contains(folder + "/out cannot be made"), SmallComparison.text(log));
        assertTrue(folder.toFile().setWritable(true));
        assertEquals(0, small.run(before, Map.of(), List.of(), folder.resolve("out"), log));
        SmallComparison.assertSame(expected, folder.resolve("out"), "read-only before");

        assertTrue(folder.resolve("out").toFile().setWritable(false));
        assertEquals(1, small.run(before, Map.of(), List.of(), folder.resolve("out"), log));
        assertTrue(SmallComparison.text(log).contains("no permission to write"), SmallComparison.text(log));
        assertTrue(folder.resolve("out").toFile().setWritable(true));
        SmallComparison.assertSame(expected, folder.resolve("out"), "read-only in between");
    }
}
