package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.table.Matrix;

/** What the benchmarks of product codes must answer, by another way. */
final class CompressionAnswers {
    private CompressionAnswers() {}

    /** Each sub-vector as the nearest of its words, as a codebook of its own finds it. */
    static Matrix decoded(ProductCodesBenchmark state, Run run) {
        Matrix rows = state.rows;
        Matrix decoded = new Matrix(rows.rows(), rows.columns());
        Matrix centroids = state.codebook.centroids();
        int size = state.codebook.subVector();
        for (int first = 0; first < rows.columns(); first += size) {
            Matrix words = columns(centroids, first, size);
            int[] nearest = new Codebook(words).assign(columns(rows, first, size), run);
            for (int r = 0; r < nearest.length; r++) {
                for (int j = 0; j < size; j++) {
                    decoded.set(r, first + j, words.get(nearest[r], j));
                }
            }
        }
        return decoded;
    }

    private static Matrix columns(Matrix of, int first, int n) {
        Matrix part = new Matrix(of.rows(), n);
        for (int r = 0; r < of.rows(); r++) {
            for (int j = 0; j < n; j++) {
                part.set(r, j, of.get(r, first + j));
            }
        }
        return part;
    }
}
