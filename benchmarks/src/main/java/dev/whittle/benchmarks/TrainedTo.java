package dev.whittle.benchmarks;

import dev.whittle.benchmarks.LinearProblem.Weights;

/** A linear problem and who solves it, with the loosest tolerance that brings the objective near enough the optimum. */
final class TrainedTo {
    final LinearProblem problem;
    final HeadData data;
    final LinearHeads solver;
    final double optimum;
    final double tolerance;

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
        return solver.fit(tolerance);
    }

    /** How far above the optimum these weights are, as a part of it. */
    double above(Weights weights) {
        return problem.value(data.samples(), weights, solver.penalized()) / optimum - 1;
    }
}
