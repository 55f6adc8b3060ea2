package dev.whittle.feature.encode;

import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.Optional;

/** An encoder that gives each descriptor a value for each word and pools them. */
final class PooledWords implements Encoder {
    private final Codebook words;
    private final Pooling pooling;
    private final Weights weights;
    private final Scratch<Buffers> buffers;

    /**
     * @param pooling how the values of descriptors are joined
     * @param neighbours how many of the nearest words {@code weights} uses; all if there are fewer
     * @param weights the values of one descriptor
     */
    PooledWords(Codebook words, Pooling pooling, int neighbours, Weights weights) {
        this.words = words;
        this.pooling = pooling;
        this.weights = weights;
        int k = words.size();
        int nearest = Math.min(neighbours, k);
        this.buffers = new Scratch<>(() -> new Buffers(k, nearest));
    }

    /** The code of a descriptor. */
    @FunctionalInterface
    interface Weights {
        /** Writes a value for each word to the code in {@code memory}, in which the squared distances are. */
        void of(float[] x, int at, Buffers memory);
    }

    /** The working memory of a call. */
    static final class Buffers {
        /** The squared distance to each word, in float. */
        final double[] squared;
        /** A value for each word. */
        final double[] code;
        /** For the nearest words. */
        final int[] nearest;
        /** Null until it is used. */
        private double[][] system;

        private double[] solution;

        Buffers(int words, int neighbours) {
            squared = new double[words];
            code = new double[words];
            nearest = new int[neighbours];
        }

        /** A matrix with a row and a column for each of the nearest words. */
        double[][] system() {
            if (system == null) {
                system = new double[nearest.length][nearest.length];
            }
            return system;
        }

        /** A value for each of the nearest words. */
        double[] solution() {
            if (solution == null) {
                solution = new double[nearest.length];
            }
            return solution;
        }
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
        clear(none);
        return none;
    }

    @Override
    public void clear(double[] pooled) {
        Arrays.fill(pooled, pooling.start());
    }

    @Override
    public void add(float[] x, int at, int n, double[] pooled, Run run) {
        Finite.check("descriptors for words", x, at, n, words.columns(), 0);
        Buffers memory = run.take(buffers);
        double[] squared = memory.squared;
        for (int i = 0; i < n; i++) {
            int row = at + i * words.columns();
            for (int w = 0; w < squared.length; w++) {
                squared[w] = words.squaredDistance(x, row, w, run);
            }
            weights.of(x, row, memory);
            pooling.add(pooled, memory.code);
        }
        run.giveBack(buffers, memory);
    }

    @Override
    public void combine(double[] before, double[] part) {
        pooling.add(before, part);
    }

    @Override
    public void code(double[] pooled, int n, float[] out, int to, Run run) {
        checkRoom(out, to);
        for (int w = 0; w < pooled.length; w++) {
            out[to + w] = pooling.value(pooled[w], n);
        }
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("words", words.arrays());
    }

    /**
     * Writes the words with the smallest squared distances, as many as {@code nearest} has, the nearest word first. Of
     * equally near words it takes the first.
     */
    static int[] nearest(double[] squared, int[] nearest) {
        int count = nearest.length;
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
