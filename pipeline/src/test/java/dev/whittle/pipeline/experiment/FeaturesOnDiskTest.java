package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.ridge.KernelRidge;
import dev.whittle.classify.smile.SmileRbfSvm;
import dev.whittle.feature.Cancellation;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestImages;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.Standardize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features that are larger than the memory given to them. */
class FeaturesOnDiskTest {
    private static final String SMALL = """
            name: small
            data: {set: generated, train: 60, validation: 20, test: 30}
            seeds: [1, 2]
            features:
              - {name: raw pixels, type: raw-pixels, transforms: [{type: standardize}, {type: standardize}]}
              - {name: words, type: bag-of-words, samples: 500, kMeans: {k: 9, iterations: 4}}
            heads:
              - {name: softmax, type: softmax, iterations: 10, candidates: [{l2: 1.0}, {l2: 1e-3}]}
              - {name: dual, type: linear-svm, iterations: 5}
              - {name: MLP, type: mlp, hidden: [8], training: {epochs: 2}}
            """;

    @TempDir
    private Path temp;

    private ComparisonRun small(Path out, long memory) throws IOException {
        Path file = Files.writeString(temp.resolve("small.yaml"), SMALL);
        return Tiny.run(Experiment.read(file), Run.defaults()).withFolder(out).withMemory(memory);
    }

    @Test
    void theBytesAreTheSameAsInMemory() throws IOException {
        Path inMemory = temp.resolve("memory");
        Path onDisk = temp.resolve("disk");
        small(inMemory, Long.MAX_VALUE / 8).run();
        boolean[] seen = {false};
        small(onDisk, 1)
                .withListener(new ComparisonListener() {
                    @Override
                    public void ended(int number, int total, String name, CellRun result) {
                        seen[0] |= Files.isDirectory(onDisk.resolve("features"));
                    }
                })
                .run();
        assertTrue(seen[0], "the features were in files");
        assertFalse(Files.exists(onDisk.resolve("features")), "which are deleted in the end");
        assertArrayEquals(
                Files.readAllBytes(inMemory.resolve(ResultFile.NAME)),
                Files.readAllBytes(onDisk.resolve(ResultFile.NAME)));
    }

    @Test
    void filesAreUsedAgainAfterAKill() throws IOException {
        Path whole = temp.resolve("whole");
        small(whole, 1).run();
        Path out = temp.resolve("killed");
        // As if killed in the second run: the features of the first seed are there.
        assertThrows(
                IllegalStateException.class,
                () -> small(out, 1)
                        .withListener(new ComparisonListener() {
                            @Override
                            public void begins(int number, int total, String name, boolean kept) {
                                if (number == 2) {
                                    throw new IllegalStateException("killed");
                                }
                            }
                        })
                        .run());
        List<Path> left = files(out.resolve("features"));
        // The training and the test images, and of the first seed three transformed tables.
        assertEquals(5, left.size(), left.toString());
        List<Long> written = times(left);
        List<List<Long>> during = new ArrayList<>();
        small(out, 1)
                .withListener(new ComparisonListener() {
                    @Override
                    public void ended(int number, int total, String name, CellRun result) {
                        if (number == 2) {
                            during.add(times(left));
                        }
                    }
                })
                .run();
        assertEquals(List.of(written), during, "none was written again");
        assertArrayEquals(
                Files.readAllBytes(whole.resolve(ResultFile.NAME)), Files.readAllBytes(out.resolve(ResultFile.NAME)));
        assertFalse(Files.exists(out.resolve("features")));
    }

    @Test
    void whatAKillLeftHalfWrittenIsDeleted() throws IOException {
        Path cells = temp.resolve("left").resolve("cells");
        Path run = cells.resolve("words--mlp--seed-9");
        Path half = ResultsFolder.beside(run);
        Files.createDirectories(half);
        Files.writeString(half.resolve(RunFolder.RUN), "{");
        Files.createDirectories(run);
        ResultsFolder.open(temp.resolve("left")).close();
        assertEquals(List.of(run), files(cells));
    }

