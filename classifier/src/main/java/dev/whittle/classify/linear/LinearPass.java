package dev.whittle.classify.linear;

import dev.whittle.classify.Checks;
import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.List;

/**
 * One pass over samples under a linear model: mean loss and its gradient. Samples go in chunks of a fixed number of rows; scores, loss
 * and gradient of a chunk are computed while its features are in the cache, so the features are read from memory (or their
 * file) once. The chunks' gradients (float) are added in double, in chunk order; at most {@link #GROUP} of them are kept at a time.
 *
 * <p>Parameters are W (classes × features, row by row), then b. Not thread-safe; keeps its buffers for the next pass.
 */
final class LinearPass {
    /** Chunks worked on between two summations: enough to keep many threads busy. */
    private static final int GROUP = 16;

    private final Rows features;
    private final int[] labels;
    private final int d;
    private final int classes;
    private final Loss loss;
    private final float[] classWeights;
    private final Run run;
    private final int chunkRows;
    private final Chunk[] chunks = new Chunk[GROUP];
    private final float[] weights;
    private final float[] bias;
    private int correct;

    /** @param classWeights what the loss of a sample counts, by its class; none means 1 for all */
    LinearPass(Samples samples, Loss loss, List<Double> classWeights, int chunkRows, Run run) {
        features = samples.features();
        labels = samples.labels();
        d = features.columns();
        classes = samples.classes();
        this.loss = loss;
        this.classWeights = classWeights.isEmpty() ? null : new float[classes];
        for (int c = 0; c < classWeights.size(); c++) {
            this.classWeights[c] = classWeights.get(c).floatValue();
        }
        this.run = run;
        this.chunkRows = chunkRows;
        this.weights = new float[Checks.length("The weights", classes, d + 1) - classes];
        this.bias = new float[classes];
    }

    int parameters() {
        return weights.length + bias.length;
    }

    /** W row by row, as the last pass used it; may be changed before the next. */
    float[] weights() {
        return weights;
    }

    float[] bias() {
        return bias;
    }

    /** How many samples the last pass classified rightly. */
    int correct() {
        return correct;
    }

    /** The mean loss over all samples alone. */
    double mean(double[] parameters) {
        set(parameters);
        return meanAndGradient(null, 0, labels.length, null);
    }

