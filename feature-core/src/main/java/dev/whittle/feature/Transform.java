package dev.whittle.feature;

import dev.whittle.feature.table.Matrix;

/** Maps feature vectors to feature vectors. Fitted, immutable, thread-safe. */
public interface Transform extends Fitted {
    /**
     * The transformed rows, as a new matrix.
     *
     * @throws IllegalArgumentException if {@code rows} has another number of columns than the transform was fitted to
     */
    Matrix apply(Matrix rows, Run run);
}
