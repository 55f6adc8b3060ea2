package dev.whittle.feature.transform;

import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
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
        this.mean = mean.copy().requireFinite("mean for whitening");
        this.matrix = matrix.copy().requireFinite("whitening matrix");
    }

    /** A copy of m, as one row. */
    public Matrix mean() {
        return mean.copy();
    }

    /** A copy of P. */
    public Matrix matrix() {
        return matrix.copy();
    }

    @Override
    public int columns(int columns) {
        checkColumns(columns);
        return columns;
    }

    @Override
    public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
        int d = mean.columns();
        float[] centred = new float[n * d];
        for (int r = 0; r < n; r++) {
            for (int i = 0; i < d; i++) {
                centred[r * d + i] = in[at + r * d + i] - mean.data()[i];
            }
        }
        Arrays.fill(out, to, to + n * d, 0);
        run.kernels()
                .linear()
                .gemm(
                        0,
                        n,
                        d,
                        d,
                        Strided.rows(centred, 0, d),
                        Strided.rows(matrix.data(), 0, d),
                        Strided.rows(out, to, d));
    }

    /** The rows that {@link #apply} maps to these: x = P⁻¹·y + m, solved in double. */
    public Matrix undo(Matrix rows) {
        checkColumns(rows.columns());
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

    private void checkColumns(int columns) {
        if (columns != mean.columns()) {
            throw new IllegalArgumentException(
                    "Whitening was fitted to " + mean.columns() + " columns, got " + columns);
        }
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("mean", mean).with("matrix", matrix);
    }

    @Override
    public String toString() {
        return "whitening";
    }
}
