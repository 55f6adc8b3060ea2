package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images that are divided into training and test images anew for each seed. */
@Tag("long")
class DividePerSeedTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults();
    private static final String SMALL = """
            name: small
            data: {set: generated, size: 24, train: 30, validation: 10, test: 20, divide: per-seed}
            seeds: [1, 2]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - {name: words, type: bag-of-words, samples: 500, kMeans: {k: 8, iterations: 3}}
            heads:
              - {name: softmax, type: softmax, iterations: 5}
              - {name: SVM, type: linear-svm, iterations: 5, candidates: [{l2: 1}, {l2: 0.1}]}
            """;

    private static List<String> names(Dataset images) {
        return IntStream.range(0, images.size()).mapToObj(images::name).toList();
    }

    private Plan plan(String yaml) throws IOException {
        return Plan.open(read(yaml), Tiny.noData(folder), RUN);
    }

    @Test
    void theKeyIsWrittenOnlyWhereItIsUsed() throws IOException {
        Experiment perSeed = read(SMALL);
        assertEquals(DataSpec.Divide.PER_SEED, perSeed.data().divide());
        assertTrue(text(perSeed).contains("\"divide\" : \"per-seed\""), text(perSeed));
        assertEquals(perSeed, read(text(perSeed)));
        Experiment once = read(SMALL.replace(", divide: per-seed", ""));
        assertFalse(text(once).contains("divide"));
        assertEquals(once, read(SMALL.replace("divide: per-seed", "divide: once")));
        assertRefused(
                SMALL.replace("per-seed", "often"), ":2: data/divide: expected once or per-seed, got the text 'often'");
        assertRefusedAbout(
                withData("data: {set: folder, path: x, split: {testFraction: 0.2, seed: 1}, divide: per-seed}"),
                "split.seed has no effect with divide: per-seed, got 1");
        assertRefusedAbout(withData("data: {set: folder, path: x, split: {testFraction: 0.2}}"), "split needs a seed");
    }

    /** Everything is as if each seed were a comparison of its own. */
    @Test
    void eachSeedIsAComparisonOfItsOwn() throws IOException {
        Plan plan = plan(SMALL);
        assertThrows(IllegalStateException.class, plan::data);
        ComparisonResult all = ComparisonRun.of(plan, RUN).run();
        assertEquals(2, all.result().data().size());
        for (int s = 0; s < 2; s++) {
            Plan one = new Plan(
                    "one", "generated", null, plan.data(s), 10, List.of(s + 1L), plan.features(), plan.heads());
            ComparisonResult alone = ComparisonRun.ofPart(one, plan, RUN).run();
            assertEquals(alone.result().data(), List.of(all.result().data().get(s)));
            for (CellResult cell : alone.cells()) {
                CellRun run = all.cell(cell.feature(), cell.head()).runs().get(s);
                assertEquals(cell.runs().get(0), run, cell.feature() + " × " + cell.head() + ", seed " + (s + 1));
                // The check can fail: the other seed has other figures.
                assertNotEquals(
                        cell.runs().get(0).test(),
                        all.cell(cell.feature(), cell.head()).runs().get(1 - s).test());
            }
        }
        assertNotEquals(
                all.result().data().get(0).test().sha256(),
                all.result().data().get(1).test().sha256());
        assertNotEquals(
                all.result().data().get(0).train().sha256(),
                all.result().data().get(1).train().sha256());
    }

    /** Of each feature, under its first head. */
    @Test
    void shuffledLabelsAreOfTheFirstSeedAlone() throws IOException {
        for (CellResult cell : ComparisonRun.of(plan(SMALL), RUN).run().cells()) {
            List<Boolean> has = cell.runs().stream()
                    .map(run -> run.controls().shuffledLabels() != null)
                    .toList();
            assertEquals(List.of(cell.head().equals("softmax"), false), has, cell.feature() + " × " + cell.head());
        }
    }

    /** Also where it is the only seed. */
    @Test
    void theImagesOfASeedDoNotDependOnTheOtherSeeds() throws IOException {
        Plan both = plan(SMALL);
        for (int s = 0; s < 2; s++) {
            Plan alone = plan(SMALL.replace("[1, 2]", "[" + (s + 1) + "]"));
            assertEquals(names(both.data(s).train()), names(alone.data(0).train()));
            assertEquals(names(both.data(s).test()), names(alone.data(0).test()));
        }
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

        FolderDeletion.delete(again.resolve("cells/words--svm--seed-2"));
        FolderDeletion.delete(again.resolve("cells/pixels--softmax--seed-1"));
        List<String> made = new ArrayList<>();
        ComparisonRun.of(plan(SMALL), RUN)
                .withListener(new ComparisonListener() {
                    @Override
                    public void begins(int number, int total, String name, boolean kept) {
                        if (!kept) {
                            made.add(name);
                        }
                    }
                })
                .withFolder(again)
                .run();
        assertEquals(List.of("pixels × softmax, seed 1", "words × SVM, seed 2"), made);
        assertEquals(-1, Files.mismatch(once.resolve(ResultFile.NAME), again.resolve(ResultFile.NAME)), "resumed");
        Result read = ResultFile.read(once.resolve(ResultFile.NAME));
        assertEquals(2, read.data().size());
        assertEquals(30 + 10, read.data().get(1).train().images());
        assertEquals(20, read.data().get(1).test().images());
    }

    /** The images are those of both parts of the data set; each is used for one thing by a seed. */
    @Test
    void imagesOfBothPartsAreListedWithTheirUseForEachSeed() throws IOException {
        Path out = folder.resolve("out");
        Plan plan = plan(SMALL);
        ComparisonResult comparison =
                ComparisonRun.of(plan, RUN).withFolder(out).run();
        List<String> lines = Files.readAllLines(out.resolve(ImageLists.IMAGES));
        assertEquals("name,class,checksum,seed 1,seed 2", lines.get(0));
        for (int s = 0; s < 2; s++) {
            int place = s + 3;
            for (Map.Entry<String, Integer> use :
                    Map.of("train", 30, "validation", 10, "test", 20).entrySet()) {
                assertEquals(use.getValue(), (int) lines.stream()
                        .skip(1)
                        .filter(line -> line.split(",", -1)[place].equals(use.getKey()))
                        .count());
            }
            List<String> test = lines.stream()
                    .filter(line -> line.split(",", -1)[place].equals("test"))
                    .map(line -> line.split(",")[0])
                    .toList();
            assertEquals(new TreeSet<>(test), new TreeSet<>(names(plan.data(s).test())));
        }
        assertNotEquals(names(plan.data(0).test()), names(plan.data(1).test()));
        Report report = Report.write(comparison, out, RUN);
        assertTrue(report.legend().contains("drawn anew for each seed"), report.legend());
        String page = Files.readString(out.resolve(Report.HTML));
        String few = "With 2 divisions Student's t is 12.7 (with 4 of them 3.2, with 10 2.3)";
        assertTrue(report.legend().contains(few), report.legend());
        assertTrue(page.contains(few.replace("'", "&#39;")) || page.contains(few), "the page says why");
        for (int s = 0; s < 2; s++) {
            assertTrue(page.contains("Seed " + (s + 1) + ": SHA-256 of the training images: <code>"
                    + comparison.result().data().get(s).train().sha256()));
        }
        // Of 20 test images about 4 in 5 are from the training part of the data set.
        assertTrue(names(plan.data(0).test()).stream().anyMatch(name -> name.startsWith("train#")));
        assertTrue(names(plan.data(0).train()).stream().anyMatch(name -> name.startsWith("test#")));
    }

    private void images(Path set, String part, String name, int from, int count) throws IOException {
        Path to = Files.createDirectories(set.resolve(part).resolve(name));
        for (int i = from; i < from + count; i++) {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 16, 16, 1);
            for (int p = 0; p < 256; p++) {
                image.getBand(0).data[p] = (byte) (p * (i + 7 * name.charAt(0)));
            }
            ImageFile.write(to.resolve("image_%04d.png".formatted(i)), image);
        }
    }

    /** A folder with train and test is divided as the same images in one folder are. */
    @Test
    void theFoldersTrainAndTestAreMerged() throws IOException {
        Path parts = folder.resolve("parts");
        Path flat = folder.resolve("flat");
        for (String name : List.of("one", "two")) {
            images(parts, "train", name, 1, 2);
            images(parts, "test", name, 3, 2);
            images(parts, "train", name, 5, 4);
            images(flat, "", name, 1, 8);
        }
        String yaml =
                withData("data: {set: folder, path: PATH, validation: 4MORE}").replace("[1, 2, 3]", "[1, 2]");
        Plan merged = plan(yaml.replace("PATH", parts.toString()).replace("MORE", ", divide: per-seed"));
        for (int s = 0; s < 2; s++) {
            Splits one = plan(yaml.replace("PATH", flat.toString())
                            .replace("MORE", ", split: {trainPerClass: 6, seed: " + (s + 1) + "}"))
                    .data();
            Splits other = merged.data(s);
            assertEquals(12, other.train().size());
            assertEquals(4, other.test().size());
            assertEquals(
                    names(one.test()),
                    names(other.test()).stream()
                            .map(name -> name.substring(name.indexOf('/') + 1))
                            .toList());
            assertEquals(
                    names(one.train()),
                    names(other.train()).stream()
                            .map(name -> name.substring(name.indexOf('/') + 1))
                            .toList());
            // With a split of its own it is that which counts, for one folder and for two.
            for (Path path : List.of(parts, flat)) {
                Splits three = plan(yaml.replace("PATH", path.toString())
                                .replace("MORE", ", split: {trainPerClass: 5}, divide: per-seed"))
                        .data(s);
                assertEquals(6, three.test().size());
            }
            Splits fifth = plan(yaml.replace("PATH", flat.toString()).replace("MORE", ", divide: per-seed"))
                    .data(s);
            assertEquals(4, fifth.test().size(), "without a division of its own a fifth of 8, which is 2, of each");
        }
        assertNotEquals(names(merged.data(0).test()), names(merged.data(1).test()));
    }

    @Test
    void verifyNamesTheSeedOfOtherImages() throws IOException {
        Plan plan = plan(SMALL);
        List<Inspected> found = Inspected.of(plan, RUN);
        Result result =
                new Result(null, Result.Data.ofAll(plan, found), List.of(), List.of(), List.of(), List.of(), Map.of());
        assertTrue(DataDifference.first(result, plan, found).isEmpty());
        Plan other = plan(SMALL.replace("[1, 2]", "[1, 3]"));
        String text =
                DataDifference.first(result, other, Inspected.of(other, RUN)).orElseThrow();
        assertTrue(text.startsWith("seed 3: the train images are others"), text);
        Plan three = plan(SMALL.replace("[1, 2]", "[1, 2, 3]"));
        String more =
                DataDifference.first(result, three, Inspected.of(three, RUN)).orElseThrow();
        assertTrue(more.contains("divided 3 times") && more.contains("2 divisions"), more);
    }

    @Test
    void aWarningOfSomeSeedsNamesThem() {
        assertEquals(
                List.of("all", "seed 5: one", "seeds 5, 7: two"),
                Inspected.warnings(
                        List.of(List.of("all", "one", "two"), List.of("all"), List.of("all", "two")),
                        List.of(new SeedFold(5, null), new SeedFold(6, null), new SeedFold(7, null))));
        assertEquals(
                List.of("seed 5, fold 0; seed 6, fold 1: one"),
                Inspected.warnings(
                        List.of(List.of("one"), List.of(), List.of("one")),
                        List.of(new SeedFold(5, 0), new SeedFold(5, 1), new SeedFold(6, 1))));
        assertEquals(
                List.of("a"),
                Inspected.warnings(List.of(List.of("a")), List.of(new SeedFold(1, null), new SeedFold(2, null))));
    }

    @Test
    void aDivisionMustBeChosen() {
        Messages.says(
                () -> new DataSpec(Generated.defaults(), 10, HeldOut.NONE, 10, null, null), "divide must be given");
    }
}
