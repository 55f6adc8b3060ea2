package dev.whittle.classify;

import dev.whittle.feature.Rng;
import dev.whittle.feature.table.Matrix;
import java.util.stream.IntStream;

/** Small generated sets. */
public final class TestSamples {
    private TestSamples() {}

    /** Normal clouds of deviation 1 around normal centres of the given deviation. */
    public static Samples clouds(int n, int features, int classes, double spread, long seed) {
        Rng rng = new Rng(seed, "clouds", 0);
        Matrix centres = new Matrix(classes, features);
        for (int i = 0; i < centres.data().length; i++) {
            centres.data()[i] = (float) (spread * rng.nextGaussian());
        }
        Matrix x = new Matrix(n, features);
        int[] labels = new int[n];
        for (int r = 0; r < n; r++) {
            labels[r] = rng.nextInt(classes);
            for (int c = 0; c < features; c++) {
                x.set(r, c, (float) (centres.get(labels[r], c) + rng.nextGaussian()));
            }
        }
        return new Samples(x, labels, classes);
    }

    /** The four points of exclusive or, {@code copies} times. */
    public static Samples xor(int copies) {
        Matrix x = new Matrix(4 * copies, 2);
        int[] labels = new int[4 * copies];
        for (int i = 0; i < labels.length; i++) {
            int a = i & 1;
            int b = i >> 1 & 1;
            x.set(i, 0, 2 * a - 1);
            x.set(i, 1, 2 * b - 1);
            labels[i] = a ^ b;
        }
        return new Samples(x, labels, 2);
    }

    /** Class c becomes class {@code to[c]}. */
    public static Samples relabel(Samples samples, int... to) {
        return new Samples(
                samples.features(),
                IntStream.of(samples.labels()).map(c -> to[c]).toArray(),
                samples.classes());
    }

    public static double accuracy(int[] predicted, int[] labels) {
        return IntStream.range(0, labels.length)
                        .filter(i -> predicted[i] == labels[i])
                        .count()
                / (double) labels.length;
    }
}
