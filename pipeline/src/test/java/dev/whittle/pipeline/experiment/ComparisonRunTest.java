package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("bits")
class ComparisonRunTest {
    @TempDir
    private static Path temp;

    private static Path once;
    private static ComparisonResult comparison;
    private static byte[] expected;

    @BeforeAll
    static void runOnce() throws IOException {
        once = temp.resolve("once");
        comparison = Tiny.run(once, 2, KernelChoice.AUTO.kernels());
        expected = Files.readAllBytes(once.resolve(ResultFile.NAME));
    }

    /** A copy of the folder of the finished comparison, to be changed. */
    private static Path copyOfOnce(String name) throws IOException {
        Path copy = temp.resolve(name);
        try (Stream<Path> all = Files.walk(once)) {
            for (Path file : all.toList()) {
                Files.copy(file, copy.resolve(once.relativize(file).toString()));
            }
        }
        return copy;
    }

    @ParameterizedTest
    @CsvSource({"1,scalar", "2,scalar", "7,scalar", "1,auto", "7,auto"})
    void theBytesDependNeitherOnThreadsNorOnKernels(int threads, String kernels) throws IOException {
        Path out = temp.resolve(threads + kernels);
        Tiny.run(out, threads, kernels.equals("scalar") ? KernelChoice.SCALAR.kernels() : KernelChoice.AUTO.kernels());
        assertEquals(
                List.of(),
                ResultDifference.first(once.resolve(ResultFile.NAME), out.resolve(ResultFile.NAME)).stream()
                        .toList());
        assertArrayEquals(expected, Files.readAllBytes(out.resolve(ResultFile.NAME)));
    }

    /**
     * The same on every machine and JDK: the hash was seen on JDK 17 and 25, with and without vector instructions. It
     * is over all numbers but those of controls, which have a hash of their own, and not over the hashes of features
     * and of files, which change with the format of models.
     */
    @Test
    void theNumbersAreTheSameOnEveryJdk() throws IOException {
        Result result = ResultFile.read(once.resolve(ResultFile.NAME));
        List<CellResult> cells = new ArrayList<>();
        for (CellResult cell : result.cells()) {
            cells.add(cell.with(
                    cell.runs().stream().map(ComparisonRunTest::withoutControl).toList()));
        }
        Result numbers =
                new Result(result.experiment(), result.data(), cells, List.of(), List.of(), List.of(), Map.of());
        ObjectNode tree = ResultFile.encode(numbers);
        tree.findParents("featuresSha256").forEach(run -> ((ObjectNode) run).remove("featuresSha256"));
        assertEquals(
                "5ed587f94a8b1faf82649467501fb24ea25953698350a408282f4e711a996354",
                Hashes.of(CanonicalJson.bytes(tree)));
    }

    /** Without the hash of the features and the calibration, too. */
    static CellRun withoutControl(CellRun run) {
        return new CellRun(
                run.seed(),
                run.fold(),
                null,
                run.choice(),
                run.convergence(),
                run.train(),
                run.validation(),
                run.test(),
                run.testWithoutViews(),
                null,
                run.corrupted(),
                ControlResults.NONE,
                run.curve(),
                run.warnings().stream()
                        .filter(text -> !text.contains("whoever always says") && !text.contains("untrained"))
                        .toList(),
                Map.of(),
                null);
    }

