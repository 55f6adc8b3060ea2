package dev.whittle.feature.encode;

import dev.whittle.feature.Checks;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.cluster.KMeans;
import java.util.Arrays;
import java.util.List;

/**
 * Soft assignment: a descriptor x is shared by its nearest words w in proportion to exp(-beta·‖x - w‖²), so that its
 * shares sum to 1 (van Gemert et al., "Kernel codebooks for scene categorization", ECCV 2008, codeword uncertainty; for
 * the nearest words only, Liu, Wang and Liu, "In defense of soft-assignment coding", ICCV 2011).
 *
 * @param kMeans how the words are learned
 * @param neighbours how many of the nearest words share a descriptor, at least 1; all if there are fewer
 * @param beta above 0, in one over the squared unit of the descriptors
 * @param pooling how the shares of descriptors are joined
 */
public record SoftWords(KMeans kMeans, int neighbours, double beta, Pooling pooling) implements WordEncoding {
    public SoftWords {
        Checks checks = new Checks("Soft words");
        checks.refuse(kMeans == null, "kMeans must be given");
        checks.atLeast(1, "neighbours", neighbours);
        checks.refuse(!(beta > 0) || Double.isInfinite(beta), "beta must be above 0 and finite, got " + beta);
        checks.refuse(pooling == null, "pooling must be given");
        checks.report();
    }

    /** 5 words, beta 10 for descriptors of length 1, the largest share (Liu, Wang and Liu 2011, section 4). */
    public static SoftWords defaults() {
        return new SoftWords(KMeans.defaults(), 5, 10, Pooling.MAX);
    }

    /** Of one word alone the share is 1 for any beta. */
    @Override
    public List<UnusedSetting> unusedSettings() {
        return neighbours == 1 ? List.of(new UnusedSetting("beta", "neighbours 1", "more neighbours")) : List.of();
    }

    @Override
    public Dictionary words() {
        return kMeans;
    }

    @Override
    public Encoder encoder(Codebook words) {
        return new PooledWords(words, pooling, neighbours, (x, at, memory) -> shares(memory));
    }

    private void shares(PooledWords.Buffers memory) {
        double[] squared = memory.squared;
        double[] out = memory.code;
        int[] nearest = PooledWords.nearest(memory.squared, memory.nearest);
        Arrays.fill(out, 0);
        double sum = 0;
        for (int w : nearest) {
            // The least distance is subtracted first, so that the largest share is exp(0).
            out[w] = StrictMath.exp(beta * (squared[nearest[0]] - squared[w]));
            sum += out[w];
        }
        for (int w : nearest) {
            out[w] /= sum;
        }
    }
}
