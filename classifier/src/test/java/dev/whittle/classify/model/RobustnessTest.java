package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.corrupt.CorruptedImages;
import dev.whittle.feature.image.corrupt.Corruption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RobustnessTest {
    private static final Run RUN = Run.defaults().withThreads(2).withSeed(3);
    private static final List<String> CLASSES = List.of("left", "right", "blue");

    /** A bright left half, a bright right half, or a blue image, each with noise. */
    private static Dataset images(int count, int bands, long seed) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 12, 12, bands);
            Rng random = new Rng(seed, "robustness", i);
            for (int b = 0; b < bands; b++) {
                for (int p = 0; p < 144; p++) {
                    boolean bright = labels[i] == 2 ? b == 2 : p % 12 / 6 == labels[i];
                    image.getBand(b).data[p] = (byte) ((bright ? 150 : 50) + random.nextInt(50));
                }
            }
            images.add(image);
        }
        return Images.of(images, labels, CLASSES);
    }

    private static final Dataset TRAIN = images(60, 3, 1);
    private static final Dataset TEST = images(300, 3, 2);

    private static Model pixels() {
        return Pipeline.of(RawPixels.defaults(), Softmax.defaults()).fit(TRAIN, RUN);
    }

    private static Model histogram() {
        return Pipeline.of(ColorHistogram.defaults(), Softmax.defaults()).fit(TRAIN, RUN);
    }

    /** Pixels see where it is bright and a histogram does not; neither sees what it does not look at. */
    @Test
    void itIsWhatEachModelSaysOfTheCorruptedImages() {
        List<Model> models = List.of(pixels(), histogram());
        List<Corruption> corruptions = List.of(Corruption.SHUFFLED_CELLS, Corruption.FLIP, Corruption.HUE);
        List<Robustness> all = Robustness.of(models, TEST, corruptions, RUN);
        for (int m = 0; m < 2; m++) {
            Robustness robustness = all.get(m);
            assertEquals(models.get(m).evaluate(TEST, RUN), robustness.clean());
            assertEquals(EnumSet.copyOf(corruptions), robustness.corrupted().keySet());
            for (Corruption corruption : corruptions) {
                List<Evaluation> evaluations = robustness.corrupted().get(corruption);
                assertEquals(corruption.severities(), evaluations.size());
                double sum = 0;
                for (int severity = 1; severity <= evaluations.size(); severity++) {
                    Evaluation expected =
                            models.get(m).evaluate(new CorruptedImages(TEST, corruption, severity, RUN), RUN);
                    assertEquals(expected, evaluations.get(severity - 1), corruption + " " + severity);
                    sum += expected.accuracy();
                }
                assertEquals(sum / evaluations.size(), robustness.accuracy(corruption), 1e-12);
            }
        }
        Robustness pixels = all.get(0);
        Robustness histogram = all.get(1);
        assertEquals(1, pixels.clean().accuracy());
        assertTrue(pixels.accuracy(Corruption.FLIP) < 0.4, "left is taken for right");
        assertEquals(1 - pixels.accuracy(Corruption.FLIP), pixels.relativeDrop(Corruption.FLIP), 1e-12);
        assertEquals(0, histogram.relativeDrop(Corruption.FLIP), "a histogram has no places");
        assertEquals(0, histogram.relativeDrop(Corruption.SHUFFLED_CELLS), "nor after all pixels were shuffled");
        assertTrue(histogram.relativeDrop(Corruption.HUE) > 0, "but it has hues");
        double mean = (pixels.accuracy(Corruption.FLIP)
                        + pixels.accuracy(Corruption.SHUFFLED_CELLS)
                        + pixels.accuracy(Corruption.HUE))
                / 3;
        assertEquals(mean, pixels.meanAccuracy(), 1e-12);
    }

    @Test
    void threadsChangeNothing() {
        List<Model> models = List.of(pixels());
        List<Corruption> noise = List.of(Corruption.GAUSSIAN_NOISE, Corruption.ELASTIC);
        assertEquals(
                Robustness.of(models, TEST, noise, RUN.withThreads(1)),
                Robustness.of(models, TEST, noise, RUN.withThreads(3)));
    }

    @Test
    void whatWasNotEvaluatedIsSaid() {
        Robustness robustness = Robustness.of(List.of(pixels()), TEST, List.of(Corruption.JPEG), RUN)
                .get(0);
        Messages.says(() -> robustness.accuracy(Corruption.FOG), "fog", "jpeg");
    }

    @Test
    void coloursOfGrayImagesAreRefused() {
        Dataset gray = images(9, 1, 1);
        Model model = Pipeline.of(RawPixels.defaults(), Softmax.defaults()).fit(gray, RUN);
        Messages.says(
                () -> Robustness.of(List.of(model), gray, List.of(Corruption.HUE), RUN),
                "Image " + gray.name(0),
                "hue",
                "1 band");
        assertEquals(
                20,
                Robustness.of(List.of(model), gray, Corruption.all(1), RUN)
                        .get(0)
                        .corrupted()
                        .size());
    }
}
