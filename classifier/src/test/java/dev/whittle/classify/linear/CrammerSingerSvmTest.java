package dev.whittle.classify.linear;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.feature.Spec;

/** The largest violator alone. */
class CrammerSingerSvmTest extends LinearHeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return LinearSvm.of(Formulation.CRAMMER_SINGER, Hinge.PLAIN, 1e-2);
    }

    @Override
    protected long pinnedCrc() {
        return 0x52c2d856L;
    }
}
