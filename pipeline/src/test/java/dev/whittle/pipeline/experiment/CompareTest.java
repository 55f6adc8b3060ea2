package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("bits")
class CompareTest {
    @TempDir
    private static Path temp;

    private static Path once;
    private static byte[] expected;

    @BeforeAll
    static void runOnce() throws IOException {
        once = temp.resolve("once");
        Tiny.run(once, 2, Kernels.AUTO);
        expected = Files.readAllBytes(once.resolve(Result.FILE));
    }

    @ParameterizedTest
    @CsvSource({"1,scalar", "2,scalar", "7,scalar", "1,auto", "7,auto"})
    void theBytesDependNeitherOnThreadsNorOnKernels(int threads, String kernels) throws IOException {
        Path out = temp.resolve(threads + kernels);
        Tiny.run(out, threads, kernels.equals("scalar") ? Kernels.SCALAR : Kernels.AUTO);
        assertEquals(
                List.of(),
                Verify.difference(once.resolve(Result.FILE), out.resolve(Result.FILE)).stream()
                        .toList());
        assertArrayEquals(expected, Files.readAllBytes(out.resolve(Result.FILE)));
    }

    /** The same on every machine and JDK: the hash was seen on JDK 17 and 25, with and without vector instructions. */
    @Test
    void theBytesAreTheSameOnEveryJdk() {
        assertEquals("057e32e8b109ec3ea9cf2022bc27aa2ad96d08f19e6d98b2871883b0eba67d95", Hashes.of(expected));
    }

    @Test
    void theResultSaysWhatItPromises() throws IOException {
        JsonNode result = JsonFile.read(once.resolve(Result.FILE));
        assertEquals(5 * 4, result.path("cells").size());
        JsonNode cell = result.path("cells").get(0);
        assertEquals("raw pixels", cell.path("feature").asText());
        assertEquals("softmax", cell.path("head").asText());
        assertEquals(3072, cell.path("length").asInt());
        for (String split : List.of("train", "validation", "test")) {
            JsonNode accuracy = cell.path("accuracy").path(split);
            assertEquals(2, accuracy.path("seeds").size(), split);
            double a = accuracy.path("seeds").get(0).asDouble();
            double b = accuracy.path("seeds").get(1).asDouble();
            assertEquals((a + b) / 2, accuracy.path("mean").asDouble(), 1e-15);
            assertEquals(Math.abs(a - b) / Math.sqrt(2), accuracy.path("sd").asDouble(), 1e-15);
        }
        JsonNode unit = JsonFile.read(
                once.resolve(cell.path("seeds").get(0).path("folder").asText() + "/" + KeptCell.CELL));
        assertEquals(2, unit.path("candidates").size());
        assertEquals(
                "{\"l2\":1}", unit.path("candidates").get(0).path("settings").toString());
        assertEquals(
                unit.path("chosen").path("l2"),
                unit.path("candidates")
                        .get(unit.path("choice").asInt())
                        .path("settings")
                        .path("l2"));
        assertEquals(
                unit.path("candidates"), cell.path("seeds").get(0).path("candidates"), "a result keeps what was tried");
        assertEquals(unit.path("chosen"), cell.path("seeds").get(0).path("chosen"));
        assertEquals("softmax", unit.path("chosen").path("type").asText());
        assertEquals(80, result.path("data").path("train").path("images").asInt());
        assertEquals(30, result.path("data").path("test").path("images").asInt());
        String text = Files.readString(once.resolve(Result.FILE));
        assertFalse(text.contains(temp.toString()), "a result holds no path of the machine");
        assertFalse(text.toLowerCase(java.util.Locale.ROOT).contains("seconds"), "a result holds no time");
    }

