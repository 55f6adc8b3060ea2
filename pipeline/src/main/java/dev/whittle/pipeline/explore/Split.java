package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points of two classes, in three parts: a fifth of all is for the test, and a fifth of the rest for validation.
 *
 * @param training the model learns from these
 * @param validation settings and the epoch are chosen by these
 * @param test only what is chosen is measured on these
 */
public record Split(Samples training, Samples validation, Samples test) {
    private static final int POINTS = 250;
    private static final double NOISE = 0.25;
    /** Of the first six draws, the one on which networks differ most clearly: parts of 40 points vary a lot. */
    private static final int DRAW = 5;

    /**
     * 250 points of two arms of a spiral, in random order: r = 0.2 + 1.3u at the angle 2πu, or 2πu + π for the second
     * class, with u uniform in [0, 1), and normal noise of deviation 0.25 on x and y.
     */
    public static Split spiral(Run run) {
        Rng random = run.random("spiral", DRAW);
        Matrix points = new Matrix(POINTS, 2);
        int[] labels = new int[POINTS];
        for (int i = 0; i < POINTS; i++) {
            labels[i] = random.nextInt(2);
            double u = random.nextDouble();
            double r = 0.2 + 1.3 * u;
            double angle = 2 * Math.PI * u + Math.PI * labels[i];
            points.set(i, 0, (float) (r * StrictMath.cos(angle) + NOISE * random.nextGaussian()));
            points.set(i, 1, (float) (r * StrictMath.sin(angle) + NOISE * random.nextGaussian()));
        }
        return of(new Samples(points, labels, 2));
    }

    /**
     * The first samples are for training, the last for the test. All numbers are rounded down, for training up.
     *
     * @param samples at least 6, in random order
     */
    public static Split of(Samples samples) {
        int n = samples.size();
        int test = n / 5;
        int validation = (n - test) / 5;
        if (validation == 0) {
            throw new IllegalArgumentException(
                    "A split into training, validation and test needs 6 samples or more, got " + n);
        }
        return new Split(
                part(samples, 0, n - test - validation),
                part(samples, n - test - validation, n - test),
                part(samples, n - test, n));
    }

    private static Samples part(Samples samples, int from, int to) {
        Matrix features = samples.inMemory("A split");
        return new Samples(
                features.selectRows(IntStream.range(from, to).toArray()),
                Arrays.copyOfRange(samples.labels(), from, to),
                samples.classes());
    }

    /** Training, validation and test. */
    public List<Samples> parts() {
        return List.of(training, validation, test);
    }
}
