package dev.whittle.feature.cluster;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * k-means by Lloyd's iteration ("Least squares quantization in PCM", IEEE Trans. Inf. Theory 1982): assign each row to
 * the nearest centroid, make each centroid the mean of its rows, and repeat.
 *
 * <p>For many centroids, or many rows:
 *
 * <ul>
 *   <li>{@code start: kmeans-parallel} reads the rows a few times only, where k-means++ reads them k times.
 *   <li>{@code levels: 2} learns √k clusters of √k words each ({@link HierarchicalKMeans}), in a time that grows with
 *       √k. Take it for 10,000 words and more.
 *   <li>{@code batch: 10000} learns from rows drawn at random ({@link MiniBatch}).
 * </ul>
 *
 * <p>Before the means are taken, a centroid without rows gets the row that is farthest from its own centroid. Of
 * equally far rows this is the first; the last row of a cluster is never taken. If every row equals its centroid, the
 * empty centroid stays unchanged. The energy is the sum of squared distances. The iteration stops when no row changes
 * its centroid, when the energy falls by no more than {@code tolerance} times the energy before, or after {@code
 * iterations}. An iteration is a fold of {@link Assignment} and {@link Means} over chunks of rows. The {@link
 * NearestWord nearest} centroid is found with the mean of all rows as the centre. Distances that cannot change an
 * assignment are left out ({@link Yinyang}), which changes no bit.
 *
 * <p>Rows are read by ranges and never copied as a whole, so a mapped file may be larger than memory. See {@link
 * Lloyd}, {@link Yinyang}, {@link KMeansParallel}, {@link MiniBatch} and {@link HierarchicalKMeans} for the memory they
 * need.
 *
 * @param k number of centroids, at least 1 and at most the number of rows
 * @param iterations the largest number of iterations, at least 1; with {@code levels}, of each node
 * @param start how the first centroids are chosen
 * @param tolerance relative decrease of the energy that ends the iteration, at least 0 and below 1; 0 runs until the
 *     energy no longer falls. Mini-batches have no such end
 * @param levels 1, or the levels of hierarchical k-means, at most 16
 * @param batch 0, or how many rows are drawn for each iteration. Of no more rows than these all are used.
 *     All iterations together draw less than 2³¹
 */
