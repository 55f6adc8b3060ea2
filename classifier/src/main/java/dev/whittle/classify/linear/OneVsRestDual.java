package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import java.util.List;

/**
 * The binary problems of all classes are solved separately and in parallel: Hsieh, Chang, Lin, Keerthi and
 * Sundararajan, "A dual coordinate descent method for large-scale linear SVM", ICML 2008, algorithm 1.
 */
final class OneVsRestDual extends DualProblem {
    OneVsRestDual(
            boolean squared, double l2, Intercept intercept, List<Double> classWeights, Samples samples, Run run) {
        super(squared, l2, intercept, classWeights, samples, samples.classes(), run);
    }

    @Override
    void pass(int number) {
        run.parallel(classes, 1, (c, to) -> pass(c, number));
    }

    /** A pass of the binary problem of class c. */
    private void pass(int c, int number) {
        float[] buffer = weights.buffer();
        float[] x = weights.data(buffer);
        int visited = 0;
        for (int i : run.random("dual order of class " + c, number).permutation(n)) {
            checkCancelled(visited++);
            if (shrinking.leavesOut(i * classes + c)) {
                continue;
            }
            double limit = limit(i);
            double diagonal = diagonal(limit);
            int at = weights.row(i, buffer);
            double t = labels[i] == c ? 1 : -1;
            double old = duals[i * classes + c];
            double gradient = t * weights.score(c, x, at) - 1 + diagonal * old;
            double now = Math.min(most(limit), Math.max(0, old - gradient / (squaredNorms[i] + diagonal)));
            if (now != old) {
                duals[i * classes + c] = now;
                weights.add(c, (now - old) * t, i, x, at);
            }
            shrinking.visited(i * classes + c, now != old);
        }
    }

    @Override
    double addSample(int i, double sum) {
        double diagonal = diagonal(limit(i));
        for (int c = 0; c < classes; c++) {
            double a = duals[i * classes + c];
            sum += a - diagonal / 2 * a * a;
        }
        return sum;
    }
}
