package dev.whittle.classify.evaluate;

/**
 * How often each class was taken for each class.
 *
 * @param counts {@code counts[truth][predicted]}, square
 */
public record ConfusionMatrix(int[][] counts) {
    public ConfusionMatrix {
        for (int[] row : counts) {
            if (row.length != counts.length) {
                throw new IllegalArgumentException(
                        "A confusion matrix is square, got a row of " + row.length + " in " + counts.length + " rows");
            }
        }
    }

    /** Counts predictions against the truth; both hold classes 0 … classes-1. */
    public static ConfusionMatrix of(int[] truth, int[] predicted, int classes) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException(
                    "There are " + truth.length + " labels, but " + predicted.length + " predictions");
        }
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][predicted[i]]++;
        }
        return new ConfusionMatrix(counts);
    }

    public int total() {
        int total = 0;
        for (int[] row : counts) {
            for (int n : row) {
                total += n;
            }
        }
        return total;
    }

    /** The share of the diagonal, 0 to 1. */
    public double accuracy() {
        int right = 0;
        for (int c = 0; c < counts.length; c++) {
            right += counts[c][c];
        }
        return (double) right / total();
    }
}
