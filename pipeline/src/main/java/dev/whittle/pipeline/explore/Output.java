package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.nn.Network;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;

/** The single output itself as the loss, so that its derivatives are those of the output. */
final class Output implements Loss {
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
    public double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += scores[r];
            scores[r] = scale;
        }
        return sum;
    }

    @Override
    public int scores(int classes) {
        return 1;
    }

    @Override
    public String toString() {
        return "Output";
    }
}
