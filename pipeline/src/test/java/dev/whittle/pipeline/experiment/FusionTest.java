package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.evaluate.LateFusion;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fusions of cells in an experiment. */
@Tag("long")
class FusionTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults();
    private static final String FUSIONS = """
            fusions:
              - {name: all, of: [{feature: pixels, head: SVM}, {feature: hue, head: softmax}, {feature: hue, head: SVM}]}
            """;
    private static final String PLAIN = """
            name: small
            data: {set: generated, size: 24, train: 40, validation: 30, test: 20MORE}
            seeds: [1, 2]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - {name: hue, type: color-histogram, space: hue, bins: [10], transforms: [{type: standardize}]}
            heads:
              - {name: softmax, type: softmax, iterations: 5}
              - {name: SVM, type: linear-svm, iterations: 5, candidates: [{l2: 1}, {l2: 0.1}]}
            """;
    private static final String SMALL = PLAIN + FUSIONS;

    private Plan plan(String yaml) throws IOException {
        return Plan.open(read(yaml.replace("MORE", "")), Tiny.noData(folder), RUN);
    }

    @Test
    void theyAreReadAndWritten() throws IOException {
        Experiment experiment = read(SMALL.replace("MORE", ""));
        assertEquals(
                List.of(new Fusion(
                        "all",
                        List.of(
                                new Fusion.Part("pixels", "SVM"),
                                new Fusion.Part("hue", "softmax"),
                                new Fusion.Part("hue", "SVM")))),
                experiment.fusions());
        assertEquals(experiment, read(text(experiment)));
        assertFalse(text(read(PLAIN.replace("MORE", ""))).contains("fusions"));
    }

    @Test
    void whatIsWrongIsSaid() {
        String small = SMALL.replace("MORE", "");
        assertRefusedAbout(small.replace("validation: 30", "validation: 0"), "validation images");
        assertRefusedAbout(small.replace("{feature: hue, head: SVM}", "{feature: hog, head: SVM}"), "'hog'", "hue");
        assertRefusedAbout(small.replace("{feature: hue, head: SVM}", "{feature: hue, head: MLP}"), "'MLP'", "softmax");
        assertRefusedAbout(
                small.replace("{feature: hue, head: SVM}", "{feature: hue, head: softmax}"),
                "the part hue × softmax twice");
        assertRefusedAbout(small.replaceFirst("of: .*]", "of: [{feature: hue, head: SVM}]"), "2 to 5 parts", "got 1");
        assertRefusedAbout(small.replace("{name: all, of", "{name: ' ', of"), "the name is empty");
        assertRefusedAbout(small.replace("{name: all, of", "{name: all, weights: 1, of"), "unknown key 'weights'");
        String line = FUSIONS.lines().skip(1).findFirst().orElseThrow();
        assertRefusedAbout(small + line + "\n", "fusions has 'all' twice");
    }

    /** Without a number a fifth of the images is held out, as where a head has candidates. */
    @Test
    void thereAreValidationImagesWhereAFusionNeedsThem() throws IOException {
        String one = SMALL.replace(", validation: 30", "").replace(", candidates: [{l2: 1}, {l2: 0.1}]", "");
        assertEquals(10, plan(one).validation());
    }

    /** The weights and the figures are those of the parts' scores, computed here from nothing but specs. */
    @Test
    void itIsTheFusionOfTheScoresOfItsParts() throws IOException {
        Plan plan = plan(SMALL);
        ComparisonResult comparison = ComparisonRun.of(plan, RUN).run();
        FusionResult fusion = comparison.result().fusions().get(0);
        assertEquals(2, fusion.runs().size());
        boolean mattered = false;
        for (int s = 0; s < 2; s++) {
            SeedSplit split = SeedSplit.of(plan, RUN).get(s);
            List<Matrix> validation = new ArrayList<>();
            List<Matrix> test = new ArrayList<>();
            for (Fusion.Part part : fusion.fusion().of()) {
                Experiment.Feature feature = plan.features().get(part.feature().equals("pixels") ? 0 : 1);
                Experiment.Head head = plan.heads().get(part.head().equals("softmax") ? 0 : 1);
                Run seeded = RUN.withSeed(split.seed());
                var extractor = feature.spec().fit(split.train(), seeded);
                var train = extractor.rows(split.train(), RUN);
                var transform = feature.transforms().get(0).fit(train, seeded);
                CellRun run =
                        comparison.cell(part.feature(), part.head()).runs().get(s);
                var spec = head.candidates()
                        .get(run.choice() == null ? 0 : run.choice().index());
                Samples samples =
                        new Samples(transform.apply(train, RUN), split.train().labels(), 10);
                Matrix held = transform.apply(extractor.rows(split.validation(), RUN), RUN);
                validation.add(spec.fit(samples, seeded).scores(held, RUN));
                // A head with candidates is fitted again with the validation images.
                Samples all = run.choice() == null
                        ? samples
                        : new Samples(
                                samples.features().then(held),
                                IntStream.concat(
                                                Arrays.stream(samples.labels()),
                                                Arrays.stream(split.validation().labels()))
                                        .toArray(),
                                10);
                test.add(spec.fit(all, seeded)
                        .scores(transform.apply(extractor.rows(plan.data().test(), RUN), RUN), RUN));
            }
            var fused = LateFusion.defaults()
                    .fit(new LateFusion.HeldOut(validation, split.validation().labels()), RUN);
            FusionResult.FusionRun run = fusion.runs().get(s);
            assertArrayEquals(fused.weights(), run.fused().weights());
            assertArrayEquals(fused.scales(), run.fused().scales());
            assertEquals(Evaluation.of(fused.of(validation), split.validation().labels()), run.validation());
            Matrix scores = fused.of(test);
            assertEquals(Evaluation.of(scores, plan.data().test().labels()), run.test());
            assertArrayEquals(Classifier.largest(scores), comparison.predictions(fusion)[s]);
            mattered |= fused.weights()[0] != fused.weights()[1];
        }
        assertTrue(mattered, "the weights of some seed differ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", divide: per-seed"})
    void theBytesAreTheSameHoweverItIsRun(String more) throws IOException {
        Plan plan = Plan.open(read(SMALL.replace("MORE", more)), Tiny.noData(folder), RUN);
        Path once = folder.resolve("once");
        ComparisonResult comparison =
                ComparisonRun.of(plan, RUN).withFolder(once).run();
        Path json = once.resolve(ResultFile.NAME);
        byte[] expected = Files.readAllBytes(json);
        assertEquals(comparison.result().fusions(), ResultFile.read(json).fusions());
        assertEquals(1, comparison.result().fusions().size());

        Run other = RUN.withThreads(3).withKernels(KernelChoice.SCALAR.kernels());
        Path again = folder.resolve("again");
        ComparisonRun.of(plan, other).withFolder(again).withMemory(1).run();
        assertArrayEquals(expected, Files.readAllBytes(again.resolve(ResultFile.NAME)));
        // Kept runs have the scores that the fusion needs. One whose scores are damaged is made again.
        Path scores = again.resolve("cells/pixels--svm--seed-1/validation-scores.npy");
        byte[] bytes = Files.readAllBytes(scores);
        bytes[bytes.length - 1] ^= 1;
        Files.write(scores, bytes);
        assertTrue(ChangedRunFiles.first(again, ResultFile.read(again.resolve(ResultFile.NAME)))
                .orElseThrow()
                .text()
                .contains("validation-scores.npy"));
        assertEquals(List.of("pixels × SVM, seed 1"), made(plan, again));
        assertArrayEquals(expected, Files.readAllBytes(again.resolve(ResultFile.NAME)));
        assertFalse(Files.exists(again.resolve("cells/pixels--softmax--seed-1/validation-scores.npy")));

        // A changed weight is seen.
        String changed = Files.readString(json).replaceFirst("(\"weights\" : \\[\\s*)[0-9.]+", "$10.123");
        Files.writeString(again.resolve(ResultFile.NAME), changed);
        String difference = ResultDifference.first(json, again.resolve(ResultFile.NAME))
                .orElseThrow()
                .text();
        assertTrue(difference.contains("/fusions/0/runs/0/weights/0"), difference);
        assertTrue(difference.endsWith("(fusion 'all')"), difference);
        // The only fusion whose bits are not promised is excused.
        Path uncovered = folder.resolve("uncovered.json");
        for (Path file : List.of(uncovered, again.resolve(ResultFile.NAME))) {
            String text = Files.readString(file.equals(uncovered) ? json : file);
            int last = text.lastIndexOf("\"bitsPromised\" : true");
            Files.writeString(
                    file, text.substring(0, last) + text.substring(last).replaceFirst("true", "false"));
        }
        String excused = ResultDifference.first(uncovered, again.resolve(ResultFile.NAME))
                .orElseThrow()
                .text();
        assertTrue(excused.contains("a part of it comes from another library"), excused);

        Report report = Report.write(comparison, once, RUN);
        assertTrue(report.fusionTable().contains("| all |"), report.fusionTable());
        assertTrue(Files.readString(once.resolve(Report.HTML)).contains("<h2>Late fusion</h2>"));
        assertTrue(Files.readString(once.resolve(Report.MARKDOWN)).contains(report.fusionTable()));
    }

    /** The other members of the result are those of the experiment without the fusion, but for the files of parts. */
    @Test
    void aFusionChangesNoCell() throws IOException {
        ComparisonResult with = ComparisonRun.of(plan(SMALL), RUN).run();
        ComparisonResult without = ComparisonRun.of(plan(PLAIN), RUN).run();
        assertEquals(without.cells(), with.cells());
        assertEquals(without.result().data(), with.result().data());
        assertNotEquals(without.result(), with.result());
    }

    @Test
    void faultsNameTheirOwnLine() {
        String small = PLAIN.replace("MORE", "") + """
                fusions:
                  - name: all
                    of:
                      - {feature: pixels, head: SVM}
                      - {feature: hue, head: softmax}
                """;
        assertDoesNotThrow(() -> read(small));
        assertRefusedAbout(small.replace("hue, head: softmax", "hog, head: softmax"), ":14: fusions/0/of/1: ", "'hog'");
        assertRefusedAbout(small.replace("hue, head: softmax", "hue, head: MLP"), ":14: fusions/0/of/1: ", "'MLP'");
        assertRefusedAbout(small.replace("hue, head: softmax", "pixels, head: SVM"), ":14: fusions/0/of/1: ", "twice");
        String single = small.replace(", candidates: [{l2: 1}, {l2: 0.1}]", "");
        assertRefusedAbout(single.replace("validation: 30", "validation: 0"), ":11: fusions/0: ", "validation images");
        String one = small.substring(0, small.indexOf("      - {feature: hue"));
        assertRefusedAbout(one, ":11: fusions/0: ", "got 1");
    }

    /** Whether scores are kept for a fusion changes nothing else, so without the fusion nothing is made again. */
    @Test
    void cellsAreKeptWithoutTheFusion() throws IOException {
        Path out = folder.resolve("out");
        ComparisonRun.of(plan(SMALL), RUN).withFolder(out).run();
        assertTrue(Files.exists(out.resolve("cells/pixels--svm--seed-1/validation-scores.npy")));
        assertEquals(List.of(), made(plan(PLAIN), out));
        Path fresh = folder.resolve("fresh");
        ComparisonRun.of(plan(PLAIN), RUN).withFolder(fresh).run();
        assertArrayEquals(
                Files.readAllBytes(fresh.resolve(ResultFile.NAME)), Files.readAllBytes(out.resolve(ResultFile.NAME)));
        assertFalse(Files.exists(out.resolve("cells/pixels--svm--seed-1/validation-scores.npy")));
        assertTrue(ChangedRunFiles.first(out, ResultFile.read(out.resolve(ResultFile.NAME)))
                .isEmpty());
        // With it again, the parts are made again, whose scores are not there.
        assertEquals(
                List.of(
                        "pixels × SVM, seed 1",
                        "pixels × SVM, seed 2",
                        "hue × softmax, seed 1",
                        "hue × SVM, seed 1",
                        "hue × softmax, seed 2",
                        "hue × SVM, seed 2"),
                made(plan(SMALL), out));
    }

    /** Runs a comparison and returns the names of the runs of cells that are not reused. */
    private static List<String> made(Plan plan, Path out) throws IOException {
        List<String> made = new ArrayList<>();
        ComparisonRun.of(plan, RUN)
                .withListener(new ComparisonListener() {
                    @Override
                    public void begins(int number, int total, String name, boolean kept) {
                        if (!kept) {
                            made.add(name);
                        }
                    }
                })
                .withFolder(out)
                .run();
        return made;
    }
}
