package dev.whittle.feature.transform;

import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.eig.SymmetricQRAlgorithmDecomposition_DDRM;

/**
 * ZCA whitening: with the mean m and the covariance C = V·D·Vᵀ of the rows, y = P·(x - m) with P = V·(D + epsilon·I)^(-1/2)·Vᵀ
 * (Coates, Lee and Ng 2011, section 3.1.1; Bell and Sejnowski, "The independent components of natural scenes are edge
 * filters", Vision Research 1997). Moments and eigenvectors are computed in double; each moment is summed in the order of the rows.
 *
 * @param epsilon added to each eigenvalue, above 0: directions that vary less than this are noise and are not blown up
 */
public record Zca(double epsilon) implements Spec<Matrix, Whitening> {
    /** Rows of the covariance a task computes. */
    private static final int ROWS = 8;

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
    public Whitening fit(Matrix rows, Run run) {
        if (rows.rows() < 2 || rows.columns() == 0) {
            throw new IllegalArgumentException("Whitening needs at least 2 rows of at least 1 value, got " + rows.rows()
                    + " rows of " + rows.columns() + " values");
        }
        rows.requireFinite("rows for whitening");
        int d = rows.columns();
        double[] mean = mean(rows);
        DMatrixRMaj covariance = covariance(rows, mean, run);
        var eigen = new SymmetricQRAlgorithmDecomposition_DDRM(true);
        // After 15 steps for one eigenvalue it would turn by a random angle, with Math.sin, which may differ between
        // machines.
        eigen.setMaxIterations(15);
        double shift = 0;
        if (!eigen.decompose(covariance.copy())) {
            // Eigenvalues of 0, of columns that are constant or depend on others, never meet the relative bound to
            // split at. With a multiple of the identity added the vectors are the same, and no eigenvalue is near 0.
            shift = epsilon;
            for (int i = 0; i < d; i++) {
                shift = Math.max(shift, covariance.get(i, i));
            }
            for (int i = 0; i < d; i++) {
                covariance.add(i, i, shift);
            }
            if (!eigen.decompose(covariance)) {
                throw new IllegalStateException("The eigenvectors of the " + d + "x" + d
                        + " covariance did not converge; give zca a larger epsilon");
            }
        }
        double[] p = new double[d * d];
        for (int e = 0; e < d; e++) {
            double[] v = eigen.getEigenVector(e).data;
            // Rounding can leave the eigenvalues of a singular covariance just below 0.
            double scale = 1 / Math.sqrt(Math.max(0, eigen.getEigenvalue(e).real - shift) + epsilon);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    p[i * d + j] += scale * v[i] * v[j];
                }
            }
        }
        Matrix matrix = new Matrix(d, d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                // Only the upper triangle, as the rounding of the lower one differs.
                matrix.data()[i * d + j] = (float) p[Math.min(i, j) * d + Math.max(i, j)];
            }
        }
        Matrix floatMean = new Matrix(1, d);
        for (int i = 0; i < d; i++) {
            floatMean.data()[i] = (float) mean[i];
        }
        return new Whitening(floatMean, matrix);
    }

    private static double[] mean(Matrix rows) {
        int d = rows.columns();
        double[] mean = new double[d];
        for (int r = 0; r < rows.rows(); r++) {
            for (int i = 0; i < d; i++) {
                mean[i] += rows.data()[r * d + i];
            }
        }
        for (int i = 0; i < d; i++) {
            mean[i] /= rows.rows();
        }
        return mean;
    }

    /** Divides by the number of rows less 1. */
    private static DMatrixRMaj covariance(Matrix rows, double[] mean, Run run) {
        int d = rows.columns();
        double[] c = new double[d * d];
        run.parallel(d, ROWS, (from, to) -> {
            double[] x = new double[d];
            for (int r = 0; r < rows.rows(); r++) {
                for (int i = from; i < d; i++) {
                    x[i] = rows.data()[r * d + i] - mean[i];
                }
                for (int i = from; i < to; i++) {
                    addScaled(x[i], x, from, c, i * d + from, d - from);
                }
            }
        });
        for (int i = 0; i < d; i++) {
            for (int j = i; j < d; j++) {
                c[i * d + j] /= rows.rows() - 1;
                c[j * d + i] = c[i * d + j];
            }
        }
        return DMatrixRMaj.wrap(d, d, c);
    }

    private static void addScaled(double alpha, double[] x, int xOffset, double[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] += alpha * x[xOffset + i];
        }
    }

    @Override
    public Whitening restore(NamedArrays arrays, Run run) {
        return new Whitening(arrays.get("mean"), arrays.get("matrix"));
    }

    @Override
    public boolean needsData() {
        return true;
    }
}
