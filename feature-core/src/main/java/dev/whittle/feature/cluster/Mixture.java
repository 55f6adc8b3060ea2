package dev.whittle.feature.cluster;

import dev.whittle.feature.Chunks;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mixture of K Gaussians with diagonal covariance matrices: the density of a row is p(x) = Σ_k w_k·p_k(x). The
 * posterior of component k is γ_k = w_k·p_k(x)/p(x), the probability that it made the row. See {@link GaussianMixture}
 * for how posteriors below a cut become 0.
 */
public final class Mixture implements Fitted, Serializable {
    /** Rows of a chunk. */
    static final int CHUNK_ROWS = 2048;

    private final Matrix weights;
    private final Matrix means;
    private final Matrix variances;
    private final Posteriors posteriors;
    private final Scratch<Buffers> buffers;

    /** The working memory of a call. */
    private static final class Buffers {
        final Posteriors.Buffers posteriors;
        final float[] sums;

        Buffers(Posteriors.Buffers posteriors, int sums) {
            this.posteriors = posteriors;
            this.sums = new float[sums];
        }
    }

    /**
     * A mixture with all posteriors, however small.
     *
     * @see #Mixture(Matrix, Matrix, Matrix, double, boolean)
     */
    public Mixture(Matrix weights, Matrix means, Matrix variances) {
        this(weights, means, variances, 0, true);
    }

    /**
     * @param weights one row with a weight of at least 0 for each component, which add up to 1
     * @param means a row for each component
     * @param variances a row for each component, above 0
     * @param posteriorCut see {@link GaussianMixture}
     * @param renormalize see {@link GaussianMixture}
     */
    public Mixture(Matrix weights, Matrix means, Matrix variances, double posteriorCut, boolean renormalize) {
        check(weights, means, variances);
        this.weights = weights.copy();
        this.means = means.copy();
        this.variances = variances.copy();
        this.posteriors = new Posteriors(this.weights, this.means, this.variances, posteriorCut, renormalize);
        int sums = 2 * means.rows() * means.columns();
        Posteriors shared = posteriors;
        this.buffers = new Scratch<>(() -> new Buffers(shared.buffers(), sums));
    }

