package dev.whittle.feature.cluster;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * k-means by Lloyd's iteration ("Least squares quantization in PCM", IEEE Trans. Inf. Theory 1982): assign each row to
 * the nearest centroid, make each centroid the mean of its rows, and repeat.
 *
 * <p>Before the means are taken, a centroid without rows gets the row that is farthest from its own centroid. Of
 * equally far rows this is the first; the last row of a cluster is never taken. If every row equals its centroid, the
 * empty centroid stays unchanged. The energy is the sum of squared distances. The iteration stops when no row changes
 * its centroid, when the energy falls by no more than {@code tolerance} times the energy before, or after {@code
 * iterations}. An iteration is a fold of {@link Assignment} and {@link Means} over chunks of rows. The {@link
 * NearestWord nearest} centroid is found with the mean of all rows as the centre.
 *
 * @param k number of centroids, at least 1 and at most the number of rows
 * @param iterations the largest number of iterations, at least 1
 * @param start how the first centroids are chosen
 * @param tolerance relative decrease of the energy that ends the iteration, at least 0 and below 1; 0 runs until the
 *     energy no longer falls
 */
public record KMeans(int k, int iterations, Start start, double tolerance) implements Spec<Rows, Codebook> {
    private static final int CHUNK = 1024;

    /** How the first centroids are chosen. */
    public enum Start {
        /**
         * Each centroid is a row, drawn with a probability proportional to its squared distance from the nearest
         * centroid so far (Arthur and Vassilvitskii, "k-means++", SODA 2007). If every row equals a centroid, any row
         * may be drawn.
         */
        KMEANS_PLUS_PLUS,
        /** Different rows, each equally likely. */
        RANDOM
    }

    public KMeans {
        List<String> wrong = new ArrayList<>();
        if (k < 1) {
            wrong.add("k must be at least 1, got " + k);
        }
        if (iterations < 1) {
            wrong.add("iterations must be at least 1, got " + iterations);
        }
        if (start == null) {
            wrong.add("start must be given");
        }
        if (!(tolerance >= 0 && tolerance < 1)) {
            wrong.add("tolerance must be at least 0 and below 1, got " + tolerance);
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("k-means: " + String.join("; ", wrong));
        }
    }

    /**
     * 400 words, k-means++ (Arthur and Vassilvitskii 2007), until the energy falls by less than 0.1%, 50 iterations at
     * most.
     */
    public static KMeans defaults() {
        return new KMeans(400, 50, Start.KMEANS_PLUS_PLUS, 1e-3);
    }

    /**
     * Warns if some centroids are equal, as the rows have fewer than k different values then.
     *
     * @throws IllegalArgumentException if there are fewer rows than k, or a value is not finite
     */
    @Override
    public Codebook fit(Rows rows, Run run) {
        if (rows.rows() < k || rows.columns() == 0) {
            throw new IllegalArgumentException("k-means with k = " + k
                    + " needs at least as many rows, of at least 1 value, got " + rows.rows() + " rows of "
                    + rows.columns() + " values");
        }
        rows.checkFinite("rows for k-means");
        int[] first = start == Start.RANDOM ? randomRows(rows, run) : plusPlusRows(rows, run);
        Codebook codebook = lloyd(rows, Matrix.inMemory(rows.select(first)), run);
        int different = codebook.different();
        if (different < k) {
            run.warn("k-means: only " + different + " of " + k + " centroids are different, since most of the "
                    + rows.rows() + " rows are equal to others; take a k of at most " + different
                    + ", or rows that differ more");
        }
        return codebook;
    }

    /** Of arrays without a centre, as older model files hold, the centre is 0. */
    @Override
    public Codebook restore(NamedArrays arrays, Run run) {
        Matrix centroids = arrays.get("centroids", k, -1);
        int d = centroids.columns();
        return new Codebook(
                centroids, arrays.asMap().containsKey("centre") ? arrays.get("centre", 1, d) : new Matrix(1, d));
    }

    @Override
    public boolean needsData() {
        return true;
    }

    private int[] randomRows(Rows rows, Run run) {
        return Arrays.copyOf(run.random("k-means/random", 0).permutation(rows.rows()), k);
    }

