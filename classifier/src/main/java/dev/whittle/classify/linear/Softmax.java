package dev.whittle.classify.linear;

import dev.whittle.classify.Checks;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.CrossEntropy;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;

/**
 * Multinomial logistic regression: minimises the mean cross-entropy of the softmax plus (l2/2)‖W‖² by full-batch L-BFGS
 * (memory 10) from zero. The bias is not penalised. Scores are log-probabilities up to a constant per row.
 *
 * <p>Training stops at the first of: gradient norm ≤ {@code tolerance}; {@code iterations} done; no step lowers the objective
 * any more. It draws no random numbers. Features should be of comparable scale; standardise them.
 *
 * @param l2 weight of the penalty per sample, at least 0; scikit-learn's {@code LogisticRegression} has C = 1/(n·l2)
 * @param iterations of L-BFGS at most, at least 1
 * @param tolerance for the Euclidean norm of the objective's gradient, at least 0
 */
public record Softmax(double l2, int iterations, double tolerance) implements Spec<Samples, Classifier> {
    public Softmax {
        new Checks("Softmax")
                .atLeastZero("l2", l2)
                .atLeast(1, "iterations", iterations)
                .atLeastZero("tolerance", tolerance)
                .report();
    }

    /** Chosen on a validation split of CIFAR-10, the same for raw pixels, HoG and HoG with colour, all standardised. */
    public static Softmax defaults() {
        return new Softmax(2e-2, 60, 1e-3);
    }

    @Override
    public Classifier fit(Samples train, Run run) {
        return FullBatch.train(train, new CrossEntropy(), l2, iterations, tolerance, run);
    }

    @Override
    public Classifier restore(NamedArrays arrays, Run run) {
        return LinearClassifier.restore(arrays);
    }

    @Override
    public boolean needsData() {
        return true;
    }
}