    private static void check(Matrix weights, Matrix means, Matrix variances) {
        int k = means.rows();
        int d = means.columns();
        List<String> wrong = new ArrayList<>();
        if (k < 1 || d < 1 || (2L * d + 1) * k > Integer.MAX_VALUE - 8) {
            wrong.add("means must be at least 1x1 and at most 2^30 values, got " + k + "x" + d);
        }
        if (weights.rows() != 1 || weights.columns() != k) {
            wrong.add("weights must be 1x" + k + ", got " + weights.rows() + "x" + weights.columns());
        }
        if (variances.rows() != k || variances.columns() != d) {
            wrong.add("variances must be " + k + "x" + d + ", got " + variances.rows() + "x" + variances.columns());
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Gaussian mixture: " + String.join("; ", wrong));
        }
        weights.requireFinite("weights of the mixture");
        means.requireFinite("means of the mixture");
        variances.requireFinite("variances of the mixture");
        double total = 0;
        for (float w : weights.data()) {
            total += w;
            if (w < 0) {
                wrong.add("weights must be at least 0, got " + w);
            }
        }
        if (!(Math.abs(total - 1) <= 1e-3)) {
            wrong.add("weights must add up to 1, got " + total);
        }
        for (int i = 0; i < k * d; i++) {
            if (!(variances.data()[i] >= Float.MIN_NORMAL)) {
                wrong.add("variances must be above 0, got " + variances.data()[i] + " in row " + i / d + ", column "
                        + i % d);
                break;
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Gaussian mixture: " + String.join("; ", wrong));
        }
    }

    /** A copy of the weights, as one row. */
    public Matrix weights() {
        return weights.copy();
    }

    /** A copy of the means, a row for each component. */
    public Matrix means() {
        return means.copy();
    }

    /** A copy of the variances, a row for each component. */
    public Matrix variances() {
        return variances.copy();
    }

    /** The number of components. */
    public int size() {
        return means.rows();
    }

    /** The number of values of a row. */
    public int columns() {
        return means.columns();
    }

    /**
     * A copy of the components' means of scaled rows, k·d values. A scaled row is z = (x - m)/s, where m and s are the
     * mean and the standard deviation of the whole mixture.
     */
    public double[] scaledMeans() {
        return posteriors.means().clone();
    }

    /** A copy of the components' variances of scaled rows, k·d values. See {@link #scaledMeans}. */
    public double[] scaledVariances() {
        return posteriors.variances().clone();
    }

    /** What is subtracted from rows. Not a copy. */
    float[] centre() {
        return posteriors.centre();
    }

    /** What the difference is multiplied with, 1/s. Not a copy. */
    float[] scale() {
        return posteriors.scale();
    }

    /**
     * Writes the posteriors of {@code n} rows, which lie one after another from {@code x[at]} on, to {@code out[to …]}:
     * k values for each row.
     *
     * @throws IllegalArgumentException if a row is not finite, or so far from all components that it has no density
     */
    public void posteriors(float[] x, int at, int n, float[] out, int to, Run run) {
        Buffers memory = run.take(buffers);
        int k = size();
        for (int first = 0; first < n; first += Posteriors.ROWS) {
            int rows = Math.min(Posteriors.ROWS, n - first);
            posteriors.find(run.kernels().linear(), x, at + first * columns(), rows, first, memory.posteriors);
            Arrays.fill(out, to + first * k, to + (first + rows) * k, 0);
            for (int r = 0; r < rows; r++) {
                for (int i = r * k; i < r * k + memory.posteriors.count(r); i++) {
                    int component = memory.posteriors.index()[i];
                    out[to + (first + r) * k + component] = memory.posteriors.posteriors()[i];
                }
            }
        }
        run.giveBack(buffers, memory);
    }

    /** The number of values of {@link #add}'s statistics. */
    public int statistics() {
        return size() * (2 * columns() + 1);
    }

    /**
     * Adds the statistics of {@code n} rows, which lie one after another from {@code x[at]} on. For component k they
     * are the sums, over all rows, of γ·z at {@code [2dk …]}, of γ·z² at {@code [2dk + d …]}, and of γ at {@code [2dK
     * + k]}. z is the row scaled as {@link #scaledMeans} says. Products and their sums over 128 rows are in float, all
     * else in double.
     *
     * @throws IllegalArgumentException if a row is not finite, or so far from all components that it has no density
     */
    public void add(float[] x, int at, int n, double[] statistics, Run run) {
        add(x, at, n, statistics, 0, false, run);
    }

    /**
     * As above, and returns the sum of the logarithms of the densities if asked for it.
     *
     * @param row the number of the first row, for messages
     */
    private double add(float[] x, int at, int n, double[] statistics, int row, boolean densities, Run run) {
        Buffers memory = run.take(buffers);
        double logDensities = 0;
        for (int first = 0; first < n; first += Posteriors.ROWS) {
            Arrays.fill(memory.sums, 0);
            int rows = Math.min(Posteriors.ROWS, n - first);
            posteriors.find(run.kernels().linear(), x, at + first * columns(), rows, row + first, memory.posteriors);
            for (int r = 0; r < rows; r++) {
                addRow(memory, r, statistics, run);
                logDensities += densities ? memory.posteriors.logDensity(r) : 0;
            }
            float[] sums = memory.sums;
            for (int i = 0; i < sums.length; i++) {
                statistics[i] += sums[i];
            }
        }
        run.giveBack(buffers, memory);
        return logDensities;
    }

    /** Components with the posterior 0 are left out, which changes no sum. */
    private void addRow(Buffers memory, int r, double[] statistics, Run run) {
        int k = size();
        int width = 2 * columns();
        float[] gamma = memory.posteriors.posteriors();
        int[] index = memory.posteriors.index();
        for (int i = r * k; i < r * k + memory.posteriors.count(r); i++) {
            int component = index[i];
            float g = gamma[i];
            statistics[width * k + component] += g;
            run.kernels()
                    .linear()
                    .addScaled(g, memory.posteriors.scaled(), r * width, memory.sums, component * width, width);
        }
    }

    /**
     * The statistics of the rows {@code from} to {@code to - 1}, and as the last value the sum of the logarithms of
     * their densities.
     */
    double[] statistics(Rows rows, int from, int to, Run run) {
        double[] statistics = new double[statistics() + 1];
        double logScale = 0;
        for (float s : posteriors.scale()) {
            logScale += StrictMath.log(s);
        }
        double perRow = logScale;
        Tables.rangesOf(rows, from, to, run, (x, at, row, n) -> {
            statistics[statistics()] += add(x, at, n, statistics, row, true, run) + n * perRow;
        });
        return statistics;
    }

    /** The statistics of all rows, as those of a chunk. */
    double[] allStatistics(Rows rows, Run run) {
        return Chunks.fold(rows, CHUNK_ROWS, this::statistics, Chunks::add, run);
    }

    /**
     * The mean of log p(x) over all rows, which the EM algorithm maximises.
     *
     * @throws IllegalArgumentException if there are no rows, or rows of another length
     */
    public double meanLogDensity(Rows rows, Run run) {
        checkRows(rows);
        return allStatistics(rows, run)[statistics()] / rows.rows();
    }

    private void checkRows(Rows rows) {
        if (rows.columns() != columns() || rows.rows() < 1) {
            throw new IllegalArgumentException("The mixture is of rows of " + columns()
                    + " values, and at least 1 of them is needed; got " + rows.rows() + " rows of " + rows.columns());
        }
    }

    /** What is sent: the coefficients are computed again. */
    private record Sent(Matrix weights, Matrix means, Matrix variances, double posteriorCut, boolean renormalize)
            implements Serializable {
        private Object readResolve() {
            return new Mixture(weights, means, variances, posteriorCut, renormalize);
        }
    }

    private Object writeReplace() {
        return new Sent(weights, means, variances, posteriors.cut(), posteriors.renormalizes());
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("weights", weights).with("means", means).with("variances", variances);
    }
}
