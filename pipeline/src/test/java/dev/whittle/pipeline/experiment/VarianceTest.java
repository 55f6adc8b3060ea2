package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import dev.whittle.feature.table.NamedArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much the accuracy varies by each source of chance. */
@Tag("long")
class VarianceTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults();
    private static final String YAML = """
            name: small
            data: {set: generated, size: 24, train: 60, test: 80, validation: 20}
            seeds: [4, 2, 9]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - {name: words, type: bag-of-words, samples: 500, kMeans: {k: 8, iterations: 2}}
            heads:
              - {name: softmax, type: softmax, iterations: 5}
              - {name: MLP, type: mlp, hidden: [8], training: {epochs: 2, batchSize: 8}}
            controls: false
            variance: [split, codebook, start, order]
            """;

    private static final List<Chance> ALL = List.of(Chance.values());

    private Result run(String yaml, Run run) throws IOException {
        return Tiny.run(read(yaml), run).run().result();
    }

    private static VarianceResult.Source source(Result result, int cell, Chance of) {
        return result.variance().get(cell).sources().stream()
                .filter(source -> source.of() == of)
                .findFirst()
                .orElseThrow();
    }

    private static List<Chance> effects(Result result, int cell) {
        return ALL.stream()
                .filter(chance -> source(result, cell, chance).hasEffect())
                .toList();
    }

    @Test
    void theKeys() throws IOException {
        Experiment experiment = read(YAML);
        assertEquals(experiment, read(text(experiment)));
        Experiment some = read(YAML.replace("[split, codebook, start, order]", "[order, split]"));
        assertEquals(List.of(Chance.SPLIT, Chance.ORDER), some.design().variance());
        assertRefused(
                YAML.replace("codebook", "all"),
                ":11: variance/1: unknown source of chance 'all'. Valid: split, codebook, start, order");
        assertRefusedAbout(YAML.replace("codebook", "split"), "variance/1: variance names 'split' twice");
        assertRefusedAbout(YAML.replaceAll("variance: .*", "variance: []"), "variance: the list is empty");
        assertRefusedAbout(YAML.replace("seeds: [4, 2, 9]", "seeds: 1"), ":11: variance: variance needs several seeds");
        assertFalse(text(read(YAML.replaceAll("variance: .*", ""))).contains("variance"));
    }

    /** Without validation images all seeds have the same images. */
    @Test
    void onlyTheSourcesThatACellHasHaveAnEffect() throws IOException {
        Result result = run(YAML.replace("validation: 20", "validation: 0"), RUN);
        assertEquals(List.of(), effects(result, 0), "pixels under softmax");
        assertEquals(List.of(Chance.START, Chance.ORDER, Chance.ALL), effects(result, 1), "pixels under MLP");
        assertEquals(List.of(Chance.CODEBOOK, Chance.ALL), effects(result, 2), "words under softmax");
        assertEquals(
                List.of(Chance.CODEBOOK, Chance.START, Chance.ORDER, Chance.ALL),
                effects(result, 3),
                "words under MLP");
        for (int cell = 0; cell < 4; cell++) {
            for (Chance chance : ALL) {
                VarianceResult.Source source = source(result, cell, chance);
                assertEquals(
                        result.cells().get(cell).runs().get(0).test().accuracy(),
                        source.runs().get(0),
                        "the first is that of the first seed");
                if (!source.hasEffect()) {
                    assertEquals(0, source.deviation());
                    assertEquals(1, source.runs().stream().distinct().count());
                }
            }
        }
        // A single source is the same as all together.
        assertEquals(
                source(result, 2, Chance.ALL).runs(),
                source(result, 2, Chance.CODEBOOK).runs());
    }

    /** The definition, by the parts of the library. */
    @Test
    void eachIsThatByHand() throws IOException {
        Experiment experiment = read(YAML);
        Splits data = Plan.open(experiment, Tiny.noData(folder), RUN).data();
        Result result = run(YAML, RUN);
        for (int h = 0; h < 2; h++) {
            var head = experiment.heads().get(h).candidates().get(0);
            var words = experiment.features().get(1).spec();
            for (Chance chance : ALL) {
                List<Double> runs = source(result, 2 + h, chance).runs();
                assertEquals(3, runs.size());
                for (int s = 0; s < 3; s++) {
                    long seed = experiment.seeds().get(s);
                    boolean all = chance == Chance.ALL;
                    long images = all || chance == Chance.SPLIT ? seed : 4;
                    long codebook = all || chance == Chance.CODEBOOK ? seed : 4;
                    long start = all || chance == Chance.START ? seed : 4;
                    long order = all || chance == Chance.ORDER ? seed : 4;
                    Dataset train = Subset.stratified(data.train(), 20, RUN.withSeed(images), "validation split")
                            .complement();
                    FeatureExtractor fitted = words.fit(train, RUN.withSeed(codebook));
                    Classifier classifier = head.fit(
                            new Samples(
                                    Tables.inMemory(fitted.rows(train, RUN), RUN),
                                    train.labels(),
                                    train.classes().size()),
                            RUN.withSeed(order).withStartSeed(start));
                    double expected = Evaluation.of(
                                    classifier.scores(fitted.rows(data.test(), RUN), RUN),
                                    data.test().labels())
                            .accuracy();
                    assertEquals(expected, runs.get(s), chance + ", seed " + seed);
                }
            }
        }
    }

    @Test
    void theBytesDependNeitherOnThreadsNorOnFilesNorOnMemory() throws IOException {
        byte[] expected = CanonicalJson.bytes(
                ResultFile.encode(run(YAML, RUN.withThreads(1))).get("variance"));
        for (int threads : new int[] {2, 7}) {
            ObjectNode other = ResultFile.encode(run(YAML, RUN.withThreads(threads)));
            assertArrayEquals(expected, CanonicalJson.bytes(other.get("variance")));
        }
        Path out = folder.resolve("out");
        Result onDisk =
                Tiny.run(read(YAML), RUN).withFolder(out).withMemory(1000).run().result();
        assertArrayEquals(
                expected, CanonicalJson.bytes(ResultFile.encode(onDisk).get("variance")));
        List<String> csv = Files.readAllLines(out.resolve(VarianceFile.NAME));
        assertEquals("feature,head,source,effect,mean,sd,low,high,seed 4,seed 2,seed 9", csv.get(0));
        assertEquals(1 + 4 * 5, csv.size());
        assertTrue(csv.get(1).startsWith("pixels,softmax,split,true,"), csv.get(1));
    }

    /** All else stays as it is where the variance is asked for. */
    @Test
    void nothingElseChanges() throws IOException {
        ObjectNode with = ResultFile.encode(run(YAML, RUN));
        ObjectNode without = ResultFile.encode(run(YAML.replaceAll("variance: .*", ""), RUN));
        assertFalse(without.has("variance"));
        with.remove("variance");
        ((ObjectNode) with.get("experiment")).remove("variance");
        assertEquals(without, with);
    }

    /** With folds those of the first fold; the split changes the test images, too. */
    @Test
    void whereSeedsDivideTheImages() throws IOException {
        for (String data : List.of("train: 60, test: 40, divide: per-seed", "folds: 3, images: 90")) {
            Result result = run(YAML.replace("train: 60, test: 80, validation: 20", data + ", validation: 0"), RUN);
            assertEquals(List.of(Chance.SPLIT, Chance.ALL), effects(result, 0), data);
            int runsOfSeed = data.startsWith("folds") ? 3 : 1;
            List<CellRun> runs = result.cells().get(0).runs();
            for (Chance chance : List.of(Chance.SPLIT, Chance.ALL)) {
                for (int s = 0; s < 3; s++) {
                    assertEquals(
                            runs.get(s * runsOfSeed).test().accuracy(),
                            source(result, 0, chance).runs().get(s));
                }
            }
        }
    }

    /** Candidates are chosen anew in each run. */
    @Test
    void aHeadWithCandidates() throws IOException {
        String yaml = YAML.replace("iterations: 5}\n", "iterations: 5, candidates: [{l2: 1e-3}, {l2: 10}]}\n");
        Result result = run(yaml, RUN);
        assertEquals(
                result.cells().get(0).runs().stream()
                        .map(one -> one.test().accuracy())
                        .toList(),
                source(result, 0, Chance.SPLIT).runs(),
                "pixels under softmax have no other source");
    }

    /** A head whose training diverges where its start has another seed than the rest, as in no run of the comparison. */
    private record DivergesElsewhere() implements Spec<Samples, Classifier> {
        @Override
        public Classifier fit(Samples train, Run run) {
            if (run.seed() != run.startSeed()) {
                throw new ArithmeticException("Training diverged");
            }
            return Softmax.defaults().fit(train, run);
        }

        @Override
        public Classifier restore(NamedArrays arrays, Run run) {
            return Softmax.defaults().restore(arrays, run);
        }
    }

    /** The comparison is finished and the cell left out, with a warning. */
    @Test
    void aTrainingThatDivergesDoesNotEndTheComparison() throws IOException {
        Plan read = Plan.open(
                read(YAML.replaceAll("variance: .*", "variance: [start]")), Tiny.noData(Path.of("nowhere")), RUN);
        Plan plan = new Plan(
                "small",
                "generated",
                read.experiment(),
                read.data(0),
                read.validation(),
                read.seeds(),
                read.features(),
                List.of(
                        new Experiment.Head("softmax", Softmax.defaults()),
                        new Experiment.Head("other", new DivergesElsewhere())));
        List<String> warnings = new ArrayList<>();
        Result result = ComparisonRun.of(plan, RUN.withProgress(new Warnings(warnings)))
                .run()
                .result();
        assertEquals(4, result.cells().size());
        assertEquals(
                List.of("softmax", "softmax"),
                result.variance().stream().map(VarianceResult::head).toList());
        assertTrue(
                warnings.toString().contains("pixels × other: the variance by source is left out"),
                warnings.toString());
    }
}
