package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.model.JsonAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A setting that has no effect is refused where it stands. */
class UnusedSettingsTest {
    private static final String GOOD = """
            name: example
            data: {set: cifar10, train: 2000, validation: 500, test: 1000}
            seeds: [1, 2, 3]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
            heads:
              - {name: softmax, type: softmax, l2: 1e-4}
            """;

    @TempDir
    Path folder;

    private Experiment read(String yaml) throws IOException {
        Path file = folder.resolve("e.yaml");
        Files.writeString(file, yaml);
        return Experiment.read(file);
    }

    private void assertRefused(String yaml, String message) {
        String found = assertThrows(IOException.class, () -> read(yaml)).getMessage();
        assertEquals(folder.resolve("e.yaml") + message, found);
    }

    private void assertRefusedAbout(String yaml, String... parts) {
        String found = assertThrows(IOException.class, () -> read(yaml)).getMessage();
        for (String part : parts) {
            assertTrue(found.startsWith(folder.resolve("e.yaml").toString()) && found.contains(part), found);
        }
    }

    private static String withHead(String settings) {
        return GOOD.replace("type: softmax, l2: 1e-4", settings);
    }

    /** The keys of a feature with image steps are those of the feature, alone and as a part. */
    @Test
    void imageStepsHideNoSettingWithoutEffect() throws IOException {
        String layer = "type: hidden-layer, trained: false, images: {type: gray}, mlp: {l2: 1}";
        String why = "'l2' has no effect with trained: false; it is for trained: true. Leave it out";
        assertRefused(
                GOOD.replace("type: raw-pixels, transforms", layer + ", transforms"), ":5: features/0/mlp/l2: " + why);
        assertRefused(
                GOOD.replace("type: raw-pixels, transforms", "type: concat, parts: [{" + layer + "}], transforms"),
                ":5: features/0/parts/0/mlp/l2: " + why);
        read(GOOD.replace("type: raw-pixels, transforms", layer.replace("{l2: 1}", "{l2: 0.005}") + ", transforms"));
    }

    @Test
    void settingsWithoutEffectAreRefused() throws IOException {
        String svm = "type: linear-svm, ";
        String exact = "; it is for solver mini-batches. Leave it out";
        assertRefused(
                withHead(svm + "solver: dual-coordinate-descent, training: {epochs: 5}"),
                ":7: heads/0/training: 'training' has no effect with solver dual-coordinate-descent" + exact);
        assertRefused(
                withHead(svm + "hinge: squared, training: {epochs: 5}"),
                ":7: heads/0/training: 'training' has no effect with solver auto, which is lbfgs here" + exact);
        assertRefused(
                withHead(svm + "solver: mini-batches, iterations: 5"),
                ":7: heads/0/iterations: 'iterations' has no effect with solver mini-batches;"
                        + " it is for solver lbfgs or dual-coordinate-descent or sgd. Leave it out");
        assertRefused(
                withHead(svm + "formulation: one-vs-rest, solver: sgd, training: {epochs: 5}"),
                ":7: heads/0/training: 'training' has no effect with solver sgd" + exact);
        assertRefused(
                withHead(svm + "formulation: one-vs-rest, solver: sgd, tolerance: 0.1"),
                ":7: heads/0/tolerance: 'tolerance' has no effect with solver sgd;"
                        + " it is for solver lbfgs or dual-coordinate-descent. Leave it out");
        assertRefused(
                withHead(svm + "solver: mini-batches, training: {validation: 0.2}"),
                ":7: heads/0/training/validation: 'validation' has no effect with patience 0;"
                        + " it is for patience of at least 1. Leave it out");
        assertRefused(
                withHead("type: mlp, training: {optimizer: sgd, momentum: 0.5}"),
                ":7: heads/0/training/momentum: 'momentum' has no effect with optimizer sgd;"
                        + " it is for optimizer momentum or nesterov or adam or adamw or muon. Leave it out");
        assertRefused(
                GOOD.replace(
                        "type: raw-pixels, transforms", "type: hidden-layer, trained: false, mlp: {l2: 1}, transforms"),
                ":5: features/0/mlp/l2: 'l2' has no effect with trained: false; it is for trained: true. Leave it out");
        assertRefused(
                GOOD.replace(
                        "type: raw-pixels, transforms",
                        "type: concat, parts: [{type: hog}, {type: hidden-layer, trained: false, mlp: {l2: 1}}],"
                                + " transforms"),
                ":5: features/0/parts/1/mlp/l2: 'l2' has no effect with trained: false;"
                        + " it is for trained: true. Leave it out");
        String encoding = "type: encoding, descriptors: {type: patches}, ";
        for (String[] unused : new String[][] {
            {"encoder: {type: llc, neighbours: 1, beta: 1e-3}", "encoder/beta", "neighbours 1"},
            {"encoder: {type: soft-words, neighbours: 1, beta: 3}", "encoder/beta", "neighbours 1"},
            {"encoder: {type: triangle, kMeans: {k: 9}, dictionary: {type: omp-1}}", "encoder/kMeans", "a dictionary"},
            {"reduce: [{type: pca, epsilon: 1e-3}]", "reduce/0/epsilon", "whiten true"}
        }) {
            assertRefusedAbout(
                    GOOD.replace("type: raw-pixels, transforms", encoding + unused[0] + ", transforms"),
                    ":5: features/0/" + unused[1],
                    "has no effect",
                    unused[2]);
        }
        String layers = "type: two-layer-filters, ";
        for (String[] unused : new String[][] {
            {"first: {encoder: {kMeans: {k: 40}, dictionary: {type: omp-1}}}", "first/encoder/kMeans", "a dictionary"},
            {"second: {reduce: [{type: l2}, {type: pca, epsilon: 1}]}", "second/reduce/1/epsilon", "whiten true"}
        }) {
            assertRefusedAbout(
                    GOOD.replace("type: raw-pixels, transforms", layers + unused[0] + ", transforms"),
                    ":5: features/0/" + unused[1],
                    "has no effect",
                    unused[2]);
        }
        read(GOOD.replace(
                "type: raw-pixels, transforms",
                encoding + "encoder: {type: llc, beta: 1e-3}, reduce: [{type: pca, whiten: true, epsilon: 1e-3}],"
                        + " transforms"));
        for (String encoder : List.of(
                "triangle, kMeans: {k: 9}",
                "triangle, dictionary: {type: random-filters, k: 9}",
                // The default's type, omp-1, is taken.
                "soft-threshold, dictionary: {k: 9, iterations: 2}",
                "two-sided-rectifier, dictionary: {type: kmeans, k: 9}")) {
            Experiment e = read(GOOD.replace(
                    "type: raw-pixels, transforms", encoding + "encoder: {type: " + encoder + "}, transforms"));
            assertEquals(e, Experiment.decode(new JsonAt(e.encode(), p -> p)), "all defaults written out");
        }
        for (String used : List.of(
                svm + "solver: mini-batches, training: {epochs: 5, patience: 2, validation: 0.2}",
                // auto takes mini-batches
                svm + "l1: 0.1, training: {epochs: 5}",
                svm + "solver: lbfgs, hinge: squared, iterations: 5",
                svm + "formulation: one-vs-rest, solver: sgd, iterations: 5",
                "type: mlp, training: {optimizer: adam, momentum: 0.5, decay: 0.9, schedule: step,"
                        + " scheduleFactor: 0.5}")) {
            Experiment e = read(withHead(used));
            assertEquals(e, Experiment.decode(new JsonAt(e.encode(), p -> p)), "all defaults written out");
        }
    }

