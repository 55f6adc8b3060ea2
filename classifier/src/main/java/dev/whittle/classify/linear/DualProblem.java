package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import java.util.List;

/**
 * The dual problem of a support vector machine on some samples during training: the duals, which start at zero, and the
 * weights that follow from them.
 */
abstract class DualProblem {
    /** The number of samples after which a pass checks whether it was cancelled. */
    private static final int SAMPLES = 64;

    final double l2;
    final List<Double> classWeights;
    final Run run;
    final int[] labels;
    final int n;
    final int classes;
    final DualWeights weights;
    /** n × classes; only one-vs-rest uses the column of the label. */
    final double[] duals;

    final double[] squaredNorms;
    final Shrinking shrinking;
    private final boolean squared;

    /**
     * @param squared whether the hinge is squared
     * @param blocks the number of separate steps for a sample
     */
    DualProblem(
            boolean squared,
            double l2,
            Intercept intercept,
            List<Double> classWeights,
            Samples samples,
            int blocks,
            Run run) {
        this.squared = squared;
        this.l2 = l2;
        this.classWeights = classWeights;
        this.run = run;
        labels = samples.labels();
        n = samples.size();
        classes = samples.classes();
        weights = new DualWeights(samples, intercept, run);
        duals = new double[Checks.length("Dual coordinate descent", n, classes)];
        shrinking = new Shrinking(n * blocks);
        squaredNorms = weights.squaredNorms();
    }

    /** A pass over the samples; the order is drawn by its number. */
    abstract void pass(int number);

    /**
     * Adds to {@code sum} what the duals of sample i contribute to the dual objective, in the scale of Σ U_i·loss_i.
     */
    abstract double addSample(int i, double sum);

    /** The dual objective, in the scale of the primal's mean loss. */
    final double objective(double squares) {
        double sum = -squares / 2;
        for (int i = 0; i < n; i++) {
            sum = addSample(i, sum);
        }
        return l2 * sum;
    }

    /** C times the sample's class weight: the bound of a plain hinge's duals. */
    final double limit(int i) {
        return (classWeights.isEmpty() ? 1 : classWeights.get(labels[i])) / (l2 * n);
    }

    /** U of Hsieh et al., table 1. */
    final double most(double limit) {
        return squared ? Double.POSITIVE_INFINITY : limit;
    }

    /** D_ii of Hsieh et al., table 1. */
    final double diagonal(double limit) {
        return squared ? 1 / (2 * limit) : 0;
    }

    /** Must be called for every sample of a pass. */
    final void checkCancelled(int visited) {
        if (visited % SAMPLES == 0) {
            run.checkCancelled();
        }
    }
}