    private void set(double[] parameters) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) parameters[i];
        }
        for (int c = 0; c < bias.length; c++) {
            bias[c] = (float) parameters[weights.length + c];
        }
    }

    /** The pass over all samples, plus (l2/2) times the squares of what is penalised. Without intercept b is left at 0. */
    double meanAndGradient(double l2, Intercept intercept, double[] parameters, double[] gradient) {
        set(parameters);
        double mean = meanAndGradient(null, 0, labels.length, gradient);
        if (intercept == Intercept.NONE) {
            Arrays.fill(gradient, weights.length, gradient.length, 0);
        }
        double squares = 0;
        int penalized = intercept == Intercept.PENALIZED ? gradient.length : weights.length;
        for (int i = 0; i < penalized; i++) {
            squares += parameters[i] * parameters[i];
            gradient[i] += l2 * parameters[i];
        }
        return mean + l2 / 2 * squares;
    }

    /**
     * The pass over samples {@code order[from]} to {@code order[to - 1]}, or over samples {@code from} to {@code to - 1} if
     * {@code order} is null, at the parameters that {@link #weights} and {@link #bias} hold.
     *
     * @param gradient null if it is not wanted
     */
    double meanAndGradient(int[] order, int from, int to, double[] gradient) {
        if (gradient != null) {
            Arrays.fill(gradient, 0);
        }
        double sum = 0;
        correct = 0;
        int groupRows = GROUP * chunkRows;
        for (int group = from; group < to; group += groupRows) {
            int first = group;
            int rows = Math.min(groupRows, to - first);
            run.parallel(rows, chunkRows, (a, b) -> {
                int slot = a / chunkRows;
                if (chunks[slot] == null) {
                    chunks[slot] = new Chunk();
                }
                chunks[slot].compute(order, first + a, first + b, gradient != null);
            });
            int used = (rows + chunkRows - 1) / chunkRows;
            for (int slot = 0; slot < used; slot++) {
                sum += chunks[slot].loss;
                correct += chunks[slot].correct;
            }
            if (gradient != null) {
                addGradients(used, gradient);
            }
        }
        int n = to - from;
        for (int i = 0; gradient != null && i < gradient.length; i++) {
            gradient[i] /= n;
        }
        return sum / n;
    }

    private void addGradients(int used, double[] gradient) {
        run.parallel(weights.length, 8192, (a, b) -> {
            for (int slot = 0; slot < used; slot++) {
                float[] g = chunks[slot].weightGradient;
                for (int i = a; i < b; i++) {
                    gradient[i] += g[i];
                }
            }
        });
        for (int slot = 0; slot < used; slot++) {
            for (int c = 0; c < bias.length; c++) {
                gradient[weights.length + c] += chunks[slot].biasGradient[c];
            }
        }
    }

    /** The buffers and results of one chunk. */
    private final class Chunk {
        private final float[] scores = new float[chunkRows * classes];
        private final float[] weightGradient = new float[weights.length];
        private final double[] biasGradient = new double[classes];
        private final int[] chunkLabels = new int[chunkRows];
        /** The rows, unless they can be read where they lie. */
        private float[] copied;
        /** The scores of one class, where classes count differently. */
        private float[] ofClass;

        private double loss;
        private int correct;

        void compute(int[] order, int from, int to, boolean withGradient) {
            int rows = to - from;
            float[] x;
            int offset;
            if (order == null && features instanceof Matrix matrix) {
                x = matrix.data();
                offset = from * d;
                System.arraycopy(labels, from, chunkLabels, 0, rows);
            } else {
                x = copied = copied == null ? new float[chunkRows * d] : copied;
                offset = 0;
                copy(order, from, rows);
            }
            for (int r = 0; r < rows; r++) {
                System.arraycopy(bias, 0, scores, r * classes, classes);
            }
            Kernels kernels = run.kernels();
            kernels.linear()
                    .gemm(
                            0,
                            rows,
                            classes,
                            d,
                            Strided.rows(x, offset, d),
                            Strided.columns(weights, 0, d),
                            Strided.rows(scores, 0, classes));
            correct = Loss.correct(scores, rows, classes, chunkLabels, 0);
            loss = classWeights == null
                    ? LinearPass.this.loss.sumAndGradient(scores, rows, classes, chunkLabels, 0, 1, kernels)
                    : weighted(rows, kernels);
            if (!withGradient) {
                return;
            }
            Arrays.fill(weightGradient, 0);
            kernels.linear()
                    .gemm(
                            0,
                            classes,
                            d,
                            rows,
                            Strided.columns(scores, 0, classes),
                            Strided.rows(x, offset, d),
                            Strided.rows(weightGradient, 0, d));
            Arrays.fill(biasGradient, 0);
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < classes; c++) {
                    biasGradient[c] += scores[r * classes + c];
                }
            }
        }

        private void copy(int[] order, int from, int rows) {
            if (order == null) {
                features.read(from, rows, copied, 0);
                System.arraycopy(labels, from, chunkLabels, 0, rows);
                return;
            }
            for (int r = 0; r < rows; r++) {
                features.read(order[from + r], 1, copied, r * d);
                chunkLabels[r] = labels[order[from + r]];
            }
        }

        /** Class after class, since one call of a loss has one scale. */
        private double weighted(int rows, Kernels kernels) {
            ofClass = ofClass == null ? new float[scores.length] : ofClass;
            int[] label = new int[rows];
            double sum = 0;
            for (int y = 0; y < classes; y++) {
                int count = 0;
                for (int r = 0; r < rows; r++) {
                    if (chunkLabels[r] == y) {
                        System.arraycopy(scores, r * classes, ofClass, count * classes, classes);
                        label[count++] = y;
                    }
                }
                if (count == 0) {
                    continue;
                }
                sum += classWeights[y]
                        * LinearPass.this.loss.sumAndGradient(
                                ofClass, count, classes, label, 0, classWeights[y], kernels);
                count = 0;
                for (int r = 0; r < rows; r++) {
                    if (chunkLabels[r] == y) {
                        System.arraycopy(ofClass, count++ * classes, scores, r * classes, classes);
                    }
                }
            }
            return sum;
        }
    }
}
