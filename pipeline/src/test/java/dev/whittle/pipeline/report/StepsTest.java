package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.HandMade;
import dev.whittle.pipeline.experiment.Tiny;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsTest {
    @TempDir
    private Path temp;

    /** Two classes of images of 8×8 pixels, half 100 and half 101 or 140; a third class has none. */
    private List<Steps> steps(String features) throws IOException {
        Planar<GrayU8> flat = new Planar<>(GrayU8.class, 8, 8, 1);
        Planar<GrayU8> steep = new Planar<>(GrayU8.class, 8, 8, 1);
        for (int i = 0; i < 64; i++) {
            flat.getBand(0).data[i] = (byte) (i < 32 ? 100 : 101);
            steep.getBand(0).data[i] = (byte) (i < 32 ? 100 : 140);
        }
        int count = (int) features.chars().filter(c -> c == ';').count() + 1;
        int[][][] predicted = new int[count][][];
        Arrays.fill(predicted, new int[][] {{0, 1, 0}});
        return Steps.of(
                HandMade.comparison(
                        temp,
                        "one",
                        "features: [" + features.replace(";", ",") + "]\nheads: [{name: softmax, type: softmax}]\n",
                        new HandMade.Images(
                                List.of(flat, steep, flat), new int[] {0, 1, 0}, List.of("flat", "steep", "none")),
                        predicted,
                        null,
                        Small.CURVE),
                Run.defaults());
    }

    @Test
    void imagesBeforeAndAfterWithTheirHistograms() throws IOException {
        List<Steps> all =
                steps("{name: plain, type: raw-pixels}; {name: f, type: raw-pixels, images: {type: equalize}}");
        assertEquals(1, all.size());
        assertEquals(List.of("f"), all.get(0).features());
        assertEquals("[{type: equalize, channels: luma}]", all.get(0).text());
        List<Steps.Example> examples = all.get(0).examples();
        assertEquals(
                List.of("flat", "steep"),
                examples.stream().map(Steps.Example::label).toList());
        for (Steps.Example e : examples) {
            Planar<GrayU8> before = Small.decode(e.before().uri());
            Planar<GrayU8> after = Small.decode(e.after().uri());
            assertEquals(100, Small.pixel(before, 0, 0, 0));
            assertEquals(e.label().equals("flat") ? 101 : 140, Small.pixel(before, 0, 7, 7));
            assertEquals(0, Small.pixel(after, 0, 0, 0));
            assertEquals(255, Small.pixel(after, 0, 7, 7));
            assertEquals(Histogram.of(before), e.before().histogram());
            assertEquals(Histogram.of(after), e.after().histogram());
        }
    }

    /** Equal lists of steps are shown once, with the names of all their features; parts of features count, too. */
    @Test
    void eachListOfStepsIsShownOnce() throws IOException {
        List<Steps> all = steps("{name: a, type: raw-pixels, images: {type: blur}};"
                + "{name: b, type: concat, images: {type: light}, parts: [{type: raw-pixels},"
                + " {type: raw-pixels, images: [{type: blur}]}]};"
                + "{name: c, type: color-histogram, images: {type: blur, sigma: 1}};"
                + "{name: d, type: concat, parts: [{type: raw-pixels, images: {type: blur}},"
                + " {type: raw-pixels, images: {type: blur}}]}");
        String light = "{type: light, gamma: 3, contrast: 0.3, seed: 1}";
        String blur = "{type: blur, sigma: 1}";
        assertEquals(
                List.of("[" + blur + "]", "[" + light + "]", "[" + light + ", " + blur + "]"),
                all.stream().map(Steps::text).toList());
        assertEquals(
                List.of(List.of("a", "c", "d"), List.of("b"), List.of("b")),
                all.stream().map(Steps::features).toList());
        assertTrue(steps("{name: f, type: raw-pixels}").isEmpty());
    }

    /** Where each seed has images of its own, those of the first seed are shown. */
    @Test
    void imagesOfTheFirstSeedIfEachHasItsOwn() throws IOException {
        String yaml = """
                name: small
                data: {set: generated, size: 24, train: 20, test: 10, divide: per-seed}
                seeds: [1, 2]
                features: [{name: f, type: raw-pixels, images: {type: equalize}}]
                heads: [{name: softmax, type: softmax, iterations: 3}]
                """;
        Experiment experiment = Experiment.read(Files.writeString(temp.resolve("small.yaml"), yaml));
        ComparisonResult comparison = Tiny.run(experiment, Run.defaults())
                .withFolder(temp.resolve("out"))
                .run();
        List<Steps> all = Steps.of(comparison, Run.defaults());
        assertEquals(1, all.size());
        assertTrue(!all.get(0).examples().isEmpty());
    }

    /** Two values in one step, one step alone, and the square root of a quarter. */
    @Test
    void histogramByHand() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 5, 1, 1);
        image.getBand(0).data = new byte[] {(byte) 255, 0, 1, 3, 2};
        String line = Histogram.of(image).lines().get(0);
        assertTrue(line.startsWith("0,0 2,0 2,48 4,48 4,48 6,48"), line);
        assertTrue(line.endsWith("124,48 126,48 126,24 128,24"), line);

        Planar<GrayU8> colour = new Planar<>(GrayU8.class, 4, 1, 3);
        colour.getBand(2).data = new byte[] {0, 0, 4, 4};
        List<String> lines = Histogram.of(colour).lines();
        assertEquals(3, lines.size());
        assertTrue(lines.get(1).startsWith("0,0 2,0 2,48"), lines.get(1));
        assertTrue(lines.get(2).startsWith("0,14 2,14 2,14 4,14 4,48"), lines.get(2));
    }
}