    /** An interrupt ends it at once; what is there is whole, and nothing else. */
    @Test
    void anInterruptLeavesNothingHalfWritten() throws IOException {
        Path out = temp.resolve("cancelled");
        Cancellation cancellation = new Cancellation();
        Path file = Files.writeString(temp.resolve("small.yaml"), SMALL);
        Experiment experiment = Experiment.read(file);
        assertThrows(
                CancellationException.class,
                () -> Tiny.run(experiment, Run.defaults().withCancellation(cancellation))
                        .withFolder(out)
                        .withMemory(1)
                        .withListener(new ComparisonListener() {
                            @Override
                            public void iteration(int iteration, double objective, double accuracy) {
                                cancellation.cancel();
                            }
                        })
                        .run());
        assertFalse(Files.exists(out.resolve(ResultFile.NAME)));
        try (Stream<Path> all = Files.walk(out)) {
            List<String> unfinished = all.map(Path::toString)
                    .filter(name -> name.endsWith(".tmp"))
                    .toList();
            assertEquals(List.of(), unfinished);
        }
        assertEquals(List.of(), files(out.resolve("cells")));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<Long> times(List<Path> files) {
        return files.stream().map(file -> file.toFile().lastModified()).toList();
    }

    /** All tables that are in memory together count: of 40 training and 10 test images, one to three copies. */
    @ParameterizedTest
    @CsvSource({"0,0,1,50", "10,0,1,90", "10,0,2,130", "0,1,1,100", "10,1,1,140", "10,1,2,180", "0,2,1,150"})
    void copiesCount(int validation, int transforms, int candidates, int rows) throws IOException {
        long memory = 4L * rows * 3072;
        Plan plan = copies(validation, transforms, candidates);
        assertInstanceOf(Matrix.class, features(plan, memory).get(0).train());
        assertFalse(features(plan, memory - 1).get(0).train() instanceof Matrix);
    }

    /** L-BFGS keeps vectors as long as the weights; fewer images do not help where these alone are too long. */
    @Test
    void vectorsOfLbfgsMustFitIntoTheHeap() {
        // With l1 the features themselves are trained on, however many there are.
        Softmax sparse = new Softmax(1e-3, 1e-3, Intercept.FREE, ClassWeights.EQUAL, 1000, 1e-3);
        Plan plan = copies(0, 0, List.of(sparse));
        Experiment.Feature feature = plan.features().get(0);
        Feasibility.checkMemory(plan, feature, 1000, 0);
        long heap = Runtime.getRuntime().maxMemory();
        int length = (int) Math.min(Integer.MAX_VALUE - 8, heap / 256);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Feasibility.checkMemory(plan, feature, length, 0))
                .getMessage();
        assertTrue(
                message.startsWith("pixels × softmax: ") && message.contains("take a shorter feature, or another head"),
                message);
        String tables = assertThrows(
                        IllegalArgumentException.class, () -> Feasibility.checkMemory(plan, feature, 1000, heap))
                .getMessage();
        assertTrue(tables.contains("take fewer images, a shorter feature"), tables);
    }

    /** Kernel ridge says how many images fit, and what takes more. */
    @Test
    void theHeadsAdviceIsGiven() {
        Plan plan = copies(0, 0, List.of(KernelRidge.defaults()));
        Experiment.Feature feature = plan.features().get(0);
        Feasibility.checkMemory(plan, feature, 1000, 0);
        long heap = Runtime.getRuntime().maxMemory();
        Messages.says(() -> Feasibility.checkMemory(plan, feature, 1000, heap), "fewer images", "set landmarks");
    }

    @Test
    void withoutValidationNothingIsCopied() throws IOException {
        List<Features.OfSeed> seeds = features(copies(0, 0, 1), Long.MAX_VALUE / 8);
        assertSame(seeds.get(0).train(), seeds.get(1).train());
    }

    private static Plan copies(int validation, int transforms, int candidates) {
        return copies(validation, transforms, Collections.nCopies(candidates, Softmax.defaults()));
    }

    private static Plan copies(int validation, int transforms, List<Spec<Samples, ? extends Classifier>> candidates) {
        return new Plan(
                "copies",
                "noise",
                null,
                new Splits(noise(40, 0), noise(10, 5)),
                validation,
                List.of(1L, 2L),
                List.of(new Experiment.Feature(
                        "pixels", RawPixels.defaults(), Collections.nCopies(transforms, Standardize.defaults()))),
                List.of(new Experiment.Head("softmax", candidates)));
    }