public record KMeans(int k, int iterations, Start start, double tolerance, int levels, int batch)
        implements Dictionary {
    /** The square of a hundredth of it is about the least float that has all its digits. */
    private static final double LEAST_SPREAD = 1e-17;

    private static final int MOST_LEVELS = 16;

    /** How the first centroids are chosen. */
    public enum Start {
        /**
         * Each centroid is a row, drawn with a probability proportional to its squared distance from the nearest
         * centroid so far (Arthur and Vassilvitskii, "k-means++", SODA 2007). If every row equals a centroid, any row
         * may be drawn.
         */
        KMEANS_PLUS_PLUS,
        /**
         * Few rounds, each of which draws many rows at once, and k-means++ among these (Bahmani et al., "Scalable
         * k-means++", PVLDB 2012, with ℓ = 2k and 5 rounds). See {@link KMeansParallel}.
         */
        KMEANS_PARALLEL,
        /** Different rows, each equally likely. */
        RANDOM
    }

    public KMeans {
        Checks checks = new Checks("k-means");
        checks.atLeast(1, "k", k);
        checks.atLeast(1, "iterations", iterations);
        checks.refuse(start == null, "start must be given");
        checks.refuse(!(tolerance >= 0 && tolerance < 1), "tolerance must be at least 0 and below 1, got " + tolerance);
        checks.refuse(levels < 1 || levels > MOST_LEVELS, "levels must be 1 to " + MOST_LEVELS + ", got " + levels);
        if (batch < 0) {
            checks.add("batch must be at least 0, got " + batch);
        } else if ((long) iterations * batch > Integer.MAX_VALUE) {
            checks.add("iterations times batch must be at most " + Integer.MAX_VALUE + ", got " + iterations + " and "
                    + batch);
        }
        checks.report();
    }

    /** Of one level, with all rows in each iteration. */
    public KMeans(int k, int iterations, Start start, double tolerance) {
        this(k, iterations, start, tolerance, 1, 0);
    }

    /**
     * 400 words, k-means++ (Arthur and Vassilvitskii 2007), until the energy falls by less than 0.1%, 50 iterations at
     * most.
     */
    public static KMeans defaults() {
        return new KMeans(400, 50, Start.KMEANS_PLUS_PLUS, 1e-3);
    }

    /**
     * Warns if some centroids are equal, as the rows have fewer than k different values then, if some got no row of any
     * batch, or if squares of differences are too small for floats. {@link Codebook#training} has the energy of each
     * iteration.
     *
     * @throws IllegalArgumentException if there are fewer rows than k, a value is not finite, or squared distances are
     *     too large for floats
     */
    @Override
    public Codebook fit(Rows rows, Run run) {
        if (rows.rows() < k || rows.columns() == 0) {
            throw new IllegalArgumentException("k-means with k = " + k
                    + " needs at least as many rows, of at least 1 value, got " + rows.rows() + " rows of "
                    + rows.columns() + " values");
        }
        rows.checkFinite("rows for k-means");
        Codebook codebook =
                levels == 1 ? learn(rows, k, 0, run) : new HierarchicalKMeans(levels).words(rows, k, this::learn, run);
        double spread = codebook.spread();
        if (spread > 0 && spread < LEAST_SPREAD) {
            run.warn("k-means: the values of the centroids differ by at most " + (float) spread
                    + ", and the squares of such differences are too small for floats; scale the rows up");
        }
        int different = codebook.different();
        if (different < k) {
            run.warn("k-means: only " + different + " of " + k + " centroids are different, since most of the "
                    + rows.rows() + " rows are equal to others; take a k of at most " + different
                    + ", or rows that differ more");
        } else if (batch > 0 && codebook.training().orElseThrow().dead() > 0) {
            run.warn("k-means: " + codebook.training().orElseThrow().dead() + " of " + k
                    + " words got no row of any batch; take more iterations, a larger batch or a smaller k");
        }
        return codebook;
    }

    /**
     * About how many bytes of Java's heap fitting needs, in addition to the rows: what the start and an iteration hold
     * for each row, the words, five copies of them and their sums; or the candidates of k-means‖, if these are more.
     */
    @Override
    public long heapBytes(int rows, int columns) {
        double ofRows = 8.0 * rows;
        double words = k;
        double all = 0;
        if (levels > 1) {
            words = HierarchicalKMeans.branches(k, levels);
            all = 3.0 * Float.BYTES * k * columns;
            ofRows += 12.0 * levels * rows;
        }
        double sums = Double.BYTES * (words + Math.min(words, Means.CHUNK_ROWS)) * columns;
        double iteration = 5 * Float.BYTES * words * columns + sums + 12.0 * batch;
        double candidates = start == Start.KMEANS_PARALLEL ? KMeansParallel.PAPER.heapBytes(words, rows, columns) : 0;
        return (long) (ofRows + all + Math.max(iteration, candidates));
    }

    private Codebook learn(Rows rows, int words, long stream, Run run) {
        int[] first = switch (start) {
            case RANDOM -> Arrays.copyOf(run.random("k-means/random", stream).permutation(rows.rows()), words);
            case KMEANS_PLUS_PLUS -> new KMeansPlusPlus(rows, null, run).draw(words, run.random("k-means++", stream));
            case KMEANS_PARALLEL -> KMeansParallel.PAPER.rows(rows, words, stream, run);
        };
        Matrix centroids = Matrix.inMemory(rows.select(first));
        Codebook codebook = batch > 0 && batch < rows.rows()
                ? new MiniBatch(iterations, batch).from(rows, centroids, stream, run)
                : Lloyd.of(words, rows.columns(), iterations, tolerance).from(rows, centroids, run);
        codebook.training().ifPresent(KMeansTraining::requireFinite);
        return codebook;
    }
}
