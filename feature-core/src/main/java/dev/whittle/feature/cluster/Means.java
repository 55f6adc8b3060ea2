package dev.whittle.feature.cluster;

import dev.whittle.feature.Chunks;
import dev.whittle.feature.RemoteRows;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The second half of an iteration of k-means: the sum of the rows of each centroid, in double and in the order of the
 * rows, and their number. The sums of chunks are added in chunk order.
 *
 * <p>Only centroids that have rows need memory for a sum. So the statistics of a chunk are small, however many
 * centroids there are: a chunk of 2048 rows has at most as many sums.
 */
public final class Means implements Serializable {
    /** Rows of a chunk. */
    public static final int CHUNK_ROWS = 2048;

    private final int d;
    private final int[] counts;
    /** Where the sum of a centroid begins, divided by d; only for centroids with rows. */
    private final int[] places;

    private double[] sums;
    private int used;

    /** The statistics of no rows, for k centroids of d values. */
    Means(int k, int d) {
        this(k, d, new double[sums(k, d)]);
    }

    private Means(int k, int d, double[] sums) {
        this.d = d;
        this.counts = new int[k];
        this.places = new int[k];
        this.sums = sums;
    }

    private static int sums(int k, int d) {
        if ((long) k * d > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("The sums of " + k + " centroids of " + d
                    + " values do not fit into an array; take fewer centroids or shorter rows");
        }
        return Math.min(k, CHUNK_ROWS) * d;
    }

    /** The statistics of all rows, where {@code words[i]} is the centroid of row i. */
    static Means of(Rows rows, int[] words, int k, Run run) {
        RemoteRows.Shared<int[]> shared = Chunks.shared(rows, words);
        return Chunks.fold(
                rows,
                CHUNK_ROWS,
                (x, from, to, there) -> {
                    int[] all = shared.get();
                    return of(x, from, to, i -> all[i], k, there);
                },
                Means::add,
                run);
    }

    /** The statistics of all rows, which belong to a single centroid. */
    static Means ofOne(Rows rows, Run run) {
        return Chunks.fold(
                rows, CHUNK_ROWS, (x, from, to, there) -> of(x, from, to, i -> 0, 1, there), Means::add, run);
    }

    private static Means of(Rows rows, int from, int to, IntUnaryOperator word, int k, Run run) {
        int d = rows.columns();
        Means means = new Means(k, d);
        Tables.rangesOf(rows, from, to, run, (x, at, row, n) -> {
            for (int i = 0; i < n; i++) {
                means.add(word.applyAsInt(row + i), x, at + i * d);
            }
        });
        return means;
    }

    /** Adds the row {@code x[at …]} to the sum of a centroid. */
    void add(int word, float[] x, int at) {
        int sum = place(word);
        for (int j = 0; j < d; j++) {
            sums[sum + j] += x[at + j];
        }
        counts[word]++;
    }

    /** Adds the statistics of the next chunk. Sums that it does not have are 0, which would change no sum. */
    public Means add(Means chunk) {
        for (int w = 0; w < counts.length; w++) {
            if (chunk.counts[w] > 0) {
                int sum = place(w);
                int more = chunk.places[w] * d;
                for (int j = 0; j < d; j++) {
                    sums[sum + j] += chunk.sums[more + j];
                }
                counts[w] += chunk.counts[w];
            }
        }
        return this;
    }

    /** Where the sum of a centroid begins. A centroid without rows gets the next free place. */
    private int place(int word) {
        if (counts[word] == 0) {
            if ((used + 1) * d > sums.length) {
                sums = Arrays.copyOf(sums, Math.min(counts.length, used + used / 2 + 1) * d);
            }
            places[word] = used++;
        }
        return places[word] * d;
    }

    /** What is sent: the sums of the centroids that have rows, in the order of their places. */
    private record Sent(int k, int d, int[] words, int[] counts, double[] sums) implements Serializable {
        private Object readResolve() {
            Means means = new Means(k, d, sums);
            for (int word : words) {
                means.places[word] = means.used;
                means.counts[word] = counts[means.used++];
            }
            return means;
        }
    }

    private Object writeReplace() {
        int[] words = new int[used];
        int[] ofWords = new int[used];
        for (int w = 0; w < counts.length; w++) {
            if (counts[w] > 0) {
                words[places[w]] = w;
                ofWords[places[w]] = counts[w];
            }
        }
        return new Sent(counts.length, d, words, ofWords, Arrays.copyOf(sums, used * d));
    }

    /** The number of centroids that have rows. */
    int words() {
        return used;
    }

    /** The mean of the rows of each centroid; the old centroid if it has no rows. */
    public Matrix centroids(Matrix old) {
        Matrix means = old.copy();
        for (int w = 0; w < counts.length; w++) {
            if (counts[w] > 0) {
                for (int j = 0; j < d; j++) {
                    means.data()[w * d + j] = (float) (sums[places[w] * d + j] / counts[w]);
                }
            }
        }
        return means;
    }
}
