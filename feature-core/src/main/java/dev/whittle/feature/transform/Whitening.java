package dev.whittle.feature.transform;

import dev.whittle.feature.Gemm;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** y = P·(x - m) with a symmetric P; see {@link Zca}. */
public final class Whitening implements Transform {
    private final Matrix mean;
    private final Matrix matrix;

    Whitening(Matrix mean, Matrix matrix) {
        int d = mean.columns();
        if (mean.rows() != 1 || matrix.rows() != d || matrix.columns() != d) {
            throw new IllegalArgumentException("Whitening needs a mean of 1xd and a matrix of dxd, got " + mean.rows()
                    + "x" + d + " and " + matrix.rows() + "x" + matrix.columns());
        }
        this.mean = mean.requireFinite("mean for whitening");
        this.matrix = matrix.requireFinite("whitening matrix");
    }

    /** m, as one row; not to be changed. */
    public Matrix mean() {
        return mean;
    }

    /** P; not to be changed. */
    public Matrix matrix() {
        return matrix;
    }

    @Override
    public Matrix apply(Matrix rows, Run run) {
        checkColumns(rows);
        int d = mean.columns();
        Matrix centred = new Matrix(rows.rows(), d);
        for (int r = 0; r < rows.rows(); r++) {
            for (int i = 0; i < d; i++) {
                centred.data()[r * d + i] = rows.data()[r * d + i] - mean.data()[i];
            }
        }
        Matrix whitened = new Matrix(rows.rows(), d);
        Gemm.addProduct(run, centred, matrix, whitened);
        return whitened;
    }

    /** The rows that {@link #apply} maps to these: x = P⁻¹·y + m, solved in double. */
    public Matrix undo(Matrix rows) {
        checkColumns(rows);
        int d = mean.columns();
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

    private void checkColumns(Matrix rows) {
        if (rows.columns() != mean.columns()) {
            throw new IllegalArgumentException(
                    "Whitening was fitted to " + mean.columns() + " columns, got " + rows.columns());
        }
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.of(Map.of("mean", mean, "matrix", matrix));
    }
}
