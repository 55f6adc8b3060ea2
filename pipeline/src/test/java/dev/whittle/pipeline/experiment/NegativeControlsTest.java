package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NegativeControlsTest {
    private static final List<String> CLASSES = List.of("dark", "bright");
    private static final Run RUN = Run.defaults().withThreads(2);

    /** The planted fault: a feature that looks at the labels beside the pixels. */
    private record SeesTheLabel() implements NeedsNoData<Dataset, FeatureExtractor> {
        @Override
        public FeatureExtractor fitted() {
            return new FeatureExtractor() {
                @Override
                public int length(int width, int height, int bands) {
                    return 1;
                }

                @Override
                public void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
                    for (int i = from; i < to; i++) {
                        out.set(row + i - from, 0, images.label(i));
                    }
                }
            };
        }
    }

    private static CellRun run(
            Spec<Dataset, ? extends FeatureExtractor> feature, Spec<Samples, ? extends Classifier> head)
            throws IOException {
        HandMade.Images images =
                HandMade.Images.plain(IntStream.range(0, 60).map(i -> i / 30).toArray(), CLASSES);
        Plan plan = new Plan(
                "x",
                "images",
                null,
                new Splits(images, images),
                0,
                List.of(1L),
                List.of(new Experiment.Feature("feature", feature, List.of())),
                List.of(new Experiment.Head("head", head)));
        return ComparisonRun.of(plan, RUN).run().runs().get(0).run();
    }

    @Test
    void pixelsNameOneClass() throws IOException {
        CellRun run = run(RawPixels.defaults(), Softmax.defaults());
        assertEquals(new ConstantImageResult(60, 0.5, 0.5), run.controls().constantImage());
        assertNull(run.controls().untrainedFeature());
        assertNull(run.controls().untrainedHead());
        assertEquals(List.of(), run.warnings());
    }

    @Test
    void whatIsBesideThePixelsIsSeen() throws IOException {
        CellRun run = run(new SeesTheLabel(), Softmax.defaults());
        assertEquals(1, run.controls().constantImage().accuracy(), 1e-12);
        assertTrue(run.controls().constantImage().limit() < 0.8);
        assertTrue(
                run.warnings().toString().contains("something beside the pixels"),
                run.warnings().toString());
    }

    /** By hand: with two shapes of images, each of one class, the shape tells the class; else it is chance. */
    @Test
    void shapesThatTellTheClass() {
        int[] labels = IntStream.range(0, 200).map(i -> i % 2).toArray();
        assertTrue(!ConstantImageResult.of(labels, labels, 2, RUN).passed());
        int[] other = IntStream.range(0, 200).map(i -> i / 2 % 2).toArray();
        ConstantImageResult chance = ConstantImageResult.of(other, labels, 2, RUN);
        assertEquals(0.5, chance.accuracy());
        assertTrue(chance.passed());
    }

    @Test
    void untrainedNetworks() throws IOException {
        Mlp mlp = Mlp.defaults();
        CellRun head = run(RawPixels.defaults(), mlp);
        assertNotNull(head.controls().untrainedHead());
        assertNull(head.controls().untrainedFeature());
        assertTrue(head.controls().untrainedHead().limit()
                >= head.controls().untrainedHead().accuracy());
        CellRun feature = run(HiddenLayer.defaults(), Softmax.defaults());
        assertNotNull(feature.controls().untrainedFeature());
        assertNull(feature.controls().untrainedHead());
        assertNull(
                run(new HiddenLayer(mlp, false), Softmax.defaults()).controls().untrainedFeature());
        // Dark and bright images are told apart without any training of the layer.
        assertEquals(1, feature.controls().untrainedFeature().accuracy());
        assertTrue(
                feature.warnings().toString().contains("feature × head is not better than with an untrained network"),
                feature.warnings().toString());
    }

    private static Evaluation evaluation(int right) {
        return new Evaluation(new ConfusionMatrix(new int[][] {{right, 10 - right}, {0, 10}}), List.of(10 + right, 20));
    }

    @Test
    void whatAnUntrainedNetworkMustNotReach() {
        assertTrue(new UntrainedResult(0.5, null).passed(evaluation(5)));
        assertTrue(!new UntrainedResult(0.75, null).passed(evaluation(5)));
        UntrainedResult leak = new UntrainedResult(0.7, 0.6);
        assertTrue(!leak.passed(evaluation(5)));
        assertEquals(1, leak.warnings("x", evaluation(5)).size());
        assertTrue(leak.warnings("x", evaluation(5)).get(0).contains("look for a leak"));
        assertEquals(2, leak.warnings("x", evaluation(2)).size());
    }
}
