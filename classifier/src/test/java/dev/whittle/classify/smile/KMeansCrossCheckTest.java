package dev.whittle.classify.smile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.api.Test;
import smile.math.MathEx;

/** Our k-means beside Smile's, which starts elsewhere: they agree where the data has one answer. */
class KMeansCrossCheckTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Gaussian clusters whose centres are {@code distance} standard deviations apart along each axis. */
    private static Matrix clusters(int n, int d, int k, float distance) {
        Rng rng = new Rng(3, "clusters", 0);
        Matrix rows = new Matrix(n, d);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                rows.set(i, j, (float) rng.nextGaussian() + (i % k >> j & 1) * distance);
            }
        }
        return rows;
    }

    private static smile.clustering.KMeans smile(Matrix rows, int k) {
        double[][] x = new double[rows.rows()][rows.columns()];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                x[i][j] = rows.get(i, j);
            }
        }
        MathEx.setSeed(19650218);
        return smile.clustering.KMeans.fit(x, k, 100, 1e-7);
    }

    @Test
    void separatedClustersAreTheSame() {
        Matrix rows = clusters(1200, 4, 8, 30);
        Codebook ours = new KMeans(8, 100, Start.KMEANS_PLUS_PLUS, 0).fit(rows, RUN);
        smile.clustering.KMeans theirs = smile(rows, 8);
        int[] words = ours.assign(rows, RUN);
        int[] theirWordOfOurs = new int[8];
        for (int i = 0; i < 8; i++) {
            theirWordOfOurs[words[i]] = theirs.y[i];
        }
        for (int i = 0; i < words.length; i++) {
            assertEquals(theirs.y[i], theirWordOfOurs[words[i]], "row " + i);
        }
        for (int w = 0; w < 8; w++) {
            for (int j = 0; j < 4; j++) {
                assertEquals(
                        theirs.centroids[theirWordOfOurs[w]][j],
                        ours.centroids().get(w, j),
                        1e-5);
            }
        }
        assertEquals(theirs.distortion, ours.energy(rows, RUN), 1e-6 * theirs.distortion);
        assertNotEquals(theirs.distortion, ours.energy(clusters(1200, 4, 8, 31), RUN), 1e-6 * theirs.distortion);
    }

    @Test
    void smilesCentroidsAssignTheSameRows() {
        Matrix rows = clusters(1000, 6, 5, 1.5f);
        smile.clustering.KMeans theirs = smile(rows, 20);
        Matrix centroids = new Matrix(20, 6);
        for (int w = 0; w < 20; w++) {
            for (int j = 0; j < 6; j++) {
                centroids.set(w, j, (float) theirs.centroids[w][j]);
            }
        }
        Codebook codebook = new Codebook(centroids);
        int[] words = codebook.assign(rows, RUN);
        for (int i = 0; i < words.length; i++) {
            assertEquals(theirs.predict(toDouble(rows.row(i))), words[i], "row " + i);
        }
    }

    @Test
    void overlappingClustersAreCoveredAsWell() {
        Matrix rows = clusters(1000, 6, 5, 1.5f);
        double theirs = smile(rows, 20).distortion;
        double ours = 0;
        for (int seed = 1; seed <= 5; seed++) {
            ours += new KMeans(20, 100, Start.KMEANS_PLUS_PLUS, 0)
                            .fit(rows, RUN.withSeed(seed))
                            .energy(rows, RUN)
                    / 5;
        }
        // Local optima differ by a few percent from start to start.
        assertTrue(Math.abs(ours / theirs - 1) < 0.04, "ours " + ours + ", Smile's " + theirs);
    }

    private static double[] toDouble(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }
}
