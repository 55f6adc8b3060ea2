package dev.whittle.feature.encode;

import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.cluster.KMeans;

/**
 * VLAD, vectors of locally aggregated descriptors (Jégou, Douze, Schmid and Pérez, "Aggregating local descriptors into
 * a compact image representation", CVPR 2010).
 *
 * <p>With the words c of k-means, the part of word k is the sum of the differences of its descriptors x, those to which
 * it is the nearest word:
 *
 * <pre>{@code v_k = Σ (x - c_k) }</pre>
 *
 * <p>Intra-normalisation divides each v_k by its L2 norm, so that descriptors that occur often count less (Arandjelović
 * and Zisserman, "All about VLAD", CVPR 2013); a part of 0 stays 0. The code is v_1 … v_K: K·D values for descriptors
 * of D values. The paper then divides it by its L2 norm, which is a transform of its own.
 *
 * @param kMeans how the words are learned
 * @param intraNormalize whether each word's part is divided by its L2 norm
 */
public record Vlad(KMeans kMeans, boolean intraNormalize) implements WordEncoding {
    public Vlad {
        if (kMeans == null) {
            throw new IllegalArgumentException("VLAD: kMeans must be given");
        }
    }

    /** 64 words (Jégou et al. 2010), intra-normalised (Arandjelović and Zisserman 2013). */
    public static Vlad defaults() {
        return new Vlad(new KMeans(64, 50, KMeans.Start.KMEANS_PLUS_PLUS, 1e-3), true);
    }

    @Override
    public Dictionary words() {
        return kMeans;
    }

    @Override
    public Encoder encoder(Codebook words) {
        return new VladEncoder(words, intraNormalize);
    }

    @Override
    public int length(int columns) {
        return Math.multiplyExact(kMeans.k(), columns);
    }
}
