package dev.whittle.feature.encode;

import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.cluster.Omp1;
import dev.whittle.feature.table.Rows;

/**
 * Two values for each word w and a descriptor x: max(0, w·x - threshold) and max(0, -w·x - threshold). Those of the
 * first kind stand before those of the second (Coates and Ng, "The importance of encoding versus training with sparse
 * coding and vector quantization", ICML 2011, section 3.2; the symmetric rectifier of KeystoneML, Sparks et al., ICDE
 * 2017).
 *
 * @param dictionary how the words are learned
 * @param threshold at least 0, in the unit of the descriptors
 * @param pooling how the values of descriptors are joined
 */
public record TwoSidedRectifier(Spec<Rows, ? extends Codebook> dictionary, double threshold, Pooling pooling)
        implements WordEncoding {
    public TwoSidedRectifier {
        Rectified.check("Two-sided rectifier", dictionary, threshold, pooling);
    }

    /** 1,600 atoms of OMP-1, 0.25 and the sum over a region, as in the code published with Coates and Ng 2011. */
    public static TwoSidedRectifier defaults() {
        return new TwoSidedRectifier(Omp1.defaults(), 0.25, Pooling.SUM);
    }

    @Override
    public Dictionary words() {
        return (Dictionary) dictionary;
    }

    @Override
    public Encoder encoder(Codebook words) {
        return new Rectified(words, pooling, threshold, 2);
    }

    /** Two values for each word. */
    @Override
    public int length(int columns) {
        return Math.multiplyExact(2, words().k());
    }
}
