package dev.whittle.feature.encode;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Optional;

/**
 * The share of descriptors that are nearest to each word, from 0 to 1 (Csurka et al., "Visual categorization with bags
 * of keypoints", ECCV workshop 2004).
 *
 * @param kMeans how the words are learned
 */
public record HardWords(KMeans kMeans) implements Spec<Rows, Encoder>, LearnedSize {
    public HardWords {
        if (kMeans == null) {
            throw new IllegalArgumentException("Hard words: kMeans must be given");
        }
    }

    public static HardWords defaults() {
        return new HardWords(KMeans.defaults());
    }

    @Override
    public Encoder fit(Rows train, Run run) {
        return new Histogram(kMeans.fit(train, run));
    }

    @Override
    public Encoder restore(NamedArrays arrays, Run run) {
        return new Histogram(kMeans.restore(arrays.part("words"), run));
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

    private record Histogram(Codebook words) implements Encoder {
        @Override
        public Optional<Codebook> codebook() {
            return Optional.of(words);
        }

        @Override
        public int columns() {
            return words.columns();
        }

        @Override
        public int length() {
            return words.size();
        }

        @Override
        public double[] start() {
            return new double[words.size()];
        }

        @Override
        public void add(float[] x, int at, int n, double[] counts, Run run) {
            Finite.check("descriptors for words", x, at, n, words.columns(), 0);
            int[] nearest = new int[n];
            words.assign(x, at, n, nearest, 0, run);
            for (int word : nearest) {
                counts[word]++;
            }
        }

        @Override
        public void code(double[] counts, int n, float[] out, int to, Run run) {
            for (int w = 0; w < counts.length; w++) {
                out[to + w] = n == 0 ? 0 : (float) (counts[w] / n);
            }
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("words", words.arrays());
        }
    }
}
