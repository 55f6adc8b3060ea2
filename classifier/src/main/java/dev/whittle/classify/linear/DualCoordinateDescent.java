package dev.whittle.classify.linear;

import dev.whittle.classify.Convergence;
import dev.whittle.classify.loss.Loss;

/**
 * Trains support vector machines by ascent in the dual, one sample at a time in random order, from zero. With C =
 * 1/(n·l2) and U_i = C times the sample's class weight, the problem is ½‖W‖² + Σ U_i·loss_i. The {@link DualProblem}
 * defines the steps.
 *
 * <p>After each pass over the samples the duality gap is computed; training stops when it is at most {@code tolerance}
 * times the primal. W (or V, see {@link DualWeights}) is float, the duals double.
 *
 * @param loss of the primal
 * @param iterations the largest number of passes
 * @param tolerance for the duality gap relative to the primal
 */
record DualCoordinateDescent(Loss loss, int iterations, double tolerance) {
    /** The smallest gap that can be measured, since W is float. */
    private static final double NOISE = -1e-4;

    /** The memory of an ascent: the duals and, with fewer samples than features, the products of the samples. */
    static long heapBytes(int samples, int features, int classes) {
        return DualWeights.heapBytes(samples, features) + 8L * samples * classes;
    }

    LinearClassifier train(DualProblem problem) {
        DualWeights weights = problem.weights;
        LinearPass pass =
                new LinearPass(weights.samples(), loss, problem.classWeights, FullBatch.CHUNK_ROWS, problem.run);
        double[] point = new double[weights.size()];
        for (int epoch = 1; ; epoch++) {
            problem.pass(epoch);
            weights.values(point);
            double squares = weights.squares();
            double primal = pass.mean(point) + problem.l2 / 2 * squares;
            double gap = (primal - problem.objective(squares)) / primal;
            problem.run.iteration(epoch, primal, pass.correct() / (double) problem.n);
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
