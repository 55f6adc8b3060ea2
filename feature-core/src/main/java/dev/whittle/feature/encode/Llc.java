package dev.whittle.feature.encode;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Locality-constrained linear coding, in its fast version (Wang et al., "Locality-constrained linear coding for image
 * classification", CVPR 2010, section 3 and its published code). A descriptor x is written as a sum of its m nearest
 * words with weights c that sum to 1: c minimises ‖x - Σ c_i·w_i‖² + beta·trace(C)·‖c‖², where C_ij = (w_i - x)·(w_j -
 * x). So c is the solution of (C + beta·trace(C)·I)·c = 1, divided by its sum. All other words have weight 0.
 *
 * @param kMeans how the words are learned
 * @param neighbours m, 1 to 100; all words if there are fewer
 * @param beta at least 10⁻¹⁰, so that the system is not singular in rounding
 * @param pooling how the weights of descriptors are joined
 */
public record Llc(KMeans kMeans, int neighbours, double beta, Pooling pooling)
        implements Spec<Rows, Encoder>, LearnedSize {
    public Llc {
        List<String> wrong = new ArrayList<>();
        if (kMeans == null) {
            wrong.add("kMeans must be given");
        }
        if (neighbours < 1 || neighbours > 100) {
            wrong.add("neighbours must be 1 to 100, got " + neighbours);
        }
        if (!(beta >= 1e-10) || Double.isInfinite(beta)) {
            wrong.add("beta must be at least 1e-10 and finite, got " + beta);
        }
        if (pooling == null) {
            wrong.add("pooling must be given");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("LLC: " + String.join("; ", wrong));
        }
    }

    /** 5 neighbours, beta 10⁻⁴ and the largest weight, as in the paper and its code. */
    public static Llc defaults() {
        return new Llc(KMeans.defaults(), 5, 1e-4, Pooling.MAX);
    }

    @Override
    public Encoder fit(Rows train, Run run) {
        return of(kMeans.fit(train, run));
    }

    @Override
    public Encoder restore(NamedArrays arrays, Run run) {
        return of(kMeans.restore(arrays.part("words"), run));
    }

    private Encoder of(Codebook words) {
        Matrix centroids = words.centroids();
        return new PooledWords(words, pooling, (x, at, squared, out) -> weights(x, at, centroids, squared, out));
    }

    private void weights(float[] x, int at, Matrix words, double[] squared, double[] out) {
        int[] nearest = PooledWords.nearest(squared, Math.min(neighbours, squared.length));
        int m = nearest.length;
        int d = words.columns();
        double[][] a = new double[m][m];
        double trace = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int p = 0; p < d; p++) {
                    sum += ((double) words.get(nearest[i], p) - x[at + p])
                            * ((double) words.get(nearest[j], p) - x[at + p]);
                }
                a[i][j] = sum;
                a[j][i] = sum;
            }
            trace += a[i][i];
        }
        // A descriptor that equals all its words: any weights are right, equal ones are taken.
        double ridge = trace > 0 ? beta * trace : 1;
        for (int i = 0; i < m; i++) {
            a[i][i] += ridge;
        }
        double[] c = solveForOnes(a);
        double sum = 0;
        for (double value : c) {
            sum += value;
        }
        Arrays.fill(out, 0);
        for (int i = 0; i < m; i++) {
            out[nearest[i]] = c[i] / sum;
        }
    }

    /** The solution of a·c = 1 for a symmetric positive definite matrix, which is overwritten, by Cholesky's L·Lᵀ. */
    private static double[] solveForOnes(double[][] a) {
        int m = a.length;
        double[] c = new double[m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int p = 0; p < j; p++) {
                    sum -= a[i][p] * a[j][p];
                }
                a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
            }
            double sum = 1;
            for (int p = 0; p < i; p++) {
                sum -= a[i][p] * c[p];
            }
            c[i] = sum / a[i][i];
        }
        for (int i = m - 1; i >= 0; i--) {
            for (int p = i + 1; p < m; p++) {
                c[i] -= a[p][i] * c[p];
            }
            c[i] /= a[i][i];
        }
        return c;
    }

    @Override
    public int length(int columns) {
        return kMeans.k();
    }

    @Override
    public int leastRows() {
        return kMeans.k();
    }

    @Override
    public boolean needsData() {
        return true;
    }
}
