package dev.whittle.classify;

import java.util.Locale;
import java.util.Optional;

/**
 * What the training of a linear head reached.
 *
 * @param iterations how many were done; for dual coordinate descent, passes over the samples, with one-vs-rest as many
 *     for each class
 * @param objective the minimised value, at the returned weights before they are rounded to float. For mini-batches and
 *     SGD, it is the mean loss during the last epoch, while the weights changed, plus the penalties at its end; mostly
 *     above the objective of the returned weights. With early stopping, too, this is the last epoch and not the best
 *     one. For the perceptron, it is the share of mistakes that the changing W made in the last epoch
 * @param gradient the norm of the gradient relative to its norm at the start, in the coordinates of the solver; for L1
 *     the gradient is projected on the orthant; NaN for dual coordinate descent
 * @param gap a bound on how far {@code objective} lies above its minimum, relative to it: (primal - dual)/primal, from
 *     0 to 1; below about 10⁻⁶ it is rounding noise of float. NaN if no dual value is known: with L1, with an intercept
 *     that is not penalised, without L2, and for mini-batches and SGD
 * @param stop why training ended
 */
public record Convergence(int iterations, double objective, double gradient, double gap, Stop stop) {
    /** Why training ended. */
    public enum Stop {
        /** The tolerance was met. */
        TOLERANCE,
        /**
         * The limit of iterations was reached before the tolerance was met. More iterations come nearer to the minimum.
         */
        ITERATIONS,
        /**
         * The objective, computed in float, did not decrease any further. The tolerance is smaller than float
         * arithmetic can reach.
         */
        NO_DESCENT,
        /**
         * For the perceptron: the last epoch had no mistake. The last W makes no mistake on the training samples; the
         * averaged W may.
         */
        NO_MISTAKES,
        /**
         * For mini-batches, SGD and the perceptron, which have no tolerance: all epochs were done, or early stopping
         * ended the training.
         */
        EPOCHS
    }

    /** A warning that says how far training came and what to do, if the limit of iterations was reached. */
    public Optional<String> warning() {
        if (stop != Stop.ITERATIONS) {
            return Optional.empty();
        }
        String reached = Double.isNaN(gap)
                ? String.format(Locale.ROOT, "the gradient is %.1e of that at the start", gradient)
                : String.format(Locale.ROOT, "the objective is up to %.1e of itself above its minimum", gap);
        return Optional.of("Training ended before its minimum: the limit of " + iterations
                + (iterations == 1 ? " iteration was" : " iterations was")
                + " reached before the tolerance was met, and " + reached
                + "; allow more iterations, or a larger tolerance or l2");
    }
}
