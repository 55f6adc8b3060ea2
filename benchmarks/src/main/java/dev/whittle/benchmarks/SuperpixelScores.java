package dev.whittle.benchmarks;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.LabelImage;
import dev.whittle.feature.segment.SegmentationScores;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Superpixels of Whittle and its peers beside segmentations by people: the means over the images of a folder, and of
 * the shortest processor time of some calls for each image. All run on one thread.
 */
final class SuperpixelScores {
    private static final int TRUTHS = 5;
    private static final int[] TARGETS = {250, 500};

    private SuperpixelScores() {}

    /**
     * @param arguments a folder with ID.jpg and its truths ID_gt1.png to ID_gt5.png, as label maps; how many calls are
     *     timed for each image
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "Expected a folder and a number of calls, got " + arguments.length + " arguments");
        }
        Path folder = Path.of(arguments[0]);
        int calls = Integer.parseInt(arguments[1]);
        if (calls < 1) {
            throw new IllegalArgumentException("Expected at least one call, got " + calls);
        }
        List<Path> images;
        try (Stream<Path> files = Files.list(folder)) {
            images = files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList();
        }
        System.out.println("| by | target | segments | recall | UE | ASA | EV | compactness | ms |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (By by : new By[] {By.VECTOR, By.OPENCV, By.BOOFCV}) {
            for (int target : TARGETS) {
                double[] mean = new double[7];
                for (Path image : images) {
                    double[] one = scores(by, image, target, calls);
                    Arrays.setAll(mean, i -> mean[i] + one[i] / images.size());
                }
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %.1f | %.4f | %.4f | %.4f | %.4f | %.4f | %.1f |%n",
                        by,
                        target,
                        mean[0],
                        mean[1],
                        mean[2],
                        mean[3],
                        mean[4],
                        mean[5],
                        mean[6]);
            }
        }
    }

    private static double[] scores(By by, Path file, int target, int calls) throws IOException {
        Planar<GrayU8> image = ImageFile.read(file);
        Supplier<GrayS32> segmentation = SuperpixelsBenchmark.segmentation(by, image, target);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long fastest = Long.MAX_VALUE;
        GrayS32 labels = null;
        for (int i = 0; i < calls; i++) {
            long start = threads.getCurrentThreadCpuTime();
            labels = segmentation.get();
            fastest = Math.min(fastest, threads.getCurrentThreadCpuTime() - start);
        }
        double[] scores = new double[7];
        scores[0] = Arrays.stream(labels.data).distinct().count();
        for (int k = 1; k <= TRUTHS; k++) {
            String name = file.getFileName().toString().replace(".jpg", "_gt" + k + ".png");
            GrayS32 truth = LabelImage.read(file.resolveSibling(name));
            int tolerance = SegmentationScores.tolerance(image.width, image.height);
            scores[1] += SegmentationScores.boundaryRecall(labels, truth, tolerance) / TRUTHS;
            scores[2] += SegmentationScores.undersegmentationError(labels, truth) / TRUTHS;
            scores[3] += SegmentationScores.achievableAccuracy(labels, truth) / TRUTHS;
        }
        scores[4] = SegmentationScores.explainedVariation(labels, image);
        scores[5] = SegmentationScores.compactness(labels);
        scores[6] = fastest / 1e6;
        return scores;
    }
}
