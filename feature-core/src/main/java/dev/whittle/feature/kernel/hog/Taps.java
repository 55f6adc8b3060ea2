package dev.whittle.feature.kernel.hog;

/**
 * How much the rows (or columns) of a cell count in sums for the histograms at, before and after it. Row v counts {@code whole0[v]}
 * in sum 0 and, if there is a {@code whole1}, {@code whole1[v]} in the next. If there is a {@code half}, {@code half[v]} is what it counts in one
 * more sum of the first ⌊size/2⌋ rows, and in a last one of the others.
 *
 * @param whole1 or null; none without a half
 * @param half or null
 */
public record Taps(float[] whole0, float[] whole1, float[] half) {
    public Taps {
        if (whole1 != null && half == null) {
            throw new IllegalArgumentException("Two whole sums come with halves");
        }
    }

    public int size() {
        return whole0.length;
    }

    /** The number of sums. */
    public int sums() {
        return firstHalf() + (half == null ? 0 : 2);
    }

    /** The number of whole sums, which is the place of the sum of the first half. */
    public int firstHalf() {
        return whole1 == null ? 1 : 2;
    }
}
