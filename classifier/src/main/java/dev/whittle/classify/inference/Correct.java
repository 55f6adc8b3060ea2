package dev.whittle.classify.inference;

/** Which predictions are correct. */
public final class Correct {
    private Correct() {}

    /**
     * Whether each prediction is the class of its image.
     *
     * @throws IllegalArgumentException if there are not as many predictions as labels
     */
    public static boolean[] of(int[] predictions, int[] labels) {
        if (predictions.length != labels.length) {
            throw new IllegalArgumentException(
                    "There are " + predictions.length + " predictions, but " + labels.length + " labels");
        }
        boolean[] correct = new boolean[labels.length];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = predictions[i] == labels[i];
        }
        return correct;
    }

    static int count(boolean[] correct) {
        int count = 0;
        for (boolean one : correct) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** Refuses predictions of two methods in a cross-validation that cannot be compared fold by fold. */
    static void requirePairsOfFolds(boolean[][] first, boolean[][] second) {
        if (first.length == 0 || first.length != second.length) {
            throw new IllegalArgumentException("Both methods need results of the same folds, at least one, got "
                    + first.length + " and " + second.length);
        }
        for (int k = 0; k < first.length; k++) {
            if (first[k].length != second[k].length || first[k].length == 0) {
                throw new IllegalArgumentException("Both methods need the same test images of every fold, at least"
                        + " one. In run " + k + ", counted from 0, there are " + first[k].length + " and "
                        + second[k].length);
            }
        }
    }

    /** Refuses predictions of two methods that cannot be compared in pairs. */
    static void requirePairs(boolean[][] first, boolean[][] second) {
        if (first.length == 0 || first.length != second.length) {
            throw new IllegalArgumentException("Both methods need results with the same seeds, at least one, got "
                    + first.length + " and " + second.length);
        }
        for (int s = 0; s < first.length; s++) {
            int images = first[0].length;
            if (first[s].length != images || second[s].length != images) {
                throw new IllegalArgumentException("Both methods need as many test images with every seed. There are "
                        + images + " with the first seed, but " + first[s].length + " and " + second[s].length
                        + " with seed " + s + ", counted from 0");
            }
            if (images == 0) {
                throw new IllegalArgumentException("A difference needs test images, got none");
            }
        }
    }
}
