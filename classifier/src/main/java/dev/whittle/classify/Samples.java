package dev.whittle.classify;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * Labelled feature vectors, on which a head is trained.
 *
 * @param features a row per sample, all values finite; in memory or in a file
 * @param labels the class of each row, 0 … classes-1; copied
 * @param classes number of classes, at least 2; a class may be absent from the labels
 */
public record Samples(Rows features, int[] labels, int classes) {
    public Samples {
        if (features == null || labels == null) {
            throw new IllegalArgumentException("Samples need features and labels, got "
                    + (features != null ? "no labels" : labels != null ? "no features" : "no features and no labels"));
        }
        if (features.rows() == 0 || features.columns() == 0) {
            throw new IllegalArgumentException("Training needs at least one sample and one feature, got "
                    + features.rows() + " samples of " + features.columns() + " features");
        }
        labels = labels.clone();
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
        features.checkFinite("training features");
    }

    public int size() {
        return labels.length;
    }

    /** Warns if all rows are alike, of which a head learns nothing but how frequent classes are. */
    public void warnIfAlike(Run run) {
        int columns = features.columns();
        float[] first = new float[columns];
        features.read(0, 1, first, 0);
        // Rows from a file, or from elsewhere, are read faster together; mostly the first differ.
        float[] others = new float[Math.min(size(), Tables.rowsAtOnce(columns)) * columns];
        for (int i = 0; i < size(); i += others.length / columns) {
            int n = Math.min(size() - i, others.length / columns);
            features.read(i, n, others, 0);
            for (int r = 0; r < n; r++) {
                if (!Arrays.equals(first, 0, columns, others, r * columns, (r + 1) * columns)) {
                    return;
                }
            }
        }
        if (size() > 1) {
            run.warn("all " + size() + " training rows are alike, so the head learns nothing but how frequent the"
                    + " classes are; look at the images, and at the settings of the feature and its transforms");
        }
    }

    /**
     * The features as a matrix, for a head that needs all of them in memory.
     *
     * @param head what needs them, for the message, such as "Random forest"
     * @throws IllegalArgumentException if there are more values than an array can hold
     */
    public Matrix inMemory(String head) {
        Checks.length(head + " needs all features in memory, which", features.rows(), features.columns());
        return Matrix.inMemory(features);
    }
}