    /** In the units and so in what resumes from them: {@link #finishedUnitsAreKept} requires the bytes of one that did not stop. */
    @Test
    void theResultSaysHowNearTheSolversCame() throws IOException {
        JsonNode result = JsonFile.read(once.resolve(Result.FILE));
        List<String> heads = List.of("softmax", "linear SVM", "one-vs-rest", "MLP");
        List<String> keys = List.of(
                "iterations objective gradient stop",
                "iterations objective stop",
                "iterations objective gradient gap stop",
                "");
        for (int i = 0; i < 4; i++) {
            JsonNode cell = result.path("cells").get(i);
            assertEquals(heads.get(i), cell.path("head").asText());
            for (JsonNode seed : cell.path("seeds")) {
                JsonNode convergence = seed.path("convergence");
                List<String> names = new ArrayList<>();
                convergence.fieldNames().forEachRemaining(names::add);
                assertEquals(keys.get(i), String.join(" ", names));
                assertEquals(
                        convergence,
                        JsonFile.read(once.resolve(seed.path("folder").asText()).resolve(KeptCell.CELL))
                                .path("convergence"));
            }
        }
        JsonNode softmax = result.path("cells").get(0).path("seeds").get(0).path("convergence");
        assertTrue(softmax.path("iterations").asInt() <= 20);
        assertTrue(
                List.of("tolerance", "iterations").contains(softmax.path("stop").asText()), softmax.toString());
        JsonNode svm = result.path("cells").get(1).path("seeds").get(0).path("convergence");
        assertEquals("epochs", svm.path("stop").asText());
        assertEquals(3, svm.path("iterations").asInt());
    }

    @Test
    void finishedUnitsAreKept() throws IOException {
        Path out = temp.resolve("interrupted");
        Experiment experiment = Experiment.read(Tiny.file());
        // As if killed in the seventh unit.
        assertThrows(
                IllegalStateException.class,
                () -> Comparison.run(experiment, Tiny.noData(temp), out, Run.defaults(), new Compare.Listener() {
                    @Override
                    public void unit(int number, int total, String name, boolean kept) {
                        if (number == 7) {
                            throw new IllegalStateException("killed");
                        }
                    }
                }));
        assertFalse(Files.exists(out.resolve(Result.FILE)));
        List<Boolean> kept = new ArrayList<>();
        Comparison.run(experiment, Tiny.noData(temp), out, Run.defaults(), new Compare.Listener() {
            @Override
            public void unit(int number, int total, String name, boolean isKept) {
                kept.add(isKept);
            }
        });
        for (int i = 0; i < kept.size(); i++) {
            assertEquals(i < 6, kept.get(i), "unit " + (i + 1));
        }
        assertArrayEquals(expected, Files.readAllBytes(out.resolve(Result.FILE)));
    }

    @Test
    void aNewNameIsNotAnOldResult() throws IOException {
        Experiment experiment = Experiment.read(Tiny.file());
        List<Experiment.Feature> renamed = new ArrayList<>(experiment.features());
        Experiment.Feature hue = renamed.get(1);
        // The same folder name as before.
        renamed.set(1, new Experiment.Feature("HUE", hue.spec(), hue.transforms()));
        Experiment other =
                new Experiment(experiment.name(), experiment.data(), experiment.seeds(), renamed, experiment.heads());
        Path out = temp.resolve("renamed");
        Tiny.run(out, 2, Kernels.AUTO);
        Comparison again = Comparison.run(other, Tiny.noData(temp), out, Run.defaults(), new Compare.Listener() {});
        Comparison fresh = Comparison.run(
                other, Tiny.noData(temp), temp.resolve("fresh"), Run.defaults(), new Compare.Listener() {});
        assertArrayEquals(
                Files.readAllBytes(fresh.folder().resolve(Result.FILE)),
                Files.readAllBytes(again.folder().resolve(Result.FILE)));
        assertEquals("HUE", again.result().path("cells").get(4).path("feature").asText());
    }