    /** Of each seed. */
    private List<Features.OfSeed> features(Plan plan, long memory) throws IOException {
        Run run = Run.defaults();
        List<Features.OfSeed> seeds = new ArrayList<>();
        try (FeatureStore store = new FeatureStore(memory, temp, run)) {
            Features features = new Features(plan.features().get(0), plan, store, null, run);
            for (SeedSplit split : SeedSplit.of(plan, run)) {
                seeds.add(features.of(split));
                features.seedIsDone();
            }
            features.featureIsDone();
        }
        return seeds;
    }

    @Test
    void whatDoesNotFitIsSaidBeforeAnythingIsTrained() throws IOException {
        Splits data = new Splits(noise(3_000_000, 0), noise(10, 1));
        Plan smile = Synthetic.plan(data, new Experiment.Head("RBF", SmileRbfSvm.defaults()));
        List<String> begun = new ArrayList<>();
        ComparisonRun run = ComparisonRun.of(smile, Run.defaults()).withListener(new ComparisonListener() {
            @Override
            public void begins(int number, int total, String name, boolean kept) {
                begun.add(name);
            }
        });
        // 3,000,000 · 3,072 values of 12 bytes.
        String message = assertThrows(IllegalArgumentException.class, run.withMemory(1)::run)
                .getMessage();
        assertTrue(message.contains("pixels × RBF"), message);
        assertTrue(message.contains("3,000,000 images of 3,072 values") && message.contains("103.0 GiB"), message);
        Plan huge = Synthetic.plan(
                new Splits(noise(Integer.MAX_VALUE, 0), noise(10, 1)),
                new Experiment.Head("softmax", Softmax.defaults()));
        String disk = assertThrows(
                        IOException.class,
                        ComparisonRun.of(huge, Run.defaults()).withFolder(temp.resolve("huge"))::run)
                .getMessage();
        assertTrue(disk.contains("'pixels'") && disk.contains("are free"), disk);
        assertEquals(List.of(), begun);
    }

    /** 120 MB of features, and twice that with the transformed ones, in a heap of 80 MB. */
    @Test
    void featuresLargerThanTheHeap() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx80m",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Djava.io.tmpdir=" + temp,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Synthetic.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(5, TimeUnit.MINUTES));
        assertEquals(0, child.exitValue(), printed);
        for (String head : List.of("softmax", "dual", "MLP")) {
            assertTrue(printed.contains(head + " 1.0"), printed);
        }
        assertEquals(List.of(), files(temp), "no file is left");
    }

    /** Images of 32 by 32 pixels with 3 bands, brighter for class 1, made when they are asked for. */
    private static Dataset noise(int size, int first) {
        return new TestImages(size, List.of("dark", "bright"), i -> {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 32, 32, 3);
            for (int b = 0; b < 3; b++) {
                byte[] pixels = image.getBand(b).data;
                for (int p = 0; p < pixels.length; p++) {
                    int noise = ((i + first) * 7919 + p * 104_729 + b * 31) % 97;
                    pixels[p] = (byte) (noise + 40 * (i % 2));
                }
            }
            return image;
        });
    }

    /** What the child does. */
    static final class Synthetic {
        private Synthetic() {}

        static Plan plan(Splits data, Experiment.Head... heads) {
            return new Plan(
                    "synthetic",
                    "noise",
                    null,
                    data,
                    0,
                    List.of(1L),
                    List.of(new Experiment.Feature("pixels", RawPixels.defaults(), List.of())),
                    List.of(heads));
        }

        public static void main(String[] args) throws IOException {
            MiniBatches once = MiniBatches.builder().epochs(1).build();
            Plan plan = plan(
                    new Splits(noise(9_000, 0), noise(1000, 5)),
                    new Experiment.Head("softmax", Softmax.defaults()),
                    new Experiment.Head("dual", LinearSvm.defaults()),
                    new Experiment.Head("MLP", Mlp.relu(List.of(4), 1e-3, once)));
            Plan standardized = new Plan(
                    plan.name(),
                    plan.dataName(),
                    null,
                    plan.data(),
                    0,
                    plan.seeds(),
                    List.of(new Experiment.Feature("pixels", RawPixels.defaults(), List.of(Standardize.defaults()))),
                    plan.heads());
            ComparisonResult result = ComparisonRun.of(
                            standardized, Run.defaults().withThreads(2))
                    .run();
            for (CellResult cell : result.cells()) {
                System.out.println(cell.head() + " "
                        + cell.accuracy(Split.TEST).orElseThrow().mean());
            }
        }
    }
}
