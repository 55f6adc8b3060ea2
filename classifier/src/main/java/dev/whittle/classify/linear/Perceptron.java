package dev.whittle.classify.linear;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.List;

/**
 * Rosenblatt's perceptron for several classes. The weights start at zero, and samples are processed one after another.
 * If the largest score (the first of equal ones) is not that of the label, the sample is added to the weights of the
 * label and subtracted from those of the class with the largest score. That is a subgradient step for Crammer and
 * Singer's hinge without margin. A constant feature 1 gives the intercept. Training stops after an epoch without a
 * change. This happens if the classes are separable: if ‖x‖ ≤ R (the constant included) and some W with ‖W‖ = 1 has a
 * margin of γ, there are at most 2R²/γ² mistakes (Novikoff 1962, in the form of Crammer and Singer 2003). For two
 * classes whose weights are opposite that is (R/γ')² with the margin γ' of the binary perceptron.
 *
 * <p>Progress and {@link Convergence#objective} report the share of mistakes in an epoch, made by W while it changes.
 * They and {@link Convergence.Stop#NO_MISTAKES} do not describe the averaged W, which may make mistakes that the last W
 * does not make.
 *
 * @param averaged whether W is the mean of the W after each sample (Freund and Schapire 1999, Collins 2002), which
 *     converges even if the last W does not
 * @param epochs the largest number of epochs, each with a new random order; at least 1
 */
public record Perceptron(boolean averaged, int epochs) implements Spec<Samples, Classifier> {
    public Perceptron {
        new Checks("Perceptron").atLeast(1, "epochs", epochs).report();
    }

    /** Averaged, ten epochs, as in Collins 2002. */
    public static Perceptron defaults() {
        return new Perceptron(true, 10);
    }

    /**
     * A sample that the perceptron got wrong in training.
     *
     * @param epoch from 1
     * @param sample its index
     * @param winner the class with the largest score, which was not its label
     * @param weights after the change, not averaged: W row by row for each class, then an intercept for each class
     */
    public record Mistake(int epoch, int sample, int winner, float[] weights) {}

    /**
     * The mistakes of a training in their order, for lessons and small problems: each has a copy of all weights.
     */
    public List<Mistake> mistakes(Samples train, Run run) {
        List<Mistake> mistakes = new ArrayList<>();
        fit(
                train,
                run,
                (epoch, sample, winner, weights) -> mistakes.add(new Mistake(epoch, sample, winner, weights.clone())));
        return List.copyOf(mistakes);
    }

    @Override
    public LinearClassifier fit(Samples train, Run run) {
        return fit(train, run, (epoch, sample, winner, weights) -> {});
    }

    @FunctionalInterface
    private interface OnMistake {
        void changed(int epoch, int sample, int winner, float[] weights);
    }

    private LinearClassifier fit(Samples train, Run run, OnMistake onMistake) {
        int n = train.size();
        int d = train.features().columns();
        int classes = train.classes();
        Weights weights = new Weights(classes, d, averaged, run);
        float[] scores = new float[classes];
        float[] buffer = new float[d];
        boolean inMemory = train.features() instanceof Matrix;
        float[] x = train.features() instanceof Matrix matrix ? matrix.data() : buffer;
        long step = 0;
        int mistakes = 0;
        int epoch = 0;
        while (epoch < epochs) {
            mistakes = 0;
            int visited = 0;
            for (int i : run.random("perceptron order", ++epoch).permutation(n)) {
                if (visited++ % 64 == 0) {
                    run.checkCancelled();
                }
                int at = inMemory ? i * d : 0;
                if (!inMemory) {
                    train.features().read(i, 1, buffer, 0);
                }
                for (int c = 0; c < classes; c++) {
                    scores[c] = weights.score(c, x, at);
                }
                int winner = Classifier.largest(scores, 0, classes);
                int y = train.labels()[i];
                if (winner != y) {
                    mistakes++;
                    weights.add(y, 1, step, x, at);
                    weights.add(winner, -1, step, x, at);
                    onMistake.changed(epoch, i, winner, weights.w);
                }
                step++;
            }
            run.iteration(epoch, mistakes / (double) n, 1 - mistakes / (double) n);
            if (mistakes == 0) {
                break;
            }
        }
        double[] result = new double[weights.w.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = averaged ? weights.w[i] - weights.weighted[i] / step : weights.w[i];
        }
        return LinearClassifier.of(
                result,
                classes,
                d,
                new Convergence(
                        epoch,
                        mistakes / (double) n,
                        Double.NaN,
                        Double.NaN,
                        mistakes == 0 ? Convergence.Stop.NO_MISTAKES : Convergence.Stop.EPOCHS));
    }

    /** W row by row, then b. */
    private static final class Weights {
        final float[] w;
        /**
         * Σ t·(change in step t), from which the mean is computed (Daumé's form of the average); empty if W is not
         * averaged.
         */
        final double[] weighted;

        private final LinearKernels kernels;
        private final int classes;
        private final int d;

        Weights(int classes, int d, boolean averaged, Run run) {
            this.classes = classes;
            this.d = d;
            kernels = run.kernels().linear();
            w = new float[Checks.length("The weights", classes, d + 1)];
            weighted = new double[averaged ? w.length : 0];
        }

        float score(int c, float[] x, int at) {
            return kernels.dot(w, c * d, x, at, d) + w[classes * d + c];
        }

        /** Adds or subtracts the sample that begins at {@code at} of x, in this step. */
        void add(int c, float sign, long step, float[] x, int at) {
            kernels.addScaled(sign, x, at, w, c * d, d);
            w[classes * d + c] += sign;
            if (weighted.length > 0) {
                double t = sign * step;
                for (int j = 0; j < d; j++) {
                    weighted[c * d + j] += t * x[at + j];
                }
                weighted[classes * d + c] += t;
            }
        }
    }

    @Override
    public LinearClassifier restore(NamedArrays arrays, Run run) {
        return LinearClassifier.restore(arrays);
    }
}
