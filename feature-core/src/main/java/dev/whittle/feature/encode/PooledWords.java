package dev.whittle.feature.encode;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.Optional;

/**
 * An encoder that gives each descriptor a value for each word and pools them.
 *
 * @param words the codebook
 * @param pooling how the values of descriptors are joined
 * @param weights the values of one descriptor
 */
record PooledWords(Codebook words, Pooling pooling, Weights weights) implements Encoder {
    /** The code of a descriptor. */
    @FunctionalInterface
    interface Weights {
        /**
         * @param squared the squared distance to each word, in float
         * @param out a value for each word, all to be written
         */
        void of(float[] x, int at, double[] squared, double[] out);
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
        double[] none = new double[words.size()];
        Arrays.fill(none, pooling.start());
        return none;
    }

    @Override
    public void add(float[] x, int at, int n, double[] pooled, Run run) {
        Finite.check("descriptors for words", x, at, n, words.columns(), 0);
        double[] squared = new double[words.size()];
        double[] code = new double[words.size()];
        for (int i = 0; i < n; i++) {
            int row = at + i * words.columns();
            for (int w = 0; w < squared.length; w++) {
                squared[w] = words.squaredDistance(x, row, w, run);
            }
            weights.of(x, row, squared, code);
            pooling.add(pooled, code);
        }
    }

    @Override
    public void combine(double[] before, double[] part) {
        pooling.add(before, part);
    }

    @Override
    public void code(double[] pooled, int n, float[] out, int to, Run run) {
        for (int w = 0; w < pooled.length; w++) {
            out[to + w] = pooling.value(pooled[w], n);
        }
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("words", words.arrays());
    }

    /** The {@code count} smallest of the squared distances, the nearest word first; the first of equally near words. */
    static int[] nearest(double[] squared, int count) {
        int[] nearest = new int[count];
        int found = 0;
        for (int w = 0; w < squared.length; w++) {
            int place = found;
            while (place > 0 && squared[w] < squared[nearest[place - 1]]) {
                place--;
            }
            if (place < count) {
                int last = Math.min(found, count - 1);
                System.arraycopy(nearest, place, nearest, place + 1, last - place);
                nearest[place] = w;
                found = Math.min(found + 1, count);
            }
        }
        return nearest;
    }
}
