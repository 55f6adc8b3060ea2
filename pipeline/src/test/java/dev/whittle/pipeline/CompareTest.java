package dev.whittle.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Messages;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.experiment.SizeResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Dataset IMAGES = Generated.defaults().images("train", 100);

    @TempDir
    Path folder;

    /** A feature that no registry knows: the mean of each band. */
    private record MeanColour() implements NeedsNoData<Dataset, FeatureExtractor> {
        @Override
        public FeatureExtractor fitted() {
            return new Extractor();
        }

        private record Extractor() implements PerImageExtractor {
            @Override
            public int length(int width, int height, int bands) {
                return bands;
            }

            @Override
            public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
                for (int b = 0; b < image.getNumBands(); b++) {
                    long sum = 0;
                    for (int y = 0; y < image.height; y++) {
                        for (int x = 0; x < image.width; x++) {
                            sum += image.getBand(b).get(x, y);
                        }
                    }
                    out[offset + b] = (float) sum / (255f * image.width * image.height);
                }
            }
        }
    }

    @Test
    void comparesFeaturesOfOnesOwnWithoutAFile() throws IOException {
        Comparison comparison = Compare.of(IMAGES)
                .feature("HoG", Hog.defaults(), Standardize.defaults())
                .feature("mean colour", new MeanColour())
                .head("SVM", LinearSvm.defaults())
                .head("softmax", Softmax.defaults())
                .seeds(1, 2)
                .run(RUN);
        assertEquals(4, comparison.result().cells().size());
        assertEquals(2, comparison.accuracy("HoG", "SVM").runs().size());
        comparison.report(folder.resolve("report"));
        String html = Files.readString(folder.resolve("report/report.html"));
        assertTrue(html.contains("mean colour") && html.contains("HoG") && html.contains("softmax"));
        assertTrue(Files.readString(folder.resolve("report/report.md")).contains("mean colour"));
        assertThrows(IllegalArgumentException.class, () -> comparison.accuracy("HoG", "perceptron"));
    }

    /** A cell is what the pipeline is that a model comes from. */
    @Test
    void aCellIsAPipeline() throws IOException {
        Splits splits = Splits.stratified(IMAGES, 0.3, RUN);
        Comparison comparison = Compare.of(splits)
                .feature("HoG", Hog.defaults(), Standardize.defaults())
                .head("SVM", LinearSvm.defaults())
                .run(RUN);
        Model model = Pipeline.of(Hog.defaults(), Standardize.defaults(), LinearSvm.defaults())
                .fit(splits.train(), RUN.withSeed(1));
        assertEquals(
                model.evaluate(splits.test(), RUN).accuracy(),
                comparison.accuracy("HoG", "SVM").mean());
    }

    /** As the key of an experiment does, with the last point beside the others. */
    @Test
    void aLearningCurve() throws IOException {
        Compare compare = Compare.of(IMAGES)
                .trainImages(30, 50)
                .feature("HoG", Hog.defaults(), Standardize.defaults())
                .head("SVM", LinearSvm.defaults());
        Comparison comparison = compare.seeds(1, 2).run(RUN);
        assertEquals(
                List.of(30, 50),
                comparison.result().result().fewerImages().stream()
                        .map(SizeResult::images)
                        .toList());
        assertEquals(3, comparison.result().curve("HoG", "SVM").size());
        assertEquals(
                comparison.accuracy("HoG", "SVM"),
                compare.trainImages().seeds(1, 2).run(RUN).accuracy("HoG", "SVM"));
        comparison.report(folder.resolve("report"));
        String html = Files.readString(folder.resolve("report/report.html"));
        assertTrue(html.contains("id=\"by-images\"") && html.contains("30 images"));
        assertTrue(Files.exists(folder.resolve("report/learning-curve.csv")));
        Messages.says(() -> compare.trainImages(30, 20).run(RUN), "trainImages", "larger than the one before");
        Messages.says(() -> compare.trainImages(81).run(RUN), "trainImages has 81", "80 images");
        Messages.says(() -> compare.trainImages(12).run(RUN), "trainImages has 12", "class", "needs 2");
    }

    @Test
    void nothingToCompareIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Compare.of(IMAGES).run(RUN));
        Compare twice = Compare.of(IMAGES)
                .feature("a", Hog.defaults())
                .feature("a", Hog.defaults())
                .head("SVM", LinearSvm.defaults());
        assertThrows(IllegalArgumentException.class, () -> twice.run(RUN));
    }
}
