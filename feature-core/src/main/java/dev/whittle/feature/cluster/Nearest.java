package dev.whittle.feature.cluster;

import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Rows;
import java.io.Serializable;

/**
 * The nearest centroids of the rows of a chunk.
 *
 * @param words the centroid of each row
 * @param distances the squared distance from it
 */
public record Nearest(int[] words, float[] distances) implements Serializable {
    /** Of as many rows, still to be found by {@link #find}. */
    Nearest(int rows) {
        this(new int[rows], new float[rows]);
    }

    /** The rows {@code from} to {@code to - 1} of a table. */
    static Nearest of(Codebook codebook, Rows rows, int from, int to, Run run) {
        Nearest nearest = new Nearest(to - from);
        Tables.rangesOf(rows, from, to, run, (x, at, row, n) -> nearest.find(codebook, x, at, n, row - from, run));
        return nearest;
    }

    /**
     * Finds the centroids of {@code n} rows, which lie one after another from {@code x[at]} on.
     *
     * @param first the place of the first of these rows in the chunk
     */
    void find(Codebook codebook, float[] x, int at, int n, int first, Run run) {
        codebook.assign(x, at, n, words, first, run);
        for (int i = 0; i < n; i++) {
            distances[first + i] = codebook.squaredDistance(x, at + i * codebook.columns(), words[first + i], run);
        }
    }

    /**
     * Copies the chunk into the arrays of the whole table.
     *
     * @param allWords receives the centroids
     * @param allDistances receives the squared distances
     * @param from the number of the chunk's first row in the table
     */
    void copyTo(int[] allWords, float[] allDistances, int from) {
        System.arraycopy(words, 0, allWords, from, words.length);
        System.arraycopy(distances, 0, allDistances, from, words.length);
    }
}
