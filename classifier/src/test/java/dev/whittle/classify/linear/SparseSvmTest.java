package dev.whittle.classify.linear;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.feature.Spec;

/** L1 by OWL-QN. */
class SparseSvmTest extends LinearHeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return LinearSvm.of(Formulation.ONE_VS_REST, Hinge.SQUARED, 0)
                .withL1(1e-3)
                .withIntercept(Intercept.FREE)
                .withIterations(300)
                .withSolver(Solver.LBFGS);
    }

    @Override
    protected long pinnedCrc() {
        return 0xc6538331L;
    }
}
