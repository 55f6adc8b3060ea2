package dev.whittle.classify.linear;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.feature.Spec;

/** One-vs-rest with the squared hinge, by L-BFGS. */
class SquaredHingeSvmTest extends LinearHeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return LinearSvm.of(Formulation.ONE_VS_REST, Hinge.SQUARED, 1e-3);
    }

    @Override
    protected long pinnedCrc() {
        return 0xdb5486dbL;
    }
}
