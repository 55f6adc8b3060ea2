package dev.whittle.classify.linear;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.feature.Spec;

/** A binary problem for each class, by Hsieh's dual coordinate descent. */
class OneVsRestSvmTest extends LinearHeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return LinearSvm.of(Formulation.ONE_VS_REST, Hinge.PLAIN, 1e-3);
    }

    @Override
    protected long pinnedCrc() {
        return 0x1c68192eL;
    }

    /** Each class draws its own order of the samples by its number. */
    @Override
    protected double permutationAgreement() {
        return 0.99;
    }

    /** All classes may say "not mine" more strongly than -1, which is what one without samples says. */
    @Override
    protected double absentClassShare() {
        return 0.05;
    }
}
