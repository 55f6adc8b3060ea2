package dev.whittle.pipeline.explore;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearClassifier;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;

/**
 * What the penalties λ·Σ|w| and λ/2·Σw² make of features that say nearly the same. The first is a standard normal
 * number, the next three are the same number with noise, of variance 1 again, and the last two are noise alone.
 *
 * @param features a row for each of 400 samples
 * @param labels 1 where the number, with other noise added, is above 0
 * @param weights of the six features: those of class 1 less those of class 0
 * @param bias likewise
 * @param accuracy the share of the samples that the classifier gets right
 */
public record WeightPenalties(Matrix features, int[] labels, double[] weights, double bias, double accuracy) {
    private static final int FEATURES = 6;
    private static final int SAMPLES = 400;
    private static final double[] NOISE = {0, 0.3, 0.3, 0.3};

    /** Trained with the sum of absolute values. @param lambda λ, at least 0 */
    public static WeightPenalties l1(double lambda, Run run) {
        return of(0, lambda, run);
    }

    /** Trained with half the sum of squares. @param lambda λ, at least 0 */
    public static WeightPenalties l2(double lambda, Run run) {
        return of(lambda, 0, run);
    }

    private static WeightPenalties of(double l2, double l1, Run run) {
        Rng random = run.random("weight penalties", 0);
        Matrix features = new Matrix(SAMPLES, FEATURES);
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double number = random.nextGaussian();
            labels[i] = number + 0.5 * random.nextGaussian() > 0 ? 1 : 0;
            for (int j = 0; j < FEATURES; j++) {
                double noise = random.nextGaussian();
                double value =
                        j < NOISE.length ? (number + NOISE[j] * noise) / Math.sqrt(1 + NOISE[j] * NOISE[j]) : noise;
                features.set(i, j, (float) value);
            }
        }
        LinearClassifier linear = new Softmax(l2, l1, Intercept.FREE, ClassWeights.EQUAL, 1000, 1e-6)
                .fit(new Samples(features, labels, 2), run);
        Matrix w = linear.templates().orElseThrow();
        double[] difference = new double[FEATURES];
        for (int j = 0; j < FEATURES; j++) {
            difference[j] = (double) w.get(1, j) - w.get(0, j);
        }
        Matrix bias = linear.arrays().get("bias");
        double accuracy = Evaluation.of(linear.scores(features, run), labels).accuracy();
        return new WeightPenalties(features, labels, difference, (double) bias.get(0, 1) - bias.get(0, 0), accuracy);
    }

    /** How many weights are exactly 0. */
    public int zeros() {
        return (int) Arrays.stream(weights).filter(w -> w == 0).count();
    }

    /** w·x of two vectors of the same length. */
    public static double score(double[] w, double[] x) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += w[i] * x[i];
        }
        return sum;
    }

    /** Σ|w|. */
    public static double absolutes(double[] w) {
        return Arrays.stream(w).map(Math::abs).sum();
    }

    /** Σw². */
    public static double squares(double[] w) {
        return score(w, w);
    }
}
