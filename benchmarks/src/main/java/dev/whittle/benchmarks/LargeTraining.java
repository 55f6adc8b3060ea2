package dev.whittle.benchmarks;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Trains on more features than the heap holds, from a mapped file that is written first and deleted at the end: softmax
 * on all samples at once, and by stochastic gradient descent, whose batches are rows from all over the file. {@code
 * java -Xmx2g -cp benchmarks.jar dev.whittle.benchmarks.LargeTraining [ROWS COLUMNS]}, by default 50,000 × 20,000,
 * which is 4 GB.
 */
public final class LargeTraining {
    private static final int CLASSES = 10;
    private static final int ITERATIONS = 3;

    private LargeTraining() {}

    /** Rows and columns. */
    public static void main(String[] arguments) throws IOException {
        int rows = arguments.length == 2 ? Integer.parseInt(arguments[0]) : 50_000;
        int columns = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 20_000;
        System.out.println(train(rows, columns, Run.defaults()));
    }

    /** What was done, how long it took, and how often the first rows are recognised: far more often than one in ten. */
    static String train(int rows, int columns, Run run) throws IOException {
        Path folder = Files.createTempDirectory("whittle-large");
        Path file = folder.resolve("features.npy");
        try {
            int[] labels = write(file, rows, columns);
            try (MappedRows mapped = NpyFile.map(file)) {
                long start = System.nanoTime();
                Samples samples = new Samples(mapped, labels, CLASSES);
                double checked = 1e-9 * (System.nanoTime() - start);
                return String.format(
                                Locale.ROOT,
                                "%,d x %,d floats, %.2f GB mapped, heap of at most %.2f GB: checked for NaN in %.1f s",
                                rows,
                                columns,
                                4e-9 * rows * columns,
                                1e-9 * Runtime.getRuntime().maxMemory(),
                                checked)
                        + timed(
                                ITERATIONS + " iterations of softmax",
                                new Softmax(1e-3, 0, Intercept.FREE, ClassWeights.EQUAL, ITERATIONS, 0),
                                samples,
                                run)
                        + timed("an epoch of SGD", sgd(columns), samples, run);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /**
     * A linear head, without hidden units. Its steps are the shorter the more columns there are, as their squares sum
     * to that many thirds.
     */
    private static Mlp sgd(int columns) {
        MiniBatches training = MiniBatches.builder()
                .optimizer(Optimizer.SGD)
                .learningRate(20.0 / columns)
                .epochs(1)
                .batchSize(16)
                .build();
        return Mlp.relu(List.of(), 0, training);
    }

    private static String timed(String what, Spec<Samples, Classifier> head, Samples samples, Run run) {
        long start = System.nanoTime();
        Classifier fitted = head.fit(samples, run);
        return String.format(
                Locale.ROOT,
                "%n%s: %.1f s, %.1f %% of the first rows recognised",
                what,
                1e-9 * (System.nanoTime() - start),
                100 * recognised(fitted, samples, run));
    }

    /** Noise in [-1, 1), to which each class adds a little in a tenth of the columns. */
    private static int[] write(Path file, int rows, int columns) throws IOException {
        int[] labels = new int[rows];
        float[] row = new float[columns];
        try (NpyFile.Writer out = NpyFile.writer(file, columns)) {
            for (int r = 0; r < rows; r++) {
                Rng rng = new Rng(1, "large training", r);
                labels[r] = rng.nextInt(CLASSES);
                for (int c = 0; c < columns; c += 2) {
                    long bits = rng.nextLong();
                    row[c] = (int) bits * 0x1p-31f;
                    if (c + 1 < columns) {
                        row[c + 1] = (int) (bits >>> 32) * 0x1p-31f;
                    }
                }
                for (int c = labels[r]; c < columns; c += CLASSES) {
                    row[c] += 0.3f;
                }
                out.add(row, 0);
            }
            out.finish();
        }
        return labels;
    }

    private static double recognised(Classifier classifier, Samples samples, Run run) {
        int n = Math.min(1000, samples.size());
        Matrix some = new Matrix(n, samples.features().columns());
        samples.features().read(0, n, some.data(), 0);
        int[] predicted = classifier.predict(some, run);
        int right = 0;
        for (int i = 0; i < n; i++) {
            right += predicted[i] == samples.labels()[i] ? 1 : 0;
        }
        return (double) right / n;
    }
}
