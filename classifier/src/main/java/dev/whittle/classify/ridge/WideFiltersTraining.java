package dev.whittle.classify.ridge;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.transform.Standardize;

/**
 * The training of {@link WideFilters} whose filters are known: the weights, block after block. With mirroring, a mirror
 * image follows each image. Not thread-safe.
 */
final class WideFiltersTraining {
    private static final int IMAGES = 16;

    private final FilterBank bank;
    private final Samples train;
    private final boolean mirror;
    private final double lambda;
    private final Run run;
    /** Of features: images, and mirror images. */
    private final int rows;

    private final int classes;
    /** The means of the targets. */
    private final double[] means;
    /** Targets less their means and less the scores of all blocks so far. */
    private final Matrix residual;
    /** Of each block, for standardised features. */
    private final Matrix[] weights;

    private double penalty;
    private int steps;

    WideFiltersTraining(FilterBank bank, Samples train, boolean mirror, double lambda, Run run) {
        this.bank = bank;
        this.train = train;
        this.mirror = mirror;
        this.lambda = lambda;
        this.run = run;
        this.classes = train.classes();
        this.rows = Math.multiplyExact(train.size(), mirror ? 2 : 1);
        this.residual = new Matrix(rows, classes);
        this.means = new double[classes];
        for (int label : train.labels()) {
            means[label] += 2.0 / train.size();
        }
        for (int c = 0; c < classes; c++) {
            means[c] -= 1;
        }
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < classes; c++) {
                residual.set(row, c, (float) (target(row, c) - means[c]));
            }
        }
        this.weights = new Matrix[bank.blocks()];
        for (int b = 0; b < weights.length; b++) {
            weights[b] = new Matrix(bank.features(b), classes);
        }
    }

    private int label(int row) {
        return train.labels()[mirror ? row / 2 : row];
    }

    private int target(int row, int c) {
        return label(row) == c ? 1 : -1;
    }

    Classifier train(int passes) {
        Matrix all = new Matrix(bank.allFeatures(), classes);
        double[] intercept = means.clone();
        for (int pass = 0; pass < passes; pass++) {
            for (int b = 0; b < weights.length; b++) {
                NamedArrays scaling = step(pass, passes, b);
                if (pass == passes - 1) {
                    unscale(b, scaling.get("mean").data(), scaling.get("scale").data(), all, intercept);
                }
            }
        }
        Matrix rounded = new Matrix(1, classes);
        for (int c = 0; c < classes; c++) {
            rounded.data()[c] = (float) intercept[c];
        }
        return new WideFiltersClassifier(bank, all, rounded, mirror);
    }

    /** The features of a block are garbage when this returns what standardised them. */
    private NamedArrays step(int pass, int passes, int b) {
        int columns = bank.features(b);
        Matrix features = new Matrix(rows, columns);
        long done = (long) (pass * weights.length + b) * train.size();
        long total = (long) passes * weights.length * train.size();
        Tables.ranges(train.features(), IMAGES, run, (x, at, from, n) -> {
            for (int i = 0; i < n; i++) {
                int image = at + i * train.features().columns();
                if (mirror) {
                    bank.add(x, image, false, b, features.data(), 2 * (from + i) * columns, run);
                    bank.add(x, image, true, b, features.data(), (2 * (from + i) + 1) * columns, run);
                } else {
                    bank.add(x, image, false, b, features.data(), (from + i) * columns, run);
                }
            }
            run.progress("features", done + from + n, total);
        });
        Transform standardize = standardize(features);
        penalty -= squares(weights[b]);
        BlockLeastSquares.step("Wide filters", features, residual, weights[b], lambda, run);
        penalty += squares(weights[b]);
        report();
        return standardize.arrays();
    }

    private Transform standardize(Matrix features) {
        Transform standardize = Standardize.defaults().fit(features, run);
        int columns = features.columns();
        run.parallel(features.rows(), IMAGES, (from, to) -> {
            float[] scaled = new float[(to - from) * columns];
            standardize.apply(features.data(), from * columns, to - from, columns, scaled, 0, run);
            System.arraycopy(scaled, 0, features.data(), from * columns, scaled.length);
        });
        return standardize;
    }

    /** The mean of what is minimised, and the accuracy, over all rows. */
    private void report() {
        int correct = 0;
        for (int row = 0; row < rows; row++) {
            float[] scores = residual.row(row);
            for (int c = 0; c < classes; c++) {
                scores[c] = target(row, c) - scores[c];
            }
            correct += Classifier.largest(scores, 0, classes) == label(row) ? 1 : 0;
        }
        double objective = squares(residual) + lambda * penalty;
        run.iteration(++steps, objective / rows, (double) correct / rows);
    }

    private static double squares(Matrix m) {
        double sum = 0;
        for (float v : m.data()) {
            sum += (double) v * v;
        }
        return sum;
    }

    /** W of features as they are, from that of standardised ones; the rest belongs to the intercept. */
    private void unscale(int b, float[] mean, float[] scale, Matrix all, double[] intercept) {
        int first = bank.featuresBefore(b);
        for (int i = 0; i < mean.length; i++) {
            for (int c = 0; c < classes; c++) {
                float w = weights[b].get(i, c) * scale[i];
                all.set(first + i, c, w);
                intercept[c] -= (double) w * mean[i];
            }
        }
    }
}
