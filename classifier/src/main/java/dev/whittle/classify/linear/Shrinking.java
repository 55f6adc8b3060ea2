package dev.whittle.classify.linear;

/**
 * Which duals a pass leaves out. Most duals reach a bound and stay there. A dual that a visit did not change is left
 * out of the next pass, then of 3, then of 7, until a visit changes it. This is the shrinking of Hsieh et al., section
 * 3.2, without thresholds and without a last pass over all. No dual is left out forever, and the gap that ends training
 * is always that of all samples.
 */
final class Shrinking {
    private static final int MOST = 7;
    /** How many passes left a dual out after its last visit. */
    private final byte[] passes;
    /** How many further passes leave it out. */
    private final byte[] left;

    Shrinking(int n) {
        passes = new byte[n];
        left = new byte[n];
    }

    /** Whether this pass leaves dual {@code i} out. Must be called once in a pass. */
    boolean leavesOut(int i) {
        if (left[i] == 0) {
            return false;
        }
        left[i]--;
        return true;
    }

    void visited(int i, boolean changed) {
        passes[i] = (byte) (changed ? 0 : Math.min(MOST, 2 * passes[i] + 1));
        left[i] = passes[i];
    }
}
