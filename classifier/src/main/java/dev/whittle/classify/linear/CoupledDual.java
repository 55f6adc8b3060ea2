package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import java.util.List;

/**
 * Weston and Watkins, Crammer and Singer: a step solves for all duals of a sample at once, exactly ({@link
 * SampleDual}). For the latter this is the method of Keerthi, Sundararajan, Chang, Hsieh and Lin, "A sequential dual
 * method for large scale multi-class linear SVMs", KDD 2008. Each step depends on the one before, so this runs on one
 * thread.
 */
final class CoupledDual extends DualProblem {
    /**
     * Whether the bound, or the square, applies to each dual (Weston and Watkins) or to the sum of a sample's duals.
     */
    private final boolean each;

    CoupledDual(
            boolean each,
            boolean squared,
            double l2,
            Intercept intercept,
            List<Double> classWeights,
            Samples samples,
            Run run) {
        super(squared, l2, intercept, classWeights, samples, 1, run);
        this.each = each;
    }

    @Override
    void pass(int number) {
        float[] buffer = weights.buffer();
        float[] x = weights.data(buffer);
        SampleDual dual = new SampleDual(classes - 1);
        int visited = 0;
        for (int i : run.random("dual order", number).permutation(n)) {
            checkCancelled(visited++);
            if (!shrinking.leavesOut(i)) {
                shrinking.visited(i, step(i, x, weights.row(i, buffer), dual));
            }
        }
    }

    /** Whether any dual of the sample changed. Its row begins at {@code at} of x. */
    private boolean step(int i, float[] x, int at, SampleDual dual) {
        double limit = limit(i);
        int y = labels[i];
        double a = each ? squaredNorms[i] : SampleDual.squaredNorm(squaredNorms[i], limit);
        double label = weights.score(y, x, at);
        double oldSum = 0;
        for (int c = 0; c < classes; c++) {
            oldSum += c == y ? 0 : duals[i * classes + c];
        }
        for (int c = 0, k = 0; c < classes; c++) {
            if (c != y) {
                // The margin without this sample's own contribution to W.
                dual.margin[k++] = 1 + (weights.score(c, x, at) + a * duals[i * classes + c]) - (label - a * oldSum);
            }
        }
        double diagonal = diagonal(limit);
        double most = most(limit);
        dual.solve(
                a + (each ? diagonal : 0),
                a + (each ? 0 : diagonal),
                each ? most : Double.POSITIVE_INFINITY,
                each ? Double.POSITIVE_INFINITY : most);
        double sum = 0;
        boolean changed = false;
        for (int c = 0, k = 0; c < classes; c++) {
            if (c != y) {
                double now = dual.value[k++];
                double old = duals[i * classes + c];
                sum += now;
                if (now != old) {
                    changed = true;
                    duals[i * classes + c] = now;
                    weights.add(c, old - now, i, x, at);
                }
            }
        }
        if (sum != oldSum) {
            weights.add(y, sum - oldSum, i, x, at);
        }
        return changed;
    }

    @Override
    double addSample(int i, double sum) {
        double diagonal = diagonal(limit(i));
        double ofSample = 0;
        for (int c = 0; c < classes; c++) {
            double a = duals[i * classes + c];
            ofSample += a;
            sum += each ? a - diagonal / 2 * a * a : a;
        }
        return each ? sum : sum - diagonal / 2 * ofSample * ofSample;
    }
}
