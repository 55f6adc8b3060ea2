package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Learning curves, and features under some of the heads. */
@Tag("long")
class TrainImagesTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults();
    private static final String SMALL = """
            name: small
            data: {set: generated, size: 24, train: 60, validation: 15, test: 30}
            seeds: [1, 2]
            trainImages: [20, 40]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - {name: words, type: bag-of-words, samples: 500, kMeans: {k: 8, iterations: 3}, heads: [softmax]}
              - {name: network, type: raw-pixels, heads: MLP, learned: true}
            heads:
              - {name: softmax, type: softmax, iterations: 5}
              - {name: SVM, type: linear-svm, iterations: 5}
              - {name: MLP, type: mlp, hidden: 8, training: {epochs: 2}}
            """;

    private Plan plan(String yaml) throws IOException {
        return Plan.open(read(yaml), Tiny.noData(folder), RUN);
    }

    @Test
    void keysAreWrittenOnlyWhereTheyAreUsed() throws IOException {
        Experiment experiment = read(SMALL);
        assertEquals(List.of(20, 40), experiment.trainImages());
        assertEquals(List.of("softmax"), experiment.features().get(1).heads());
        assertEquals(List.of("MLP"), experiment.features().get(2).heads());
        assertTrue(experiment.features().get(2).learned());
        assertEquals(experiment, read(text(experiment)));
        String plain = text(read(GOOD));
        assertFalse(plain.contains("trainImages") || plain.contains("learned"), plain);
        assertEquals(read(GOOD), read(plain));
    }

    @Test
    void wrongKeysAreRefused() {
        assertRefused(
                SMALL.replace("[20, 40]", "[40, 20]"),
                ":4: trainImages: trainImages lists numbers of at least 1, each larger than the one before, got"
                        + " [40, 20]");
        assertRefusedAbout(SMALL.replace("[20, 40]", "[20, 61]"), ":4", "61", "60 images to train on");
        assertRefusedAbout(SMALL.replace("[20, 40]", "[]"), ":4", "the list is empty");
        assertRefusedAbout(SMALL.replace("[20, 40]", "[0]"), ":4", "0");
        assertRefusedAbout(SMALL.replace("heads: MLP", "heads: CNN"), ":8", "'network'", "'CNN'", "softmax, SVM, MLP");
        assertRefusedAbout(SMALL.replace("heads: MLP", "heads: [MLP, MLP]"), ":8", "'MLP' twice");
        assertRefusedAbout(SMALL.replace("heads: MLP", "heads: []"), ":8", "the list is empty");
        assertRefusedAbout(
                SMALL.replace("standardize}]}", "standardize}], heads: softmax}"),
                ":9",
                "no feature is under the head" + " SVM");
        assertRefusedAbout(
                SMALL + "fusions: [{name: f, of: [{feature: words, head: SVM}, {feature: pixels, head: SVM}]}]\n",
                "words × SVM",
                "not under this head");
    }

    /** As many as there are make no point of their own. */
    @Test
    void allImagesAreTheLastPointInAnyCase() throws IOException {
        Plan plan = plan(SMALL.replace("[20, 40]", "[20, 60]"));
        assertEquals(List.of(20), plan.fewerImages());
        assertEquals(5, plan.cells().size());
    }

    /** The same for every feature and head, each number's among those of the next, every class with its share. */
    @Test
    void imagesAreNestedAndStratified() throws IOException {
        Plan plan = plan(SMALL);
        List<SeedSplit> splits = SeedSplit.of(plan, RUN);
        for (SeedSplit split : splits) {
            SeedSplit few = split.with(plan, 20, RUN);
            SeedSplit more = split.with(plan, 40, RUN);
            assertEquals(20, few.train().size());
            assertEquals(5, few.validation().size());
            assertEquals(10, more.validation().size());
            assertTrue(indices(more.train()).containsAll(indices(few.train())));
            assertTrue(indices(split.train()).containsAll(indices(more.train())));
            assertTrue(indices(more.validation()).containsAll(indices(few.validation())));
            assertTrue(indices(split.validation()).containsAll(indices(more.validation())));
            int[] inClass = new int[10];
            for (int label : few.train().labels()) {
                inClass[label]++;
            }
            assertTrue(Arrays.stream(inClass).allMatch(n -> n >= 1 && n <= 3), Arrays.toString(inClass));
        }
        assertNotEquals(
                indices(splits.get(0).with(plan, 20, RUN).train()),
                indices(splits.get(1).with(plan, 20, RUN).train()));
    }

    /** What is counted for memory: copies of a choice of images, and rows joined for heads with candidates. */
    @Test
    void memoryIsCountedWhereImagesAreCopiedOrJoined() throws IOException {
        Plan plan = plan(SMALL.replace("linear-svm, iterations: 5}", "linear-svm, candidates: [{l2: 1}, {l2: 2}]}"));
        List<Experiment.Feature> features = plan.features();
        assertEquals(75 * 4, Features.joinedValues(plan, features.get(0), 4), "under the SVM, which has candidates");
        assertEquals(0, Features.joinedValues(plan, features.get(1), 4), "under softmax alone");
        String without = SMALL.replace("validation: 15, ", "");
        assertEquals((2 * 60 + 30) * 4, Features.extractedValues(plan(without), features.get(0), 4));
        Plan all = plan(without.replace("[20, 40]", "[60]"));
        assertEquals((60 + 30) * 4, Features.extractedValues(all, features.get(0), 4), "all images are not copied");
    }

    private static List<Integer> indices(Subset images) {
        return IntStream.of(images.indices()).boxed().toList();
    }

    /** Everything is as if there were no other images. */
    @Test
    void eachPointIsAComparisonOfItsOwn() throws IOException {
        Plan plan = plan(SMALL.replace("validation: 15, ", ""));
        ComparisonResult comparison = ComparisonRun.of(plan, RUN).run();
        assertEquals(
                List.of(20, 40),
                comparison.result().fewerImages().stream()
                        .map(SizeResult::images)
                        .toList());
        for (int s = 0; s < 2; s++) {
            SeedSplit split = SeedSplit.of(plan, RUN).get(s);
            for (int p = 0; p < 2; p++) {
                Subset train = split.with(plan, plan.fewerImages().get(p), RUN).train();
                Plan alone = new Plan(
                        "alone",
                        "generated",
                        null,
                        new Splits(train, plan.data().test(), plan.origin()),
                        0,
                        List.of(s + 1L),
                        plan.features(),
                        plan.heads());
                ComparisonResult own = ComparisonRun.of(alone, RUN).run();
                SizeResult size = comparison.result().fewerImages().get(p);
                for (int c = 0; c < 5; c++) {
                    CellResult expected = own.cells().get(c);
                    assertEquals(expected.feature(), size.cells().get(c).feature());
                    assertEquals(expected.head(), size.cells().get(c).head());
                    // With all images, as alone, a feature has negative controls.
                    assertEquals(
                            ComparisonRunTest.withoutControl(expected.runs().get(0)),
                            ComparisonRunTest.withoutControl(
                                    size.cells().get(c).runs().get(s)),
                            expected.feature());
                    assertEquals(
                            expected.runs().get(0).featuresSha256(),
                            size.cells().get(c).runs().get(s).featuresSha256());
                    // The check can fail: with another number of images the figures are others.
                    assertNotEquals(
                            expected.runs().get(0).train(),
                            comparison.cells().get(c).runs().get(s).train());
                }
            }
        }
        Plan without = plan(SMALL.replace("validation: 15, ", "").replace("trainImages: [20, 40]\n", ""));
        assertEquals(comparison.cells(), ComparisonRun.of(without, RUN).run().cells(), "the cells with all images");
    }

    @Test
    void featuresInFilesAndResumedRunsGiveTheSameBytes() throws IOException {
        Path once = folder.resolve("once");
        ComparisonRun.of(plan(SMALL), RUN).withFolder(once).run();
        Path again = folder.resolve("again");
        ComparisonRun.of(plan(SMALL), RUN.withThreads(3))
                .withFolder(again)
                .withMemory(1)
                .run();
        assertEquals(-1, Files.mismatch(once.resolve(ResultFile.NAME), again.resolve(ResultFile.NAME)), "with files");
        FolderDeletion.delete(again.resolve("cells/words--softmax--seed-2--20-images"));
        FolderDeletion.delete(again.resolve("cells/pixels--svm--seed-1"));
        List<String> made = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        ComparisonRun.of(plan(SMALL), RUN)
                .withListener(new ComparisonListener() {
                    @Override
                    public void begins(int number, int total, String name, boolean kept) {
                        assertEquals(5 * 2 * 3, total);
                        numbers.add(number);
                        if (!kept) {
                            made.add(name);
                        }
                    }
                })
                .withFolder(again)
                .run();
        assertEquals(List.of("pixels × SVM, seed 1", "words × softmax, seed 2, 20 images"), made);
        assertEquals(IntStream.rangeClosed(1, 30).boxed().toList(), numbers);
        assertEquals(-1, Files.mismatch(once.resolve(ResultFile.NAME), again.resolve(ResultFile.NAME)), "resumed");
        assertFalse(Files.exists(again.resolve("cells/words--softmax--seed-2--20-images/model.npz")));
        assertTrue(Files.exists(again.resolve("cells/words--softmax--seed-1/model.npz")));
        assertFalse(Files.exists(again.resolve("cells/words--softmax--seed-2/model.npz")), "of the first seed alone");
        assertTrue(Files.exists(again.resolve("cells/words--softmax--seed-2/predictions.csv.gz")));
        assertFalse(Files.exists(again.resolve("cells/words--softmax--seed-2--20-images/predictions.csv.gz")));

        Result result = ResultFile.read(again.resolve(ResultFile.NAME));
        assertEquals(Optional.empty(), ChangedRunFiles.first(again, result));
        Path changed = again.resolve("cells/words--softmax--seed-2--20-images/predictions.npy");
        Files.writeString(changed, "changed");
        assertTrue(ChangedRunFiles.first(again, result).orElseThrow().text().contains("20-images"));
        Path other = folder.resolve("other.json");
        String text = Files.readString(again.resolve(ResultFile.NAME));
        String sha = result.fewerImages().get(1).sha256().get(0);
        Files.writeString(other, text.replace(sha, "0"));
        assertTrue(ResultDifference.first(again.resolve(ResultFile.NAME), other)
                .orElseThrow()
                .text()
                .contains("40 training images"));
        csv(again, result);
    }

    private static void csv(Path folder, Result result) throws IOException {
        List<String> curve = Files.readAllLines(folder.resolve(CurveFile.NAME));
        assertEquals("feature,head,images,mean,sd,seed 1,seed 2", curve.get(0));
        assertEquals(1 + 5 * 3, curve.size());
        assertEquals(
                "words,softmax,40,0.2833333333333333,0.07071067811865474,0.3333333333333333,0.23333333333333334",
                curve.get(1 + 3 * 3 + 1));
        assertEquals("network,MLP,60,0.06666666666666667,0,0.06666666666666667,0.06666666666666667", curve.get(15));
        List<String> images = Files.readAllLines(folder.resolve(ImageLists.IMAGES));
        assertEquals(
                "name,class,checksum,seed 1,seed 2,\"seed 1, fewest images\",\"seed 2, fewest images\"", images.get(0));
        for (String[] use : new String[][] {{"train", "20", "20"}, {"train", "40", "20"}, {"validation", "20", "5"}}) {
            long found = images.stream()
                    .map(line -> line.split(",", -1))
                    .filter(f -> f[3].equals(use[0]) && f[5].equals(use[1]))
                    .count();
            assertEquals(Long.parseLong(use[2]), found, Arrays.toString(use));
        }
    }

    private void refused(String yaml, String... parts) throws IOException {
        Path file = Files.writeString(folder.resolve("e.yaml"), yaml);
        Messages.says(IOException.class, () -> ExperimentFile.open(file, Tiny.noData(folder), RUN), parts);
    }

    @Test
    void tooFewImagesAreRefusedWhenTheImagesAreOpened() throws IOException {
        refused(SMALL.replace("[20, 40]", "[12, 40]"), "trainImages has 12", "class", "needs 2", "take more images");
        refused(
                SMALL.replace("epochs: 2", "epochs: 2, patience: 1, validation: 0.02"),
                "trainImages has 20",
                "pixels × MLP",
                "Early stopping holds out 0 of 20");
        refused(
                SMALL.replace("{type: standardize}", "{type: nystroem, components: 30}"),
                "trainImages has 20",
                "pixels × softmax",
                "30",
                "got 20");
        String choosing = SMALL.replace("validation: 15", "validation: 2")
                .replace("iterations: 5}\n  - {name: MLP", "candidates: [{l2: 1}, {l2: 2}]}\n  - {name: MLP");
        refused(choosing, "trainImages has 20", "2 validation images", "candidates");
    }

    /** Also what is wrong only beside the images: more than there are, a class without, too few for a transform. */
    @Test
    void whatOpenImagesDoNotAllowNamesTheLine() throws IOException {
        for (String[] wrong : new String[][] {
            {
                SMALL.replace("train: 60, ", "").replace("[20, 40]", "[20, 9999999]"),
                "trainImages has 9999999, and there are"
            },
            {SMALL.replace("[20, 40]", "[12, 40]"), "trainImages has 12: with seed 1 the class"},
            {SMALL.replace("{type: standardize}", "{type: nystroem, components: 30}"), "trainImages has 20: pixels"},
            {
                SMALL.replace("validation: 15", "validation: 2")
                        .replace("iterations: 5}\n  - {name: MLP", "candidates: [{l2: 1}, {l2: 2}]}\n  - {name: MLP"),
                "trainImages has 20, and of the 2 validation images"
            }
        }) {
            Path file = Files.writeString(folder.resolve("e.yaml"), wrong[0]);
            String place = file + ":4: trainImages: " + wrong[1];
            Messages.says(IOException.class, () -> ExperimentFile.open(file, Tiny.noData(folder), RUN), place);
        }
        String inner = SMALL.replace("validation: 15", "validation: {folds: 50}")
                .replace("iterations: 5}\n  - {name: MLP", "candidates: [{l2: 1}, {l2: 2}]}\n  - {name: MLP");
        Path tooMany = Files.writeString(folder.resolve("e.yaml"), inner);
        Messages.says(
                IOException.class,
                () -> ExperimentFile.open(tooMany, Tiny.noData(folder), RUN),
                "e.yaml:2: data/validation: With 50 inner folds each class needs at least 50 training images");
        Path good = Files.writeString(folder.resolve("e.yaml"), SMALL);
        assertEquals(
                List.of(20, 40),
                ExperimentFile.open(good, Tiny.noData(folder), RUN)
                        .plans()
                        .get("generated")
                        .fewerImages());
    }
}
