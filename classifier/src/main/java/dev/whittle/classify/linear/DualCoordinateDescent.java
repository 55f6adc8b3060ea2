package dev.whittle.classify.linear;

import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.feature.Run;
import java.util.List;

/**
 * Trains support vector machines by ascent in the dual, one sample at a time in random order, from zero. With C =
 * 1/(n·l2) and U_i = C times the sample's class weight, the problem is ½‖W‖² + Σ U_i·loss_i. {@link OneVsRestDual} and
 * {@link CoupledDual} are the two kinds of steps.
 *
 * <p>After each pass over the samples the duality gap is computed; training stops when it is at most {@code tolerance}
 * times the primal. W (or V, see {@link DualWeights}) is float, the duals double.
 */
record DualCoordinateDescent(
        Formulation formulation,
        Hinge hinge,
        double l2,
        Intercept intercept,
        List<Double> classWeights,
        int iterations,
        double tolerance) {
    /** The smallest gap that can be measured, since W is float. */
    private static final double NOISE = -1e-4;

    /** The memory of an ascent: the duals and, with fewer samples than features, the products of the samples. */
    static long heapBytes(int samples, int features, int classes) {
        return DualWeights.heapBytes(samples, features) + 8L * samples * classes;
    }

    LinearClassifier train(Samples train, Run run) {
        return train(problem(train, run), run);
    }

    DualProblem problem(Samples train, Run run) {
        return formulation == Formulation.ONE_VS_REST
                ? new OneVsRestDual(this, train, run)
                : new CoupledDual(this, train, run);
    }

    LinearClassifier train(DualProblem problem, Run run) {
        DualWeights weights = problem.weights;
        LinearPass pass = new LinearPass(
                weights.samples(), LinearSvm.loss(formulation, hinge), classWeights, FullBatch.CHUNK_ROWS, run);
        double[] point = new double[weights.size()];
        for (int epoch = 1; ; epoch++) {
            problem.pass(epoch);
            weights.values(point);
            double squares = weights.squares();
            double primal = pass.mean(point) + l2 / 2 * squares;
            double gap = (primal - problem.objective(squares)) / primal;
            run.iteration(epoch, primal, pass.correct() / (double) problem.n);
            if (gap <= tolerance && gap >= NOISE || epoch == iterations) {
                return weights.classifier(new Convergence(epoch, primal, Double.NaN, bound(gap), stop(gap)));
            }
        }
    }

    /** No loss is below 0, so the minimum is not below 0 either. A dual value clearly above the primal is no bound. */
    private static double bound(double gap) {
        return gap < NOISE ? 1 : Math.min(1, Math.max(0, gap));
    }

    /**
     * If the dual value is above the primal, W in float differs too much from the sum over the duals to compute a gap.
     */
    private Convergence.Stop stop(double gap) {
        if (gap > tolerance || gap < NOISE) {
            return Convergence.Stop.ITERATIONS;
        }
        return gap > 0 ? Convergence.Stop.TOLERANCE : Convergence.Stop.NO_DESCENT;
    }
}
