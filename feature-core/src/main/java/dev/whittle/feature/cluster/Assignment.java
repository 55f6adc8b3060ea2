package dev.whittle.feature.cluster;

import dev.whittle.feature.Chunks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Rows;
import java.io.Serializable;

/**
 * The first half of an iteration of k-means on a chunk of rows: each row's nearest centroid, and the statistics that
 * the second half needs.
 *
 * @param means the sums of the rows of each centroid
 * @param nearest of each row of the chunk
 */
public record Assignment(Means means, Nearest nearest) implements Serializable {
    /**
     * Assigns the rows {@code from} to {@code to - 1}.
     *
     * @throws IllegalArgumentException if rows have another length than the centroids
     */
    public static Assignment of(Codebook codebook, Rows rows, int from, int to, Run run) {
        codebook.checkColumns(rows);
        int d = rows.columns();
        Means means = new Means(codebook.size(), d);
        Nearest nearest = new Nearest(to - from);
        Tables.rangesOf(rows, from, to, run, (x, at, row, n) -> {
            nearest.find(codebook, x, at, n, row - from, run);
            for (int i = 0; i < n; i++) {
                means.add(nearest.words()[row - from + i], x, at + i * d);
            }
        });
        return new Assignment(means, nearest);
    }

    /**
     * Assigns all rows of a table, chunk by chunk.
     *
     * @param words receives the nearest centroid of each row
     * @param distances receives its squared distance
     */
    static Means all(Codebook codebook, Rows rows, int[] words, float[] distances, Run run) {
        Means all = new Means(codebook.size(), rows.columns());
        Chunks.inOrder(
                rows,
                Means.CHUNK_ROWS,
                (x, from, to, there) -> of(codebook, x, from, to, there),
                (from, chunk) -> {
                    chunk.nearest.copyTo(words, distances, from);
                    all.add(chunk.means);
                },
                run);
        return all;
    }
}
