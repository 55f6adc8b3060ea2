package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Network;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/** The single output itself as the loss, so that its derivatives are those of the output. */
final class Output implements OneScore {
    /**
     * Goes forward and back through a network of one output for one sample: its parameters have the derivatives of the
     * output then.
     */
    static double backpropagate(Network network, Matrix sample, Run run) {
        return network.training(new Output(), run.withThreads(1))
                .gradient(new Samples(sample, new int[1], 2), new int[1], 0, 1, 0)
                .loss();
    }

    @Override
    public double value(float score, int label) {
        return score;
    }

    @Override
    public float slope(float score, int label) {
        return 1;
    }

    @Override
    public String toString() {
        return "Output";
    }
}
