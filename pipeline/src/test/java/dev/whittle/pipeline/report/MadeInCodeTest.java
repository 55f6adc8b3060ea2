package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.smile.SmileHead;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.pipeline.Compare;
import dev.whittle.pipeline.experiment.ChangedRunFiles;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.ComparisonRun;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.HandMade;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import dev.whittle.pipeline.experiment.Split;
import dev.whittle.pipeline.experiment.StoredComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison of one's own images, features and heads, without a file. */
class MadeInCodeTest {
    @TempDir
    private Path temp;

    /** The mean of all pixels: a feature that has no name in experiments. */
    private record Brightness() implements NeedsNoData<Dataset, FeatureExtractor> {
        @Override
        public FeatureExtractor fitted() {
            return new Mean();
        }

        private record Mean() implements PerImageExtractor {
            @Override
            public boolean takesAnySize() {
                return true;
            }

            @Override
            public int length(int width, int height, int bands) {
                return 1;
            }

            @Override
            public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
                int sum = 0;
                for (byte b : image.getBand(0).data) {
                    sum += b & 0xFF;
                }
                out[offset] = sum / (255f * image.width * image.height);
            }
        }
    }

    private static Plan plan() {
        int[] labels = new int[40];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i < 20 ? 0 : 1;
        }
        HandMade.Images images = HandMade.Images.plain(labels, List.of("dark", "bright"));
        return new Plan(
                "my own",
                "my images",
                null,
                new Splits(images, images),
                8,
                List.of(1L, 2L),
                List.of(
                        new Experiment.Feature("brightness", new Brightness(), List.of()),
                        new Experiment.Feature("pixels", RawPixels.defaults(), List.of())),
                List.of(
                        new Experiment.Head("softmax", List.of(Softmax.defaults(), Softmax.defaults())),
                        new Experiment.Head(
                                "neighbours", new SmileHead((x, y) -> smile.classification.KNN.fit(x, y, 1)))));
    }

    @Test
    void isRunWithoutAFolder() throws IOException {
        ComparisonResult result = ComparisonRun.of(plan(), Run.defaults()).run();
        assertEquals(4, result.cells().size());
        assertEquals(
                1,
                result.cell("brightness", "neighbours")
                        .accuracy(Split.TRAIN)
                        .orElseThrow()
                        .mean());
        assertEquals(1, result.cell("brightness", "softmax").length());
        assertEquals(2, result.runs("pixels", "softmax").size());
        assertThrows(IllegalArgumentException.class, () -> result.cell("pixels", "svm"));
        Path folder = temp.resolve("report");
        Report.write(result, folder, Run.defaults());
        for (String page : List.of(Report.HTML, Report.MARKDOWN)) {
            String text = Files.readString(folder.resolve(page));
            assertTrue(text.contains("my images") && text.contains("Brightness"), page);
            assertTrue(text.contains("made in code"), page);
            assertFalse(text.contains("`whittle verify`") || text.contains("verify FOLDER"), page);
        }
    }

    @Test
    void theListenerOfTheRunIsTold() throws IOException {
        Set<String> stages = new TreeSet<>();
        List<Integer> iterations = new ArrayList<>();
        Progress listener = new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                stages.add(stage);
            }

            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                iterations.add(iteration);
            }
        };
        int[] labels = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
        Compare.of(HandMade.Images.plain(labels, List.of("dark", "bright")))
                .feature("pixels", RawPixels.defaults())
                .head("softmax", Softmax.defaults())
                .run(Run.defaults().withProgress(listener));
        assertFalse(stages.isEmpty());
        assertEquals(1, iterations.get(0));
    }

    private static HandMade.Images images(int[] sides, int[] bands) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[sides.length];
        for (int i = 0; i < sides.length; i++) {
            images.add(new Planar<>(GrayU8.class, sides[i], sides[i], bands[i]));
            labels[i] = i % 2;
        }
        return new HandMade.Images(images, labels, List.of("even", "odd"));
    }

    private static ComparisonRun run(HandMade.Images images, Spec<Dataset, FeatureExtractor> feature) {
        return ComparisonRun.of(
                new Plan(
                        "sizes",
                        "my images",
                        null,
                        new Splits(images, images),
                        0,
                        List.of(1L),
                        List.of(new Experiment.Feature("feature", feature, List.of())),
                        List.of(new Experiment.Head("softmax", Softmax.defaults()))),
                Run.defaults());
    }

    @Test
    void aModelOfImagesOfSeveralSizesTakesAny() throws IOException {
        HandMade.Images images = images(new int[] {5, 5, 6, 5}, new int[] {3, 3, 3, 3});
        ComparisonResult result = run(images, ColorHistogram.defaults()).run();
        Model model = result.runs().get(0).outputs().model(Run.defaults()).orElseThrow();
        assertEquals(new ImageShape(0, 0, 3), model.images());
        assertEquals(4, model.predict(images, Run.defaults()).length);
        HandMade.Images equal = images(new int[] {5, 5}, new int[] {3, 3});
        assertEquals(
                new ImageShape(5, 5, 3),
                run(equal, ColorHistogram.defaults())
                        .run()
                        .runs()
                        .get(0)
                        .outputs()
                        .model(Run.defaults())
                        .orElseThrow()
                        .images());
    }

    /** A model takes one of the two only; features that are not saved may take both. */
    @Test
    void grayAndRgbImagesGiveNoModel() throws IOException {
        HandMade.Images mixed = images(new int[] {5, 5, 6, 5}, new int[] {1, 1, 3, 1});
        String message = assertThrows(IllegalArgumentException.class, run(mixed, new RawPixels(true))::run)
                .getMessage();
        assertTrue(message.contains("5x5 pixels and 1 band, as image-0"), message);
        assertTrue(message.contains("6x6 pixels and 3 bands, as image-2"), message);
        assertEquals(1, run(mixed, new Brightness()).run().runs().size());
    }

    @Test
    void isNotRepeatedFromItsFile() throws IOException {
        Path out = temp.resolve("out");
        ComparisonRun.of(plan(), Run.defaults()).withFolder(out).run();
        Result result = ResultFile.read(out.resolve(ResultFile.NAME));
        assertTrue(ChangedRunFiles.first(out, result).isEmpty());
        String message = assertThrows(
                        IOException.class, () -> StoredComparison.experiment(result, out.resolve("result.json")))
                .getMessage();
        assertTrue(message.contains("made in code"), message);
        Path again = temp.resolve("again");
        ComparisonRun.of(plan(), Run.defaults().withThreads(1))
                .withFolder(again)
                .withMemory(1)
                .run();
        assertArrayEquals(
                Files.readAllBytes(out.resolve(ResultFile.NAME)), Files.readAllBytes(again.resolve(ResultFile.NAME)));
    }

    @Test
    void whatIsWrongWithAPlanIsSaidAtOnce() {
        Plan p = plan();
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Plan(
                                p.name(), p.dataName(), null, p.data(), 0, List.of(1L, 1L), List.of(), p.heads()))
                .getMessage();
        for (String wrong : List.of("seeds has '1' twice", "features has no element", "'softmax' has candidates")) {
            assertTrue(message.contains(wrong), message);
        }
    }
}
