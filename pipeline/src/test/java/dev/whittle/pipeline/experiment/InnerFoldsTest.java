package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.model.CrossValidation;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.pipeline.method.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Candidates that are chosen by an inner cross-validation. */
class InnerFoldsTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults();
    private static final int K = 3;
    private static final String NESTED = """
            name: nested
            data: {set: generated, size: 24, folds: 2, images: 80, validation: {folds: 3}}
            seeds: [5]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - {name: words, type: bag-of-words, samples: 300, kMeans: {k: 8, iterations: 2}}
            heads:
              - {name: softmax, type: softmax, iterations: 3}
              - {name: SVM, type: linear-svm, iterations: 8, candidates: [{l2: 0.003}, {l2: 0.3}, {l2: 30}]}
            controls: false
            """;
    private static final String OFFICIAL =
            NESTED.replace("folds: 2, images: 80, validation", "train: 60, test: 40, validation");

    private Plan plan(String yaml) throws IOException {
        return Plan.open(read(yaml), Tiny.noData(folder), RUN);
    }

    private static Set<String> names(Dataset images) {
        return IntStream.range(0, images.size()).mapToObj(images::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The inner folds by their definition. */
    private static int[] folds(Dataset train, SeedFold of) {
        Run seeded = RUN.withSeed(of.seed());
        long divided =
                seeded.random("inner folds", of.fold() == null ? 0 : of.fold()).nextLong();
        return CrossValidation.folds(K).assign(train.labels(), RUN.withSeed(divided));
    }

    @Test
    void theKey() throws IOException {
        Experiment experiment = read(NESTED);
        assertEquals(new HeldOut(0, 3), experiment.data().heldOut());
        assertEquals(experiment, read(text(experiment)));
        assertTrue(text(experiment).replaceAll("\\s", "").contains("\"validation\":{\"folds\":3}"), text(experiment));
        assertRefused(
                NESTED.replace("{folds: 3}", "{folds: 1}"),
                ":2: data/validation/folds: expected a whole number from 2 to 2147483646, got 1");
        assertRefusedAbout(NESTED.replace("{folds: 3}", "{parts: 3}"), ":2: data/validation", "parts");
        assertRefusedAbout(
                NESTED.replaceAll(", candidates: .*]}", "}"),
                ":2: data/validation: inner folds",
                "no head has several");
        String fused = NESTED + "fusions: [{name: both, of: [{feature: pixels, head: SVM},"
                + " {feature: words, head: SVM}]}]\n";
        assertRefusedAbout(fused, "chooses its weights on validation images, and there are none");
        assertEquals(
                "Held out: with inner folds no other images are held out for validation, got 4",
                assertThrows(IllegalArgumentException.class, () -> new HeldOut(4, 3))
                        .getMessage());
    }

    /** Every accuracy, the mean, the choice and the final fit, against a loop over pipelines of the library. */
    @Test
    void theChoiceIsThatOfALoopOverPipelines() throws IOException {
        boolean chosenOther = false;
        boolean differing = false;
        for (String yaml : List.of(NESTED, OFFICIAL)) {
            Plan plan = plan(yaml);
            ComparisonResult result = ComparisonRun.of(plan, RUN).run();
            List<SeedFold> runs = plan.runsOfCell();
            for (Plan.Cell cell : plan.cells()) {
                for (int r = 0; r < runs.size(); r++) {
                    Splits data = plan.data(r);
                    CellRun found = result.cell(
                                    cell.feature().name(), cell.head().name())
                            .runs()
                            .get(r);
                    assertNull(found.validation());
                    if (cell.head().candidates().size() == 1) {
                        assertNull(found.choice());
                        continue;
                    }
                    List<Double> means = new ArrayList<>();
                    for (int c = 0; c < cell.head().candidates().size(); c++) {
                        var pipeline = new Pipeline(
                                cell.feature().spec(),
                                new TablePipeline(
                                        cell.feature().transforms(),
                                        cell.head().candidates().get(c)));
                        List<Double> accuracies = accuracies(pipeline, data.train(), runs.get(r));
                        CellRun.Candidate candidate =
                                found.choice().candidates().get(c);
                        assertEquals(accuracies, candidate.folds());
                        means.add((accuracies.get(0) + accuracies.get(1) + accuracies.get(2)) / K);
                        assertEquals(means.get(c), candidate.validation());
                        if (c == found.choice().index()) {
                            Run seeded = RUN.withSeed(runs.get(r).seed());
                            var fitted = pipeline.fit(data.train(), seeded);
                            assertEquals(fitted.evaluate(data.test(), seeded), found.test());
                            assertEquals(fitted.evaluate(data.train(), seeded), found.train());
                        }
                    }
                    int best = means.indexOf(means.stream().max(Double::compare).orElseThrow());
                    assertEquals(best, found.choice().index());
                    chosenOther |= best != 0;
                    differing |= new TreeSet<>(means).size() > 1;
                }
            }
        }
        assertTrue(differing, "candidates that are all alike");
        assertTrue(chosenOther, "a choice that is always the first would be none");
    }

    private static List<Double> accuracies(Pipeline pipeline, Dataset train, SeedFold of) {
        int[] fold = folds(train, of);
        Run seeded = RUN.withSeed(of.seed());
        List<Double> accuracies = new ArrayList<>();
        for (int k = 0; k < K; k++) {
            int out = k;
            Subset held = Subset.of(
                    train,
                    IntStream.range(0, fold.length).filter(i -> fold[i] == out).toArray());
            accuracies.add(pipeline.fit(held.complement(), seeded)
                    .evaluate(held, seeded)
                    .accuracy());
        }
        return accuracies;
    }

    /** Which images were fitted to, fit by fit. */
    private static final List<Set<String>> FITTED = new ArrayList<>();

    /** Raw pixels that note the images they are fitted to. */
    record Noting(int settings) implements Spec<Dataset, FeatureExtractor> {
        @Override
        public FeatureExtractor fit(Dataset train, Run run) {
            FITTED.add(names(train));
            return new RawPixels(true).fit(train, run);
        }

        @Override
        public FeatureExtractor restore(NamedArrays arrays, Run run) {
            return new RawPixels(true).restore(arrays, run);
        }

        @Override
        public boolean needsData() {
            return true;
        }
    }

    @BeforeEach
    void forget() {
        FITTED.clear();
    }

    private Plan noting(String yaml) throws IOException {
        Plan plan = plan(yaml);
        return new Plan(
                plan.name(),
                plan.dataName(),
                plan.experiment(),
                plan.divisions(),
                plan.heldOut(),
                plan.seeds(),
                plan.folds(),
                plan.trainImages(),
                List.of(new Experiment.Feature("noting", new Noting(1), List.of())),
                plan.heads(),
                List.of(),
                Corruptions.NONE);
    }

    /** Of the images of an outer fold, each inner fold is left out of one fit, and the test images out of all. */
    @Test
    void nothingIsFittedToWhatIsHeldOut() throws IOException {
        Plan plan = noting(NESTED);
        ComparisonRun.of(plan, RUN).run();
        assertEquals(2 * (K + 1), FITTED.size(), "one fit for each inner fold, whatever the number of candidates");
        for (int r = 0; r < 2; r++) {
            Dataset train = plan.data(r).train();
            int[] fold = folds(train, plan.runsOfCell().get(r));
            for (int k = 0; k < K; k++) {
                int out = k;
                Set<String> others = IntStream.range(0, fold.length)
                        .filter(i -> fold[i] != out)
                        .mapToObj(train::name)
                        .collect(Collectors.toSet());
                assertEquals(others, FITTED.get(r * (K + 1) + k));
            }
            assertEquals(names(train), FITTED.get(r * (K + 1) + K), "last all of them");
        }
        int[] first = folds(plan.data(0).train(), new SeedFold(5, 0));
        int[] other = folds(plan.data(0).train(), new SeedFold(5, 1));
        assertNotEquals(
                IntStream.of(first).boxed().toList(),
                IntStream.of(other).boxed().toList(),
                "divided for each fold");
    }

    private ComparisonRun stopping(Plan plan, Path out, long atFold) {
        return ComparisonRun.of(plan, RUN)
                .withMemory(1)
                .withListener(new ComparisonListener() {
                    @Override
                    public void step(String stage, long done, long total) {
                        if (stage.startsWith("inner folds") && done == atFold) {
                            throw new IllegalStateException("killed");
                        }
                    }
                })
                .withFolder(out);
    }

    /** Inner folds that are done are not fitted again. Tables are in files, which changes nothing either. */
    @Test
    void killedAndResumedItHasTheSameBits() throws IOException {
        Plan plan = noting(OFFICIAL);
        Path whole = folder.resolve("whole");
        ComparisonRun.of(plan, RUN).withFolder(whole).run();
        assertEquals(K + 1, FITTED.size());
        Path resumed = folder.resolve("resumed");
        ComparisonRun killed = stopping(plan, resumed, 2);
        assertThrows(IllegalStateException.class, killed::run);
        FITTED.clear();
        stopping(plan, resumed, -1).run();
        assertEquals(2, FITTED.size(), "the last inner fold, and all images");
        for (String name : List.of("result.json", "images.csv")) {
            assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(resumed.resolve(name)));
        }
        for (String name : List.of("features", "checkpoints")) {
            assertFalse(Files.exists(resumed.resolve(name)), name);
        }
        FITTED.clear();
        stopping(plan, resumed, 0).run();
        assertEquals(0, FITTED.size(), "a finished run is kept with its choice");
    }

    @Test
    void imagesHaveTheirInnerFold() throws IOException {
        for (String yaml : List.of(NESTED, OFFICIAL)) {
            Plan plan = plan(yaml);
            Path out = folder.resolve("images.csv");
            ImageLists.writeImages(
                    out, plan, ComparisonRun.of(plan, RUN).inspect().inspected());
            List<String> lines = Files.readAllLines(out);
            Dataset train = plan.data(0).train();
            int[] fold = folds(train, plan.runsOfCell().get(0));
            for (int i = 0; i < train.size(); i++) {
                String start = train.name(i) + ",";
                String line = lines.stream()
                        .filter(one -> one.startsWith(start))
                        .findFirst()
                        .orElseThrow();
                assertEquals("train-" + fold[i], line.split(",")[3]);
            }
            assertEquals(
                    plan.data(0).test().size(),
                    lines.stream()
                            .filter(line -> line.split(",")[3].equals("test"))
                            .count());
        }
    }

    @Test
    void fewerImagesAndVarianceChooseAnew() throws IOException {
        String yaml = OFFICIAL.replace("[5]", "[5, 6]").replace("features:", "trainImages: [40]\nfeatures:")
                + "variance: [split, codebook, start]\n";
        ComparisonResult result = ComparisonRun.of(plan(yaml), RUN).run();
        List<Double> fewer = result.curve("words", "SVM")
                .get(0)
                .get(0)
                .run()
                .choice()
                .candidates()
                .get(1)
                .folds();
        assertEquals(K, fewer.size());
        assertNotEquals(
                result.cell("words", "SVM")
                        .runs()
                        .get(0)
                        .choice()
                        .candidates()
                        .get(1)
                        .folds(),
                fewer);
        assertEquals(4, result.result().variance().size());
        assertRefusedBefore(yaml.replace("[40]", "[20]").replace("{folds: 3}", "{folds: 4}"), "needs 4");
        assertRefusedBefore(OFFICIAL.replace("{folds: 3}", "{folds: 7}"), "needs at least 7 training images");
    }

    private void assertRefusedBefore(String yaml, String text) throws IOException {
        ComparisonRun run = ComparisonRun.of(plan(yaml), RUN);
        String message = assertThrows(IllegalArgumentException.class, run::run).getMessage();
        assertTrue(message.contains(text), message);
    }

    @Test
    void theMethodNamesIt() throws IOException {
        Method method = Method.of(plan(NESTED));
        String choice = method.sections().stream()
                .filter(section -> section.title().equals("Choice of settings"))
                .flatMap(section -> section.parts().stream())
                .map(part -> part.text() + part.citations())
                .collect(Collectors.joining());
        assertTrue(choice.contains("nested cross-validation"), choice);
        assertTrue(choice.contains("Varma and Simon 2006") && choice.contains("Cawley and Talbot 2010"), choice);
        assertTrue(
                Stream.of("varma2006", "cawley2010").allMatch(method.bibtex()::contains),
                "they are in the bibliography");
    }

    /** A linear SVM that cannot be fitted to so many images. */
    record Diverging(int at) implements Spec<Samples, Classifier> {
        @Override
        public Classifier fit(Samples train, Run run) {
            if (train.size() == at) {
                throw new ArithmeticException("diverged on " + at);
            }
            return LinearSvm.defaults().fit(train, run);
        }

        @Override
        public Classifier restore(NamedArrays arrays, Run run) {
            throw new IllegalStateException("not needed here");
        }

        @Override
        public boolean needsData() {
            return true;
        }
    }

    @Test
    void oneThatDivergesIsOut() throws IOException {
        Plan plan = plan(OFFICIAL);
        Plan diverging = new Plan(
                "x",
                "images",
                null,
                plan.divisions(),
                plan.heldOut(),
                plan.seeds(),
                plan.folds(),
                List.of(),
                List.of(new Experiment.Feature("pixels", RawPixels.defaults(), List.of())),
                List.of(new Experiment.Head(
                        "SVM", List.of(new Diverging(40), new Diverging(60), new Diverging(0)), null)),
                List.of(),
                Corruptions.NONE);
        CellRun.Choice choice =
                ComparisonRun.of(diverging, RUN).run().runs().get(0).run().choice();
        assertEquals(
                "in inner fold 0: diverged on 40", choice.candidates().get(0).diverged());
        assertEquals(
                "with all training images: diverged on 60",
                choice.candidates().get(1).diverged());
        assertEquals(2, choice.index());
        assertEquals(K, choice.candidates().get(2).folds().size());
    }
}
