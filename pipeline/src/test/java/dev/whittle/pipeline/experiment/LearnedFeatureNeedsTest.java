package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Nystroem;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.RandomFourier;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.pipeline.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be known of visual words before they are learned, and what is warned of when they are. */
class LearnedFeatureNeedsTest {
    @TempDir
    private Path temp;

    /** Images of one level each, so that all their patches are equal once normalised. */
    private static Dataset plain(int n) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 12, 10, 3);
            for (int b = 0; b < 3; b++) {
                Arrays.fill(image.getBand(b).data, (byte) (10 * i));
            }
            images.add(image);
            labels[i] = i % 2;
        }
        return Images.of(images, labels, List.of("a", "b"));
    }

    @SafeVarargs
    private static Plan plan(
            List<Spec<Dataset, ? extends FeatureExtractor>> specs, Spec<Rows, ? extends Transform>... last) {
        List<Experiment.Feature> features = new ArrayList<>();
        for (int f = 0; f < specs.size(); f++) {
            features.add(new Experiment.Feature(
                    "feature " + f, specs.get(f), f == specs.size() - 1 ? List.of(last) : List.of()));
        }
        return new Plan(
                "test",
                "plain",
                null,
                new Splits(plain(12), plain(6)),
                0,
                List.of(1L, 2L),
                features,
                List.of(new Experiment.Head("softmax", Softmax.defaults())));
    }

    private static BagOfWords words(int size, int samples) {
        return new BagOfWords(new Patches(size, 1), samples, false, new KMeans(4, 5, Start.RANDOM, 0), 1, false);
    }

    private static void refused(Spec<Dataset, ? extends FeatureExtractor> spec, String... parts) {
        refused(plan(List.of(new RawPixels(false), spec)), parts);
    }

    private static void refused(Plan plan, String... parts) {
        List<String> stages = new ArrayList<>();
        Run run = Run.defaults().withThreads(1).withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                stages.add(stage);
            }
        });
        Messages.says(() -> ComparisonRun.of(plan, run).run(), parts);
        assertEquals(List.of(), stages, "nothing was begun");
    }

    @Test
    void patchesLargerThanTheImagesAreRefusedBeforeAnythingIsTrained() {
        String[] parts = {"feature 1", plain(1).name(0), "64x64", "12x10"};
        refused(words(64, 100), parts);
        refused(new Concat(List.of(new RawPixels(false), words(64, 100))), parts);
    }

    @Test
    void whatImageStepsLeaveTooSmallIsRefusedBeforeAnythingIsTrained() {
        Spec<Dataset, ImageStep> tiny = new Scale(new Size(3, 3), Fit.PAD);
        String[] parts = {"feature 1", "after its image steps", "3x3"};
        refused(Preprocessed.of(Hog.defaults(), tiny), parts);
        refused(Preprocessed.of(words(4, 100), tiny), "feature 1", "after its image steps", "3x3");
        refused(new Concat(List.of(new RawPixels(false), Preprocessed.of(words(4, 100), tiny))), parts);
    }

    /** Twelve images to learn from; the length of visual words is not known before. */
    @Test
    void transformsThatCannotBeFittedAreRefusedBeforeAnythingIsTrained() {
        RawPixels pixels = new RawPixels(false);
        Nystroem map = new Nystroem(13, 1, Nystroem.Landmarks.RANDOM);
        String[] parts = {"feature 1", "nystroem learns from at least 13 training rows", "got 12"};
        refused(plan(List.of(pixels, pixels), map), parts);
        refused(plan(List.of(pixels, words(4, 100)), Standardize.defaults(), map), parts);
        refused(plan(List.of(pixels, pixels), new Pca(361, false, 1e-5)), "feature 1", "PCA to 361", "got 360");
    }

    @Test
    void patchesBeyondTheHeapAreRefusedBeforeAnythingIsTrained() {
        refused(words(10, Integer.MAX_VALUE), "feature 1", "GiB", "fewer samples");
    }

    @Test
    void transformsBeyondTheHeapAreRefusedBeforeAnythingIsTrained() {
        RawPixels pixels = new RawPixels(false);
        refused(
                plan(List.of(pixels, pixels), Standardize.defaults(), new RandomFourier(5_000_000, 1)),
                "feature 1",
                "random-fourier on 12 rows of 360 values",
                "GiB",
                "fewer components");
    }

    /** The length of this feature is known only once it is fitted. */
    @Test
    void transformsBeyondTheHeapAreRefusedBeforeTheyAreFitted() {
        Spec<Dataset, FeatureExtractor> learned = new Spec<>() {
            @Override
            public FeatureExtractor fit(Dataset train, Run run) {
                return new RawPixels(false).fit(train, run);
            }

            @Override
            public FeatureExtractor restore(NamedArrays arrays, Run run) {
                return fit(null, run);
            }
        };
        Plan plan = plan(List.of(learned), new RandomFourier(5_000_000, 1));
        Messages.says(
                () -> ComparisonRun.of(plan, Run.defaults().withThreads(1)).run(),
                "feature 0",
                "random-fourier on 12 rows of 360 values",
                "fewer components");
    }

    @Test
    void equalWordsAreWarnedOfInTheResultAndTheReport() throws IOException {
        List<String> heard = new ArrayList<>();
        Run run = Run.defaults().withThreads(1).withProgress(new Warnings(heard));
        Path out = temp.resolve("out");
        ComparisonResult result = ComparisonRun.of(plan(List.of(words(3, 50), new RawPixels(false))), run)
                .withFolder(out)
                .run();
        assertEquals(4, heard.size(), "two for each seed: " + heard);
        assertTrue(heard.get(0).contains("only 1 of 4"), heard.get(0));
        assertTrue(heard.get(1).contains("all 12 training rows are alike"), heard.get(1));
        List<String> kept = result.runs().get(0).run().warnings();
        assertEquals(heard.subList(0, 2), kept.subList(0, 2));
        assertEquals(3, kept.size(), kept.toString());
        assertTrue(kept.get(2).contains("whoever always says 'a' is right for 50.0 %"), "a control: " + kept.get(2));
        List<String> ofPixels = result.runs().get(2).run().warnings();
        assertTrue(ofPixels.size() == 1 && ofPixels.get(0).contains("whoever always says"), ofPixels.toString());
        Report report = Report.write(result, out, Run.defaults());
        assertEquals(
                kept.stream().map(warning -> "feature 0: " + warning).toList(),
                report.warnings().subList(0, 3));
        for (String file : List.of(Report.HTML, Report.MARKDOWN)) {
            String text = Files.readString(out.resolve(file));
            assertEquals(2, text.split("only 1 of 4", -1).length, "once in " + file);
        }
        // Kept runs keep their warnings.
        assertEquals(
                result.result(),
                ComparisonRun.of(plan(List.of(words(3, 50), new RawPixels(false))), run)
                        .withFolder(out)
                        .run()
                        .result());
        assertEquals(
                heard.get(0),
                ResultFile.read(out.resolve(ResultFile.NAME))
                        .cells()
                        .get(0)
                        .runs()
                        .get(1)
                        .warnings()
                        .get(0));
    }
}
