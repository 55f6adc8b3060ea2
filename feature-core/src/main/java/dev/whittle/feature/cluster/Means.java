package dev.whittle.feature.cluster;

import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;

/**
 * The second half of an iteration of k-means: the sum of the rows of each centroid, in double and in the order of the
 * rows, and their number. The sums of chunks are added in chunk order.
 */
public final class Means {
    /** Rows of a chunk. */
    public static final int CHUNK_ROWS = 2048;

    private final int d;
    private final double[] sums;
    private final int[] counts;

    /** The statistics of no rows, for k centroids of d values. */
    Means(int k, int d) {
        this.d = d;
        if ((long) k * d > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("The sums of " + k + " centroids of " + d
                    + " values do not fit into an array; take fewer centroids or shorter rows");
        }
        this.sums = new double[k * d];
        this.counts = new int[k];
    }

    /** The statistics of all rows, where {@code words[i]} is the centroid of row i. */
    static Means of(Rows rows, int[] words, int k, Run run) {
        int d = rows.columns();
        return run.fold(
                rows.rows(),
                CHUNK_ROWS,
                (from, to) -> {
                    Means means = new Means(k, d);
                    Tables.rangesOf(rows, from, to, run, (x, at, row, n) -> {
                        for (int i = 0; i < n; i++) {
                            means.add(words[row + i], x, at + i * d);
                        }
                    });
                    return means;
                },
                Means::add);
    }

    /** Adds the row {@code x[at …]} to the sum of a centroid. */
    void add(int word, float[] x, int at) {
        int sum = word * d;
        for (int j = 0; j < d; j++) {
            sums[sum + j] += x[at + j];
        }
        counts[word]++;
    }

    /** Adds the statistics of the next chunk. */
    public Means add(Means chunk) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += chunk.sums[i];
        }
        for (int w = 0; w < counts.length; w++) {
            counts[w] += chunk.counts[w];
        }
        return this;
    }

    /** The mean of the rows of each centroid; the old centroid if it has no rows. */
    public Matrix centroids(Matrix old) {
        Matrix means = old.copy();
        for (int w = 0; w < counts.length; w++) {
            if (counts[w] > 0) {
                for (int j = w * d; j < (w + 1) * d; j++) {
                    means.data()[j] = (float) (sums[j] / counts[w]);
                }
            }
        }
        return means;
    }
}
