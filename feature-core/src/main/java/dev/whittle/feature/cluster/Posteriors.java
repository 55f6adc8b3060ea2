package dev.whittle.feature.cluster;

import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;

/**
 * The posteriors γ_k = w_k·p_k(x) / Σ_l w_l·p_l(x) of the components of a {@link Mixture}, for many rows at once.
 *
 * <p>A row is centred and scaled by the mean and the deviation of the whole mixture: z = (x - m)/s, in float. With the
 * mean μ and the variance v of a component in this space, the logarithm of w·p(z) is
 *
 * <pre>{@code log w - Σ (log(2π·v) + μ²/v)/2  +  Σ z·(μ/v)  +  Σ z²·(-1/(2v))}</pre>
 *
 * so a matrix product of (z, z²) with the coefficients gives it for all rows and components. The coefficients and the
 * first part, where the product begins, are computed in double and rounded. Centring and scaling keep the terms small,
 * so that little is lost when they cancel. The error of a logarithm is some multiple of 2⁻²⁴ times its largest partial
 * sum.
 *
 * <p>The greatest logarithm is subtracted before the exponential function is applied, and the exponentials e are added
 * in double, element i to partial sum i mod 16, the partial sums as a tree. Posteriors e/Σe below the cut become 0.
 */
final class Posteriors {
    /** Rows scored at once, so that their scores stay in the second-level cache. */
    static final int ROWS = 128;

    private static final int PARTIALS = 16;

    private final int k;
    private final int d;
    private final double cut;
    private final boolean renormalize;
    private final float[] centre;
    private final float[] scale;
    /** In the space of scaled rows, k×d. */
    private final double[] means;

    private final double[] variances;
    /** 2d×k: a component is a column, so that the lanes of the product are components. */
    private final Strided coefficients;
    /** The start value of each score. */
    private final float[] start;

    Posteriors(Matrix weights, Matrix means, Matrix variances, double cut, boolean renormalize) {
        this.k = means.rows();
        this.d = means.columns();
        this.cut = cut;
        this.renormalize = renormalize;
        this.centre = new float[d];
        this.scale = new float[d];
        this.means = new double[k * d];
        this.variances = new double[k * d];
        scaleByMixture(weights, means, variances);
        this.start = new float[k];
        float[] byColumn = new float[2 * d * k];
        for (int i = 0; i < k; i++) {
            double sum = 0;
            for (int j = 0; j < d; j++) {
                double mean = this.means[i * d + j];
                double variance = this.variances[i * d + j];
                sum += StrictMath.log(2 * Math.PI * variance) + mean * mean / variance;
                byColumn[j * k + i] = (float) (mean / variance);
                byColumn[(d + j) * k + i] = (float) (-0.5 / variance);
            }
            start[i] = (float) (StrictMath.log(weights.get(0, i)) - sum / 2);
        }
        this.coefficients = Strided.rows(byColumn, 0, k);
    }

    /** The mixture's mean is Σwμ, its variance Σw(v + (μ - mean)²). */
    private void scaleByMixture(Matrix weights, Matrix meansOfRows, Matrix variancesOfRows) {
        double total = 0;
        for (float w : weights.data()) {
            total += w;
        }
        for (int j = 0; j < d; j++) {
            double mean = 0;
            for (int i = 0; i < k; i++) {
                mean += weights.get(0, i) * (double) meansOfRows.get(i, j);
            }
            mean /= total;
            double variance = 0;
            for (int i = 0; i < k; i++) {
                double difference = meansOfRows.get(i, j) - mean;
                variance += weights.get(0, i) * (variancesOfRows.get(i, j) + difference * difference);
            }
            centre[j] = (float) mean;
            scale[j] = (float) (1 / Math.sqrt(variance / total));
            for (int i = 0; i < k; i++) {
                means[i * d + j] = ((double) meansOfRows.get(i, j) - centre[j]) * scale[j];
                variances[i * d + j] = (double) variancesOfRows.get(i, j) * scale[j] * scale[j];
            }
        }
    }

    /** Posteriors below it are 0. */
    double cut() {
        return cut;
    }

    /** Whether the others are divided by their sum then. */
    boolean renormalizes() {
        return renormalize;
    }

    /** What is subtracted from rows. Not a copy. */
    float[] centre() {
        return centre;
    }

    /** What the difference is multiplied with. Not a copy. */
    float[] scale() {
        return scale;
    }

    /** The components' means of scaled rows, k×d. Not a copy. */
    double[] means() {
        return means;
    }

    /** The components' variances of scaled rows, k×d. Not a copy. */
    double[] variances() {
        return variances;
    }

    /** Working memory, and the results for up to {@link #ROWS} rows. */
    static final class Buffers {
        /** Row r is (z, z²). */
        private final Strided scaled;

        private final Strided scores;
        private final double[] partial = new double[PARTIALS];
        private final int[] count = new int[ROWS];
        private final int[] index;
        private final float[] posteriors;
        private final double[] greatest = new double[ROWS];
        private final double[] sum = new double[ROWS];

