package dev.whittle.feature.transform;

import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;

/** y = Aᵀ·(x - m); see {@link Pca}. */
final class Projection implements Transform {
    private final Matrix mean;
    private final Matrix matrix;

    /**
     * @param mean one row of d values
     * @param matrix A, d×components
     */
    Projection(Matrix mean, Matrix matrix) {
        this.mean = mean.copy().requireFinite("mean for PCA");
        this.matrix = matrix.copy().requireFinite("matrix of PCA");
    }

    @Override
    public int columns(int columns) {
        if (columns != matrix.rows()) {
            throw new IllegalArgumentException("PCA was fitted to " + matrix.rows() + " columns, got " + columns);
        }
        return matrix.columns();
    }

    @Override
    public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
        int d = matrix.rows();
        int components = matrix.columns();
        float[] m = mean.data();
        float[] centred = new float[n * d];
        for (int r = 0; r < n; r++) {
            for (int i = 0; i < d; i++) {
                centred[r * d + i] = in[at + r * d + i] - m[i];
            }
        }
        Arrays.fill(out, to, to + n * components, 0);
        run.kernels()
                .linear()
                .gemm(
                        0,
                        n,
                        components,
                        d,
                        Strided.rows(centred, 0, d),
                        Strided.rows(matrix.data(), 0, components),
                        Strided.rows(out, to, components));
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("mean", mean).with("matrix", matrix);
    }

    @Override
    public String toString() {
        return "PCA";
    }
}
