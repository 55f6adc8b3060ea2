package dev.whittle.classify.linear;

/**
 * What a solver of a convex problem reached.
 *
 * @param iterations done; of dual coordinate descent, passes over the samples (of one-vs-rest, all classes do as many)
 * @param objective what was minimised, at the weights returned before they are rounded to float
 * @param gradient the norm of the gradient relative to that at the start, in the coordinates of the solver; for L1 of the gradient
 *     projected on the orthant; NaN for dual coordinate descent
 * @param gap a bound on how far {@code objective} lies above its minimum, relative to it: (primal - dual)/primal. NaN where no
 *     dual value is at hand: with L1, with an intercept that is not penalised, without L2, and for mini-batches
 * @param reached whether the tolerance was met; false if iterations ran out or float arithmetic showed no further descent
 */
public record Convergence(int iterations, double objective, double gradient, double gap, boolean reached) {}
