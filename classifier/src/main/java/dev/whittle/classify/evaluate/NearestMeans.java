package dev.whittle.classify.evaluate;

import dev.whittle.feature.table.Matrix;

/**
 * How far classes lie apart in a table of values: how many rows have the mean of their own class as the nearest one, in
 * the Euclidean distance. The means are those of other rows. A class without rows has none.
 */
public final class NearestMeans {
    private NearestMeans() {}

    /**
     * The share of the test rows whose nearest mean is that of their class; of equally near ones the first. Sums are
     * computed in double, in the order of rows and columns.
     *
     * @param classes how many there are; labels are below it
     * @throws IllegalArgumentException if labels or columns do not fit, or there are no rows
     */
    public static double accuracy(Matrix train, int[] trainLabels, Matrix test, int[] testLabels, int classes) {
        int columns = train.columns();
        if (train.rows() != trainLabels.length
                || test.rows() != testLabels.length
                || test.columns() != columns
                || train.rows() == 0
                || test.rows() == 0) {
            throw new IllegalArgumentException("Nearest means need rows of the same length, each with a label, got "
                    + train.rows() + "x" + columns + " with " + trainLabels.length + " labels and " + test.rows() + "x"
                    + test.columns() + " with " + testLabels.length);
        }
        double[][] means = new double[classes][];
        int[] count = new int[classes];
        for (int r = 0; r < train.rows(); r++) {
            int label = trainLabels[r];
            means[label] = means[label] == null ? new double[columns] : means[label];
            count[label]++;
            for (int i = 0; i < columns; i++) {
                means[label][i] += train.get(r, i);
            }
        }
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < columns && means[c] != null; i++) {
                means[c][i] /= count[c];
            }
        }
        int right = 0;
        for (int r = 0; r < test.rows(); r++) {
            right += nearest(means, test, r) == testLabels[r] ? 1 : 0;
        }
        return (double) right / test.rows();
    }

    private static int nearest(double[][] means, Matrix rows, int row) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < means.length; c++) {
            if (means[c] == null) {
                continue;
            }
            double squares = 0;
            for (int i = 0; i < rows.columns(); i++) {
                double d = rows.get(row, i) - means[c][i];
                squares += d * d;
            }
            if (squares < least) {
                least = squares;
                nearest = c;
            }
        }
        return nearest;
    }
}
