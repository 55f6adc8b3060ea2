package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.model.Robustness;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.corrupt.Corruption;
import dev.whittle.feature.kernel.KernelChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Corrupted test images, the key {@code robustness}. */
@Tag("long")
class CorruptionsTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults();
    private static final String SMALL = """
            name: small
            data: {set: generated, size: 24, train: 60, validation: 15, test: 30}
            seeds: [1, 2]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - {name: colours, type: color-histogram}
              - {name: words, type: bag-of-words, samples: 500, kMeans: {k: 8, iterations: 3}, heads: [softmax]}
            heads:
              - {name: softmax, type: softmax, iterations: 5}
              - {name: SVM, type: linear-svm, iterations: 5}
            """;
    private static final String ROBUST =
            SMALL + "robustness: {corruptions: [flip, jpeg, shuffled-cells], severities: [1, 5]}\n";

    private Plan plan(String yaml) throws IOException {
        return Plan.open(read(yaml), Tiny.noData(folder), RUN);
    }

    private static List<Integer> counts(CellRun run) {
        return run.corrupted().stream().map(CorruptedCount::correct).toList();
    }

    @Test
    void shortFormsAreUnderstood() throws IOException {
        Experiment full = read(ROBUST);
        assertEquals(
                new Corruptions(List.of(Corruption.FLIP, Corruption.JPEG, Corruption.SHUFFLED_CELLS), List.of(1, 5)),
                full.robustness());
        assertEquals(full, read(text(full)));
        Corruptions jpeg = new Corruptions(List.of(Corruption.JPEG), List.of(3));
        for (String form : List.of("jpeg", "[jpeg]", "{corruptions: jpeg}", "{corruptions: [jpeg], severities: 3}")) {
            assertEquals(jpeg, read(SMALL + "robustness: " + form + "\n").robustness(), form);
        }
        assertFalse(text(read(SMALL)).contains("robustness"));
        assertEquals(
                "[flip, jpeg of severity 1, jpeg of severity 5, shuffled-cells of severity 1, shuffled-cells of"
                        + " severity 5]",
                full.robustness().cases().toString());
    }

    @Test
    void whatIsWrongIsRefusedWithWhatIsValid() {
        String line = ":11: robustness";
        for (String[] wrong : new String[][] {
            {"[jpeg, blur]", line, "'blur'", "gaussian-noise, shot-noise", "shuffled-cells, equalized"},
            {"[]", line, "the list is empty", "leave robustness out"},
            {"{corruptions: []}", line, "the list is empty"},
            {"{corruptions: jpeg, severities: []}", line, "the list is empty", "from 1 to 5"},
            {"{severities: 3}", line, "'corruptions' is missing"},
            {"{corruptions: jpeg, severities: 0}", line, "from 1 to 5"},
            {"{corruptions: jpeg, severities: [1, 6]}", line, "from 1 to 5"},
            {"{corruptions: jpeg, severities: [3, 1]}", line, "each larger than the one before, got [3, 1]"},
            {"{corruptions: jpeg, severities: [3, 3]}", line, "each larger than the one before, got [3, 3]"},
            {"[jpeg, flip, jpeg]", line, "twice, got jpeg, flip, jpeg"},
            {"{corruption: jpeg}", line, "unknown key 'corruption'", "corruptions"},
            {"3", line, "expected a text"}
        }) {
            assertRefusedAbout(
                    SMALL + "robustness: " + wrong[0] + "\n",
                    List.of(wrong).subList(1, wrong.length).toArray(String[]::new));
        }
        Messages.says(() -> new Corruptions(List.of(Corruption.JPEG), List.of()), "1 corruptions and 0 severities");
        Messages.says(() -> new Corruptions(List.of(Corruption.JPEG), List.of(6)), "from 1 to 5", "[6]");
    }

    @Test
    void descriptorsOfFilesAreRefused() {
        String stored = ROBUST.replace(
                "  - {name: colours, type: color-histogram}",
                "  - {name: SIFT, type: concat, parts: [{type: raw-pixels}, {type: encoding, descriptors:"
                        + " {type: stored-descriptors, file: sift.npy}}]}");
        assertRefusedAbout(stored, ":11: robustness", "the feature 'SIFT' reads the descriptors of images from files");
    }

    @Test
    void grayImagesHaveNoColoursToCorrupt() {
        Plan gray = Halves.plan(0, List.of(3), Corruption.JPEG, Corruption.HUE, Corruption.GRAY);
        Messages.says(
                ComparisonRun.of(gray, RUN)::run,
                "robustness: hue, gray change colours, and the test image image-0 is gray; leave them out");
    }

    @Test
    void countsAreThoseComputedByHand() throws IOException {
        Plan plan = Halves.plan(0, List.of(2, 4), Corruption.FLIP, Corruption.CONTRAST, Corruption.EQUALIZED);
        ComparisonResult result = ComparisonRun.of(plan, RUN).run();
        for (CellRun run : result.cell("pixels", "corner").runs()) {
            assertEquals(4, run.test().top().get(0));
            // Mirrored; lower contrast twice; equalised.
            assertEquals(List.of(2, 4, 4, 4), counts(run));
        }
        for (CellRun run : result.cell("pixels", "left").runs()) {
            assertEquals(List.of(4, 4, 4, 4), counts(run));
        }
        assertEquals(
                List.of(2 / 6.0, 2 / 6.0),
                result.cell("pixels", "corner").accuracyOnCorrupted(0).runs());
    }

    /** A histogram of the whole image does not see that parts of it change places. Other features do. */
    @Test
    void whatACorruptionDoesNotChangeHasTheCountsOfCleanImages() throws IOException {
        ComparisonResult result = ComparisonRun.of(plan(ROBUST), RUN).run();
        boolean others = false;
        for (CellResult cell : result.cells()) {
            for (CellRun run : cell.runs()) {
                int clean = run.test().top().get(0);
                List<Integer> counts = counts(run);
                if (cell.feature().equals("colours")) {
                    assertEquals(List.of(clean, clean, clean), List.of(counts.get(0), counts.get(3), counts.get(4)));
                } else {
                    others |= counts.get(4) != clean;
                }
            }
        }
        assertTrue(others, "the check can fail");
    }

    /** The saved models, evaluated on corrupted images by the library. */
    @Test
    void countsAreThoseOfTheSavedModels() throws IOException {
        String all = ROBUST.replace("[1, 5]", "[1, 2, 3, 4, 5]");
        countsAreThoseOfModels(plan(all), RUN.withThreads(2), 1L << 30);
        countsAreThoseOfModels(plan(all.replace("test: 30}", "test: 30, divide: per-seed}")), RUN, 1);
        String coded = "transforms: [{type: product-quantization, samples: 40, kMeans: {k: 4, iterations: 3}}]}";
        String steps = all.replace(
                "{name: colours, type: color-histogram}",
                "{name: steps, type: raw-pixels, images:" + " [{type: equalize}], " + coded);
        countsAreThoseOfModels(plan(steps), RUN, 1L << 30);
    }

    private static void countsAreThoseOfModels(Plan plan, Run run, long memory) throws IOException {
        ComparisonResult result = ComparisonRun.of(plan, run).withMemory(memory).run();
        List<Corruption> corruptions = plan.robustness().corruptions();
        for (FinishedRun finished : result.runs()) {
            int seed = plan.seeds().indexOf(finished.run().seed());
            Robustness expected = Robustness.of(
                            List.of(finished.outputs().model(RUN).orElseThrow()),
                            plan.data(seed).test(),
                            corruptions,
                            RUN.withSeed(Corruptions.SEED))
                    .get(0);
            List<Integer> right = new ArrayList<>();
            for (Corruption corruption : corruptions) {
                for (Evaluation evaluation : expected.corrupted().get(corruption)) {
                    right.add(evaluation.top().get(0));
                }
            }
            assertEquals(11, right.size());
            assertEquals(right, counts(finished.run()), finished.cell().feature());
        }
    }

    @Test
    void absentTheKeyChangesNothing() throws IOException {
        Path robust = folder.resolve("robust");
        Path plain = folder.resolve("plain");
        ComparisonResult with =
                ComparisonRun.of(plan(ROBUST), RUN).withFolder(robust).run();
        ComparisonResult without =
                ComparisonRun.of(plan(SMALL), RUN).withFolder(plain).run();
        String text = Files.readString(plain.resolve(ResultFile.NAME));
        assertFalse(text.contains("corrupted") || text.contains("robustness"), text);
        assertFalse(Files.exists(plain.resolve(RobustnessFile.NAME)));
        for (int c = 0; c < with.cells().size(); c++) {
            CellResult cell = with.cells().get(c);
            CellResult other = without.cells().get(c);
            for (int s = 0; s < 2; s++) {
                assertEquals(
                        other.runs().get(s).with(Map.of(), null),
                        cell.runs().get(s).with(Map.of(), null).withCorrupted(List.of()));
            }
        }
        csv(robust, with);
        ComparisonRun.of(plan(SMALL), RUN).withFolder(robust).run();
        assertEquals(-1, Files.mismatch(plain.resolve(ResultFile.NAME), robust.resolve(ResultFile.NAME)));
        assertFalse(Files.exists(robust.resolve(RobustnessFile.NAME)), "that of the comparison before");
    }

    private static void csv(Path folder, ComparisonResult result) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(RobustnessFile.NAME));
        assertEquals("feature,head,corruption,severity,mean,sd,seed 1,seed 2", lines.get(0));
        assertEquals(1 + 5 * 6, lines.size());
        String[] clean = lines.get(1).split(",", -1);
        assertEquals(List.of("pixels", "softmax", "none", ""), List.of(clean).subList(0, 4));
        String[] jpeg = lines.get(1 + 6 + 3).split(",", -1);
        assertEquals(List.of("pixels", "SVM", "jpeg", "5"), List.of(jpeg).subList(0, 4));
        CellRun second = result.cell("pixels", "SVM").runs().get(1);
        assertEquals(counts(second).get(2) / 30.0, Double.parseDouble(jpeg[7]));
    }

    @Test
    void threadsKernelsAndFilesGiveTheSameBytes() throws IOException {
        Path once = folder.resolve("once");
        ComparisonRun.of(plan(ROBUST), RUN.withThreads(1)).withFolder(once).run();
        for (int threads : new int[] {2, 7}) {
            Path again = folder.resolve("threads" + threads);
            Run run = RUN.withThreads(threads).withKernels(KernelChoice.SCALAR.kernels());
            ComparisonRun.of(plan(ROBUST), run)
                    .withFolder(again)
                    .withMemory(threads == 2 ? 1 : 1L << 30)
                    .run();
            assertEquals(-1, Files.mismatch(once.resolve(ResultFile.NAME), again.resolve(ResultFile.NAME)));
            assertFalse(Files.exists(again.resolve("features")));
        }
    }

    /** Files of corrupted images are deleted as soon as all heads were tested on them. */
    @Test
    void onlyOneCorruptionIsInFilesAtATime() throws IOException {
        Path out = folder.resolve("out");
        TreeSet<Integer> files = new TreeSet<>();
        ComparisonRun.of(plan(ROBUST.replace("transforms: [{type: standardize}]", "heads: [SVM]")), RUN.withThreads(1))
                .withFolder(out)
                .withMemory(1)
                .withListener(new ComparisonListener() {
                    @Override
                    public void step(String stage, long done, long total) {
                        if (stage.contains("shuffled-cells of severity 5")) {
                            String[] names = out.resolve("features").toFile().list();
                            files.add((int) List.of(names).stream()
                                    .filter(name -> name.endsWith(".npy"))
                                    .count());
                        }
                    }
                })
                .run();
        // Those of clean images, and no more than the one that is written now.
        assertTrue(files.last() <= 4, files.toString());
    }

    @Test
    void interruptedComparisonsGiveTheSameBytes() throws IOException {
        Path once = folder.resolve("once");
        ComparisonRun.of(plan(ROBUST), RUN).withFolder(once).run();
        Path out = folder.resolve("out");
        IllegalStateException killed = assertThrows(
                IllegalStateException.class,
                () -> ComparisonRun.of(plan(ROBUST), RUN)
                        .withFolder(out)
                        .withListener(new ComparisonListener() {
                            @Override
                            public void step(String stage, long done, long total) {
                                if (stage.startsWith("colours, seed 2, jpeg of severity 5")) {
                                    throw new IllegalStateException("killed");
                                }
                            }
                        })
                        .run());
        assertEquals("killed", killed.getMessage());
        assertEquals(List.of(false, true, true, true), made(out, ROBUST).subList(5, 9));
        assertEquals(-1, Files.mismatch(once.resolve(ResultFile.NAME), out.resolve(ResultFile.NAME)));
        FolderDeletion.delete(out.resolve("cells/pixels--svm--seed-1"));
        List<Boolean> made = made(out, ROBUST);
        assertEquals(1, made.stream().filter(m -> m).count());
        assertEquals(-1, Files.mismatch(once.resolve(ResultFile.NAME), out.resolve(ResultFile.NAME)));
    }

    /** Whether each run was made, and not kept. */
    private List<Boolean> made(Path out, String yaml) throws IOException {
        List<Boolean> made = new ArrayList<>();
        ComparisonRun.of(plan(yaml), RUN)
                .withFolder(out)
                .withListener(new ComparisonListener() {
                    @Override
                    public void begins(int number, int total, String name, boolean kept) {
                        made.add(!kept);
                    }
                })
                .run();
        return made;
    }

    @Test
    void otherCorruptionsMakeOnlyRunsWithAllImagesAgain() throws IOException {
        Path out = folder.resolve("out");
        String curve = ROBUST + "trainImages: [20]\n";
        made(out, curve);
        Result result = ResultFile.read(out.resolve(ResultFile.NAME));
        assertTrue(result.fewerImages().get(0).cells().stream()
                .allMatch(cell -> cell.runs().get(0).corrupted().isEmpty()));
        assertFalse(made(out, curve).contains(true));
        List<Boolean> made = made(out, curve.replace("flip, ", "flip, hue, "));
        assertEquals(20, made.size());
        assertEquals(10, made.stream().filter(m -> m).count());
        Map<Boolean, Long> counted = ResultFile.read(out.resolve(ResultFile.NAME)).cells().stream()
                .flatMap(cell -> cell.runs().stream())
                .collect(Collectors.groupingBy(run -> run.corrupted().size() == 7, Collectors.counting()));
        assertEquals(Map.of(true, 10L), counted);
    }

    /** A count that was changed is found where it is. */
    @Test
    void verifyNamesTheCorruption() throws IOException {
        Path out = folder.resolve("out");
        ComparisonRun.of(plan(ROBUST), RUN).withFolder(out).run();
        Path file = out.resolve(ResultFile.NAME);
        Result result = ResultFile.read(file);
        List<CellResult> cells = new ArrayList<>(result.cells());
        List<CellRun> runs = new ArrayList<>(cells.get(1).runs());
        List<CorruptedCount> counts = new ArrayList<>(runs.get(1).corrupted());
        CorruptedCount jpeg = counts.get(2);
        counts.set(2, new CorruptedCount(jpeg.kind(), jpeg.correct() == 0 ? 1 : jpeg.correct() - 1));
        runs.set(1, runs.get(1).withCorrupted(counts));
        cells.set(1, cells.get(1).with(runs));
        Path other = folder.resolve("other.json");
        ResultFile.write(
                other,
                new Result(
                        result.experiment(),
                        result.data(),
                        cells,
                        result.fewerImages(),
                        result.fusions(),
                        result.variance(),
                        result.files()));
        String difference = ResultDifference.first(file, other).orElseThrow().text();
        assertTrue(difference.contains("/cells/1/runs/1/corrupted/2/correct: stored " + jpeg.correct()), difference);
        assertTrue(difference.contains("(pixels × SVM, seed 2, jpeg of severity 5)"), difference);
        counts.remove(4);
        runs.set(1, runs.get(1).withCorrupted(counts));
        assertNotEquals(runs, result.cells().get(1).runs());
    }
}
