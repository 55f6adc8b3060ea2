package dev.whittle.classify.nn;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Run;

/** A trained multi-layer perceptron; scores are log-probabilities up to a constant per row. */
final class MlpClassifier implements Classifier {
    private static final int CHUNK_ROWS = 128;

    private final Layers layers;

    MlpClassifier(Layers layers) {
        this.layers = layers;
    }

    @Override
    public int classes() {
        return layers.outputs();
    }

    @Override
    public Matrix scores(Matrix features, Run run) {
        int d = layers.inputs();
        int classes = layers.outputs();
        if (features.columns() != d) {
            throw new IllegalArgumentException(
                    "This head was trained on " + d + " features, got " + features.columns());
        }
        Matrix scores = new Matrix(features.rows(), classes);
        run.parallel(
                features.rows(),
                CHUNK_ROWS,
                (from, to) -> layers.forward(
                        run.kernels(), to - from, features.data(), from * d, scores.data(), from * classes));
        return scores;
    }

    @Override
    public NamedArrays arrays() {
        return layers.arrays();
    }
}
