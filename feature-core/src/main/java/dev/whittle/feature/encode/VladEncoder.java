package dev.whittle.feature.encode;

import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.NearestWord;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.NamedArrays;
import java.util.Optional;

/** The fitted {@link Vlad}. Its statistics are the sums of differences, in double. */
public final class VladEncoder implements Encoder {
    private final Codebook words;
    private final float[] centroids;
    private final boolean intraNormalize;
    private final Scratch<int[]> nearest = new Scratch<>(() -> new int[NearestWord.ROWS]);

    /** The encoder of given words. */
    public VladEncoder(Codebook words, boolean intraNormalize) {
        int d = words.columns();
        if ((long) words.size() * d > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("VLAD: " + words.size() + " words of " + d
                    + " values give codes of more than 2^31 values; take fewer words");
        }
        this.words = words;
        this.centroids = words.centroids().data();
        this.intraNormalize = intraNormalize;
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
        return centroids.length;
    }

    @Override
    public double[] start() {
        return new double[length()];
    }

    @Override
    public void add(float[] x, int at, int n, double[] sums, Run run) {
        int d = columns();
        Finite.check("descriptors for VLAD", x, at, n, d, 0);
        int[] word = run.take(nearest);
        for (int from = 0; from < n; from += NearestWord.ROWS) {
            int rows = Math.min(NearestWord.ROWS, n - from);
            int first = at + from * d;
            words.assign(x, first, rows, word, 0, run);
            for (int i = 0; i < rows; i++) {
                int part = word[i] * d;
                for (int j = 0; j < d; j++) {
                    sums[part + j] += (double) x[first + i * d + j] - centroids[part + j];
                }
            }
        }
        run.giveBack(nearest, word);
    }

    @Override
    public void code(double[] sums, int n, float[] out, int to, Run run) {
        checkRoom(out, to);
        int d = columns();
        for (int word = 0; word < sums.length; word += d) {
            double norm = intraNormalize ? norm(sums, word, d) : 1;
            for (int j = word; j < word + d; j++) {
                out[to + j] = norm == 0 ? 0 : (float) (sums[j] / norm);
            }
        }
    }

    private static double norm(double[] values, int at, int n) {
        double squares = 0;
        for (int j = at; j < at + n; j++) {
            squares += values[j] * values[j];
        }
        return Math.sqrt(squares);
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("words", words.arrays());
    }
}
