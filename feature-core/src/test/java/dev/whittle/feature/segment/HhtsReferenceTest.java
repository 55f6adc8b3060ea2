package dev.whittle.feature.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.LabelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The label maps of the published program for eight images of BSDS500, where this machine has them. */
@Tag("bits")
@Tag("long")
class HhtsReferenceTest {
    private static final int TRUTHS = 5;
    private static final int[] TARGETS = {250, 500, Hhts.AUTO};

    private static Path folder(String name) {
        String data = System.getenv("WHITTLE_DATA");
        Path all = data != null ? Path.of(data) : Path.of(System.getProperty("user.home"), ".cache/whittle/data");
        Path folder = all.resolve(name);
        if (!Files.isDirectory(folder)) {
            String skipped = "there is no " + folder;
            System.err.println("Skipped: " + skipped);
            Assumptions.abort(skipped);
        }
        return folder;
    }

    private static Planar<GrayU8> image(String id) throws IOException {
        return ImageFile.read(folder("hhts").resolve(id + ".png"));
    }

    private static int[] published(String id, int target) throws IOException {
        String name = target == Hhts.AUTO ? "auto" : Integer.toString(target);
        return LabelImage.read(folder("hhts").resolve(id + "_" + name + ".png")).data;
    }

    @ParameterizedTest
    @ValueSource(strings = {"100099", "118072", "15011", "189013", "217013", "253092", "302022", "41096"})
    void sameLabels(String id) throws IOException {
        Planar<GrayU8> image = image(id);
        Hierarchy hierarchy = Hhts.defaults().segment(image, Run.defaults());
        for (int target : TARGETS) {
            int[] published = published(id, target);
            assertArrayEquals(published, hierarchy.labels(target).data, id + " at " + target);
            assertEquals(Arrays.stream(published).max().orElseThrow(), hierarchy.segments(target));
        }
    }

    /** It scans the whole image for each component. All eight agreed at all targets; here are two, for the time. */
    @ParameterizedTest
    @ValueSource(strings = {"100099", "217013"})
    void theNaiveOneHasThemToo(String id) throws IOException {
        Planar<GrayU8> image = image(id);
        GrayS32 whole = new GrayS32(image.width, image.height);
        Arrays.fill(whole.data, 1);
        int[] targets = {250, 500};
        Map<Integer, int[]> naive = new NaiveHhts(Hhts.of(500), image, whole).at(targets);
        for (int target : targets) {
            assertArrayEquals(published(id, target), naive.get(target), id + " at " + target);
        }
    }

    /**
     * The means over 25 test images of BSDS500 with five truths each, of recall, undersegmentation error, accuracy and
     * explained variation. Published for these images: .861 .1325 .932 .878 at 250, .925 .0826 .958 .910 at 500.
     */
    @ParameterizedTest
    @CsvSource({"250, .8607, .1325, .9321, .8780", "500, .9253, .0826, .9582, .9103"})
    void scoresOfBsds(int target, double recall, double error, double accuracy, double variation) throws IOException {
        Path folder = folder("bsds500/test");
        List<Path> images;
        try (Stream<Path> files = Files.list(folder)) {
            images = files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList();
        }
        assertEquals(25, images.size());
        double[] mean = new double[4];
        for (Path file : images) {
            Planar<GrayU8> image = ImageFile.read(file);
            GrayS32 labels = Hhts.of(target).segment(image, Run.defaults()).labels();
            for (int k = 1; k <= TRUTHS; k++) {
                String name = file.getFileName().toString().replace(".jpg", "_gt" + k + ".png");
                GrayS32 truth = LabelImage.read(folder.resolve(name));
                int tolerance = SegmentationScores.tolerance(image.width, image.height);
                mean[0] += SegmentationScores.boundaryRecall(labels, truth, tolerance) / TRUTHS / images.size();
                mean[1] += SegmentationScores.undersegmentationError(labels, truth) / TRUTHS / images.size();
                mean[2] += SegmentationScores.achievableAccuracy(labels, truth) / TRUTHS / images.size();
            }
            mean[3] += SegmentationScores.explainedVariation(labels, image) / images.size();
        }
        assertArrayEquals(new double[] {recall, error, accuracy, variation}, mean, 5.1e-5, Arrays.toString(mean));
    }
}
