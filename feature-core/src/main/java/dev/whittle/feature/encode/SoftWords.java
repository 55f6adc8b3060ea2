package dev.whittle.feature.encode;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
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
public record SoftWords(KMeans kMeans, int neighbours, double beta, Pooling pooling)
        implements Spec<Rows, Encoder>, LearnedSize {
    public SoftWords {
        List<String> wrong = new ArrayList<>();
        if (kMeans == null) {
            wrong.add("kMeans must be given");
        }
        if (neighbours < 1) {
            wrong.add("neighbours must be at least 1, got " + neighbours);
        }
        if (!(beta > 0) || Double.isInfinite(beta)) {
            wrong.add("beta must be above 0 and finite, got " + beta);
        }
        if (pooling == null) {
            wrong.add("pooling must be given");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Soft words: " + String.join("; ", wrong));
        }
    }

    /** 5 words, beta 10 for descriptors of length 1, the largest share (Liu, Wang and Liu 2011, section 4). */
    public static SoftWords defaults() {
        return new SoftWords(KMeans.defaults(), 5, 10, Pooling.MAX);
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
        return new PooledWords(words, pooling, (x, at, squared, out) -> shares(squared, out));
    }

    private void shares(double[] squared, double[] out) {
        int[] nearest = PooledWords.nearest(squared, Math.min(neighbours, squared.length));
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
