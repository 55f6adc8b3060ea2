package dev.whittle.benchmarks;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;

/**
 * Descriptors drawn from random numbers, always the same ones: uniform noise around {@value #CENTRES} uniform centres.
 */
final class Descriptors {
    private static final int CENTRES = 500;

    private Descriptors() {}

    /** Values in [0, 2). */
    static Matrix of(int rows, int columns) {
        Rng rng = new Rng(1, "benchmark descriptors", columns);
        float[] centres = new float[CENTRES * columns];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = rng.nextFloat();
        }
        Matrix matrix = new Matrix(rows, columns);
        float[] data = matrix.data();
        for (int r = 0; r < rows; r++) {
            int centre = rng.nextInt(CENTRES) * columns;
            for (int c = 0; c < columns; c++) {
                data[r * columns + c] = centres[centre + c] + rng.nextFloat();
            }
        }
        return matrix;
    }

    /**
     * As principal components of descriptors are: the variance falls with the column, and clusters overlap. Gaussian
     * noise around {@value #CENTRES} Gaussian centres.
     */
    static Matrix overlapping(int rows, int columns) {
        Rng rng = new Rng(1, "overlapping benchmark descriptors", columns);
        float[] centres = new float[CENTRES * columns];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (float) (rng.nextGaussian() / Math.sqrt(1 + i % columns));
        }
        Matrix matrix = new Matrix(rows, columns);
        for (int r = 0; r < rows; r++) {
            int centre = rng.nextInt(CENTRES) * columns;
            for (int c = 0; c < columns; c++) {
                double noise = 2 * rng.nextGaussian() / Math.sqrt(1 + c);
                matrix.set(r, c, (float) (centres[centre + c] + noise));
            }
        }
        return matrix;
    }

    /**
     * k different rows: the centroids at which {@link KMeans} begins for {@link KMeans.Start#RANDOM} and this run's
     * seed.
     */
    static Matrix start(Matrix rows, int k, Run run) {
        int[] order = run.random("k-means/random", 0).permutation(rows.rows());
        return rows.selectRows(Arrays.copyOf(order, k));
    }
}