    private int[] plusPlusRows(Rows rows, Run run) {
        Rng rng = run.random("k-means++", 0);
        int n = rows.rows();
        int d = rows.columns();
        float[] newest = new float[d];
        float[] distance = new float[n];
        Arrays.fill(distance, Float.POSITIVE_INFINITY);
        double[] chunkSum = new double[(n - 1) / CHUNK + 1];
        int[] chosen = new int[k];
        chosen[0] = rng.nextInt(n);
        for (int c = 1; c < k; c++) {
            rows.read(chosen[c - 1], 1, newest, 0);
            run.parallel(n, CHUNK, (from, to) -> {
                chunkSum[from / CHUNK] = 0;
                Tables.rangesOf(rows, from, to, run, (x, at, row, count) -> {
                    double sum = chunkSum[from / CHUNK];
                    for (int i = 0; i < count; i++) {
                        float squared = run.kernels().linear().squaredDistance(x, at + i * d, newest, 0, d);
                        distance[row + i] = Math.min(distance[row + i], squared);
                        sum += distance[row + i];
                    }
                    chunkSum[from / CHUNK] = sum;
                });
            });
            chosen[c] = draw(distance, chunkSum, rng);
            run.progress("k-means++", c + 1, k);
        }
        return chosen;
    }

    /** Index i with probability weight[i] / sum; any index if all weights are 0. */
    private static int draw(float[] weight, double[] chunkSum, Rng rng) {
        double total = 0;
        for (double s : chunkSum) {
            total += s;
        }
        if (total == 0) {
            return rng.nextInt(weight.length);
        }
        double left = rng.nextDouble() * total;
        int chunk = 0;
        while (chunk < chunkSum.length - 1 && left >= chunkSum[chunk]) {
            left -= chunkSum[chunk++];
        }
        for (int i = chunk * CHUNK; i < weight.length; i++) {
            if (left < weight[i]) {
                return i;
            }
            left -= weight[i];
        }
        // Rounding can carry the draw past the end. Then the last row with a positive weight is taken.
        int last = weight.length - 1;
        while (weight[last] == 0) {
            last--;
        }
        return last;
    }

    /** Lloyd's iteration from given centroids. */
    Codebook lloyd(Rows rows, Matrix centroids, Run run) {
        int[] words = new int[rows.rows()];
        int[] before = null;
        float[] distances = new float[rows.rows()];
        double energyBefore = 0;
        // The mean of the rows is the centroid of a single cluster.
        Matrix centre = Means.of(rows, new int[rows.rows()], 1, run).centroids(new Matrix(1, rows.columns()));
        Codebook codebook = new Codebook(centroids, centre);
        for (int iteration = 1; iteration <= iterations; iteration++) {
            Assignment assignment = new Assignment(codebook, words, distances);
            Means means = run.fold(
                    rows.rows(), Means.CHUNK_ROWS, (from, to) -> assignment.of(rows, from, to, run), Means::add);
            double energy = Codebook.sum(distances);
            if (before != null && (Arrays.equals(words, before) || energyBefore - energy <= tolerance * energyBefore)) {
                break;
            }
            before = words.clone();
            energyBefore = energy;
            Matrix old = codebook.centroids();
            int[] filled = words.clone();
            if (fillEmpty(filled, distances)) {
                means = Means.of(rows, filled, k, run);
            }
            codebook = new Codebook(means.centroids(old), centre);
            run.progress("k-means", iteration, iterations);
        }
        run.progress("k-means", iterations, iterations);
        return codebook;
    }

    /** Moves the farthest rows to the centroids without rows. Returns whether there was such a centroid. */
    private boolean fillEmpty(int[] words, float[] distances) {
        int[] count = new int[k];
        for (int w : words) {
            count[w]++;
        }
        boolean moved = false;
        for (int word = 0; word < k; word++) {
            if (count[word] > 0) {
                continue;
            }
            int farthest = -1;
            for (int i = 0; i < words.length; i++) {
                if (distances[i] > (farthest < 0 ? 0 : distances[farthest]) && count[words[i]] > 1) {
                    farthest = i;
                }
            }
            if (farthest < 0) {
                return moved;
            }
            count[words[farthest]]--;
            count[word] = 1;
            words[farthest] = word;
            distances[farthest] = 0;
            moved = true;
        }
        return moved;
    }
}
