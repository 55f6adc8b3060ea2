package dev.whittle.benchmarks;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeansTraining;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.data.ImageFolder;
import dev.whittle.feature.local.DenseSift;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Clusters more descriptors than the heap holds, from a mapped file. With {@code run} as in the README of the
 * benchmarks:
 *
 * <pre>{@code
 * run dev.whittle.benchmarks.LargeClustering sift IMAGES ROWS.npy 1000000
 * run -Xmx1g dev.whittle.benchmarks.LargeClustering k-means ROWS.npy K ITERATIONS START LEVELS BATCH
 * run -Xmx1g dev.whittle.benchmarks.LargeClustering mixture ROWS.npy K ITERATIONS
 * }</pre>
 *
 * <p>The first command writes dense SIFT of a folder of images, drawn at random: as many from each image. START is
 * {@code RANDOM}, {@code KMEANS_PLUS_PLUS} or {@code KMEANS_PARALLEL}; LEVELS and BATCH are those of {@link KMeans}.
 * The mixture starts from k-means‖ with as many iterations. They say how long training took, the energy of each
 * iteration, and how much memory the process held at most, where the system tells. The part of the mapped file that
 * was in memory counts, too: the system gives it back when others need it.
 */
public final class LargeClustering {
    private LargeClustering() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        Run run = Run.defaults();
        Path file = Path.of(arguments[1]);
        int[] numbers = Stream.of(arguments)
                .mapToInt(text -> text.matches("\\d+") ? Integer.parseInt(text) : 0)
                .toArray();
        String text = switch (arguments[0]) {
            case "sift" -> sift(ImageFolder.read(file), Path.of(arguments[2]), numbers[3], run);
            case "k-means" ->
                kMeans(
                        file,
                        new KMeans(
                                numbers[2], numbers[3], KMeans.Start.valueOf(arguments[4]), 0, numbers[5], numbers[6]),
                        run);
            case "mixture" -> mixture(file, numbers[2], numbers[3], run);
            default ->
                throw new IllegalArgumentException(
                        "The first argument is sift, k-means or mixture, got " + arguments[0]);
        };
        System.out.println(text + "\n" + memory());
    }

    /** Writes dense SIFT of all images. */
    static String sift(Dataset images, Path file, int rows, Run run) throws IOException {
        LocalDescriptors local = DenseSift.defaults().fit(images, run);
        Descriptors all = new Descriptors();
        long start = System.nanoTime();
        try (NpyFile.Writer out = NpyFile.writer(file, 128)) {
            for (int i = 0; i < images.size(); i++) {
                local.describe(images.image(i), all, run);
                Rng rng = run.random("large clustering", i);
                long end = (i + 1L) * rows / images.size();
                for (long row = (long) i * rows / images.size(); row < end; row++) {
                    out.add(all.values(), rng.nextInt(all.count()) * all.columns());
                }
            }
            out.finish();
        }
        return String.format(Locale.ROOT, "%,d descriptors of %,d images: %.1f s", rows, images.size(), seconds(start));
    }

    static String kMeans(Path file, KMeans spec, Run run) throws IOException {
        try (MappedRows rows = NpyFile.map(file)) {
            long start = System.nanoTime();
            Codebook words = spec.fit(rows, run);
            double seconds = seconds(start);
            return String.format(
                    Locale.ROOT,
                    "%s of %,d x %d: %.1f s%n%s",
                    spec,
                    rows.rows(),
                    rows.columns(),
                    seconds,
                    words.training().orElseThrow().iterations().stream()
                            .map(LargeClustering::line)
                            .collect(Collectors.joining("\n")));
        }
    }

    private static String line(KMeansTraining.Iteration of) {
        return String.format(
                Locale.ROOT,
                "energy %.6g, %,d words without rows, %,d of them refilled, %.0f %% of the scores computed",
                of.energy(),
                of.dead(),
                of.refilled(),
                100 * of.computed());
    }

    static String mixture(Path file, int k, int iterations, Run run) throws IOException {
        KMeans start = new KMeans(k, iterations, KMeans.Start.KMEANS_PARALLEL, 0);
        GaussianMixture spec = new GaussianMixture(start, iterations, 0, 0.01, 1e-4, true);
        try (MappedRows rows = NpyFile.map(file)) {
            long before = System.nanoTime();
            Mixture mixture = spec.fit(rows, run);
            double seconds = seconds(before);
            return String.format(
                    Locale.ROOT,
                    "%s of %,d x %d: %.1f s, mean log density %.4f",
                    spec,
                    rows.rows(),
                    rows.columns(),
                    seconds,
                    mixture.meanLogDensity(rows, run));
        }
    }

    private static double seconds(long start) {
        return 1e-9 * (System.nanoTime() - start);
    }

    /** The peak of resident memory, as Linux counts it. */
    private static String memory() throws IOException {
        Path status = Path.of("/proc/self/status");
        String peak = !Files.exists(status)
                ? "unknown"
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .findFirst()
                        .map(line -> line.replaceAll("\\s+", " "))
                        .orElse("unknown");
        return String.format(
                Locale.ROOT,
                "heap of at most %,d MiB; peak of resident memory: %s",
                Runtime.getRuntime().maxMemory() >> 20,
                peak);
    }
}
