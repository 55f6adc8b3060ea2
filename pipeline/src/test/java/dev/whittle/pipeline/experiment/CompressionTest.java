package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Unread;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.table.CodedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.ProductQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training rows as product codes, in experiments and in code. */
@Tag("long")
class CompressionTest {
    private static final String QUANTIZER = "{type: product-quantization, samples: 40, kMeans: {k: 16, iterations: 3}}";
    private static final String SMALL = """
            name: small
            data: {set: generated, train: 60, validation: %d, test: 30}
            seeds: [1, 2]
            features:
              - {name: plain, type: hog, transforms: [{type: l2}]}
              - name: compressed
                type: hog
                transforms: [{type: l2}, QUANTIZER]
              - name: words
                type: bag-of-words
                samples: 500
                kMeans: {k: 20, iterations: 4}
                transforms: [QUANTIZER]
            heads:
              - {name: SGD, type: linear-svm, formulation: one-vs-rest, solver: sgd, l2: 1e-3, iterations: 4%s}
              - {name: L-BFGS, type: linear-svm, formulation: one-vs-rest, hinge: squared, iterations: 4}
            """.replace("QUANTIZER", QUANTIZER);

    @TempDir
    private Path temp;

    private Experiment experiment(int validation, String candidates) throws IOException {
        return Experiment.read(Files.writeString(temp.resolve("small.yaml"), SMALL.formatted(validation, candidates)));
    }

    /** In memory or in files, with one thread or two. */
    @Test
    void memoryAndThreadsChangeNoByte() throws IOException {
        Experiment experiment = experiment(20, ", candidates: [{l2: 1e-2}, {l2: 1e-4}]");
        Path inMemory = temp.resolve("memory");
        Path onDisk = temp.resolve("disk");
        Tiny.run(experiment, Run.defaults().withThreads(2)).withFolder(inMemory).run();
        Tiny.run(experiment, Run.defaults().withThreads(1))
                .withFolder(onDisk)
                .withMemory(1)
                .run();
        assertEquals(
                Optional.empty(),
                ResultDifference.first(inMemory.resolve(ResultFile.NAME), onDisk.resolve(ResultFile.NAME)));
        assertArrayEquals(
                Files.readAllBytes(inMemory.resolve(ResultFile.NAME)),
                Files.readAllBytes(onDisk.resolve(ResultFile.NAME)));
    }

    /** The model of an experiment is that of the pipeline in code, and scores images without the centroids. */
    @Test
    void anExperimentDoesWhatThePipelineDoes() throws IOException {
        Plan plan = Plan.open(experiment(0, ""), Tiny.noData(temp), Run.defaults());
        ComparisonResult result = ComparisonRun.of(plan, Run.defaults())
                .withFolder(temp.resolve("out"))
                .run();
        Model model = result.runs("compressed", "SGD")
                .get(0)
                .outputs()
                .model(Run.defaults())
                .orElseThrow();
        Experiment.Feature feature = plan.features().get(1);
        Spec<Samples, ? extends Classifier> head =
                plan.heads().get(0).candidates().get(0);
        Run run = Run.defaults().withSeed(1);
        Model own = new Pipeline(feature.spec(), new TablePipeline(feature.transforms(), head))
                .fit(plan.data().train(), run);
        Matrix expected = own.scores(plan.data().test(), run);
        assertTrue(expected.bitsEqual(model.scores(plan.data().test(), run)));
        assertTrue(model.table().transforms().get(1).fitted().arrays().asMap().isEmpty());
        Model plain = result.runs("plain", "SGD").get(0).outputs().model(run).orElseThrow();
        assertTrue(!expected.bitsEqual(plain.scores(plan.data().test(), run)), "compression changes the head");

        // The head is that of the decoded rows, and the test rows are not coded.
        Matrix rows = L2Normalize.defaults()
                .fit(null, run)
                .apply(
                        feature.spec()
                                .fit(plan.data().train(), run)
                                .rows(plan.data().train(), run),
                        run);
        CodedRows coded = Compression.last(feature.transforms())
                .orElseThrow()
                .learn(rows, run)
                .code(rows, run);
        var byHand = head.fit(
                new Samples(
                        Matrix.inMemory(coded),
                        plan.data().train().labels(),
                        own.classes().size()),
                run);
        Matrix test = L2Normalize.defaults()
                .fit(null, run)
                .apply(
                        feature.spec()
                                .fit(plan.data().train(), run)
                                .rows(plan.data().test(), run),
                        run);
        assertTrue(expected.bitsEqual(byHand.scores(test, run)));
    }

