package dev.whittle.classify;

import dev.whittle.feature.Matrix;

/**
 * Labelled feature vectors: what a head is trained on.
 *
 * @param features a row per sample, all values finite
 * @param labels the class of each row, 0 … classes-1
 * @param classes number of classes, at least 2; a class may be absent from the labels
 */
public record Samples(Matrix features, int[] labels, int classes) {
    public Samples {
        if (features.rows() == 0 || features.columns() == 0) {
            throw new IllegalArgumentException("Training needs at least one sample and one feature, got "
                    + features.rows() + " samples of " + features.columns() + " features");
        }
        if (labels.length != features.rows()) {
            throw new IllegalArgumentException(
                    "There are " + features.rows() + " samples, but " + labels.length + " labels");
        }
        if (classes < 2) {
            throw new IllegalArgumentException("At least 2 classes are needed, got " + classes);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "Label of sample " + i + " is " + labels[i] + ", expected 0 to " + (classes - 1));
            }
        }
        features.requireFinite("training features");
    }

    public int size() {
        return labels.length;
    }
}
