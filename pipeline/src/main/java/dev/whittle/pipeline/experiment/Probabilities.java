package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.feature.Spec;

/** Heads that minimise the cross entropy have probabilities: the softmax of their scores. */
public final class Probabilities {
    private Probabilities() {}

    /** Whether a head has them with each of its candidates. */
    public static boolean hasThem(Experiment.Head head) {
        return head.candidates().stream().allMatch(Probabilities::hasThem);
    }

    private static boolean hasThem(Spec<Samples, ? extends Classifier> spec) {
        return spec instanceof Softmax
                || spec instanceof ImageNetwork
                || spec instanceof Mlp mlp && mlp.loss() == LossName.CROSS_ENTROPY;
    }
}
