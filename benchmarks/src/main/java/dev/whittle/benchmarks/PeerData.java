package dev.whittle.benchmarks;

import boofcv.struct.image.GrayU8;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes what the benchmarks work on as {@code .npy}, for peers in other languages: {@code rows.npy} and the centroids
 * {@code start-K.npy} at which k-means begins, {@code mixture-….npy} for an iteration of EM, and
 * {@code images-WxH.npy}, a row of gray values for each image. For heads, see {@link #writeHeads}.
 */
public final class PeerData {
    private static final List<String> SIZES = List.of("32x32", "320x240", "1920x1080");

    private PeerData() {}

    /** The folder, which is made. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: PeerData FOLDER");
            System.exit(2);
        }
        write(Path.of(arguments[0]), 100_000, List.of(256, 1024));
        writeMixture(Path.of(arguments[0]), "200000x64x256");
    }

    /** Writes the rows of {@link MixtureBenchmark} and the mixture at which an iteration begins. */
    static void writeMixture(Path folder, String shape) throws IOException {
        int[] sizes = Pictures.numbers(shape);
        Matrix rows = Descriptors.overlapping(sizes[0], sizes[1]);
        Mixture start = MixtureBenchmark.start(rows, sizes[2]);
        NpyFile.write(folder.resolve("mixture-rows.npy"), rows);
        NpyFile.write(folder.resolve("mixture-weights.npy"), start.weights());
        NpyFile.write(folder.resolve("mixture-means.npy"), start.means());
        NpyFile.write(folder.resolve("mixture-variances.npy"), start.variances());
        Mixture next = MixtureBenchmark.spec(sizes[2]).fit(rows, start, Run.defaults());
        NpyFile.write(folder.resolve("mixture-next-means.npy"), next.means());
        NpyFile.write(folder.resolve("mixture-next-variances.npy"), next.variances());
    }

    static void write(Path folder, int rows, List<Integer> ks) throws IOException {
        Files.createDirectories(folder);
        Matrix descriptors = Descriptors.of(rows, NearestWordBenchmark.COLUMNS);
        NpyFile.write(folder.resolve("rows.npy"), descriptors);
        for (int k : ks) {
            NpyFile.write(folder.resolve("start-" + k + ".npy"), Descriptors.start(descriptors, k, Run.defaults()));
        }
        for (String size : SIZES) {
            NpyFile.write(folder.resolve("images-" + size + ".npy"), pixels(size));
        }
    }

    /**
     * Writes the features and labels of heads, and for these problems the objective to be reached, with the tolerance
     * that is known to reach it.
     */
    static void writeHeads(Path folder, HeadData data, String shape, Collection<LinearProblem> problems)
            throws IOException {
        Optimum kept = Optimum.kept(data);
        List<String> entries = new ArrayList<>();
        for (LinearProblem problem : problems) {
            String name = problem.scriptName();
            By by = problem == LinearProblem.SVM ? By.LIBLINEAR_DUAL : By.VECTOR;
            double optimum = kept.of(problem, data, shape, LinearHeads.of(problem, by, data.samples()));
            entries.add("\"" + name + "\": " + (1 + Optimum.NEAR) * optimum);
            kept.knownTolerance(problem, "scikit-learn", shape)
                    .ifPresent(tolerance -> entries.add("\"" + name + "-tolerance\": " + tolerance));
        }
        Files.writeString(folder.resolve("heads-" + shape + ".json"), "{" + String.join(", ", entries) + "}\n");
        NpyFile.write(folder.resolve("heads-" + shape + ".npy"), data.samples().inMemory("The script"));
        NpyFile.write(
                folder.resolve("heads-" + shape + "-labels.npy"), data.samples().labels());
    }

    private static Matrix pixels(String size) {
        Pictures pictures = Pictures.batch(size, 1);
        int count = Math.min(200, pictures.size());
        GrayU8 first = pictures.image(0).getBand(0);
        Matrix pixels = new Matrix(count, first.width * first.height);
        for (int i = 0; i < count; i++) {
            byte[] bytes = pictures.image(i).getBand(0).data;
            for (int p = 0; p < pixels.columns(); p++) {
                pixels.set(i, p, bytes[p] & 0xFF);
            }
        }
        return pixels;
    }
}
