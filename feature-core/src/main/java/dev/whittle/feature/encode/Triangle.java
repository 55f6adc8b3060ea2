package dev.whittle.feature.encode;

import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;

/**
 * The triangle activation: with the distance z_k = ‖x - w_k‖ of a descriptor to each word and the mean μ of these
 * distances, the value of word k is max(0, μ - z_k) (Coates, Lee and Ng, "An analysis of single-layer networks in
 * unsupervised feature learning", AISTATS 2011, section 3.2.2). The distances are not squared.
 *
 * @param kMeans how the words are learned
 * @param pooling how the values of descriptors are joined
 */
public record Triangle(KMeans kMeans, Pooling pooling) implements WordEncoding {
    public Triangle {
        if (kMeans == null || pooling == null) {
            throw new IllegalArgumentException(
                    "Triangle: kMeans and pooling must be given, got " + kMeans + " and " + pooling);
        }
    }

    /** The sum over a region, as in the paper. */
    public static Triangle defaults() {
        return new Triangle(KMeans.defaults(), Pooling.SUM);
    }

    @Override
    public Encoder encoder(Codebook words) {
        return new PooledWords(words, pooling, 0, (x, at, memory) -> activations(memory.squared, memory.code));
    }

    private static void activations(double[] squared, double[] out) {
        double sum = 0;
        for (int k = 0; k < out.length; k++) {
            out[k] = Math.sqrt(squared[k]);
            sum += out[k];
        }
        double mean = sum / out.length;
        for (int k = 0; k < out.length; k++) {
            out[k] = Math.max(0, mean - out[k]);
        }
    }
}
