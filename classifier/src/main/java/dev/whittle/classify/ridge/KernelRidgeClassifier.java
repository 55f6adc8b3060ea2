package dev.whittle.classify.ridge;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Rbf;
import java.util.Arrays;

/**
 * Scores Σ α_i·k(x, x_i). The products of {@value #POINTS} training samples are chains of fma in float; the sums of
 * such groups are added in double.
 */
final class KernelRidgeClassifier implements Classifier {
    private static final int ROWS = 128;
    private static final int POINTS = 512;

    private final Rbf kernel;
    private final Matrix weights;

    /** @param weights α, a row for each training sample and a column for each class */
    KernelRidgeClassifier(Rbf kernel, Matrix weights) {
        this.kernel = kernel;
        this.weights = weights;
    }

    @Override
    public int classes() {
        return weights.columns();
    }

    @Override
    public Matrix scores(Rows features, Run run) {
        if (features.columns() != kernel.columns()) {
            throw new IllegalArgumentException(
                    "This head was trained on " + kernel.columns() + " features, got " + features.columns());
        }
        Matrix scores = new Matrix(features.rows(), classes());
        Tables.ranges(features, ROWS, run, (x, at, from, n) -> scores(x, at, n, scores, from, run));
        return scores;
    }

    private void scores(float[] x, int at, int n, Matrix scores, int row, Run run) {
        int classes = classes();
        float[] values = new float[n * POINTS];
        float[] products = new float[n * classes];
        double[] sums = new double[n * classes];
        for (int p = 0; p < kernel.size(); p += POINTS) {
            run.checkCancelled();
            int count = Math.min(POINTS, kernel.size() - p);
            kernel.values(x, at, n, p, p + count, Strided.rows(values, 0, count), run);
            Arrays.fill(products, 0);
            run.kernels()
                    .linear()
                    .gemm(
                            0,
                            n,
                            classes,
                            count,
                            Strided.rows(values, 0, count),
                            Strided.rows(weights.data(), p * classes, classes),
                            Strided.rows(products, 0, classes));
            for (int i = 0; i < sums.length; i++) {
                sums[i] += products[i];
            }
        }
        for (int i = 0; i < sums.length; i++) {
            scores.data()[row * classes + i] = (float) sums[i];
        }
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty()
                .with("centre", kernel.centre())
                .with("points", kernel.points())
                .with("gamma", Matrix.of(new float[] {kernel.gamma()}))
                .with("weights", weights);
    }
}
