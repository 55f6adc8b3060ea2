package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cross-validation in an experiment. */
@Tag("long")
class FoldsTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults();
    private static final int K = 3;
    private static final String SMALL = """
            name: small
            data: {set: generated, size: 24, folds: 3, images: 61, validation: 10}
            seeds: [5, 2]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - {name: words, type: bag-of-words, samples: 500, kMeans: {k: 8, iterations: 3}}
            heads:
              - {name: softmax, type: softmax, iterations: 5}
              - {name: SVM, type: linear-svm, iterations: 5, candidates: [{l2: 1}, {l2: 0.1}]}
            """;

    private Plan plan(String yaml) throws IOException {
        return Plan.open(read(yaml), Tiny.noData(folder), RUN);
    }

    private static List<String> names(Dataset images) {
        return IntStream.range(0, images.size()).mapToObj(images::name).toList();
    }

    @Test
    void theKeys() throws IOException {
        Experiment experiment = read(SMALL);
        assertEquals(new Folds(3, 61), experiment.data().folds());
        assertEquals(experiment, read(text(experiment)));
        assertFalse(text(experiment).contains("\"train\""), text(experiment));
        Experiment all = read(SMALL.replace(", images: 61", ""));
        assertEquals(new Folds(3, DataSpec.ALL), all.data().folds());
        assertEquals(all, read(text(all)));
        assertRefused(
                SMALL.replace("folds: 3", "folds: 1"),
                ":2: data/folds: expected a whole number from 2 to 2147483646, got 1");
        assertRefusedAbout(
                SMALL.replace("images: 61", "train: 40, test: 20"),
                "train and test have no effect with folds",
                "got train: 40 and test: 20; give images");
        assertRefusedAbout(SMALL.replace("folds: 3", "divide: per-seed"), ":2: data/images: images has an effect with");
        assertRefusedAbout(
                SMALL.replace("images: 61", "divide: once"), ":2: data/divide: divide has no effect with folds");
        assertRefusedAbout(
                withData("data: {set: folder, path: x, folds: 3, split: {testFraction: 0.2}}"),
                "split has no effect with folds, got Split[");
        Messages.says(() -> new Folds(1, 0), "at least 2 folds, got 1", "images is at least 1, got 0");
        Messages.says(
                () -> new DataSpec(
                        Generated.defaults(),
                        DataSpec.ALL,
                        HeldOut.NONE,
                        DataSpec.ALL,
                        DataSpec.Divide.PER_SEED,
                        new Folds(2, DataSpec.ALL)),
                "divide has no effect with folds");
    }

    /**
     * The definition: with each seed every image is a test image once, and learned from with every other fold. The
     * numbers of images of two folds, and of each class in them, differ by at most 1.
     */
    @Test
    void everyImageIsATestImageOncePerSeed() throws IOException {
        Plan plan = plan(SMALL);
        assertThrows(IllegalStateException.class, plan::data);
        assertEquals(List.of(0, 1, 2), plan.folds());
        assertEquals(
                List.of("seed 5, fold 0", "seed 5, fold 1", "seed 5, fold 2", "seed 2, fold 0"),
                plan.runsOfCell().subList(0, 4).stream().map(SeedFold::text).toList());
        List<TreeSet<String>> ofSeeds = new ArrayList<>();
        for (int s = 0; s < 2; s++) {
            Map<String, Integer> tested = new TreeMap<>();
            int[][] ofClass = new int[plan.classes().size()][K];
            for (int k = 0; k < K; k++) {
                Dataset train = plan.data(s * K + k).train();
                Dataset test = plan.data(s * K + k).test();
                assertEquals(61, train.size() + test.size());
                assertTrue(test.size() == 20 || test.size() == 21);
                TreeSet<String> both = new TreeSet<>(names(train));
                both.addAll(names(test));
                assertEquals(61, both.size(), "no image is in both");
                names(test).forEach(name -> tested.merge(name, 1, Integer::sum));
                for (int label : test.labels()) {
                    ofClass[label][k]++;
                }
            }
            assertEquals(61, tested.size());
            assertTrue(tested.values().stream().allMatch(n -> n == 1));
            for (int[] of : ofClass) {
                int most = IntStream.of(of).max().orElseThrow();
                assertTrue(most - IntStream.of(of).min().orElseThrow() <= 1);
            }
            ofSeeds.add(new TreeSet<>(tested.keySet()));
        }
        assertEquals(ofSeeds.get(0), ofSeeds.get(1), "all seeds divide the same images");
        assertNotEquals(names(plan.data(0).test()), names(plan.data(K).test()), "each in its own way");
        assertTrue(ofSeeds.get(0).stream().anyMatch(name -> name.startsWith("test#")), "both parts are in the folds");
        assertTrue(ofSeeds.get(0).stream().anyMatch(name -> name.startsWith("train#")));
        Plan alone = plan(SMALL.replace("[5, 2]", "[2]"));
        assertEquals(names(plan.data(K + 1).test()), names(alone.data(1).test()), "whatever other seeds there are");
    }

    /** Validation images are among those of the other folds, so that a candidate is chosen inside each. */
    @Test
    void eachFoldIsAComparisonOfItsOwn() throws IOException {
        Plan plan = plan(SMALL);
        ComparisonResult all = ComparisonRun.of(plan, RUN).run();
        assertEquals(2 * K, all.result().data().size());
        for (int r = 0; r < 2 * K; r++) {
            SeedFold of = plan.runsOfCell().get(r);
            SeedSplit split = SeedSplit.of(plan.parts().get(r), RUN).get(0);
            assertEquals(10, split.validation().size());
            TreeSet<String> held = new TreeSet<>(names(split.validation()));
            held.retainAll(names(plan.data(r).test()));
            assertTrue(held.isEmpty(), "no test image is for validation");
            Plan one = new Plan(
                    "one", "generated", null, plan.data(r), 10, List.of(of.seed()), plan.features(), plan.heads());
            ComparisonResult alone = ComparisonRun.of(one, RUN).run();
            assertEquals(alone.result().data(), List.of(all.result().data().get(r)));
            for (CellResult cell : alone.cells()) {
                CellRun run = all.cell(cell.feature(), cell.head()).runs().get(r);
                CellRun without = cell.runs().get(0);
                assertEquals(of, run.of());
                assertEquals(without.test(), run.test());
                assertEquals(without.validation(), run.validation());
                assertEquals(without.choice(), run.choice());
                assertEquals(
                        r == 0 ? without.controls().shuffledLabels() : null,
                        run.controls().shuffledLabels(),
                        "a control in the first fold");
                assertEquals(without.featuresSha256(), run.featuresSha256());
            }
        }
    }

    private Path write(Path to, String name, int count) throws IOException {
        Dataset images = new Generated(1, 24, true, true, true, true, true, true, true).images(name, count);
        Files.createDirectories(to.resolve(name));
        for (int i = 0; i < count; i++) {
            ImageFile.write(to.resolve(name).resolve(i + ".png"), images.image(i));
        }
        return to;
    }

    @Test
    void aClassWithFewerImagesThanFoldsIsNamed() throws IOException {
        Path set = folder.resolve("set");
        write(write(set, "many", 6), "few", 3);
        String yaml =
                withData("data: {set: folder, path: " + set + ", folds: FOLDS}").replace("[1, 2, 3]", "[1]");
        String refused = assertThrows(IOException.class, () -> plan(yaml.replace("FOLDS", "4")))
                .getMessage();
        assertTrue(refused.contains("With 4 folds each class needs at least 4 images"), refused);
        assertTrue(refused.contains("but 'few' has 3; take fewer folds"), refused);
        Plan plan = plan(yaml.replace("FOLDS", "3"));
        for (int k = 0; k < 3; k++) {
            assertEquals(3, plan.data(k).test().size());
            assertEquals(
                    1,
                    IntStream.of(plan.data(k).test().labels())
                            .filter(c -> c == 0)
                            .count());
        }
        String many = assertThrows(IOException.class, () -> plan(yaml.replace("FOLDS", "3, images: 10")))
                .getMessage();
        assertTrue(many.contains("The experiment divides 10 images into folds, but the data set has 9"), many);
    }

    private static List<String> lines(Path zipped) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(zipped))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Accuracies from predictions.npy and images.csv alone. */
    @Test
    void accuraciesByHand() throws IOException {
        Path out = folder.resolve("out");
        ComparisonResult comparison =
                ComparisonRun.of(plan(SMALL), RUN).withFolder(out).run();
        Map<String, String> truth = new HashMap<>();
        List<String> listed = Files.readAllLines(out.resolve(ImageLists.IMAGES));
        assertTrue(listed.get(0).startsWith("name,class,checksum,\"seed 5, fold 0\",\"seed 5, fold 1\","));
        int[] tested = new int[2 * K];
        for (String line : listed.subList(1, listed.size())) {
            String[] fields = line.split(",", -1);
            truth.put(fields[0], fields[1]);
            for (int s = 0; s < 2; s++) {
                List<String> uses = List.of(fields).subList(3 + s * K, 3 + (s + 1) * K);
                assertEquals(
                        1, uses.stream().filter("test"::equals).count(), "a test image with one fold of seed " + s);
                for (int k = 0; k < K; k++) {
                    tested[s * K + k] += uses.get(k).equals("test") ? 1 : 0;
                }
            }
        }
        assertEquals(61, truth.size());
        double[][] accuracy = new double[2][2 * K];
        List<String> classes = comparison.plan().classes();
        for (int f = 0; f < 2; f++) {
            for (int r = 0; r < 2 * K; r++) {
                String seedFold = "seed-" + (r < K ? 5 : 2) + "-fold-" + r % K;
                Path cell = out.resolve("cells/" + (f == 0 ? "pixels" : "words") + "--softmax--" + seedFold);
                int[] predicted = NpyFile.readInts(cell.resolve("predictions.npy"));
                List<String> list = lines(cell.resolve("predictions.csv.gz"));
                assertEquals(tested[r], predicted.length);
                int right = 0;
                for (int i = 0; i < predicted.length; i++) {
                    String[] fields = list.get(i + 1).split(",");
                    assertEquals(r / K, Integer.parseInt(fields[0]), "repeat");
                    assertEquals(r % K, Integer.parseInt(fields[1]), "fold");
                    assertEquals(classes.get(predicted[i]), fields[3]);
                    right += classes.get(predicted[i]).equals(truth.get(fields[fields.length - 1])) ? 1 : 0;
                }
                accuracy[f][r] = (double) right / predicted.length;
            }
            assertEquals(
                    DoubleStream.of(accuracy[f]).boxed().toList(),
                    comparison
                            .cells()
                            .get(2 * f)
                            .accuracy(Split.TEST)
                            .orElseThrow()
                            .runs());
        }
    }

    @Test
    void filesNameTheFoldAndRunsAreResumed() throws IOException {
        Path once = folder.resolve("once");
        ComparisonResult comparison =
                ComparisonRun.of(plan(SMALL), RUN).withFolder(once).run();
        Path again = folder.resolve("again");
        ComparisonRun.of(plan(SMALL), RUN.withThreads(3))
                .withFolder(again)
                .withMemory(1)
                .run();
        assertEquals(-1, Files.mismatch(once.resolve(ResultFile.NAME), again.resolve(ResultFile.NAME)), "with files");
        FolderDeletion.delete(again.resolve("cells/words--svm--seed-2-fold-1"));
        List<String> made = new ArrayList<>();
        ComparisonRun.of(plan(SMALL), RUN)
                .withListener(new ComparisonListener() {
                    @Override
                    public void begins(int number, int total, String name, boolean kept) {
                        if (!kept) {
                            made.add(number + "/" + total + " " + name);
                        }
                    }
                })
                .withFolder(again)
                .run();
        assertEquals(List.of("22/24 words × SVM, seed 2, fold 1"), made);
        assertEquals(-1, Files.mismatch(once.resolve(ResultFile.NAME), again.resolve(ResultFile.NAME)), "resumed");
        JsonNode result =
                new ObjectMapper().readTree(once.resolve(ResultFile.NAME).toFile());
        JsonNode timing =
                new ObjectMapper().readTree(once.resolve(TimingFile.NAME).toFile());
        for (int r = 0; r < 2 * K; r++) {
            JsonNode run = result.get("cells").get(0).get("runs").get(r);
            assertEquals(r % K, run.get("fold").asInt(-1));
            assertEquals(r < K ? 5 : 2, run.get("seed").asInt());
            assertEquals(r % K, timing.get("runs").get(r).get("fold").asInt(-1));
        }
        assertReadAsWritten(once.resolve(ResultFile.NAME));
        Report report = Report.write(comparison, once, RUN);
        assertTrue(report.legend()
                .contains("61 test images, each in one of 3 folds, in %, mean ± sample deviation"
                        + " over 3 folds with each of the seeds 5, 2"));
        String page = Files.readString(once.resolve(Report.HTML));
        assertTrue(page.contains("Seed 2, fold 1: SHA-256 of the training images: <code>"
                + comparison.result().data().get(K + 1).train().sha256()));
        assertTrue(
                page.contains("Frank") && page.contains("1/(k - 1)"), "the method section has the test and its paper");
    }

    @Test
    void verifyNamesTheFoldOfOtherImages() throws IOException {
        Plan plan = plan(SMALL);
        List<Inspected> found = Inspected.of(plan, RUN);
        Result result =
                new Result(null, Result.Data.ofAll(plan, found), List.of(), List.of(), List.of(), List.of(), Map.of());
        assertTrue(DataDifference.first(result, plan, found).isEmpty());
        Plan other = plan(SMALL.replace("[5, 2]", "[5, 3]"));
        String text =
                DataDifference.first(result, other, Inspected.of(other, RUN)).orElseThrow();
        assertTrue(text.startsWith("seed 3, fold 0: the train images are others"), text);
    }

    private static void assertReadAsWritten(Path file) throws IOException {
        assertEquals(
                Files.readString(file),
                new String(CanonicalJson.bytes(ResultFile.encode(ResultFile.read(file))), StandardCharsets.UTF_8));
    }

    /** Fusions, corruptions and fewer training images have a result for each fold. */
    @Test
    void whatElseAnExperimentHas() throws IOException {
        Path out = folder.resolve("out");
        ComparisonResult comparison =
                ComparisonRun.of(plan(SMALL + """
                                trainImages: [20]
                                fusions:
                                - name: both
                                  of: [{feature: pixels, head: softmax}, {feature: words, head: softmax}]
                                robustness: {corruptions: [gaussian-noise], severities: [3]}
                                """), RUN).withFolder(out).run();
        FusionResult fusion = comparison.result().fusions().get(0);
        assertEquals(2 * K, fusion.runs().size());
        assertEquals(1, fusion.runs().get(K + 1).fold());
        SizeResult fewer = comparison.result().fewerImages().get(0);
        assertEquals(2 * K, fewer.cells().get(0).runs().size());
        assertEquals(2 * K, new TreeSet<>(fewer.sha256()).size());
        for (CellRun run : comparison.cells().get(0).runs()) {
            assertEquals(1, run.corrupted().size());
        }
        assertReadAsWritten(out.resolve(ResultFile.NAME));
        for (String file : List.of(CurveFile.NAME, RobustnessFile.NAME)) {
            assertTrue(Files.readString(out.resolve(file))
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .endsWith("\"seed 2, fold 2\""));
        }
        Report.write(comparison, out, RUN);
    }
}
