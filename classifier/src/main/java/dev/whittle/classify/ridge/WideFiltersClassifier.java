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
 * products of a block are chains of fma in float; the sums of blocks are added in double. The average of the scores of
 * an image and its mirror image is the score of the average of their features.
 */
final class WideFiltersClassifier implements Classifier {
    private static final int ROWS = 16;

    private final FilterBank bank;
    private final Matrix weights;
    private final Matrix intercept;
    private final boolean mirror;

    /**
     * @param weights W, a row for each feature, block after block, and a column for each class
     * @param intercept b, one row
     * @param mirror whether scores are averages of those of an image and its mirror image
     */
    WideFiltersClassifier(FilterBank bank, Matrix weights, Matrix intercept, boolean mirror) {
        this.bank = bank;
        this.weights = weights;
        this.intercept = intercept;
        this.mirror = mirror;
    }

    @Override
    public int classes() {
        return weights.columns();
    }

    @Override
    public Classifier withoutViews() {
        return mirror ? new WideFiltersClassifier(bank, weights, intercept, false) : this;
    }

    @Override
    public Matrix scores(Rows features, Run run) {
        if (features.columns() != bank.image().values()) {
            throw new IllegalArgumentException(
                    "This head was trained on " + bank.image().values() + " features, got " + features.columns());
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
            Arrays.fill(values, 0);
            for (int i = 0; i < n; i++) {
                int image = at + i * bank.image().values();
                bank.add(pixels, image, false, b, values, i * length, run);
                if (mirror) {
                    bank.add(pixels, image, true, b, values, i * length, run);
                }
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
        double views = mirror ? 0.5 : 1;
        for (int i = 0; i < sums.length; i++) {
            scores.data()[row * classes + i] =
                    (float) (views * sums[i] + intercept.data()[i % classes]);
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
