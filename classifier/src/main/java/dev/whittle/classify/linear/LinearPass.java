package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Loss;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import java.util.Arrays;

/**
 * One pass over samples under a linear model: mean loss and its gradient. Samples go in chunks of a fixed number of rows; scores, loss
 * and gradient of a chunk are computed while its features are in the cache, so the feature matrix is read from memory once. The
 * chunks' gradients (float) are added in double, in chunk order; at most {@link #GROUP} of them are kept at a time.
 *
 * <p>Parameters are W (classes × features, row by row), then b. Not thread-safe; keeps its buffers for the next pass.
 */
final class LinearPass {
    /** Chunks worked on between two summations: enough to keep many threads busy. */
    private static final int GROUP = 16;

    private final Samples samples;
    private final Loss loss;
    private final Run run;
    private final int chunkRows;
    private final Chunk[] chunks = new Chunk[GROUP];
    private final float[] weights;
    private final float[] bias;
    private int correct;

    LinearPass(Samples samples, Loss loss, int chunkRows, Run run) {
        this.samples = samples;
        this.loss = loss;
        this.run = run;
        this.chunkRows = chunkRows;
        this.weights = new float[samples.classes() * samples.features().columns()];
        this.bias = new float[samples.classes()];
    }

    int parameters() {
        return weights.length + bias.length;
    }

    /** How many samples the last pass classified rightly. */
    int correct() {
        return correct;
    }

    /** The pass over all samples, plus (l2/2)‖W‖² (b is not penalised). */
    double meanAndGradient(double l2, double[] parameters, double[] gradient) {
        double mean = meanAndGradient(null, 0, samples.size(), parameters, gradient);
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            squares += parameters[i] * parameters[i];
            gradient[i] += l2 * parameters[i];
        }
        return mean + l2 / 2 * squares;
    }

    /**
     * The pass over samples {@code order[from]} to {@code order[to - 1]}, or over samples {@code from} to {@code to - 1} if
     * {@code order} is null.
     */
    double meanAndGradient(int[] order, int from, int to, double[] parameters, double[] gradient) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) parameters[i];
        }
        for (int c = 0; c < bias.length; c++) {
            bias[c] = (float) parameters[weights.length + c];
        }
        Arrays.fill(gradient, 0);
        double sum = 0;
        correct = 0;
        int groupRows = GROUP * chunkRows;
        for (int group = from; group < to; group += groupRows) {
            int first = group;
            int rows = Math.min(groupRows, to - first);
            run.parallel(rows, chunkRows, (a, b) -> {
                int slot = a / chunkRows;
                if (chunks[slot] == null) {
                    chunks[slot] = new Chunk(order != null);
                }
                chunks[slot].compute(order, first + a, first + b);
            });
            int used = (rows + chunkRows - 1) / chunkRows;
            for (int slot = 0; slot < used; slot++) {
                sum += chunks[slot].loss;
                correct += chunks[slot].correct;
            }
            addGradients(used, gradient);
        }
        int n = to - from;
        for (int i = 0; i < gradient.length; i++) {
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
        private final float[] scores = new float[chunkRows * bias.length];
        private final float[] weightGradient = new float[weights.length];
        private final double[] biasGradient = new double[bias.length];
        private final float[] gathered;
        private final int[] gatheredLabels;
        private double loss;
        private int correct;

        Chunk(boolean gather) {
            gathered = gather ? new float[chunkRows * samples.features().columns()] : null;
            gatheredLabels = gather ? new int[chunkRows] : null;
        }

        void compute(int[] order, int from, int to) {
            int rows = to - from;
            int d = samples.features().columns();
            int classes = bias.length;
            float[] x = samples.inMemory("Linear head").data();
            int xOffset = from * d;
            int[] labels = samples.labels();
            int labelOffset = from;
            if (order != null) {
                for (int r = 0; r < rows; r++) {
                    System.arraycopy(x, order[from + r] * d, gathered, r * d, d);
                    gatheredLabels[r] = labels[order[from + r]];
                }
                x = gathered;
                xOffset = 0;
                labels = gatheredLabels;
                labelOffset = 0;
            }
            for (int r = 0; r < rows; r++) {
                System.arraycopy(bias, 0, scores, r * classes, classes);
            }
            Kernels kernels = run.kernels();
            kernels.gemm(rows, classes, d, x, xOffset, d, 1, weights, 0, 1, d, scores, 0, classes);
            correct = Loss.correct(scores, rows, classes, labels, labelOffset);
            loss = LinearPass.this.loss.sumAndGradient(scores, rows, classes, labels, labelOffset, 1, kernels);
            Arrays.fill(weightGradient, 0);
            kernels.gemm(classes, d, rows, scores, 0, 1, classes, x, xOffset, d, 1, weightGradient, 0, d);
            Arrays.fill(biasGradient, 0);
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < classes; c++) {
                    biasGradient[c] += scores[r * classes + c];
                }
            }
        }
    }
}
