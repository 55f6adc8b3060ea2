package dev.whittle.classify.loss;

/** A check that all losses use. */
final class Scores {
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private Scores() {}

    /**
     * The start value of the sum of the losses: 0 if the first {@code length} scores are finite, otherwise NaN. So the
     * sum is NaN if a score is not finite.
     */
    static double zeroIfFinite(float[] scores, int length) {
        int largest = 0;
        for (int i = 0; i < length; i++) {
            // without the sign, the bits of infinities and NaNs are those of infinity and above
            largest = Math.max(largest, Float.floatToRawIntBits(scores[i]) & Integer.MAX_VALUE);
        }
        return largest < INFINITY ? 0 : Double.NaN;
    }
}
