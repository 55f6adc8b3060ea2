package dev.whittle.feature.kernel.linear;

/**
 * The inner loops of linear algebra. The loops in the comments are their definition. Every implementation returns the
 * same raw bits for all inputs, except that a NaN may be any NaN; {@code LinearKernelsContract} tests this. Slices are
 * given as array and offset. Nothing outside them is read or written.
 */
public abstract class LinearKernels {
    /**
     * The rows {@code from} to {@code to - 1} of C += A·B, where A has k columns, B is k×n and C has n columns. A and B
     * may have any strides, so transposed operands need no copy. The columns of C are adjacent. The written part of C
     * must not overlap A or B. Each element of C is one chain:
     *
     * <pre>{@code for (p = 0; p < k; p++) c[i][j] = fma(a[i][p], b[p][j], c[i][j])}</pre>
     *
     * <p>The rows are arguments, so that callers that cut rows into chunks can reuse their views of the matrices. So no
     * call allocates an object.
     *
     * @throws IllegalArgumentException if the columns of C are not adjacent
     */
    public final void gemm(int from, int to, int n, int k, Strided a, Strided b, Strided c) {
        if (c.column() != 1) {
            throw new IllegalArgumentException("The columns of C are adjacent, got a step of " + c.column());
        }
        gemm(
                to - from,
                n,
                k,
                a.data(),
                a.offset() + from * a.row(),
                a.row(),
                a.column(),
                b.data(),
                b.offset(),
                b.row(),
                b.column(),
                c.data(),
                c.offset() + from * c.row(),
                c.row());
    }

    /** All rows. The operands are passed as their fields, which the compiler keeps in registers. */
    abstract void gemm(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRow,
            int aColumn,
            float[] b,
            int bOffset,
            int bRow,
            int bColumn,
            float[] c,
            int cOffset,
            int cRow);

    /**
     * The sum of a[i]·b[i]. Element i is added by fma to partial i mod 16; the partials are added in the tree of {@link
     * ScalarLinearKernels#sum16}.
     */
    public abstract float dot(float[] a, int aOffset, float[] b, int bOffset, int n);

    /** The sum of (a[i]-b[i])², by fma of the rounded difference into partial i mod 16, added as in {@link #dot}. */
    public abstract float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int n);

    /** y[i] = fma(s, x[i], y[i]). */
    public abstract void addScaled(float s, float[] x, int xOffset, float[] y, int yOffset, int n);

    /** y[i] += max(0, fma(s, x[i], b)). */
    public abstract void addRectified(float s, float b, float[] x, int xOffset, float[] y, int yOffset, int n);

    /**
     * Distances from scores: x[i] = sqrt(max(0, fma(-2, x[i], square))). With the scores x[i] = u·v_i - |v_i|²/2 and
     * square = |u|² this is |u - v_i|, to a multiple of the rounding of |u|².
     */
    public abstract void distances(float square, float[] x, int offset, int n);

    /**
     * x[i] = e^x[i], within 2 ulp. Infinite if the result overflows (x &gt; 88.72283), 0 if it would be subnormal
     * (x &lt; -87.33654). NaN gives NaN.
     */
    public abstract void exp(float[] x, int offset, int n);

    /**
     * x[i] = cos(2π·x[i]), within 3·10<sup>-7</sup> and from -1 to 1, for |x| &lt; 2<sup>22</sup>: x counts turns, so
     * what is left of it after whole turns is exact. Larger values, which have no quarter turns any more, give a value
     * from -1 to 1; a NaN and infinities give NaN.
     */
    public abstract void cosineOfTurns(float[] x, int offset, int n);

    /**
     * The index within the slice of the largest value; the first of equal values, where 0 and -0 are equal. A NaN is
     * only the largest if it comes first. n is at least 1.
     *
     * <pre>{@code best = 0; for (i = 1; i < n; i++) if (x[i] > x[best]) best = i}</pre>
     */
    public abstract int argMax(float[] x, int offset, int n);
}
