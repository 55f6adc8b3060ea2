package dev.whittle.feature.encode;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;

/** The fitted {@link Fisher}. Its statistics are those of {@link Mixture#add}. */
public final class FisherEncoder implements Encoder {
    /** Components with a smaller weight have the code 0, as in VLFeat. */
    private static final double LEAST_WEIGHT = 1e-6;

    private final Mixture mixture;
    private final float[] weights;
    private final double[] means;
    private final double[] variances;

    /** The encoder of a given mixture. */
    public FisherEncoder(Mixture mixture) {
        this.mixture = mixture;
        Matrix w = mixture.weights();
        this.weights = w.data();
        this.means = mixture.scaledMeans();
        this.variances = mixture.scaledVariances();
    }

    @Override
    public int columns() {
        return mixture.columns();
    }

    @Override
    public int length() {
        return 2 * mixture.size() * mixture.columns();
    }

    @Override
    public double[] start() {
        return new double[mixture.statistics()];
    }

    @Override
    public void add(float[] x, int at, int n, double[] statistics, Run run) {
        Finite.check("descriptors for Fisher vectors", x, at, n, columns(), 0);
        mixture.add(x, at, n, statistics, run);
    }

    @Override
    public void code(double[] statistics, int n, float[] out, int to, Run run) {
        checkRoom(out, to);
        Arrays.fill(out, to, to + length(), 0);
        int d = columns();
        int k = mixture.size();
        for (int i = 0; i < k && n > 0; i++) {
            if (weights[i] < LEAST_WEIGHT) {
                continue;
            }
            double mass = statistics[2 * d * k + i];
            double ofMean = 1 / (n * Math.sqrt(weights[i]));
            double ofDeviation = 1 / (n * Math.sqrt(2.0 * weights[i]));
            for (int j = 0; j < d; j++) {
                double sum = statistics[2 * d * i + j];
                double squares = statistics[2 * d * i + d + j];
                double mean = means[i * d + j];
                double variance = variances[i * d + j];
                // Σγ(z - μ) and Σγ(z - μ)².
                double first = sum - mean * mass;
                double second = squares - 2 * mean * sum + mean * mean * mass;
                out[to + i * d + j] = (float) (ofMean * first / Math.sqrt(variance));
                out[to + (k + i) * d + j] = (float) (ofDeviation * (second / variance - mass));
            }
        }
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("mixture", mixture.arrays());
    }
}
