package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ChangedImages;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Test images reach no fit, validation images only that of a head with candidates: other pixels leave models the same
 * bits.
 */
class PoisonTest {
    @TempDir
    private Path temp;

    private record Poisoned(Dataset images, IntPredicate which) implements ChangedImages {
        @Override
        public Planar<GrayU8> image(int i) {
            Planar<GrayU8> image = images.image(i);
            if (which.test(i)) {
                for (int b = 0; b < image.getNumBands(); b++) {
                    Arrays.fill(image.getBand(b).data, (byte) (200 + i));
                }
            }
            return image;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny.yaml", "learned-parts.yaml"})
    void validationAndTestImagesReachNoFit(String file) throws IOException {
        Experiment experiment = Experiment.read(Tiny.file().resolveSibling(file));
        Run run = Run.defaults();
        Plan plan = Plan.open(experiment, Tiny.noData(temp), run);
        Splits clean = plan.data();
        List<SeedSplit> splits = SeedSplit.of(plan, run);
        // What one seed holds out the other may train on: poison what neither trains on.
        boolean[] trained = new boolean[clean.train().size()];
        for (SeedSplit split : splits) {
            for (int i : split.train().indices()) {
                trained[i] = true;
            }
        }
        int heldOut = 0;
        for (boolean t : trained) {
            heldOut += t ? 0 : 1;
        }
        assertNotEquals(0, heldOut, "the two seeds must hold out an image in common");

        List<String> expected = models(experiment, clean, "clean", true);
        Dataset poisonedTest = new Poisoned(clean.test(), i -> true);
        assertEquals(expected, models(experiment, new Splits(clean.train(), poisonedTest), "test poisoned", true));

        // A head with candidates is fitted to the validation images in the end; the others never are.
        Splits poisoned = new Splits(new Poisoned(clean.train(), i -> !trained[i]), poisonedTest);
        assertEquals(models(experiment, clean, "clean", false), models(experiment, poisoned, "both poisoned", false));

        // The check can fail: one poisoned training image changes the models.
        int first = splits.get(0).train().indices()[0];
        Splits wrong = new Splits(new Poisoned(clean.train(), i -> i == first), clean.test());
        List<String> changed = models(experiment, wrong, "wrong", true);
        for (int i = 0; i < expected.size(); i += 2) {
            assertNotEquals(expected.get(i), changed.get(i));
        }
    }

    /** Weights are chosen on validation images, and test images do not change them. */
    @Test
    void testImagesDoNotChangeTheWeightsOfAFusion() throws IOException {
        Experiment experiment = Experiment.read(Tiny.file().resolveSibling("learned-parts.yaml"));
        Run run = Run.defaults();
        Splits clean = Plan.open(experiment, Tiny.noData(temp), run).data();
        List<String> expected = weights(experiment, clean);
        assertEquals(2, expected.size());
        assertEquals(expected, weights(experiment, new Splits(clean.train(), new Poisoned(clean.test(), i -> true))));
        assertNotEquals(
                expected, weights(experiment, new Splits(new Poisoned(clean.train(), i -> i % 2 == 0), clean.test())));
    }

    /** The weights and scales of each seed. */
    private static List<String> weights(Experiment experiment, Splits data) throws IOException {
        return ComparisonRun.of(Plan.of(experiment, data), Run.defaults()).run().result().fusions().stream()
                .flatMap(fusion -> fusion.runs().stream())
                .map(seed -> seed.weights() + " " + seed.scales())
                .toList();
    }

    /** @param chosen whether models of heads with candidates are among them */
    private List<String> models(Experiment experiment, Splits data, String name, boolean chosen) throws IOException {
        List<String> hashes = new ArrayList<>();
        ComparisonRun comparison = ComparisonRun.of(Plan.of(experiment, data), Run.defaults());
        for (FinishedRun run : comparison.withFolder(temp.resolve(name)).run().runs()) {
            if (!chosen && run.run().choice() != null) {
                continue;
            }
            hashes.add(run.run().files().get(RunFolder.MODEL));
        }
        return hashes;
    }
}
