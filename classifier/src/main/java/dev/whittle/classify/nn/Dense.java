package dev.whittle.classify.nn;

import dev.whittle.feature.Matrix;
import dev.whittle.feature.Rng;
import dev.whittle.feature.kernel.Kernels;
import java.util.Arrays;

/**
 * A fully connected layer: Y = X·W + b, where W is inputs × outputs. Rows are samples, and each is treated alone, so any split of
 * the rows over calls or threads gives the same bits.
 */
final class Dense {
    final int inputs;
    final int outputs;
    final float[] weights;
    final float[] bias;

    Dense(Matrix weights, float[] bias) {
        this.inputs = weights.rows();
        this.outputs = weights.columns();
        this.weights = weights.data();
        this.bias = bias;
    }

    /**
     * Weights from a normal distribution of variance 2/inputs, which keeps the variance of activations through ReLU layers, and
     * bias 0: He, Zhang, Ren and Sun, "Delving deep into rectifiers" (2015), equation 10.
     */
    static Dense he(int inputs, int outputs, Rng rng) {
        Matrix weights = new Matrix(inputs, outputs);
        double deviation = Math.sqrt(2.0 / inputs);
        float[] w = weights.data();
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) (deviation * rng.nextGaussian());
        }
        return new Dense(weights, new float[outputs]);
    }

    /** Writes Y for {@code rows} rows of X. */
    void forward(Kernels kernels, int rows, float[] x, int xOffset, float[] y, int yOffset) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(bias, 0, y, yOffset + r * outputs, outputs);
        }
        kernels.gemm(rows, outputs, inputs, x, xOffset, inputs, 1, weights, 0, outputs, 1, y, yOffset, outputs);
    }

    /** Writes ∂L/∂X = ∂L/∂Y·Wᵀ for {@code rows} rows. */
    void backward(Kernels kernels, int rows, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        Arrays.fill(dx, dxOffset, dxOffset + rows * inputs, 0);
        kernels.gemm(rows, inputs, outputs, dy, dyOffset, outputs, 1, weights, 0, 1, outputs, dx, dxOffset, inputs);
    }

    /** Adds rows {@code from} to {@code to - 1} of ∂L/∂W = Xᵀ·∂L/∂Y to {@code dw}, which holds those rows only. */
    void addWeightGradient(Kernels kernels, int rows, float[] x, float[] dy, int from, int to, float[] dw) {
        kernels.gemm(to - from, outputs, rows, x, from, 1, inputs, dy, 0, outputs, 1, dw, 0, outputs);
    }

    /** Writes ∂L/∂b, the sum of the rows of ∂L/∂Y. */
    void biasGradient(int rows, float[] dy, float[] db) {
        Arrays.fill(db, 0);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < outputs; j++) {
                db[j] += dy[r * outputs + j];
            }
        }
    }
}
