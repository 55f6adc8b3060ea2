package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostEstimateTest extends ExperimentFiles {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final String SMALL = """
            name: small
            data: {set: generated, size: 24, train: 60, validation: 15, test: 30}
            seeds: [1, 2]
            trainImages: [40]
            features:
              - {name: pixels, type: raw-pixels}
              - {name: words, type: bag-of-words, samples: 500, kMeans: {k: 8, iterations: 3}, heads: [softmax]}
            heads:
              - {name: softmax, type: softmax, iterations: 5}
              - {name: MLP, type: mlp, hidden: 8, training: {epochs: 2}}
              - {name: plain, type: linear-svm, hinge: plain, iterations: 5}
              - {name: squared, type: linear-svm, hinge: squared, iterations: 5}
            """;

    @Test
    void secondsLieOnALine() {
        // 2 + 0.05·n: 4.5 at 50, 7 at 100, so 52 at 1,000.
        assertEquals(52, CostEstimate.seconds(4.5, 50, 7, 100, List.of(1000)), 1e-9);
        assertEquals(52 + 27, CostEstimate.seconds(4.5, 50, 7, 100, List.of(500, 1000)), 1e-9);
        // Less for more images, as chance has it: no image costs anything.
        assertEquals(4, CostEstimate.seconds(5, 50, 4, 100, List.of(1000)), 1e-9);
        // No constant below 0: 1 s at 50 and 4 s at 100 are 0.06 s an image, less 2 s.
        assertEquals(60, CostEstimate.seconds(1, 50, 4, 100, List.of(1000)), 1e-9);
    }

    @Test
    void imagesAndBytesAreThoseOfTheWholeExperiment() throws IOException {
        CostEstimate e = CostEstimate.of(Plan.open(read(SMALL), Tiny.noData(folder), RUN), 3, RUN);
        assertEquals(40, e.measured(), "four for each class");
        assertEquals(20, e.fewer());
        assertEquals(60, e.train());
        assertEquals(45, e.others());
        assertEquals(2, e.runs());
        CostEstimate.OfFeature pixels = e.features().get(0);
        CostEstimate.OfFeature words = e.features().get(1);
        assertEquals(24 * 24 * 3, pixels.values());
        assertEquals(105 * 24 * 24 * 3 * 4L, pixels.tableBytes(e.images()));
        assertEquals(105, pixels.images(), "the same for all seeds");
        assertEquals(2 * (60 + 45 + 40 + 45), words.images(), "for each seed and number of training images");
        assertEquals(
                List.of(
                        "pixels softmax true",
                        "pixels MLP false",
                        "pixels plain false",
                        "pixels squared true",
                        "words softmax true"),
                e.cells().stream()
                        .map(c -> c.feature() + " " + c.head() + " " + c.passes())
                        .toList());
        e.cells().forEach(c -> assertTrue(c.trainSeconds() > 0, c.toString()));
        // 2 runs of 60 and of 40 images: scores and gradients of 5 iterations; 2 epochs of 8 hidden units, three times.
        double values = 24 * 24 * 3;
        // Softmax has fewer images than values, so its rows are coordinates in their span and a constant.
        assertEquals(2 * (60 * 61 + 40 * 41) * 5 * 4 * 10, e.cells().get(0).operations(), 1);
        int wordValues = words.values();
        assertEquals(2 * 100 * 5 * 4 * wordValues * 10, e.cells().get(4).operations(), 1);
        assertEquals(2 * 100 * 2 * 6 * (values * 8 + 8 * 10), e.cells().get(1).operations(), 1);
        assertEquals(0, e.cells().get(2).operations(), "coordinate descent");
        assertTrue(pixels.msPerImage() > 0 && words.fitSeconds() > 0, e.toString());
    }

    @Test
    void executorsDivideExtractionAndPasses() {
        CostEstimate e = new CostEstimate(
                1000,
                0,
                1,
                100,
                2,
                List.of(new CostEstimate.OfFeature("f", 10, 3, 1000, 40, 5000)),
                List.of(
                        new CostEstimate.OfCell("f", "passes", 7, 1 << 20, 0, true),
                        new CostEstimate.OfCell("f", "other", 11, 0, 0, false)));
        // 40 s of extraction on one thread.
        assertEquals(3 + 20 + 7 + 11, e.seconds(), 1e-9);
        assertEquals(3 + 11 + (40 + 14) / 4.0, e.seconds(4), 1e-9);
        assertEquals(e.seconds(), e.seconds(2), 1e-9);
        assertEquals(40_000 + (1 << 20), e.heapBytes());
    }
}
