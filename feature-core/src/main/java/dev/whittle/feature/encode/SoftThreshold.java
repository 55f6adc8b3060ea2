package dev.whittle.feature.encode;

import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.cluster.Omp1;
import dev.whittle.feature.table.Rows;

/**
 * The soft threshold: the value of word w for a descriptor x is max(0, w·x - threshold) (Coates and Ng, "The importance
 * of encoding versus training with sparse coding and vector quantization", ICML 2011, section 3.2). The paper has a
 * value for w and one for -w, see {@link TwoSidedRectifier}; this one has the first half.
 *
 * @param dictionary how the words are learned
 * @param threshold at least 0 and a finite float, in the unit of the descriptors
 * @param pooling how the values of descriptors are joined
 */
public record SoftThreshold(Spec<Rows, ? extends Codebook> dictionary, double threshold, Pooling pooling)
        implements WordEncoding {
    public SoftThreshold {
        Rectified.check("Soft threshold", dictionary, threshold, pooling);
    }

    /** 1,600 atoms of OMP-1, 0.25 and the sum over a region, as in the code published with the paper. */
    public static SoftThreshold defaults() {
        return new SoftThreshold(Omp1.defaults(), 0.25, Pooling.SUM);
    }

    @Override
    public Dictionary words() {
        return (Dictionary) dictionary;
    }

    @Override
    public Encoder encoder(Codebook words) {
        return new Rectified(words, pooling, threshold, 1);
    }
}
