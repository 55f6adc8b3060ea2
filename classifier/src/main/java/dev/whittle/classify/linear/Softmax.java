package dev.whittle.classify.linear;

import dev.whittle.classify.ClassWeighted;
import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;

/**
 * Multinomial logistic regression: minimises the mean cross-entropy of the softmax plus (l2/2)‖W‖² plus l1·Σ|W| on all
 * samples at once, from zero. The solver is L-BFGS (memory 10) in coordinates in which the features are uncorrelated,
 * or with l1 OWL-QN, which makes weights exactly 0. Scores are log-probabilities up to a constant for each row; {@link
 * #probabilities} converts them to probabilities.
 *
 * <p>Training stops when the first of these holds: the gradient norm is at most {@code tolerance} times its value at
 * the start; {@code iterations} are done; or no step lowers the objective, which float arithmetic resolves to about
 * 10<sup>-7</sup> of its value. Without l1 the squared ratio of the norms is about the remaining share of the way to
 * the minimum. {@link LinearClassifier#convergence} says what was reached. No random numbers are used. The effect of l1
 * and l2 on a weight depends on the unit of its feature, so standardise features of different scale.
 *
 * @param l2 weight of the squares per sample, at least 0; scikit-learn's {@code LogisticRegression} has C = 1/(n·l2)
 * @param l1 weight of the absolute values per sample, at least 0
 * @param intercept whether there is a constant, and whether it is penalised
 * @param classWeights the weight of a sample's loss by its class
 * @param iterations the largest number of iterations, at least 1
 * @param tolerance at least 0
 */
public record Softmax(
        double l2, double l1, Intercept intercept, ClassWeights classWeights, int iterations, double tolerance)
        implements Spec<Samples, Classifier>, ClassWeighted {
    public Softmax {
        new Checks("Softmax")
                .atLeastZero("l2", l2)
                .atLeastZero("l1", l1)
                .require(intercept != null, "intercept must be given", intercept)
                .require(classWeights != null, "classWeights must be given", classWeights)
                .atLeast(1, "iterations", iterations)
                .atLeastZero("tolerance", tolerance)
                .report();
    }

    /** Chosen on a validation split of CIFAR-10, the same for raw pixels, HoG and HoG with colour, all standardised. */
    public static Softmax defaults() {
        return l2(2e-2);
    }

    /** The defaults with another l2. */
    public static Softmax l2(double l2) {
        return new Softmax(l2, 0, Intercept.FREE, ClassWeights.EQUAL, 1000, 1e-3);
    }

    /** Without l1: OWL-QN reads scaled rows. */
    @Override
    public boolean isFullBatch() {
        return l1 == 0;
    }

    @Override
    public long heapBytes(int samples, int features, int classes) {
        return FullBatch.heapBytes(samples, features, classes, FullBatch.spanned(l2, l1), iterations);
    }

    @Override
    public double operations(int samples, int features, int classes) {
        return isFullBatch()
                ? FullBatch.operations(samples, features, classes, FullBatch.spanned(l2, l1), iterations)
                : 0;
    }

    @Override
    public LinearClassifier fit(Samples train, Run run) {
        // The second derivative p(1-p) is at most 1/4, and its mean over the classes is at most 1/classes.
        return new FullBatch(
                        new CrossEntropy(),
                        1.0 / train.classes(),
                        l2,
                        l1,
                        intercept,
                        classWeights.weights(train),
                        iterations,
                        tolerance)
                .train(train, run)
                .warned(run);
    }

    /** e^s / Σ e^s in each row of scores: the probability of each class under this head. */
    public static Matrix probabilities(Matrix scores, Run run) {
        Matrix p = scores.copy();
        int classes = p.columns();
        run.parallel(
                p.rows(),
                1024,
                (from, to) -> probabilities(p.data(), from * classes, to - from, classes, run.kernels()));
        return p;
    }

    /** The same in place, for {@code n} rows from {@code scores[at]} on. */
    static void probabilities(float[] scores, int at, int n, int classes, Kernels kernels) {
        for (int r = at; r < at + n * classes; r += classes) {
            float largest = scores[r];
            for (int c = 1; c < classes; c++) {
                largest = Math.max(largest, scores[r + c]);
            }
            for (int c = 0; c < classes; c++) {
                scores[r + c] -= largest;
            }
        }
        kernels.linear().exp(scores, at, n * classes);
        for (int r = at; r < at + n * classes; r += classes) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += scores[r + c];
            }
            for (int c = 0; c < classes; c++) {
                scores[r + c] = (float) (scores[r + c] / sum);
            }
        }
    }

    @Override
    public LinearClassifier restore(NamedArrays arrays, Run run) {
        return LinearClassifier.restore(arrays);
    }
}
