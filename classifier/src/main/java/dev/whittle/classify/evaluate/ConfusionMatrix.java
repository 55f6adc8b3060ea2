package dev.whittle.classify.evaluate;

import java.util.Arrays;

/** How often samples of each class were predicted as each class. Immutable. */
public final class ConfusionMatrix {
    private final int[][] counts;

    /**
     * @param counts {@code counts[truth][predicted]}, square, none below 0
     * @throws IllegalArgumentException if they are not square, or one is below 0
     */
    public ConfusionMatrix(int[][] counts) {
        this.counts = copy(counts);
        for (int[] row : this.counts) {
            if (row.length != counts.length) {
                throw new IllegalArgumentException(
                        "A confusion matrix is square, got a row of " + row.length + " in " + counts.length + " rows");
            }
            for (int n : row) {
                if (n < 0) {
                    throw new IllegalArgumentException("A confusion matrix holds counts of at least 0, got " + n);
                }
            }
        }
    }

    /**
     * Counts predictions against the truth.
     *
     * @throws IllegalArgumentException if the arrays differ in length or hold anything but 0 … classes-1
     */
    public static ConfusionMatrix of(int[] truth, int[] predicted, int classes) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException(
                    "There are " + truth.length + " labels, but " + predicted.length + " predictions");
        }
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] < 0 || truth[i] >= classes || predicted[i] < 0 || predicted[i] >= classes) {
                throw new IllegalArgumentException("Sample " + i + " has label " + truth[i] + " and prediction "
                        + predicted[i] + ", expected 0 to " + (classes - 1));
            }
            counts[truth[i]][predicted[i]]++;
        }
        return new ConfusionMatrix(counts);
    }

    /** A copy of the counts, {@code [truth][predicted]}. */
    public int[][] counts() {
        return copy(counts);
    }

    public int classes() {
        return counts.length;
    }

    /** How many samples of class {@code truth} were predicted as class {@code predicted}. */
    public int count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /** How many samples a class has. */
    public int total(int truth) {
        int total = 0;
        for (int n : counts[truth]) {
            total += n;
        }
        return total;
    }

    public int total() {
        int total = 0;
        for (int c = 0; c < counts.length; c++) {
            total += total(c);
        }
        return total;
    }

    /** The share of all samples on the diagonal, 0 to 1; NaN without samples. */
    public double accuracy() {
        int right = 0;
        for (int c = 0; c < counts.length; c++) {
            right += counts[c][c];
        }
        return (double) right / total();
    }

    /** The recall: the share of a class's samples that was predicted correctly; NaN for a class without samples. */
    public double accuracy(int truth) {
        return (double) counts[truth][truth] / total(truth);
    }

    /** The mean of the per-class accuracies over the classes that have samples, 0 to 1; NaN without samples. */
    public double balancedAccuracy() {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < counts.length; c++) {
            if (total(c) > 0) {
                sum += accuracy(c);
                present++;
            }
        }
        return sum / present;
    }

    /** The share of the predictions of a class that is correct, 0 to 1; NaN for a class that was never predicted. */
    public double precision(int predicted) {
        return (double) counts[predicted][predicted] / predictions(predicted);
    }

    /**
     * The harmonic mean of precision and recall of a class, 2·TP/(2·TP + FP + FN), 0 to 1; NaN for a class without
     * samples that was never predicted.
     */
    public double f1(int label) {
        return 2.0 * counts[label][label] / (total(label) + predictions(label));
    }

    /** The mean of F1 over the classes that have samples, 0 to 1; NaN without samples. */
    public double macroF1() {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < counts.length; c++) {
            if (total(c) > 0) {
                sum += f1(c);
                present++;
            }
        }
        return sum / present;
    }

    private int predictions(int predicted) {
        int predictions = 0;
        for (int[] row : counts) {
            predictions += row[predicted];
        }
        return predictions;
    }

    /** The sums of the counts of two matrices of the same classes. */
    public ConfusionMatrix plus(ConfusionMatrix other) {
        int[][] sums = counts();
        for (int t = 0; t < sums.length; t++) {
            for (int p = 0; p < sums.length; p++) {
                sums[t][p] += other.counts[t][p];
            }
        }
        return new ConfusionMatrix(sums);
    }

    private static int[][] copy(int[][] counts) {
        int[][] copy = new int[counts.length][];
        for (int t = 0; t < copy.length; t++) {
            copy[t] = counts[t].clone();
        }
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionMatrix matrix && Arrays.deepEquals(counts, matrix.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return "ConfusionMatrix" + Arrays.deepToString(counts);
    }
}
