package dev.whittle.feature.encode;

import dev.whittle.feature.Checks;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.Matrix;
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
public record Llc(KMeans kMeans, int neighbours, double beta, Pooling pooling) implements WordEncoding {
    public Llc {
        Checks checks = new Checks("LLC");
        checks.refuse(kMeans == null, "kMeans must be given");
        checks.refuse(neighbours < 1 || neighbours > 100, "neighbours must be 1 to 100, got " + neighbours);
        checks.refuse(
                !(beta >= 1e-10) || Double.isInfinite(beta), "beta must be at least 1e-10 and finite, got " + beta);
        checks.refuse(pooling == null, "pooling must be given");
        checks.report();
    }

    /** 5 neighbours, beta 10⁻⁴ and the largest weight, as in the paper and its code. */
    public static Llc defaults() {
        return new Llc(KMeans.defaults(), 5, 1e-4, Pooling.MAX);
    }

    /** Of one word alone the weight is 1 for any beta. */
    @Override
    public List<UnusedSetting> unusedSettings() {
        return neighbours == 1 ? List.of(new UnusedSetting("beta", "neighbours 1", "more neighbours")) : List.of();
    }

    @Override
    public Dictionary words() {
        return kMeans;
    }

    @Override
    public Encoder encoder(Codebook words) {
        Matrix centroids = words.centroids();
        return new PooledWords(words, pooling, neighbours, (x, at, memory) -> weights(x, at, centroids, memory));
    }

    private void weights(float[] x, int at, Matrix words, PooledWords.Buffers memory) {
        int[] nearest = PooledWords.nearest(memory.squared, memory.nearest);
        int m = nearest.length;
        int d = words.columns();
        double[][] a = memory.system();
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
        double[] c = memory.solution();
        solveForOnes(a, c);
        double sum = 0;
        for (double value : c) {
            sum += value;
        }
        double[] out = memory.code;
        Arrays.fill(out, 0);
        for (int i = 0; i < m; i++) {
            out[nearest[i]] = c[i] / sum;
        }
    }

    /** Solves a·c = 1 for a symmetric positive definite matrix, which is overwritten, by Cholesky's L·Lᵀ. */
    private static void solveForOnes(double[][] a, double[] c) {
        int m = a.length;
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
    }
}
