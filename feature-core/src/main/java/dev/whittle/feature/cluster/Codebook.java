package dev.whittle.feature.cluster;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Map;

/** K centroids, the words, and which of them is nearest. */
public final class Codebook implements Fitted {
    private static final int CHUNK = 1024;

    private final Matrix centroids;
    private final NearestWord nearest;

    /** @param centroids a row per word, at least one, finite; the matrix is kept, not copied */
    public Codebook(Matrix centroids) {
        if (centroids.rows() == 0 || centroids.columns() == 0) {
            throw new IllegalArgumentException("A codebook needs at least 1 word of at least 1 value, got "
                    + centroids.rows() + " words of " + centroids.columns() + " values");
        }
        this.centroids = centroids.requireFinite("centroids");
        this.nearest = new NearestWord(centroids);
    }

    /** A row per word; not to be changed. */
    public Matrix centroids() {
        return centroids;
    }

    /** The number of words. */
    public int size() {
        return centroids.rows();
    }

    /**
     * The word nearest to each row by Euclidean distance, of equally near ones the first. Distances are compared as x·w -
     * |w|²/2 in float, so words nearer to each other than its rounding may be taken for one another.
     */
    public int[] assign(Matrix rows, Run run) {
        checkColumns(rows);
        int[] words = new int[rows.rows()];
        run.parallel(
                rows.rows(),
                CHUNK,
                (from, to) -> {
                    Strided vectors = Strided.rows(rows.data(), from * rows.columns(), rows.columns());
                    nearest.find(run.kernels().linear(), vectors, to - from, words, from);
                });
        return words;
    }

    /** The squared Euclidean distance of each row to its word. */
    float[] squaredDistances(Matrix rows, int[] words, Run run) {
        checkColumns(rows);
        int d = rows.columns();
        float[] distances = new float[rows.rows()];
        run.parallel(rows.rows(), CHUNK, (from, to) -> {
            for (int i = from; i < to; i++) {
                distances[i] = run.kernels().linear().squaredDistance(rows.data(), i * d, centroids.data(), words[i] * d, d);
            }
        });
        return distances;
    }

    /** What k-means makes small: the sum of squared distances of the rows to their nearest words. */
    public double energy(Matrix rows, Run run) {
        return sum(squaredDistances(rows, assign(rows, run), run));
    }

    /** In double, in order. */
    static double sum(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum;
    }

    private void checkColumns(Matrix rows) {
        if (rows.columns() != centroids.columns()) {
            throw new IllegalArgumentException("The codebook's words have " + centroids.columns()
                    + " values, but the rows have " + rows.columns());
        }
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.of(Map.of("centroids", centroids));
    }
}
