package dev.whittle.feature.transform;

import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.Transform;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.io.Serializable;
import java.util.Arrays;

/** y = Aᵀ·(x - m); see {@link Pca} and {@link Zca}. */
final class Projection implements Transform {
    private final String name;
    private final Matrix mean;
    private final Matrix matrix;
    private final Strided ofMatrix;
    private final Scratch<Buffers> buffers = new Scratch<>(Buffers::new);

    /**
     * @param name for messages, such as PCA
     * @param mean one row of d values
     * @param matrix A, with d rows
     */
    Projection(String name, Matrix mean, Matrix matrix) {
        if (mean.rows() != 1 || matrix.rows() != mean.columns()) {
            throw new IllegalArgumentException(
                    name + " needs a mean of one row of d values and a matrix of d rows, got " + mean.rows() + "x"
                            + mean.columns() + " and " + matrix.rows() + "x" + matrix.columns());
        }
        this.name = name;
        this.mean = mean.copy().requireFinite("mean of " + name);
        this.matrix = matrix.copy().requireFinite("matrix of " + name);
        this.ofMatrix = Strided.rows(this.matrix.data(), 0, matrix.columns());
    }

    /** The working memory of a call. It grows to the largest number of rows. */
    private static final class Buffers {
        Strided centred = Strided.rows(new float[0], 0, 0);
        Strided product = Strided.rows(new float[0], 0, 0);

        void grow(int n, int d, int components) {
            if (centred.data().length < n * d) {
                centred = Strided.rows(new float[n * d], 0, d);
                product = Strided.rows(new float[n * components], 0, components);
            }
        }
    }

    /** A copy of m, as one row. */
    Matrix mean() {
        return mean.copy();
    }

    /** A copy of A. */
    Matrix matrix() {
        return matrix.copy();
    }

    @Override
    public int columns(int columns) {
        if (columns != matrix.rows()) {
            throw new IllegalArgumentException(name + " was fitted to " + matrix.rows() + " columns, got " + columns);
        }
        return matrix.columns();
    }

    @Override
    public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
        checkRoom(in, at, n, columns, out, to);
        int d = matrix.rows();
        int components = matrix.columns();
        Buffers memory = run.take(buffers);
        memory.grow(n, d, components);
        float[] m = mean.data();
        float[] centred = memory.centred.data();
        for (int r = 0; r < n; r++) {
            for (int i = 0; i < d; i++) {
                centred[r * d + i] = in[at + r * d + i] - m[i];
            }
        }
        Arrays.fill(memory.product.data(), 0, n * components, 0);
        run.kernels().linear().gemm(0, n, components, d, memory.centred, ofMatrix, memory.product);
        System.arraycopy(memory.product.data(), 0, out, to, n * components);
        run.giveBack(buffers, memory);
    }

    /** What is sent: without working memory. */
    private record Sent(String name, Matrix mean, Matrix matrix) implements Serializable {
        private Object readResolve() {
            return new Projection(name, mean, matrix);
        }
    }

    private Object writeReplace() {
        return new Sent(name, mean, matrix);
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("mean", mean).with("matrix", matrix);
    }

    @Override
    public String toString() {
        return name;
    }
}
