package dev.whittle.feature.transform;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/**
 * ZCA whitening: with the mean m and the covariance C = V·D·Vᵀ of the rows, y = P·(x - m) with P = V·(D +
 * epsilon·I)^(-1/2)·Vᵀ (Coates, Lee and Ng 2011, section 3.1.1; Bell and Sejnowski, "The independent components of
 * natural scenes are edge filters", Vision Research 1997). Moments and eigenvectors are computed in double. {@link
 * Moments} sums them over chunks of rows.
 *
 * <p>The decomposition itself cannot be cancelled; the sums before it can.
 *
 * @param epsilon added to each eigenvalue, above 0: directions that vary less than this count as noise and are not
 *     amplified
 */
public record Zca(double epsilon) implements Spec<Rows, Whitening>, LearnedSize {
    public Zca {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("ZCA whitening: epsilon must be above 0 and finite, got " + epsilon);
        }
    }

    /** epsilon = 0.1, as in the code published with Coates, Lee and Ng 2011, for contrast-normalised patches. */
    public static Zca defaults() {
        return new Zca(0.1);
    }

    @Override
    public Whitening fit(Rows rows, Run run) {
        if (rows.rows() < 2 || rows.columns() == 0) {
            throw new IllegalArgumentException("Whitening needs at least 2 rows of at least 1 value, got " + rows.rows()
                    + " rows of " + rows.columns() + " values");
        }
        rows.checkFinite("rows for whitening");
        int d = rows.columns();
        double[] mean = Moments.mean(rows, run);
        SymmetricEigen eigen = SymmetricEigen.of(Moments.covariance(rows, mean, run), d, epsilon);
        double[] p = new double[d * d];
        for (int e = 0; e < d; e++) {
            double[] v = eigen.vectors()[e];
            double scale = 1 / Math.sqrt(eigen.values()[e] + epsilon);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    p[i * d + j] += scale * v[i] * v[j];
                }
            }
        }
        Matrix matrix = new Matrix(d, d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                // Only the upper triangle is computed, since the rounding of the lower one differs.
                matrix.data()[i * d + j] = (float) p[Math.min(i, j) * d + Math.max(i, j)];
            }
        }
        Matrix floatMean = new Matrix(1, d);
        for (int i = 0; i < d; i++) {
            floatMean.data()[i] = (float) mean[i];
        }
        return new Whitening(floatMean, matrix);
    }

    @Override
    public Whitening restore(NamedArrays arrays, Run run) {
        return new Whitening(arrays.get("mean"), arrays.get("matrix"));
    }

    @Override
    public int length(int columns) {
        Moments.checkSquare(columns);
        return columns;
    }

    /** The moments, the eigenvectors and the matrix. */
    @Override
    public long heapBytes(int rows, int columns) {
        return SymmetricEigen.heapBytes(columns) + (long) Float.BYTES * columns * columns;
    }
}
