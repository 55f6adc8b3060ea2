package dev.whittle.feature.kernel.hog;

/**
 * The sums of the rows (or columns) of a cell that contribute to the histograms at, before and after it. Sum 0 has row
 * v with weight {@code whole0[v]}. If there is a {@code whole1}, one more sum has row v with weight {@code whole1[v]}.
 * If there is a {@code half}, two more sums have {@code half[v]} as weights: one of the first ⌊size/2⌋ rows, the last
 * of the other rows.
 *
 * @param whole1 or null; none without a half
 * @param half or null
 */
public record Taps(float[] whole0, float[] whole1, float[] half) {
    public Taps {
        if (whole1 != null && half == null) {
            throw new IllegalArgumentException("A second whole sum needs halves");
        }
    }

    public int size() {
        return whole0.length;
    }

    /** The number of sums. */
    public int sums() {
        return firstHalf() + (half == null ? 0 : 2);
    }

    /** The number of whole sums, which is also the index of the sum of the first half. */
    public int firstHalf() {
        return whole1 == null ? 1 : 2;
    }
}