    @Test
    void theWorkOfTwoInOneFolderIsRefused() throws IOException {
        Path out = temp.resolve("two");
        Experiment experiment = Experiment.read(Tiny.file());
        assertThrows(
                UncheckedIOException.class,
                () -> Comparison.run(experiment, Tiny.noData(temp), out, Run.defaults(), new Compare.Listener() {
                    @Override
                    public void unit(int number, int total, String name, boolean kept) {
                        try {
                            Tiny.run(out, 1, Kernels.AUTO);
                        } catch (IOException e) {
                            assertTrue(e.getMessage().contains("Another comparison"), e.getMessage());
                            throw new UncheckedIOException(e);
                        }
                    }
                }));
    }

    @Test
    void aDamagedUnitIsMadeAgain() throws IOException {
        Path out = temp.resolve("damaged");
        Comparison first = Tiny.run(out, 2, Kernels.AUTO);
        Path predictions = first.units().get(3).folder().resolve(KeptCell.PREDICTIONS);
        flipBit(predictions, 130);
        Path cell = first.units().get(5).folder().resolve(KeptCell.CELL);
        Files.writeString(cell, Files.readString(cell).substring(0, 40));
        List<Integer> made = new ArrayList<>();
        Comparison.run(Experiment.read(Tiny.file()), Tiny.noData(temp), out, Run.defaults(), new Compare.Listener() {
            @Override
            public void unit(int number, int total, String name, boolean kept) {
                if (!kept) {
                    made.add(number);
                }
            }
        });
        assertEquals(List.of(6, 7), made, "linear SVM and one-vs-rest with the second seed");
        assertArrayEquals(expected, Files.readAllBytes(out.resolve(Result.FILE)));
    }

    @Test
    void aChangedFileIsCaught() throws IOException {
        Path out = temp.resolve("changed");
        Comparison comparison = Tiny.run(out, 2, Kernels.AUTO);
        assertTrue(Verify.damagedFile(out).isEmpty());
        for (String name : List.of(KeptCell.MODEL, KeptCell.PREDICTIONS, KeptCell.CELL)) {
            Path file = comparison.units().get(2).folder().resolve(name);
            byte[] whole = Files.readAllBytes(file);
            flipBit(file, whole.length / 2);
            assertTrue(Verify.damagedFile(out).orElse("").contains(name), name);
            Files.write(file, whole);
            assertTrue(Verify.damagedFile(out).isEmpty());
            Files.delete(file);
            assertTrue(Verify.damagedFile(out).orElse("").contains("missing"), name);
            Files.write(file, whole);
        }
    }

    @Test
    void theFirstDifferenceIsNamed() throws IOException {
        Path other = temp.resolve("other.json");
        String text = new String(expected, java.nio.charset.StandardCharsets.UTF_8);
        Files.writeString(other, text.replaceFirst("\"length\" : 10", "\"length\" : 11"));
        String difference = Verify.difference(once.resolve(Result.FILE), other).orElseThrow();
        assertTrue(difference.contains("/cells/4/length is 10 there, but 11 when it is run again"), difference);
        assertTrue(difference.contains("hue × softmax"), difference);
        // A cell that is not covered by the promise excuses no other.
        Files.writeString(
                other,
                text.replaceFirst("\"length\" : 3072", "\"length\" : 3073")
                        .replaceFirst("\"bitsPromised\" : true", "\"bitsPromised\" : false")
                        .replaceFirst("\"length\" : 10,", "\"length\" : 11,"));
        Path uncovered = temp.resolve("uncovered.json");
        Files.writeString(uncovered, text.replaceFirst("\"bitsPromised\" : true", "\"bitsPromised\" : false"));
        String covered = Verify.difference(uncovered, other).orElseThrow();
        assertTrue(covered.contains("/cells/4/length"), covered);
        Files.writeString(other, text + "\n");
        assertTrue(Verify.difference(once.resolve(Result.FILE), other)
                .orElseThrow()
                .contains("white space"));
    }

    private static void flipBit(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
