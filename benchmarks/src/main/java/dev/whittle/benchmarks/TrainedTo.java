package dev.whittle.benchmarks;

import dev.whittle.benchmarks.LinearProblem.Weights;

/** A linear problem and who solves it, with the loosest tolerance that brings the objective near enough the optimum. */
final class TrainedTo {
    final LinearProblem problem;
    final HeadData data;
    final LinearHeads solver;
    final double optimum;
    final double tolerance;
    private Weights last;

    TrainedTo(LinearProblem problem, String shape, By by) {
        this.problem = problem;
        data = HeadData.of(shape);
        solver = LinearHeads.of(problem, by, data.samples());
        Optimum kept = Optimum.kept(data);
        optimum = kept.of(problem, data, shape, solver);
        tolerance = kept.tolerance(problem, by, solver, data, shape);
    }

    /** Trains from nothing. */
    Weights fit() {
        last = solver.fit(tolerance);
        return last;
    }

    /**
     * To be called after a measurement: the tolerance may have been found with other code.
     *
     * @throws IllegalStateException if what was trained last is not near enough the optimum, so that its time says
     *     nothing
     */
    void requireNear() {
        if (last != null) {
            requireNear(problem, above(last));
        }
    }

    static void requireNear(LinearProblem problem, double above) {
        // Not below it either: then it were none. Found in another run, a last digit may differ.
        if (!(above <= 1.001 * Optimum.NEAR && above > -1e-5)) {
            throw new IllegalStateException(problem + ": trained to " + above + " of the optimum above it, allowed is "
                    + Optimum.NEAR + "; delete heads.properties in ~/.cache/whittle/benchmarks, and measure anew");
        }
    }

    /** How far above the optimum these weights are, as a part of it. */
    double above(Weights weights) {
        return problem.value(data.samples(), weights, solver.penalized()) / optimum - 1;
    }
}
