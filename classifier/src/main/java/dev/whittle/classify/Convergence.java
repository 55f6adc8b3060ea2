package dev.whittle.classify;

/**
 * What the training of a linear head reached.
 *
 * @param iterations done; of dual coordinate descent, passes over the samples (of one-vs-rest, all classes do as many)
 * @param objective what was minimised, at the weights returned before they are rounded to float; of mini-batches the
 *     mean loss that was seen during the last epoch (with early stopping, not the best one), while the weights changed,
 *     plus the penalties at its end, mostly above that of the weights returned; of the perceptron the share of mistakes
 *     that W, as it changed, made in the last epoch
 * @param gradient the norm of the gradient relative to that at the start, in the coordinates of the solver; for L1 of
 *     the gradient projected on the orthant; NaN for dual coordinate descent
 * @param gap a bound on how far {@code objective} lies above its minimum, relative to it: (primal - dual)/primal, from
 *     0 to 1; below some 10⁻⁶ it is the noise of float. NaN where no dual value is at hand: with L1, with an intercept
 *     that is not penalised, without L2, and for mini-batches
 * @param stop why training ended
 */
public record Convergence(int iterations, double objective, double gradient, double gap, Stop stop) {
    /** Why training ended. */
    public enum Stop {
        /** The tolerance was met. */
        TOLERANCE,
        /** The iterations ran out before the tolerance was met: more of them come nearer to the minimum. */
        ITERATIONS,
        /** Float arithmetic showed no further descent: as near as it comes, where the tolerance asks for more. */
        NO_DESCENT,
        /**
         * Of the perceptron: the last epoch had no mistake. The W it ended with makes none on the training samples; the
         * averaged W may.
         */
        NO_MISTAKES,
        /**
         * The epochs of mini-batches or of the perceptron were done (or early stopping ended them); they have no
         * tolerance to meet.
         */
        EPOCHS
    }
}
