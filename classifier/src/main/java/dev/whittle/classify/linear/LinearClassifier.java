package dev.whittle.classify.linear;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Convergence;
import dev.whittle.feature.Gemm;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Optional;

/**
 * Scores that are linear in the features: X·Wᵀ + b. Its arrays are {@code weights} (classes × features; a row is the
 * template of a class) and {@code bias} (1 × classes).
 */
public final class LinearClassifier implements Classifier {
    private final Matrix weights;
    private final float[] bias;

    /** Null if the head was restored. */
    private final Convergence convergence;

    private LinearClassifier(Matrix weights, float[] bias, Convergence convergence) {
        this.weights = weights;
        this.bias = bias;
        this.convergence = convergence;
    }

    /**
     * From W row by row, then b, the layout of the training pass.
     *
     * @throws ArithmeticException if one of them is not finite as a float, that is, if training diverged
     */
    static LinearClassifier of(double[] parameters, int classes, int features, Convergence convergence) {
        for (int i = 0; i < parameters.length; i++) {
            if (!Float.isFinite((float) parameters[i])) {
                throw new ArithmeticException("Training diverged: "
                        + (i < classes * features
                                ? "the weight of class " + i / features + ", feature " + i % features
                                : "the bias of class " + (i - classes * features))
                        + " is " + parameters[i] + "; try standardised features or a larger l2");
            }
        }
        float[] w = new float[classes * features];
        float[] b = new float[classes];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) parameters[i];
        }
        for (int c = 0; c < classes; c++) {
            b[c] = (float) parameters[w.length + c];
        }
        return new LinearClassifier(new Matrix(classes, features, w), b, convergence);
    }

    /** This head, after a warning if training ended because its iterations ran out. */
    LinearClassifier warned(Run run) {
        convergence().flatMap(Convergence::warning).ifPresent(run::warnNotConverged);
        return this;
    }

    static LinearClassifier restore(NamedArrays arrays) {
        Matrix weights = arrays.get("weights").requireFinite("array 'weights'");
        Matrix bias = arrays.get("bias", 1, weights.rows()).requireFinite("array 'bias'");
        if (weights.rows() < 2 || weights.columns() < 1) {
            throw new IllegalArgumentException("Array 'weights' is " + weights.rows() + "x" + weights.columns()
                    + ", expected at least 2 classes x 1 feature");
        }
        return new LinearClassifier(weights, bias.data(), null);
    }

    @Override
    public Optional<Convergence> convergence() {
        return Optional.ofNullable(convergence);
    }

    @Override
    public Optional<Matrix> templates() {
        return Optional.of(weights.copy());
    }

    @Override
    public int classes() {
        return weights.rows();
    }

    @Override
    public Matrix scores(Rows features, Run run) {
        if (features.columns() != weights.columns()) {
            throw new IllegalArgumentException(
                    "This head was trained on " + weights.columns() + " features, got " + features.columns());
        }
        Matrix scores = new Matrix(features.rows(), bias.length);
        for (int r = 0; r < scores.rows(); r++) {
            System.arraycopy(bias, 0, scores.data(), r * bias.length, bias.length);
        }
        if (features instanceof Matrix matrix) {
            Gemm.addProductTransposedB(run, matrix, weights, scores);
        } else {
            addProducts(features, scores, run);
        }
        return scores;
    }

    /**
     * The same for one part of the rows after another. A core's cache holds several parts. The weights are packed again
     * for each part.
     */
    private void addProducts(Rows features, Matrix scores, Run run) {
        int d = weights.columns();
        int n = bias.length;
        int chunk = Math.max(64, Tables.rowsAtOnce(d));
        Strided w = Strided.columns(weights.data(), 0, d);
        Tables.ranges(features, chunk, run, (x, at, from, rows) -> {
            Strided out = Strided.rows(scores.data(), from * n, n);
            run.kernels().linear().gemm(0, rows, n, d, Strided.rows(x, at, d), w, out);
        });
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with("weights", weights).with("bias", new Matrix(1, bias.length, bias));
    }
}
