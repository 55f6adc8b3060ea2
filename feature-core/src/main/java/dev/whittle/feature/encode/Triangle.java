package dev.whittle.feature.encode;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/**
 * The triangle activation: with the distance z_k = ‖x - w_k‖ of a descriptor to each word and the mean μ of these
 * distances, the value of word k is max(0, μ - z_k) (Coates, Lee and Ng, "An analysis of single-layer networks in
 * unsupervised feature learning", AISTATS 2011, section 3.2.2). The distances are not squared.
 *
 * @param kMeans how the words are learned
 * @param pooling how the values of descriptors are joined
 */
public record Triangle(KMeans kMeans, Pooling pooling) implements Spec<Rows, Encoder>, LearnedSize {
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
    public Encoder fit(Rows train, Run run) {
        return of(kMeans.fit(train, run));
    }

    @Override
    public Encoder restore(NamedArrays arrays, Run run) {
        return of(kMeans.restore(arrays.part("words"), run));
    }

    private Encoder of(Codebook words) {
        return new PooledWords(words, pooling, (x, at, squared, out) -> activations(squared, out));
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

    @Override
    public int length(int columns) {
        return kMeans.k();
    }

    @Override
    public int leastRows() {
        return kMeans.k();
    }

    @Override
    public boolean needsData() {
        return true;
    }
}
