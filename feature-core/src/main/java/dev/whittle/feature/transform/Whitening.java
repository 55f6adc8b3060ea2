package dev.whittle.feature.transform;

import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** y = P·(x - m) with a symmetric P; see {@link Zca}. */
public final class Whitening implements Transform {
    private final Projection projection;

    Whitening(Matrix mean, Matrix matrix) {
        if (matrix.rows() != matrix.columns()) {
            throw new IllegalArgumentException(
                    "Whitening needs a square matrix, got " + matrix.rows() + "x" + matrix.columns());
        }
        projection = new Projection("Whitening", mean, matrix);
    }

    /** A copy of m, as one row. */
    public Matrix mean() {
        return projection.mean();
    }

    /** A copy of P. */
    public Matrix matrix() {
        return projection.matrix();
    }

    @Override
    public int columns(int columns) {
        return projection.columns(columns);
    }

    @Override
    public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
        projection.apply(in, at, n, columns, out, to, run);
    }

    /** The rows that {@link #apply} maps to these: x = P⁻¹·y + m, solved in double. */
    public Matrix undo(Matrix rows) {
        int d = columns(rows.columns());
        Matrix matrix = projection.matrix();
        Matrix mean = projection.mean();
        DMatrixRMaj p = new DMatrixRMaj(d, d);
        for (int i = 0; i < d * d; i++) {
            p.data[i] = matrix.data()[i];
        }
        if (!CommonOps_DDRM.invert(p)) {
            throw new IllegalArgumentException("The whitening matrix is singular, so it cannot be undone");
        }
        Matrix undone = new Matrix(rows.rows(), d);
        for (int r = 0; r < rows.rows(); r++) {
            for (int i = 0; i < d; i++) {
                double sum = mean.data()[i];
                for (int j = 0; j < d; j++) {
                    sum += p.data[i * d + j] * rows.data()[r * d + j];
                }
                undone.data()[r * d + i] = (float) sum;
            }
        }
        return undone;
    }

    @Override
    public NamedArrays arrays() {
        return projection.arrays();
    }

    @Override
    public String toString() {
        return "whitening";
    }
}
