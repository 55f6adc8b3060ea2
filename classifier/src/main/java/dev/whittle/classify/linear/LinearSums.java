package dev.whittle.classify.linear;

import dev.whittle.classify.Checks;
import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.feature.Run;
import java.util.List;

/**
 * The sums of the statistics of {@link LinearChunk chunks}. Chunks are added in their order, one to the sum of those
 * before it, in double. So the sums have the same bits wherever the chunks were computed. Not thread-safe.
 */
public final class LinearSums {
    private static final int PARALLEL_VALUES = 8192;

    /** W row by row, then b. Null if it is not needed. */
    private final double[] gradient;

    private double loss;
    private int correct;
    private int samples;

    /**
     * The statistics of these samples.
     *
     * @param classWeights the weight of a sample's loss for each class; empty means 1 for all
     * @param weights W, classes × features, row by row
     * @param bias b
     */
    public static LinearChunk chunk(
            Samples chunk, Loss loss, List<Double> classWeights, float[] weights, float[] bias, Run run) {
        return new ChunkComputation(chunk.features(), chunk.labels(), chunk.classes(), loss, classWeights, chunk.size())
                .compute(null, 0, chunk.size(), weights, bias, true, run);
    }

    /** The sums over no chunk. */
    public LinearSums(int classes, int features) {
        this(new double[Checks.length("The weights", classes, features + 1)]);
    }

    /** @param gradient all 0, gets the sums; null if they are not needed */
    LinearSums(double[] gradient) {
        this.gradient = gradient;
    }

    /** Adds the statistics of the next chunk. */
    public LinearSums add(LinearChunk chunk) {
        addNumbers(chunk);
        if (gradient != null) {
            addGradient(chunk, 0, gradient.length);
        }
        return this;
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
        if (gradient != null) {
            requireGradient(chunk);
        }
        loss += chunk.loss();
        correct += chunk.correct();
        samples += chunk.samples();
    }

    private void requireGradient(LinearChunk chunk) {
        if (chunk.weightGradient() == null || chunk.biasGradient() == null) {
            throw new IllegalArgumentException("The chunk has no gradient, expected one of " + gradient.length
                    + " values; compute it with the gradient");
        }
        int length = chunk.weightGradient().length + chunk.biasGradient().length;
        if (length != gradient.length) {
            throw new IllegalArgumentException("The gradient of the chunk has " + length + " values, expected "
                    + gradient.length + "; all chunks need the same numbers of classes and features");
        }
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
    public double loss() {
        return loss;
    }

    /** How many samples are classified correctly. */
    public int correct() {
        return correct;
    }

    /** The number of samples. */
    public int samples() {
        return samples;
    }

    /** The gradient of the sum of the losses: by W (classes × features) row by row, then by b. Not a copy. */
    public double[] gradient() {
        return gradient;
    }
}
