package dev.whittle.classify.linear;

import dev.whittle.classify.Checks;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;

/**
 * Rosenblatt's perceptron for several classes: from zero, one sample after another; where the largest score (of equal ones the first)
 * is not at the label, the sample is added to the label's weights and subtracted from those of the class that won. That is a
 * subgradient step for Crammer and Singer's hinge without margin. A constant feature 1 makes the intercept. Stops after an epoch
 * in which nothing changed, which comes if classes can be separated: with ‖x‖ ≤ R (the constant included) and a margin of γ by some W with ‖W‖
 * = 1, after at most 2R²/γ² mistakes (Novikoff 1962, in the form of Crammer and Singer 2003); for two classes whose weights are
 * opposite that is (R/γ')² with the margin γ' of the binary perceptron.
 *
 * <p>Progress and {@link Convergence#objective} have the share of mistakes in an epoch, of W as it changes. They, and {@link
 * Convergence.Stop#NO_MISTAKES}, say nothing of the averaged W, which may err where the last W does not.
 *
 * @param averaged whether W is the mean of the W after each sample (Freund and Schapire 1999, Collins 2002), which
 *     settles where the last W does not
 * @param epochs at most, each with a new random order, at least 1
 */
public record Perceptron(boolean averaged, int epochs) implements Spec<Samples, Classifier> {
    public Perceptron {
        new Checks("Perceptron").atLeast(1, "epochs", epochs).report();
    }

    /** Averaged, ten epochs, as Collins 2002 used. */
    public static Perceptron defaults() {
        return new Perceptron(true, 10);
    }

    @Override
    public LinearClassifier fit(Samples train, Run run) {
        int n = train.size();
        int d = train.features().columns();
        int classes = train.classes();
        float[] w = new float[Checks.length("The weights", classes, d + 1)];
        // Σ t·(change in step t), from which the mean follows (Daumé's form of the average).
        double[] weighted = new double[averaged ? w.length : 0];
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
                    scores[c] = run.kernels().linear().dot(w, c * d, x, at, d) + w[classes * d + c];
                }
                int winner = Classifier.largest(scores, 0, classes);
                int y = train.labels()[i];
                if (winner != y) {
                    mistakes++;
                    add(run.kernels(), w, weighted, y, 1, step, x, at, d, classes);
                    add(run.kernels(), w, weighted, winner, -1, step, x, at, d, classes);
                }
                step++;
            }
            run.iteration(epoch, mistakes / (double) n, 1 - mistakes / (double) n);
            if (mistakes == 0) {
                break;
            }
        }
        double[] result = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            result[i] = averaged ? w[i] - weighted[i] / step : w[i];
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

    private static void add(
            Kernels kernels,
            float[] w,
            double[] weighted,
            int c,
            float sign,
            long step,
            float[] x,
            int at,
            int d,
            int classes) {
        kernels.linear().addScaled(sign, x, at, w, c * d, d);
        w[classes * d + c] += sign;
        if (weighted.length > 0) {
            double t = sign * step;
            for (int j = 0; j < d; j++) {
                weighted[c * d + j] += t * x[at + j];
            }
            weighted[classes * d + c] += t;
        }
    }

    @Override
    public LinearClassifier restore(NamedArrays arrays, Run run) {
        return LinearClassifier.restore(arrays);
    }

    @Override
    public boolean needsData() {
        return true;
    }
}
