package dev.whittle.classify.optim;

/** A smooth function of many variables, to be minimised. */
@FunctionalInterface
public interface Objective {
    /**
     * The value at a point; writes the gradient there to {@code gradient}, which has the length of {@code point} and
     * may hold anything before.
     */
    double valueAndGradient(double[] point, double[] gradient);
}