    /** A setting of a head is for those of its candidates that use it. */
    @Test
    void aSettingIsNeededIfOneCandidateUsesIt() throws IOException {
        String head = "type: linear-svm, hinge: squared, iterations: 5,"
                + " candidates: [{solver: lbfgs}, {l2: 1, solver: mini-batches}]";
        Experiment e = read(withHead(head));
        assertEquals(e, Experiment.decode(new JsonAt(e.encode(), p -> p)));
        String none = "'iterations' has no effect with solver mini-batches";
        assertRefusedAbout(withHead(head.replace("lbfgs", "mini-batches")), ":7: heads/0/iterations: " + none);
        assertRefusedAbout(
                withHead("type: linear-svm, solver: mini-batches, candidates: [{l2: 1}, {iterations: 5}]"),
                ":7: heads/0/candidates/1/iterations: " + none);
        assertRefusedAbout(
                withHead("type: linear-svm, solver: mini-batches, search: {method: grid, over: {iterations: [5, 6]}}"),
                ":7: heads/0/search/over/iterations: " + none);
        // One candidate does not use training at all, the other not its decay.
        for (String both :
                List.of("{solver: mini-batches}, {solver: lbfgs}", "{solver: lbfgs}, {solver: mini-batches}")) {
            assertRefusedAbout(
                    withHead("type: linear-svm, hinge: squared, training: {decay: 0.5, epochs: 1}, candidates: [" + both
                            + "]"),
                    ":7: heads/0/training/decay: 'decay' has no effect with optimizer adagrad");
        }
        Experiment searched = read(withHead("type: linear-svm, hinge: squared,"
                + " search: {method: grid, over: {solver: [lbfgs, mini-batches], iterations: [5, 6]}}"));
        assertEquals(searched, Experiment.decode(new JsonAt(searched.encode(), p -> p)));
    }

    /** How many numbers they should be does not matter then. */
    @Test
    void binsBesideAPaletteAreRefusedAsSuch() throws IOException {
        String palette = "type: color-histogram, palette: {type: uniform-palette}";
        read(GOOD.replace("type: raw-pixels", palette));
        for (String bins : List.of("[64]", "[8, 8, 8]", "[1, 2, 3, 4]")) {
            assertRefused(
                    GOOD.replace("type: raw-pixels", palette + ", bins: " + bins),
                    ":5: features/0/bins: 'bins' has no effect with a palette; it is for histograms without one."
                            + " Leave it out");
        }
    }
}
