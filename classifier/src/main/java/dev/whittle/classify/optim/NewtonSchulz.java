package dev.whittle.classify.optim;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import java.util.Arrays;

/**
 * Replaces a matrix by about the nearest one with orthonormal rows, or columns if these are fewer: if it is U·S·Vᵀ, by
 * U·f(S)·Vᵀ with f near 1. This is the iteration of Jordan, "Muon: an optimizer for hidden layers in neural networks"
 * (2024), with its coefficients a, b and c, on a matrix of at most as many rows as columns:
 *
 * <pre>
 * X ← X/(‖X‖ + 10⁻⁷)
 * five times:  A = X·Xᵀ,  B = b·A + c·A·A,  X ← a·X + B·X
 * </pre>
 *
 * <p>So f(s) is as often s ← a·s + b·s³ + c·s⁵. It does not converge to 1. It ends between 0.68 and 1.21 for all s of
 * at least 0.002 of the norm, and below that for smaller ones. Jordan's airbench makes three iterations to save time,
 * which suffice from 0.03 on; gradients have smaller singular values, and beside a convolution the time is small.
 *
 * <p>A matrix of more rows than columns is transposed. Products are those of {@link LinearKernels#gemm}, so the bits
 * are the same for any number of threads and with either kernels. It allocates nothing after it is made.
 */
final class NewtonSchulz {
    private static final int ITERATIONS = 5;
    private static final float A = 3.4445f;
    private static final float B = -4.7750f;
    private static final float C = 2.0315f;
    private static final double EPSILON = 1e-7;
    /** Rows that a thread multiplies at once. */
    private static final int ROWS = 32;

    private final Run run;
    private final int rows;
    private final int columns;
    /** The sizes of X: few·many. */
    private final int few;

    private final int many;
    private final FrobeniusNorm norm;
    private final Strided gram;
    private final Strided polynomial;
    private final Run.Chunk scaleRows = this::scaleRows;
    private final Run.Chunk multiplyByTranspose = this::multiplyByTranspose;
    private final Run.Chunk multiplyGram = this::multiplyGram;
    private final Run.Chunk multiplyByPolynomial = this::multiplyByPolynomial;
    private Strided x;
    private Strided transposed;
    private Strided next;
    private Strided nextTransposed;
    private float scale;

    /** For matrices of this size. */
    NewtonSchulz(int rows, int columns, Run run) {
        this.run = run;
        this.rows = rows;
        this.columns = columns;
        few = Math.min(rows, columns);
        many = Math.max(rows, columns);
        norm = new FrobeniusNorm(rows * columns, run);
        gram = Strided.rows(new float[few * few], 0, few);
        polynomial = Strided.rows(new float[few * few], 0, few);
        x = Strided.rows(new float[rows * columns], 0, many);
        transposed = Strided.columns(x.data(), 0, many);
        next = Strided.rows(new float[rows * columns], 0, many);
        nextTransposed = Strided.columns(next.data(), 0, many);
    }

    /** Sets element i of the matrix, counted row by row. */
    void set(int i, float value) {
        x.data()[place(i)] = value;
    }

    /** Element i of the matrix, counted row by row. */
    float get(int i) {
        return x.data()[place(i)];
    }

    private int place(int i) {
        return rows <= columns ? i : i % columns * rows + i / columns;
    }

    /** Replaces the matrix. If its norm is not finite, all its elements become NaN. */
    void iterate() {
        double length = norm.of(x.data());
        scale = Double.isFinite(length) ? (float) (1 / (length + EPSILON)) : Float.NaN;
        run.parallel(few, ROWS, scaleRows);
        for (int i = 0; i < ITERATIONS; i++) {
            run.parallel(few, ROWS, multiplyByTranspose);
            run.parallel(few, ROWS, multiplyGram);
            run.parallel(few, ROWS, multiplyByPolynomial);
            Strided was = x;
            x = next;
            next = was;
            was = transposed;
            transposed = nextTransposed;
            nextTransposed = was;
        }
    }

    private void scaleRows(int from, int to) {
        float[] values = x.data();
        for (int i = from * many; i < to * many; i++) {
            values[i] *= scale;
        }
    }

    /** A = X·Xᵀ. */
    private void multiplyByTranspose(int from, int to) {
        Arrays.fill(gram.data(), from * few, to * few, 0);
        run.kernels().linear().gemm(from, to, few, many, x, transposed, gram);
    }

    /** B = b·A + c·A·A. */
    private void multiplyGram(int from, int to) {
        float[] a = gram.data();
        float[] b = polynomial.data();
        Arrays.fill(b, from * few, to * few, 0);
        run.kernels().linear().gemm(from, to, few, few, gram, gram, polynomial);
        for (int i = from * few; i < to * few; i++) {
            b[i] = Math.fma(C, b[i], B * a[i]);
        }
    }

    /** a·X + B·X. */
    private void multiplyByPolynomial(int from, int to) {
        float[] old = x.data();
        float[] values = next.data();
        for (int i = from * many; i < to * many; i++) {
            values[i] = A * old[i];
        }
        run.kernels().linear().gemm(from, to, many, few, polynomial, x, next);
    }
}