    /** The first seed of each feature has a control, under its first head; the bits of all of them are pinned. */
    @Test
    void theControlsAreTheSameOnEveryJdk() throws IOException {
        Result result = ResultFile.read(once.resolve(ResultFile.NAME));
        String first = result.cells().get(0).head();
        StringBuilder controls = new StringBuilder();
        for (CellResult cell : result.cells()) {
            for (CellRun run : cell.runs()) {
                boolean has = cell.head().equals(first)
                        && run.seed() == cell.runs().get(0).seed();
                assertEquals(
                        has,
                        run.controls().shuffledLabels() != null,
                        cell.feature() + " × " + cell.head() + " " + run.seed());
                ShuffledLabelsResult c = run.controls().shuffledLabels();
                if (has) {
                    controls.append("Control[images=" + c.images() + ", accuracy=" + c.accuracy() + ", limit="
                            + c.limit() + "]\n");
                }
            }
        }
        assertEquals(
                "7b2843d5f8f9628d7adc6be1d2ade0c2947d1df7b8c60a44aaa21c6cdf276640",
                Hashes.of(controls.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The temperature is the best for the validation images, so their cross entropy does not grow. */
    @Test
    void headsWithProbabilitiesHaveATemperature() throws IOException {
        int found = 0;
        for (CellResult cell : ResultFile.read(once.resolve(ResultFile.NAME)).cells()) {
            for (CellRun run : cell.runs()) {
                boolean has = List.of("softmax", "MLP").contains(cell.head());
                assertEquals(has, run.calibration() != null, cell.head());
                if (has) {
                    assertTrue(
                            run.calibration().lossAfter() <= run.calibration().lossBefore(), cell.feature());
                    found++;
                }
            }
        }
        assertTrue(found > 0);
    }

    @Test
    void theResultSaysWhatItPromises() throws IOException {
        Result result = ResultFile.read(once.resolve(ResultFile.NAME));
        assertEquals(5 * 4, result.cells().size());
        CellResult cell = result.cells().get(0);
        assertEquals("raw pixels", cell.feature());
        assertEquals("softmax", cell.head());
        assertEquals(3072, cell.length());
        for (Split split : Split.values()) {
            Accuracy accuracy = cell.accuracy(split).orElseThrow();
            assertEquals(2, accuracy.runs().size(), split.name());
            double a = accuracy.runs().get(0);
            double b = accuracy.runs().get(1);
            assertEquals((a + b) / 2, accuracy.mean(), 1e-15);
            assertEquals(Math.abs(a - b) / Math.sqrt(2), accuracy.sd(), 1e-15);
        }
        CellRun run = cell.runs().get(0);
        assertEquals(60, run.train().samples());
        assertEquals(20, run.validation().samples());
        assertEquals(30, run.test().samples());
        CellRun.Choice choice = run.choice();
        assertEquals(2, choice.candidates().size());
        assertEquals("{\"l2\":1}", choice.candidates().get(0).settings().toString());
        assertEquals(
                choice.chosen().path("l2"),
                choice.candidates().get(choice.index()).settings().path("l2"));
        assertEquals("softmax", choice.chosen().path("type").asText());
        assertEquals(80, result.data().get(0).train().images());
        assertEquals(30, result.data().get(0).test().images());
        String text = Files.readString(once.resolve(ResultFile.NAME));
        assertFalse(text.contains(temp.toString()), "a result holds no path of the machine");
        assertFalse(text.toLowerCase(java.util.Locale.ROOT).contains("seconds"), "a result holds no time");
    }

    /** A run's own file says the same as the result. */
    @Test
    void theRunsAreThoseOfTheResult() throws IOException {
        for (CellResult cell : ResultFile.read(once.resolve(ResultFile.NAME)).cells()) {
            for (CellRun run : cell.runs()) {
                CellResult own = ResultFile.readRun(once.resolve(run.folder()).resolve(RunFolder.RUN));
                assertEquals(cell.with(List.of(run.with(own.runs().get(0).files(), null))), own);
                assertEquals(
                        Hashes.of(once.resolve(run.folder()).resolve(RunFolder.RUN)),
                        run.files().get(RunFolder.RUN));
            }
        }
    }

    /**
     * In the runs and so in what resumes from them: {@link #finishedRunsAreKept} requires the bytes of one that did not
     * stop.
     */
    @Test
    void theResultSaysHowNearTheSolversCame() throws IOException {
        List<CellResult> cells = ResultFile.read(once.resolve(ResultFile.NAME)).cells();
        List<String> heads = List.of("softmax", "linear SVM", "one-vs-rest", "MLP");
        for (int i = 0; i < 4; i++) {
            assertEquals(heads.get(i), cells.get(i).head());
            for (CellRun run : cells.get(i).runs()) {
                Convergence reached = run.convergence();
                assertEquals(i < 3, reached != null);
                if (i < 3) {
                    assertTrue(Double.isFinite(reached.objective()));
                    assertEquals(i != 1, Double.isFinite(reached.gradient()), heads.get(i));
                    assertEquals(i == 2, Double.isFinite(reached.gap()), heads.get(i));
                }
            }
        }
        Convergence softmax = cells.get(0).runs().get(0).convergence();
        assertTrue(softmax.iterations() <= 20);
        assertTrue(
                List.of(Convergence.Stop.TOLERANCE, Convergence.Stop.ITERATIONS).contains(softmax.stop()),
                softmax.toString());
        Convergence svm = cells.get(1).runs().get(0).convergence();
        assertEquals(Convergence.Stop.EPOCHS, svm.stop());
        assertEquals(3, svm.iterations());
    }

    @Test
    void finishedRunsAreKept() throws IOException {
        Path out = temp.resolve("interrupted");
        Experiment experiment = Experiment.read(Tiny.file());
        // As if killed in the seventh run.
        assertThrows(
                IllegalStateException.class,
                () -> run(experiment, out, new ComparisonListener() {
                    @Override
                    public void begins(int number, int total, String name, boolean kept) {
                        if (number == 7) {
                            throw new IllegalStateException("killed");
                        }
                    }
                }));
        assertFalse(Files.exists(out.resolve(ResultFile.NAME)));
        List<Boolean> kept = new ArrayList<>();
        run(experiment, out, new ComparisonListener() {
            @Override
            public void begins(int number, int total, String name, boolean isKept) {
                kept.add(isKept);
            }
        });
        for (int i = 0; i < kept.size(); i++) {
            assertEquals(i < 6, kept.get(i), "run " + (i + 1));
        }
        assertArrayEquals(expected, Files.readAllBytes(out.resolve(ResultFile.NAME)));
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
        Path out = copyOfOnce("renamed");
        ComparisonResult again = run(other, out, new ComparisonListener() {});
        Path fresh = temp.resolve("fresh");
        run(other, fresh, new ComparisonListener() {});
        assertArrayEquals(
                Files.readAllBytes(fresh.resolve(ResultFile.NAME)), Files.readAllBytes(out.resolve(ResultFile.NAME)));
        assertEquals("HUE", again.cells().get(4).feature());
    }

    @Test
    void theWorkOfTwoInOneFolderIsRefused() throws IOException {
        Path out = temp.resolve("two");
        Experiment experiment = Experiment.read(Tiny.file());
        assertThrows(
                UncheckedIOException.class,
                () -> run(experiment, out, new ComparisonListener() {
                    @Override
                    public void begins(int number, int total, String name, boolean kept) {
                        try {
                            Tiny.run(out, 1, KernelChoice.AUTO.kernels());
                        } catch (IOException e) {
                            assertTrue(e.getMessage().contains("Another comparison"), e.getMessage());
                            throw new UncheckedIOException(e);
                        }
                    }
                }));
    }

    @Test
    void aDamagedRunIsMadeAgain() throws IOException {
        Path out = copyOfOnce("damaged");
        Path predictions = out.resolve(comparison.runs().get(3).run().folder()).resolve(RunFolder.PREDICTIONS);
        flipBit(predictions, 130);
        Path cell = out.resolve(comparison.runs().get(5).run().folder()).resolve(RunFolder.RUN);
        Files.writeString(cell, Files.readString(cell).substring(0, 40));
        List<Integer> made = new ArrayList<>();
        run(Experiment.read(Tiny.file()), out, new ComparisonListener() {
            @Override
            public void begins(int number, int total, String name, boolean kept) {
                if (!kept) {
                    made.add(number);
                }
            }
        });
        assertEquals(List.of(6, 7), made, "linear SVM and one-vs-rest with the second seed");
        assertArrayEquals(expected, Files.readAllBytes(out.resolve(ResultFile.NAME)));
    }

    @Test
    void aChangedFileIsCaught() throws IOException {
        Path out = copyOfOnce("changed");
        Result stored = ResultFile.read(out.resolve(ResultFile.NAME));
        assertTrue(ChangedRunFiles.first(out, stored).isEmpty());
        for (String name : List.of(RunFolder.MODEL, RunFolder.PREDICTIONS, RunFolder.RUN)) {
            Path file = out.resolve(comparison.runs().get(2).run().folder()).resolve(name);
            byte[] whole = Files.readAllBytes(file);
            flipBit(file, whole.length / 2);
            assertTrue(
                    ChangedRunFiles.first(out, stored)
                            .map(Finding::text)
                            .orElse("")
                            .contains(name),
                    name);
            Files.write(file, whole);
            assertTrue(ChangedRunFiles.first(out, stored).isEmpty());
            Files.delete(file);
            assertTrue(
                    ChangedRunFiles.first(out, stored)
                            .map(Finding::text)
                            .orElse("")
                            .contains("missing"),
                    name);
            Files.write(file, whole);
        }
    }

    @Test
    void theFirstDifferenceIsNamed() throws IOException {
        Path other = temp.resolve("other.json");
        String text = new String(expected, java.nio.charset.StandardCharsets.UTF_8);
        Files.writeString(other, text.replaceFirst("\"length\" : 10", "\"length\" : 11"));
        String difference = ResultDifference.first(once.resolve(ResultFile.NAME), other)
                .orElseThrow()
                .text();
        assertTrue(difference.contains("/cells/4/length: stored 10, now 11"), difference);
        assertTrue(difference.contains("hue × softmax"), difference);
        // A cell that is not covered by the promise excuses no other.
        Files.writeString(
                other,
                text.replaceFirst("\"length\" : 3072", "\"length\" : 3073")
                        .replaceFirst("\"bitsPromised\" : true", "\"bitsPromised\" : false")
                        .replaceFirst("\"length\" : 10,", "\"length\" : 11,"));
        Path uncovered = temp.resolve("uncovered.json");
        Files.writeString(uncovered, text.replaceFirst("\"bitsPromised\" : true", "\"bitsPromised\" : false"));
        String covered = ResultDifference.first(uncovered, other).orElseThrow().text();
        assertTrue(covered.contains("/cells/4/length"), covered);
        Files.writeString(
                other,
                text.replaceFirst("\"bitsPromised\" : true", "\"bitsPromised\" : false")
                        .replaceFirst("\"length\" : 3072", "\"length\" : 3073"));
        String excused = ResultDifference.first(uncovered, other).orElseThrow().text();
        assertTrue(excused.contains("a part of it comes from another library"), excused);
        Files.writeString(other, text + "\n");
        assertTrue(ResultDifference.first(once.resolve(ResultFile.NAME), other)
                .orElseThrow()
                .text()
                .contains("white space"));
    }

    private static ComparisonResult run(Experiment experiment, Path out, ComparisonListener listener)
            throws IOException {
        return Tiny.run(experiment, Run.defaults())
                .withFolder(out)
                .withListener(listener)
                .run();
    }

    private static void flipBit(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
