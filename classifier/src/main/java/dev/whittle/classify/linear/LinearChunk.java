package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * The statistics of a chunk of samples under a linear model, as a full-batch solver needs them: the sum of the losses,
 * its gradient by the weights, and how many samples are classified correctly. They depend on the chunk and the weights
 * only. The statistics of several chunks are added in chunk order, the gradients in double. One object is used for one
 * chunk after another.
 */
public final class LinearChunk {
    private final Rows features;
    private final int[] labels;
    private final int d;
    private final int classes;
    private final Loss loss;
    private final float[] classWeights;
    /** Buffers for the rows of a chunk that must be copied. Only chunks that are being computed need one. */
    private final Scratch<float[]> copies;

    private final float[] scores;
    private final float[] weightGradient;
    private final double[] biasGradient;
    private final int[] chunkLabels;
    /** The scores of one class, if classes have different weights. */
    private float[] ofClass;

    private double sum;
    private int correct;

    /**
     * @param classWeights the weight of a sample's loss for each class; null means 1 for all
     * @param mostRows the largest number of samples in a chunk
     * @param copies buffers for the rows
     */
    LinearChunk(Samples samples, Loss loss, float[] classWeights, int mostRows, Scratch<float[]> copies) {
        this.features = samples.features();
        this.labels = samples.labels();
        this.d = features.columns();
        this.classes = samples.classes();
        this.loss = loss;
        this.classWeights = classWeights;
        this.copies = copies;
        this.scores = new float[mostRows * classes];
        this.weightGradient = new float[classes * d];
        this.biasGradient = new double[classes];
        this.chunkLabels = new int[mostRows];
    }

    /** The sum of the losses. */
    public double loss() {
        return sum;
    }

    /** How many samples are classified correctly. */
    public int correct() {
        return correct;
    }

    /**
     * Adds the elements {@code from} to {@code to - 1} of the gradient to the sum of the chunks before. The order is W
     * row by row, then b.
     */
    public void addGradient(double[] gradient, int from, int to) {
        int weights = weightGradient.length;
        for (int i = from; i < Math.min(to, weights); i++) {
            gradient[i] += weightGradient[i];
        }
        for (int i = Math.max(from, weights); i < to; i++) {
            gradient[i] += biasGradient[i - weights];
        }
    }

    /**
     * Computes the statistics of the samples {@code order[from]} to {@code order[to - 1]}, or of the samples {@code
     * from} to {@code to - 1} if {@code order} is null.
     *
     * @param weights W row by row
     * @param bias b
     */
    public void compute(int[] order, int from, int to, float[] weights, float[] bias, boolean withGradient, Run run) {
        if (order == null && features instanceof Matrix matrix) {
            System.arraycopy(labels, from, chunkLabels, 0, to - from);
            compute(matrix.data(), from * d, to - from, new Parameters(weights, bias), withGradient, run.kernels());
        } else {
            float[] copied = run.take(copies);
            copy(order, from, to - from, copied);
            compute(copied, 0, to - from, new Parameters(weights, bias), withGradient, run.kernels());
            run.giveBack(copies, copied);
        }
    }

    private record Parameters(float[] weights, float[] bias) {}

    private void compute(float[] x, int offset, int rows, Parameters at, boolean withGradient, Kernels kernels) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(at.bias, 0, scores, r * classes, classes);
        }
        kernels.linear()
                .gemm(
                        0,
                        rows,
                        classes,
                        d,
                        Strided.rows(x, offset, d),
                        Strided.columns(at.weights, 0, d),
                        Strided.rows(scores, 0, classes));
        correct = Loss.correct(scores, rows, classes, chunkLabels, 0);
        sum = classWeights == null
                ? loss.sumAndGradient(scores, rows, classes, chunkLabels, 0, 1, kernels)
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

    private void copy(int[] order, int from, int rows, float[] copied) {
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

    /** One class after another, since one call of a loss has one scale. */
    private double weighted(int rows, Kernels kernels) {
        ofClass = ofClass == null ? new float[scores.length] : ofClass;
        int[] label = new int[rows];
        double total = 0;
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
            total += classWeights[y] * loss.sumAndGradient(ofClass, count, classes, label, 0, classWeights[y], kernels);
            count = 0;
            for (int r = 0; r < rows; r++) {
                if (chunkLabels[r] == y) {
                    System.arraycopy(ofClass, count++ * classes, scores, r * classes, classes);
                }
            }
        }
        return total;
    }
}
