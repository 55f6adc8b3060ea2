package dev.whittle.classify.ridge;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.PixelShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * Scores X·W + b, with the features X of the filters as they are: what standardises them is part of W and b. The
 * products of a block are chains of fma in float; the sums of blocks are added in double.
 */
final class WideFiltersClassifier implements Classifier {
    private static final int ROWS = 16;

    private final FilterBank bank;
    private final Matrix weights;
    private final Matrix intercept;

    /**
     * @param weights W, a row for each feature, block after block, and a column for each class
     * @param intercept b, one row
     */
    WideFiltersClassifier(FilterBank bank, Matrix weights, Matrix intercept) {
        this.bank = bank;
        this.weights = weights;
        this.intercept = intercept;
    }

    @Override
    public int classes() {
        return weights.columns();
    }

    @Override
    public Matrix scores(Rows features, Run run) {
        if (features.columns() != bank.image().values()) {
            throw new IllegalArgumentException("This head was trained on " + bank.image().values()
                    + " features, got " + features.columns());
        }
        Matrix scores = new Matrix(features.rows(), classes());
        Tables.ranges(features, ROWS, run, (x, at, from, n) -> {
            scores(x, at, n, scores, from, run);
            run.progress("scores", from + n, features.rows());
        });
        return scores;
    }

    private void scores(float[] pixels, int at, int n, Matrix scores, int row, Run run) {
        int classes = classes();
        float[] values = new float[n * bank.features(0)];
        float[] products = new float[n * classes];
        double[] sums = new double[n * classes];
        for (int b = 0; b < bank.blocks(); b++) {
            run.checkCancelled();
            int length = bank.features(b);
            for (int i = 0; i < n; i++) {
                bank.write(pixels, at + i * bank.image().values(), b, values, i * length, run);
            }
            Arrays.fill(products, 0);
            run.kernels()
                    .linear()
                    .gemm(
                            0,
                            n,
                            classes,
                            length,
                            Strided.rows(values, 0, length),
                            Strided.rows(weights.data(), bank.featuresBefore(b) * classes, classes),
                            Strided.rows(products, 0, classes));
            for (int i = 0; i < sums.length; i++) {
                sums[i] += products[i];
            }
        }
        for (int i = 0; i < sums.length; i++) {
            scores.data()[row * classes + i] = (float) (sums[i] + intercept.data()[i % classes]);
        }
    }

    @Override
    public NamedArrays arrays() {
        PixelShape image = bank.image();
        return NamedArrays.empty()
                .with("shape", Matrix.of(new float[] {image.bands(), image.rows(), image.columns()}))
                .with("filters", bank.vectors())
                .with("start", bank.start())
                .with("weights", weights)
                .with("intercept", intercept);
    }
}
