package dev.whittle.classify.ridge;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.optim.Checkpoint;
import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.transform.Standardize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
    /** Of each block, what standardised its features: their means, and the factors. */
    private final Matrix[] scalings;

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
        this.scalings = new Matrix[bank.blocks()];
        for (int b = 0; b < weights.length; b++) {
            weights[b] = new Matrix(bank.features(b), classes);
            scalings[b] = new Matrix(2, bank.features(b));
        }
    }

    private int label(int row) {
        return train.labels()[mirror ? row / 2 : row];
    }

    private int target(int row, int c) {
        return label(row) == c ? 1 : -1;
    }

    /** @param checkpoint keeps the state after each block; null for none */
    Classifier train(int passes, Checkpoint checkpoint) throws IOException {
        long start = System.nanoTime();
        LiveArrays state = state();
        Checkpoint.Position position = checkpoint == null ? null : checkpoint.read(state);
        List<Checkpoint.Epoch> reported = new ArrayList<>(position == null ? List.of() : position.epochs());
        double before = position == null ? 0 : position.seconds();
        if (position != null) {
            run.resumed(before);
        }
        for (int i = 0; i < reported.size(); i++) {
            run.iteration(i + 1, reported.get(i).objective(), reported.get(i).accuracy());
        }
        while (reported.size() < passes * weights.length) {
            step(reported.size(), passes);
            Checkpoint.Epoch now = report();
            reported.add(now);
            if (checkpoint != null) {
                double seconds = before + (System.nanoTime() - start) / 1e9;
                checkpoint.write(new Checkpoint.Position(reported, reported.size(), now.objective(), seconds), state);
            }
            run.iteration(reported.size(), now.objective(), now.accuracy());
        }
        return trained();
    }

    private LiveArrays state() {
        LiveArrays state = LiveArrays.empty().with("residual", residual);
        for (int b = 0; b < weights.length; b++) {
            state = state.with("weights of block " + b, weights[b]).with("scaling of block " + b, scalings[b]);
        }
        return state;
    }

    private Classifier trained() {
        Matrix all = new Matrix(bank.allFeatures(), classes);
        double[] intercept = means.clone();
        for (int b = 0; b < weights.length; b++) {
            unscale(b, scalings[b].row(0), scalings[b].row(1), all, intercept);
        }
        Matrix rounded = new Matrix(1, classes);
        for (int c = 0; c < classes; c++) {
            rounded.data()[c] = (float) intercept[c];
        }
        return new WideFiltersClassifier(bank, all, rounded, mirror);
    }

    /** Solves a block. Its features are garbage when this returns. */
    private void step(int step, int passes) {
        int b = step % weights.length;
        int columns = bank.features(b);
        Matrix features = new Matrix(rows, columns);
        long done = (long) step * train.size();
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
        NamedArrays scaling = standardize(features).arrays();
        System.arraycopy(scaling.get("mean").data(), 0, scalings[b].data(), 0, columns);
        System.arraycopy(scaling.get("scale").data(), 0, scalings[b].data(), columns, columns);
        BlockLeastSquares.step("Wide filters", features, residual, weights[b], lambda, run);
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
    private Checkpoint.Epoch report() {
        int correct = 0;
        for (int row = 0; row < rows; row++) {
            float[] scores = residual.row(row);
            for (int c = 0; c < classes; c++) {
                scores[c] = target(row, c) - scores[c];
            }
            correct += Classifier.largest(scores, 0, classes) == label(row) ? 1 : 0;
        }
        double penalty = 0;
        for (Matrix of : weights) {
            penalty += squares(of);
        }
        double objective = squares(residual) + lambda * penalty;
        return new Checkpoint.Epoch(objective / rows, (double) correct / rows);
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
