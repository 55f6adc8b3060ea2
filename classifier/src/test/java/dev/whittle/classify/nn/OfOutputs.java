package dev.whittle.classify.nn;

import dev.whittle.classify.loss.Loss;
import dev.whittle.feature.kernel.Kernels;

/** A loss for a network of so many outputs, however many classes there are. */
record OfOutputs(int outputs, Loss loss) implements Loss {
    @Override
    public int scores(int classes) {
        return outputs;
    }

    @Override
    public double sumAndGradient(
            float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
        return loss.sumAndGradient(scores, rows, classes, labels, offset, scale, kernels);
    }
}
