package dev.whittle.classify.linear;

import java.io.Serializable;

/**
 * The statistics of a chunk of samples under a linear model, as a full-batch solver needs them. They depend on the
 * chunk and the parameters only, and may be computed anywhere. {@link LinearSums}
 * adds those of all.
 *
 * @param loss the sum of the losses of its samples
 * @param correct how many of them are classified correctly
 * @param weightGradient the gradient of the sum by W, row by row; null if it is not needed
 * @param biasGradient the gradient of the sum by b; null if it is not needed
 */
record LinearChunk(double loss, int correct, float[] weightGradient, double[] biasGradient) implements Serializable {
    /** Samples of a chunk. 256 rows of 2000 features are 2 MB: they stay in the cache between scores and gradient. */
    public static final int ROWS = 256;
}
