package dev.whittle.feature.hog.fast;

import dev.whittle.feature.kernel.hog.Orientation;

/**
 * The votes of all possible gradients, as {@link Orientation} defines them. With 8-bit pixels both differences are in
 * -255 … 255, so a table of 511·512 entries holds them all, and a pixel costs a look-up in place of a square root, a
 * division and a polynomial.
 */
public final class VoteTable {
    /** The table's index of gradient (gx, gy) is {@code (gy << 9) + gx + ORIGIN}. */
    static final int ORIGIN = (255 << 9) + 255;

    private static final int SIZE = 511 << 9;

    /** Lower bin in the low byte, upper bin in the high byte. */
    final char[] bins = new char[SIZE];

    /** The vote of entry i for its lower bin at 2i, for the upper at 2i+1; 0 for the upper of a hard vote. */
    final float[] weights = new float[2 * SIZE];

    final Orientation orientation;

    public VoteTable(Orientation orientation) {
        this.orientation = orientation;
        int n = orientation.bins();
        for (int gy = -255; gy <= 255; gy++) {
            for (int gx = -255; gx <= 255; gx++) {
                int i = (gy << 9) + gx + ORIGIN;
                // The bin whose centre is before the direction.
                int lower = (int) Math.floor(orientation.position(gx, gy) - orientation.centre(0));
                if (!orientation.shared() && orientation.vote(gx, gy, Math.floorMod(lower, n)) == 0) {
                    lower++;
                } else if (orientation.vote(gx, gy, Math.floorMod(lower - 1, n)) > 0) {
                    // At a centre, m·t may be rounded down, which leaves a vote to the bin before it.
                    lower--;
                }
                int b = Math.floorMod(lower, n);
                int next = Math.floorMod(lower + 1, n);
                bins[i] = (char) (next << 8 | b);
                weights[2 * i] = orientation.vote(gx, gy, b);
                weights[2 * i + 1] = orientation.vote(gx, gy, next);
            }
        }
    }
}