    @Test
    void onlyTrainingRowsAreCoded() throws IOException {
        Run run = Run.defaults();
        Plan plan = Plan.open(experiment(20, ", candidates: [{l2: 1e-2}, {l2: 1e-4}]"), Tiny.noData(temp), run);
        for (long memory : new long[] {1, Long.MAX_VALUE / 8}) {
            for (int f : new int[] {1, 2}) {
                try (FeatureStore store = new FeatureStore(memory, null, run)) {
                    Features features = new Features(plan.features().get(f), plan, store, null, run);
                    Features.OfSeed seed = features.of(SeedSplit.of(plan, run).get(0));
                    assertInstanceOf(CodedRows.class, seed.train());
                    CodedRows joined = assertInstanceOf(CodedRows.class, seed.validationToFit());
                    assertEquals(60, seed.train().rows());
                    assertEquals(20, joined.rows());
                    Matrix validation = Matrix.inMemory(seed.validation());
                    assertTrue(!validation.bitsEqual(Matrix.inMemory(joined)));
                    assertEquals(30, seed.test().rows());
                    assertTrue(seed.valuesInMemory() >= ((CodedRows) seed.train()).bytes() / 4);
                    features.featureIsDone();
                }
            }
        }
    }

    @Test
    void itMustBeTheLastTransform() throws IOException {
        String wrong =
                SMALL.formatted(0, "").replace("[{type: l2}, " + QUANTIZER + "]", "[" + QUANTIZER + ", {type: l2}]");
        Path file = Files.writeString(temp.resolve("wrong.yaml"), wrong);
        Messages.says(
                IOException.class,
                () -> Experiment.read(file),
                "wrong.yaml",
                "must be the last transform",
                "number 1 of 2");
        Messages.says(
                () -> new TablePipeline(
                        List.of(ProductQuantizer.defaults(), L2Normalize.defaults()), LinearSvm.defaults()),
                "must be the last transform");
    }

    @Test
    void whatCannotBeIsSaidBeforeAnythingIsExtracted() throws IOException {
        Splits images =
                Plan.open(experiment(0, ""), Tiny.noData(temp), Run.defaults()).data();
        refused(
                images,
                new Unread(100),
                ProductQuantizer.defaults(),
                "product-quantization",
                "256",
                "got 60",
                "smaller k");
        // 64 bytes of centroids for each value.
        int length = (int) Math.min(Integer.MAX_VALUE / 16, Runtime.getRuntime().maxMemory() / 64 + 1);
        ProductQuantizer small = new ProductQuantizer(
                8, 100, new KMeans(16, 1, ProductQuantizer.defaults().kMeans().start(), 0));
        refused(
                images,
                new Unread(length),
                small,
                "product-quantization on 60 rows",
                "Java may use",
                "-Xmx",
                "smaller k");
    }

    private void refused(
            Splits images, Spec<Dataset, FeatureExtractor> spec, ProductQuantizer quantizer, String... parts) {
        Plan plan = new Plan(
                "compression",
                "generated",
                null,
                images,
                0,
                List.of(1L),
                List.of(new Experiment.Feature("zeros", spec, List.of(quantizer))),
                List.of(new Experiment.Head("SVM", LinearSvm.defaults())));
        Messages.says(ComparisonRun.of(plan, Run.defaults()).withFolder(temp.resolve("refused"))::run, parts);
    }
}
