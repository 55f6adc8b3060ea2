package dev.whittle.classify.linear;

import dev.whittle.feature.Run;
import java.util.List;

/**
 * The sums of the statistics of {@link LinearChunk chunks}. Chunks are added in their order, one to the sum of those
 * before it, in double. So the sums have the same bits wherever the chunks were computed. Not thread-safe.
 */
final class LinearSums {
    private static final int PARALLEL_VALUES = 8192;

    /** W row by row, then b. Null if it is not needed. */
    private final double[] gradient;

    private double loss;
    private int correct;

    /** @param gradient all 0, gets the sums; null if they are not needed */
    LinearSums(double[] gradient) {
        this.gradient = gradient;
    }

    /** Adds the statistics of the next chunks, ranges of the gradient on several threads. */
    void add(List<LinearChunk> chunks, Run run) {
        chunks.forEach(this::addNumbers);
        if (gradient != null) {
            run.parallel(gradient.length, PARALLEL_VALUES, (from, to) -> {
                for (LinearChunk chunk : chunks) {
                    addGradient(chunk, from, to);
                }
            });
        }
    }

    private void addNumbers(LinearChunk chunk) {
        loss += chunk.loss();
        correct += chunk.correct();
    }

    private void addGradient(LinearChunk chunk, int from, int to) {
        float[] byWeights = chunk.weightGradient();
        double[] byBias = chunk.biasGradient();
        int weights = byWeights.length;
        for (int i = from; i < Math.min(to, weights); i++) {
            gradient[i] += byWeights[i];
        }
        for (int i = Math.max(from, weights); i < to; i++) {
            gradient[i] += byBias[i - weights];
        }
    }

    /** The sum of the losses. */
    double loss() {
        return loss;
    }

    /** How many samples are classified correctly. */
    int correct() {
        return correct;
    }
}
