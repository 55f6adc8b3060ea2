package dev.whittle.feature.cluster;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.Tables;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/** K centroids, called words, and the search for the nearest one. */
public final class Codebook implements Fitted {
    private final Matrix centroids;
    private final NearestWord nearest;
    private final Scratch<Strided> scores;

    /** @param centroids a row per word, at least one, finite */
    public Codebook(Matrix centroids) {
        if (centroids.rows() == 0 || centroids.columns() == 0) {
            throw new IllegalArgumentException("A codebook needs at least 1 word of at least 1 value, got "
                    + centroids.rows() + " words of " + centroids.columns() + " values");
        }
        this.centroids = centroids.copy().requireFinite("centroids");
        this.nearest = new NearestWord(this.centroids);
        this.scores = new Scratch<>(nearest::scores);
    }

    /** A copy of the centroids, a row per word. */
    public Matrix centroids() {
        return centroids.copy();
    }

    /** The number of values of a word. */
    public int columns() {
        return centroids.columns();
    }

    /** The number of words. */
    public int size() {
        return centroids.rows();
    }

    /**
     * The word nearest to each row by Euclidean distance; the first of equally near words. Distances are compared as
     * x·w - |w|²/2 in float. So if two distances differ by less than the rounding, either word may be chosen.
     */
    public int[] assign(Rows rows, Run run) {
        checkColumns(rows);
        int[] words = new int[rows.rows()];
        Tables.ranges(rows, run, (x, at, from, n) -> assign(x, at, n, words, from, run));
        return words;
    }

    /** Writes the nearest words of rows that lie one after another from {@code x[at]} on to {@code words[to …]}. */
    void assign(float[] x, int at, int n, int[] words, int to, Run run) {
        Strided score = run.take(scores);
        nearest.find(run.kernels().linear(), Strided.rows(x, at, centroids.columns()), n, words, to, score);
        run.giveBack(scores, score);
    }

    /** The squared distance of the row {@code x[at …]} to a word. */
    float squaredDistance(float[] x, int at, int word, Run run) {
        int d = centroids.columns();
        return run.kernels().linear().squaredDistance(x, at, centroids.data(), word * d, d);
    }

    /** The energy that k-means minimises: the sum of squared distances of the rows to their nearest words. */
    public double energy(Rows rows, Run run) {
        checkColumns(rows);
        float[] distances = new float[rows.rows()];
        Tables.ranges(rows, run, (x, at, from, n) -> {
            int[] words = new int[n];
            assign(x, at, n, words, 0, run);
            for (int i = 0; i < n; i++) {
                distances[from + i] = squaredDistance(x, at + i * columns(), words[i], run);
            }
        });
        return sum(distances);
    }

    /** The sum of the values in double, in their order. */
    static double sum(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum;
    }

    void checkColumns(Rows rows) {
        if (rows.columns() != centroids.columns()) {
            throw new IllegalArgumentException("The codebook's words have " + centroids.columns()
                    + " values, but the rows have " + rows.columns());
        }
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("centroids", centroids);
    }
}
