package dev.whittle.classify.optim;

/** A smooth function of many variables, to be minimised. */
@FunctionalInterface
public interface Objective {
    /**
     * Returns the value at a point and writes the gradient there to {@code gradient}. This array has the length of
     * {@code point}; its old values are ignored.
     */
    double valueAndGradient(double[] point, double[] gradient);
}
