package dev.whittle.feature.encode;

import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.NearestWord;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.NamedArrays;
import java.util.Optional;

/**
 * The share of descriptors that are nearest to each word, from 0 to 1 (Csurka et al., "Visual categorization with bags
 * of keypoints", ECCV workshop 2004).
 *
 * @param kMeans how the words are learned
 */
public record HardWords(KMeans kMeans) implements WordEncoding {
    public HardWords {
        if (kMeans == null) {
            throw new IllegalArgumentException("Hard words: kMeans must be given");
        }
    }

    public static HardWords defaults() {
        return new HardWords(KMeans.defaults());
    }

    @Override
    public Dictionary words() {
        return kMeans;
    }

    @Override
    public Encoder encoder(Codebook words) {
        return new Histogram(words);
    }

    private static final class Histogram implements Encoder {
        private final Codebook words;
        private final Scratch<int[]> nearest = new Scratch<>(() -> new int[NearestWord.ROWS]);

        Histogram(Codebook words) {
            this.words = words;
        }

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
            int[] word = run.take(nearest);
            for (int from = 0; from < n; from += NearestWord.ROWS) {
                int rows = Math.min(NearestWord.ROWS, n - from);
                words.assign(x, at + from * words.columns(), rows, word, 0, run);
                for (int i = 0; i < rows; i++) {
                    counts[word[i]]++;
                }
            }
            run.giveBack(nearest, word);
        }

        @Override
        public void code(double[] counts, int n, float[] out, int to, Run run) {
            checkRoom(out, to);
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
