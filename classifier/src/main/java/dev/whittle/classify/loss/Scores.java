package dev.whittle.classify.loss;

/** What all losses ask of scores. */
final class Scores {
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private Scores() {}

    /**
     * Where the sum of the losses begins: 0 if the first {@code length} scores are finite, NaN otherwise, so that
     * nothing hides it.
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