        private Buffers(int k, int d) {
            scaled = Strided.rows(new float[ROWS * 2 * d], 0, 2 * d);
            scores = Strided.rows(new float[ROWS * k], 0, k);
            // One more, since keep() writes before it knows whether to keep.
            index = new int[ROWS * k + 1];
            posteriors = new float[ROWS * k];
        }

        /** The scaled rows: row r is at [2d·r …], its squares follow it. */
        float[] scaled() {
            return scaled.data();
        }

        /** How many posteriors of row r are not 0. */
        int count(int r) {
            return count[r];
        }

        /** The components whose posteriors are not 0, ascending: those of row r are at [k·r …]. */
        int[] index() {
            return index;
        }

        /** The posteriors of these components, in their order: those of row r are at [k·r …]. */
        float[] posteriors() {
            return posteriors;
        }

        /** The logarithm of the density of scaled row r. */
        double logDensity(int r) {
            return greatest[r] + StrictMath.log(sum[r]);
        }
    }

    Buffers buffers() {
        return new Buffers(k, d);
    }

    /**
     * Computes the posteriors of {@code n} rows, at most {@link #ROWS}, which lie one after another from {@code x[at]}
     * on.
     *
     * @param first the number of the first row, for the message
     * @throws IllegalArgumentException if a row is not finite or so far from all components that its densities
     *     overflow
     */
    void find(LinearKernels kernels, float[] x, int at, int n, int first, Buffers buffers) {
        float[] scaled = buffers.scaled.data();
        float[] scores = buffers.scores.data();
        for (int r = 0; r < n; r++) {
            scaleRow(x, at + r * d, scaled, 2 * d * r);
            System.arraycopy(start, 0, scores, r * k, k);
        }
        kernels.gemm(0, n, k, 2 * d, buffers.scaled, coefficients, buffers.scores);
        for (int r = 0; r < n; r++) {
            if (!normalizeRow(kernels, scores, r, buffers)) {
                throw new IllegalArgumentException("The mixture gives no posteriors for row " + (first + r)
                        + ", since it is not finite or too far from all components; its values are "
                        + Arrays.toString(Arrays.copyOfRange(x, at + r * d, at + r * d + d)));
            }
        }
    }

    private void scaleRow(float[] x, int at, float[] scaled, int to) {
        for (int j = 0; j < d; j++) {
            scaled[to + j] = (x[at + j] - centre[j]) * scale[j];
        }
        for (int j = 0; j < d; j++) {
            scaled[to + d + j] = scaled[to + j] * scaled[to + j];
        }
    }

    /** Turns the scores of row r into posteriors. Returns false if they are not finite. */
    private boolean normalizeRow(LinearKernels kernels, float[] scores, int r, Buffers buffers) {
        int at = r * k;
        float greatest = scores[at + kernels.argMax(scores, at, k)];
        for (int i = at; i < at + k; i++) {
            scores[i] -= greatest;
        }
        kernels.exp(scores, at, k);
        double sum = sum(scores, at, k, buffers.partial);
        // The greatest is e⁰ = 1. Without it, or with a NaN, the scores were not finite.
        if (!(sum >= 1 && sum < Double.POSITIVE_INFINITY)) {
            return false;
        }
        buffers.greatest[r] = greatest;
        buffers.sum[r] = sum;
        keep(scores, at, (float) Math.max(cut * sum, Float.MIN_NORMAL), r, buffers);
        int end = at + buffers.count[r];
        double kept = 0;
        for (int i = at; i < end; i++) {
            kept += scores[at + buffers.index[i]];
        }
        float factor = (float) (1 / (renormalize ? kept : sum));
        for (int i = at; i < end; i++) {
            buffers.posteriors[i] = scores[at + buffers.index[i]] * factor;
        }
        return true;
    }

    /**
     * Lists the elements that are at least {@code least}. None is negative, so they compare as their bits do. Without a
     * branch, which would often be predicted wrongly.
     */
    private void keep(float[] scores, int at, float least, int r, Buffers buffers) {
        int below = Float.floatToRawIntBits(least) - 1;
        int[] index = buffers.index;
        int count = at;
        for (int i = 0; i < k; i++) {
            index[count] = i;
            count += (below - Float.floatToRawIntBits(scores[at + i])) >>> 31;
        }
        buffers.count[r] = count - at;
    }

    private static double sum(float[] x, int at, int n, double[] partial) {
        Arrays.fill(partial, 0);
        int whole = n & -PARTIALS;
        for (int i = at; i < at + whole; i += PARTIALS) {
            for (int p = 0; p < PARTIALS; p++) {
                partial[p] += x[i + p];
            }
        }
        for (int i = whole; i < n; i++) {
            partial[i - whole] += x[at + i];
        }
        for (int half = PARTIALS / 2; half > 0; half /= 2) {
            for (int p = 0; p < half; p++) {
                partial[p] += partial[p + half];
            }
        }
        return partial[0];
    }
}
