package dev.whittle.feature.cluster;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Chunks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * A mixture of Gaussians with diagonal covariance matrices, by the EM algorithm (Dempster, Laird and Rubin, "Maximum
 * likelihood from incomplete data via the EM algorithm", J. Royal Statistical Society B 1977).
 *
 * <p>The start is k-means: weights, means and variances of its clusters. An iteration computes the posteriors γ_k of
 * all N rows, and from them the next mixture:
 *
 * <pre>{@code
 * γ_k = w_k·p_k(x) / Σ_l w_l·p_l(x)
 * w_k = Σγ_k / N      μ_k = Σγ_k·x / Σγ_k      v_k = Σγ_k·x² / Σγ_k - μ_k²
 * }</pre>
 *
 * <p>Posteriors below {@code posteriorCut} count as 0. A variance is at least {@code varianceFloor} times the variance
 * of all rows in this column; of a constant column, whose variance is 0, at least {@code varianceFloor}. A component
 * without rows keeps its mean and its variance, and has the weight 0. The iteration stops when the mean of log p(x)
 * rises by no more than {@code tolerance} times its absolute value before, or after {@code iterations}. For this
 * comparison rows are divided by the standard deviations of all rows, so that their unit does not matter.
 *
 * <p>An iteration is a fold over chunks of rows. Rows are centred and scaled before they are squared.
 *
 * @param kMeans the start; its k is the number of components
 * @param iterations the largest number of iterations, at least 1
 * @param tolerance relative gain of the mean log density that ends the iteration, at least 0 and below 1; 0 runs until
 *     it no longer rises
 * @param varianceFloor above 0 and at most 1
 * @param posteriorCut at least 0 and below 1/k; 0 keeps all posteriors
 * @param renormalize whether the posteriors of a row that remain after the cut are divided by their sum
 */
public record GaussianMixture(
        KMeans kMeans, int iterations, double tolerance, double varianceFloor, double posteriorCut, boolean renormalize)
        implements Spec<Rows, Mixture> {
    public GaussianMixture {
        Checks checks = new Checks("Gaussian mixture");
        checks.refuse(kMeans == null, "kMeans must be given");
        checks.atLeast(1, "iterations", iterations);
        checks.refuse(!(tolerance >= 0 && tolerance < 1), "tolerance must be at least 0 and below 1, got " + tolerance);
        checks.refuse(
                !(varianceFloor > 0 && varianceFloor <= 1),
                "varianceFloor must be above 0 and at most 1, got " + varianceFloor);
        int k = kMeans == null ? 1 : kMeans.k();
        checks.refuse(
                !(posteriorCut >= 0 && posteriorCut < 1.0 / k),
                "posteriorCut must be at least 0 and below 1/k = 1/" + k + ", got " + posteriorCut);
        checks.report();
    }

    /**
     * 256 components, as Perronnin, Sánchez and Mensink 2010 take for Fisher vectors, from k-means; 100 iterations at
     * most, until the log density rises by less than 0.1%; variances of at least 1% of that of all rows; posteriors
     * below 10⁻⁴ are 0.
     */
    public static GaussianMixture defaults() {
        KMeans start = new KMeans(256, 50, KMeans.Start.KMEANS_PLUS_PLUS, 1e-3);
        return new GaussianMixture(start, 100, 1e-3, 0.01, 1e-4, true);
    }

    /** The number of components. */
    public int k() {
        return kMeans.k();
    }

    /**
     * Warns if components are left without rows.
     *
     * @throws IllegalArgumentException if there are fewer rows than k, or a value is not finite
     */
    @Override
    public Mixture fit(Rows rows, Run run) {
        return fit(rows, start(rows, kMeans.fit(rows, run), run), run);
    }

    /**
     * As above, but the iterations begin at a given mixture in place of k-means.
     *
     * @throws IllegalArgumentException if the mixture has another number of components or of columns
     */
    public Mixture fit(Rows rows, Mixture start, Run run) {
        if (start.size() != k() || start.columns() != rows.columns() || rows.rows() < 1) {
            throw new IllegalArgumentException("Gaussian mixture: the start must have k = " + k() + " components of "
                    + "the columns of the rows, of which there is at least one, got " + start.size()
                    + " components of " + start.columns() + " columns and " + rows.rows() + " rows of "
                    + rows.columns());
        }
        Mixture mixture = em(rows, start, variances(rows, start.centre(), run), run);
        int dead = 0;
        for (float w : mixture.weights().data()) {
            dead += w == 0 ? 1 : 0;
        }
        if (dead > 0) {
            run.warn("Gaussian mixture: " + dead + " of " + k() + " components have no rows; take a k of at most "
                    + (k() - dead) + ", or rows that differ more");
        }
        return mixture;
    }

    /**
     * About how many bytes of Java's heap fitting needs, in addition to the rows: those of k-means; or the statistics
     * of all rows and of a chunk, and six copies of the means or variances, if these are more.
     */
    public long heapBytes(int rows, int columns) {
        double statistics = 2.0 * Double.BYTES * k() * (2.0 * columns + 1);
        double mixtures = 6.0 * Float.BYTES * k() * columns;
        return Math.max(kMeans.heapBytes(rows, columns), (long) (statistics + mixtures));
    }

    @Override
    public Mixture restore(NamedArrays arrays, Run run) {
        Matrix means = arrays.get("means", k(), -1);
        return new Mixture(
                arrays.get("weights", 1, k()),
                means,
                arrays.get("variances", k(), means.columns()),
                posteriorCut,
                renormalize);
    }

    /** The mixture of the clusters of k-means: every row belongs to one component. */
    Mixture start(Rows rows, Codebook codebook, Run run) {
        int d = rows.columns();
        float[] centre = codebook.centre().data();
        double[] sums = hard(rows, codebook, centre, run);
        double[] variances = variances(rows, centre, run);
        Matrix noRows = new Matrix(k(), d);
        for (int i = 0; i < k() * d; i++) {
            noRows.data()[i] = (float) variances[i % d];
        }
        float[] ones = new float[d];
        Arrays.fill(ones, 1);
        return next(sums, codebook.centroids(), noRows, new Space(centre, ones), variances);
    }

    /** The variance of each column; 1 if it is constant. The centre should lie amid the rows. */
    private double[] variances(Rows rows, float[] centre, Run run) {
        int d = rows.columns();
        double[] sums = hard(rows, null, centre, run);
        double[] variances = new double[d];
        for (int j = 0; j < d; j++) {
            double mean = sums[j] / rows.rows();
            double variance = sums[d + j] / rows.rows() - mean * mean;
            variances[j] = variance * varianceFloor < Float.MIN_NORMAL ? 1 : variance;
        }
        return variances;
    }

    /**
     * The statistics as {@link Mixture#add} lays them out, of rows less a centre, where each row belongs to the nearest
     * word.
     *
     * @param words null for a single component
     */
    private static double[] hard(Rows rows, Codebook words, float[] centre, Run run) {
        return Chunks.fold(
                rows,
                Mixture.CHUNK_ROWS,
                (x, from, to, there) -> hard(x, words, centre, from, to, there),
                Chunks::add,
                run);
    }

    private static double[] hard(Rows rows, Codebook words, float[] centre, int from, int to, Run run) {
        int d = rows.columns();
        int k = words == null ? 1 : words.size();
        double[] sums = new double[k * (2 * d + 1)];
        int[] nearest = new int[to - from];
        Tables.rangesOf(rows, from, to, run, (x, at, row, n) -> {
            if (words != null) {
                words.assign(x, at, n, nearest, row - from, run);
            }
            for (int r = 0; r < n; r++) {
                int word = nearest[row - from + r];
                for (int j = 0; j < d; j++) {
                    double z = (double) x[at + r * d + j] - centre[j];
                    sums[2 * d * word + j] += z;
                    sums[2 * d * word + d + j] += z * z;
                }
                sums[2 * d * k + word]++;
            }
        });
        return sums;
    }

    private Mixture em(Rows rows, Mixture start, double[] variances, Run run) {
        double unit = 0;
        for (double v : variances) {
            unit += StrictMath.log(v) / 2;
        }
        Mixture mixture = start;
        double before = 0;
        for (int iteration = 1; iteration <= iterations; iteration++) {
            Mixture current = mixture;
            double[] statistics = current.allStatistics(rows, run);
            double logDensity = statistics[current.statistics()] / rows.rows() + unit;
            if (iteration > 1 && logDensity - before <= tolerance * Math.abs(before)) {
                break;
            }
            before = logDensity;
            mixture = next(
                    statistics,
                    current.means(),
                    current.variances(),
                    new Space(current.centre(), current.scale()),
                    variances);
            run.progress("Gaussian mixture", iteration, iterations);
        }
        run.progress("Gaussian mixture", iterations, iterations);
        return mixture;
    }

    /** Where statistics are taken: z = (x - centre)·scale. */
    private record Space(float[] centre, float[] scale) {}

    /** The mixture with the greatest likelihood for these posteriors. */
    private Mixture next(double[] sums, Matrix oldMeans, Matrix oldVariances, Space space, double[] ofAll) {
        int k = oldMeans.rows();
        int d = oldMeans.columns();
        double total = 0;
        for (int i = 0; i < k; i++) {
            total += sums[2 * d * k + i];
        }
        Matrix weights = new Matrix(1, k);
        Matrix means = oldMeans.copy();
        Matrix variances = oldVariances.copy();
        for (int i = 0; i < k; i++) {
            double mass = sums[2 * d * k + i];
            weights.data()[i] = (float) (mass / total);
            for (int j = 0; j < d && mass > 0; j++) {
                double mean = sums[2 * d * i + j] / mass;
                double variance = sums[2 * d * i + d + j] / mass - mean * mean;
                double scale = space.scale[j];
                means.set(i, j, (float) (space.centre[j] + mean / scale));
                variances.set(i, j, (float) Math.max(variance / (scale * scale), varianceFloor * ofAll[j]));
            }
        }
        return new Mixture(weights, means, variances, posteriorCut, renormalize);
    }
}
