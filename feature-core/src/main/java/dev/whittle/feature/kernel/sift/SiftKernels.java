package dev.whittle.feature.kernel.sift;

/**
 * The inner loops of dense SIFT. The loops written here are the definition. Values for the {@value #ORIENTATIONS}
 * orientations of a place stand together, so that lanes are orientations of neighbouring places and no sum crosses
 * lanes. Gradients are finite. Implementations have no state.
 */
public interface SiftKernels {
    /** The number of orientations. Orientation t is centred at t·45° from the x axis towards the y axis, downwards. */
    int ORIENTATIONS = 8;

    /** The number of spatial bins of a descriptor, 4×4. */
    int BINS = 16;

    /** The number of values of a descriptor. */
    int VALUES = BINS * ORIENTATIONS;

    /** The largest value of a descriptor after the first normalisation. */
    float LARGEST = 0.2f;

    /** Added to norms, so that a descriptor of zeros stays so. */
    float EPSILON = 0x1p-23f;

    /**
     * The votes of gradients for orientations. The length m of a gradient is shared by the two orientations around it,
     * in proportion to closeness. One of them lies on an axis, the other on a diagonal:
     *
     * <pre>{@code
     * m = sqrt(fma(gx, gx, gy * gy));  most = max(|gx|, |gy|);  least = min(|gx|, |gy|)
     * f = 1 / (most + TINY);  r = least * f;  s = (most - least) * f;  q = q(r) by Horner's rule with fma
     * diagonal = m * (r * fma(s, q, 1));  axis = m * (s * fma(-r, q, 1))
     * }</pre>
     *
     * The share of the diagonal is 4/π·atan(r), written as r·(1 + (1 - r)·q(r)). So both shares are exact on the axes
     * and diagonals, none is negative, and both have a small relative error. See {@link Arctangent}.
     *
     * <p>Vote t of gradient i is written to {@code votes[at + 8 * i + t]}; all others of a gradient are 0.
     *
     * @param gx is overwritten, as is gy
     * @param places room for n numbers
     */
    void votes(float[] gx, float[] gy, int n, int[] places, float[] votes, int at);

    /**
     * The sum of rows with weights: {@code out[to + i] = fma(in[at[k] + i], weights[k], …)} for the taps k in their
     * order, beginning with the product of the first, for i &lt; n. {@code out} is another array than {@code in}.
     */
    void rows(float[] in, int[] at, float[] weights, int taps, float[] out, int to, int n);

    /**
     * Normalised descriptors. With sums of 128 terms in 16 partial sums, term i in partial sum i mod 16, added by the
     * fixed tree 16 → 8 → 4 → 2 → 1:
     *
     * <pre>{@code
     * h[8 * b + t] = in[row[b / 4] + column[4 * j + b % 4] + t] * weights[b]
     * mass = Σ h;  all values are 0 if mass < leastMass
     * h = min(h * (1 / (sqrt(Σ h·h) + EPSILON)), 0.2f);  h = h * (1 / (sqrt(Σ h·h) + EPSILON))
     * h = sqrt(h * (1 / (Σ h + EPSILON)))                                                     if squareRoot
     * }</pre>
     *
     * Squares are added with fma. Descriptor j is written to {@code out[to + 128 * j …]}.
     *
     * @param column ascends from descriptor to descriptor, for each b by at least 8
     * @param n at least 1
     * @param work room for 17 * n values
     */
    void describe(
            float[] in,
            int[] row,
            int[] column,
            int n,
            float[] weights,
            float leastMass,
            boolean squareRoot,
            float[] work,
            float[] out,
            int to);
}
