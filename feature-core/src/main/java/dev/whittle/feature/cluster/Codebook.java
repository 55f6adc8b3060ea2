package dev.whittle.feature.cluster;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * K centroids, called words, and the search for the nearest one. Words and rows are compared after a centre was
 * subtracted from both, see {@link NearestWord}. That of a codebook from {@link KMeans} is the mean of the training
 * rows. Serialised, it is without what is known of its training.
 */
public final class Codebook implements Fitted, Serializable {
    private final Matrix centroids;
    private final Matrix centre;
    private final NearestWord nearest;
    private final Scratch<NearestWord.Buffers> buffers;
    /** Null if not known. */
    private final KMeansTraining training;

    /**
     * Words whose centre is their mean, summed in double.
     *
     * @param centroids a row per word, at least one, finite
     */
    public Codebook(Matrix centroids) {
        this(centroids, mean(centroids));
    }

    /**
     * @param centroids a row per word, at least one, finite
     * @param centre one row, finite
     */
    public Codebook(Matrix centroids, Matrix centre) {
        this(centroids, centre, null);
    }

    private Codebook(Matrix centroids, Matrix centre, KMeansTraining training) {
        checkSize(centroids);
        this.training = training;
        this.centroids = centroids.copy().requireFinite("centroids");
        this.centre = centre.copy().requireFinite("centre of the words");
        this.nearest = new NearestWord(this.centroids, this.centre);
        this.buffers = new Scratch<>(nearest::buffers);
    }

    /** The same words, which were learned like this. */
    Codebook after(KMeansTraining how) {
        return new Codebook(centroids, centre, how);
    }

    private static void checkSize(Matrix centroids) {
        if (centroids.rows() == 0 || centroids.columns() == 0) {
            throw new IllegalArgumentException("A codebook needs at least 1 word of at least 1 value, got "
                    + centroids.rows() + " words of " + centroids.columns() + " values");
        }
    }

    private static Matrix mean(Matrix centroids) {
        checkSize(centroids);
        Means means = new Means(1, centroids.columns());
        for (int w = 0; w < centroids.rows(); w++) {
            means.add(0, centroids.data(), w * centroids.columns());
        }
        return means.centroids(new Matrix(1, centroids.columns()));
    }

    /** A copy of the centroids, a row per word. */
    public Matrix centroids() {
        return centroids.copy();
    }

    /** A copy of the centre, as one row. */
    public Matrix centre() {
        return centre.copy();
    }

    /** How the words were learned; empty for those that were given, or read from a file. */
    public Optional<KMeansTraining> training() {
        return Optional.ofNullable(training);
    }

    /** The search for the nearest word. */
    public NearestWord search() {
        return nearest;
    }

    /** The number of values of a word. */
    public int columns() {
        return centroids.columns();
    }

    /** The number of words. */
    public int size() {
        return centroids.rows();
    }

    /** The largest difference of two words in one value. */
    double spread() {
        double spread = 0;
        for (int c = 0; c < columns(); c++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int w = 0; w < size(); w++) {
                double value = centroids.get(w, c);
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            spread = Math.max(spread, most - least);
        }
        return spread;
    }

    /** The number of words that are different from each other. */
    int different() {
        float[] data = centroids.data();
        int d = columns();
        Set<Integer> words =
                new TreeSet<>((a, b) -> Arrays.compare(data, a * d, (a + 1) * d, data, b * d, (b + 1) * d));
        for (int w = 0; w < size(); w++) {
            words.add(w);
        }
        return words.size();
    }

    /**
     * The word nearest to each row by Euclidean distance; the first of equally near words. Distances are compared in
     * float, as {@link NearestWord} defines. So if two distances differ by less than the rounding, either word may be
     * chosen.
     */
    public int[] assign(Rows rows, Run run) {
        checkColumns(rows);
        int[] words = new int[rows.rows()];
        Tables.ranges(rows, run, (x, at, from, n) -> assign(x, at, n, words, from, run));
        return words;
    }

    /** Writes the nearest words of rows that lie one after another from {@code x[at]} on to {@code words[to …]}. */
    public void assign(float[] x, int at, int n, int[] words, int to, Run run) {
        NearestWord.Buffers memory = run.take(buffers);
        nearest.find(run.kernels().linear(), x, at, n, words, to, memory);
        run.giveBack(buffers, memory);
    }

    /** The squared distance of the row {@code x[at …]} to a word. */
    public float squaredDistance(float[] x, int at, int word, Run run) {
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

    /** What is sent: the search is made again. */
    private record Sent(Matrix centroids, Matrix centre) implements Serializable {
        private Object readResolve() {
            return new Codebook(centroids, centre);
        }
    }

    private Object writeReplace() {
        return new Sent(centroids, centre);
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("centroids", centroids).with("centre", centre);
    }
}
