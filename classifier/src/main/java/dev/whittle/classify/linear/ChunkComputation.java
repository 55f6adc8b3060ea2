package dev.whittle.classify.linear;

import dev.whittle.classify.loss.Loss;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.RowBlock;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.List;

/**
 * Computes the statistics of one chunk of samples after another, with its own buffers. Scores, loss and gradient are
 * computed while the features of a chunk are in the cache. Not thread-safe.
 */
final class ChunkComputation {
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

    /** @param mostRows the largest number of samples in a chunk */
    ChunkComputation(Rows features, int[] labels, int classes, Loss loss, List<Double> classWeights, int mostRows) {
        this(features, labels, classes, loss, classWeights, mostRows, copies(features, mostRows));
    }

    /**
     * @param labels of all rows of the table
     * @param classWeights the weight of a sample's loss for each class; empty means 1 for all
     * @param mostRows the largest number of samples in a chunk
     * @param copies of {@link #copies}; several objects may share it
     */
    ChunkComputation(
            Rows features,
            int[] labels,
            int classes,
            Loss loss,
            List<Double> classWeights,
            int mostRows,
            Scratch<float[]> copies) {
        this.features = features;
        this.labels = labels;
        this.d = features.columns();
        this.classes = classes;
        this.loss = loss;
        this.classWeights = classWeights.isEmpty() ? null : new float[classes];
        for (int c = 0; c < classWeights.size(); c++) {
            this.classWeights[c] = classWeights.get(c).floatValue();
        }
        this.copies = copies;
        this.scores = new float[mostRows * classes];
        this.weightGradient = new float[classes * d];
        this.biasGradient = new double[classes];
        this.chunkLabels = new int[mostRows];
    }

    /** Buffers for the rows of a chunk. */
    static Scratch<float[]> copies(Rows features, int mostRows) {
        int columns = features.columns();
        return new Scratch<>(() -> new float[Checks.length("A chunk of samples", mostRows, columns)]);
    }

    /**
     * The statistics of the samples {@code order[from]} to {@code order[to - 1]}, or of the samples {@code from} to
     * {@code to - 1} if {@code order} is null. The next call overwrites their gradients.
     *
     * @param weights W row by row
     * @param bias b
     */
    LinearChunk compute(int[] order, int from, int to, float[] weights, float[] bias, boolean withGradient, Run run) {
        Parameters at = new Parameters(weights, bias);
        if (order == null && features instanceof Matrix matrix) {
            System.arraycopy(labels, from, chunkLabels, 0, to - from);
            return compute(matrix.data(), from * d, to - from, at, withGradient, run.kernels());
        }
        if (order == null && features instanceof RowBlock block) {
            System.arraycopy(labels, from, chunkLabels, 0, to - from);
            int offset = block.offset(from, to - from);
            return compute(block.data(), offset, to - from, at, withGradient, run.kernels());
        }
        float[] copied = run.take(copies);
        copy(order, from, to - from, copied);
        LinearChunk chunk = compute(copied, 0, to - from, at, withGradient, run.kernels());
        run.giveBack(copies, copied);
        return chunk;
    }

    private record Parameters(float[] weights, float[] bias) {}

    private LinearChunk compute(float[] x, int offset, int rows, Parameters at, boolean withGradient, Kernels kernels) {
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
        int correct = Loss.correct(scores, rows, classes, chunkLabels, 0);
        double sum = classWeights == null
                ? loss.sumAndGradient(scores, rows, classes, chunkLabels, 0, 1, kernels)
                : weighted(rows, kernels);
        if (!withGradient) {
            return new LinearChunk(sum, correct, null, null);
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
        return new LinearChunk(sum, correct, weightGradient, biasGradient);
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
