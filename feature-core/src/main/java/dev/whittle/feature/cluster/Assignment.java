package dev.whittle.feature.cluster;

import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Rows;

/**
 * The first half of an iteration of k-means on a chunk of rows: each row's nearest centroid and its squared distance.
 *
 * @param codebook the centroids
 * @param words receives the nearest centroid of each row, an element for each row of the table
 * @param distances receives its squared distance
 */
public record Assignment(Codebook codebook, int[] words, float[] distances) {
    /**
     * Assigns the rows {@code from} to {@code to - 1}, and returns the statistics that the second half, {@link Means},
     * needs.
     */
    public Means of(Rows rows, int from, int to, Run run) {
        codebook.checkColumns(rows);
        int d = rows.columns();
        Means means = new Means(codebook.size(), d);
        Tables.rangesOf(rows, from, to, run, (x, at, row, n) -> {
            codebook.assign(x, at, n, words, row, run);
            for (int i = 0; i < n; i++) {
                distances[row + i] = codebook.squaredDistance(x, at + i * d, words[row + i], run);
                means.add(words[row + i], x, at + i * d);
            }
        });
        return means;
    }
}
