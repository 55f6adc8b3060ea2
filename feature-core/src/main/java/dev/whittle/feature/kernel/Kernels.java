package dev.whittle.feature.kernel;

import dev.whittle.feature.kernel.hog.HogKernels;
import dev.whittle.feature.kernel.hog.Orientation;
import java.util.Optional;

/**
 * The inner loops. The loops written here are their definition; every implementation returns the same raw bits for all
 * inputs (any NaN for a NaN), which {@code KernelsContract} tests. Slices are given as array and offset; nothing outside them is read or written.
 */
public interface Kernels {
    /** The plain loops. */
    Kernels SCALAR = new ScalarKernels();

    /** The vector kernels where {@code jdk.incubator.vector} is present, else the scalar ones. */
    Kernels AUTO = KernelChoice.AUTO.kernels();

    /** "scalar", or "vector-" and the number of bits in a lane group; for reports, not for results. */
    String name();

    /**
     * C += A·B, where A is m×k, B is k×n and C is m×n. Element (i, p) of A is {@code a[aOffset + i * aRow + p * aColumn]},
     * element (p, j) of B is {@code b[bOffset + p * bRow + j * bColumn]} and element (i, j) of C is {@code c[cOffset + i * cRow
     * + j]}, so transposed operands need no copy. C must not overlap A or B. Each element of C is one chain:
     *
     * <pre>{@code for (p = 0; p < k; p++) c[i][j] = fma(a[i][p], b[p][j], c[i][j])}</pre>
     */
    void gemm(
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
     * The sum of a[i]·b[i]. Element i goes by fma into partial i mod 16; the partials are added as the tree of {@link
     * ScalarKernels#sum16}.
     */
    float dot(float[] a, int aOffset, float[] b, int bOffset, int n);

    /** The sum of (a[i]-b[i])², by fma of the rounded difference into partial i mod 16, added as in {@link #dot}. */
    float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int n);

    /** y[i] = fma(s, x[i], y[i]). */
    void addScaled(float s, float[] x, int xOffset, float[] y, int yOffset, int n);

    /**
     * x[i] = e^x[i], within 2 ulp. Infinite where the result overflows (x > 88.72283), 0 where it would be subnormal (x <
     * -87.33654). NaN gives NaN.
     */
    void exp(float[] x, int offset, int n);

    /**
     * New inner loops of histograms of oriented gradients, with working memory for one call at a time; none where looking votes up
     * in a table is faster.
     */
    Optional<HogKernels> hog(Orientation orientation);

    /** The loops over pixels. */
    PixelKernels pixels();

    /**
     * The place in the slice of the largest value, of equal ones the first (0 and -0 are equal). A NaN is never the largest,
     * unless it comes first; n is at least 1.
     *
     * <pre>{@code best = 0; for (i = 1; i < n; i++) if (x[i] > x[best]) best = i}</pre>
     */
    int argMax(float[] x, int offset, int n);
}
