package dev.whittle.feature.encode;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/**
 * Fisher vectors (Perronnin and Dance, "Fisher kernels on visual vocabularies for image categorization", CVPR 2007;
 * Perronnin, Sánchez and Mensink, "Improving the Fisher kernel for large-scale image classification", ECCV 2010).
 *
 * <p>A mixture of K Gaussians with weights w, means μ and standard deviations σ is fitted to descriptors. Then the code
 * of N descriptors x is the gradient of their mean log density with respect to the means and the deviations, scaled by
 * the Fisher information. With the posteriors γ, for component k:
 *
 * <pre>{@code
 * u_k = 1/(N·√w_k)      Σ γ_k·(x - μ_k)/σ_k
 * v_k = 1/(N·√(2·w_k))  Σ γ_k·((x - μ_k)²/σ_k² - 1)
 * }</pre>
 *
 * <p>The code is u_1 … u_K, then v_1 … v_K: 2·K·D values for descriptors of D values. The part of a component whose
 * weight is below 10⁻⁶ is 0, as in VLFeat. The improved Fisher vector is this code with signed square roots, then
 * divided by its L2 norm; both are transforms of their own.
 *
 * @param mixture how the Gaussians are fitted; its {@code posteriorCut} holds for codes too
 */
public record Fisher(GaussianMixture mixture) implements Spec<Rows, Encoder>, LearnedSize {
    public Fisher {
        if (mixture == null) {
            throw new IllegalArgumentException("Fisher vector: mixture must be given");
        }
    }

    /** 256 Gaussians (Perronnin, Sánchez and Mensink 2010). */
    public static Fisher defaults() {
        return new Fisher(GaussianMixture.defaults());
    }

    @Override
    public Encoder fit(Rows rows, Run run) {
        return new FisherEncoder(mixture.fit(rows, run));
    }

    @Override
    public Encoder restore(NamedArrays arrays, Run run) {
        return new FisherEncoder(mixture.restore(arrays.part("mixture"), run));
    }

    @Override
    public int length(int columns) {
        return Math.multiplyExact(2 * mixture.kMeans().k(), columns);
    }

    @Override
    public int leastRows() {
        return mixture.kMeans().k();
    }

    @Override
    public long heapBytes(int rows, int columns) {
        return mixture.heapBytes(rows, columns);
    }

    @Override
    public String instead() {
        return "a smaller k of the mixture's kMeans";
    }
}
