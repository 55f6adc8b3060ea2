package dev.whittle.feature.hog;

/**
 * The votes of all gradients there are: with 8-bit pixels both differences are in -255 … 255, so a table of 511·512 entries holds
 * every one of them, and a pixel costs a look-up instead of a square root, a division and a polynomial. The table is filled by {@link #position} and
 * {@link #Votes}, which are the definition.
 */
final class Votes {
    /** The table's index of gradient (gx, gy) is {@code (gy << 9) + gx + ORIGIN}. */
    static final int ORIGIN = (255 << 9) + 255;

    private static final int SIZE = 511 << 9;

    /** Lower bin in the low byte, upper bin in the high byte. */
    final char[] bins = new char[SIZE];

    /** Weight of the lower bin of entry i at 2i, of the upper at 2i+1; a hard vote is all in the lower. */
    final float[] weights = new float[2 * SIZE];

    /**
     * @param bins number of bins on the circle
     * @param signed whether the circle is 360° instead of 180°
     * @param centred whether bin b is centred at position b, instead of b + ½
     * @param shared whether a vote is shared by two bins, instead of going to the nearest
     */
    Votes(int bins, boolean signed, boolean centred, boolean shared) {
        for (int gy = -255; gy <= 255; gy++) {
            for (int gx = -255; gx <= 255; gx++) {
                int i = (gy << 9) + gx + ORIGIN;
                float magnitude = (float) Math.sqrt(gx * gx + gy * gy);
                float p = position(gx, gy, bins, signed);
                if (shared) {
                    float t = centred ? p : p - 0.5f;
                    float lower = (float) Math.floor(t);
                    float fraction = t - lower;
                    set(i, Math.floorMod((int) lower, bins), Math.floorMod((int) lower + 1, bins));
                    weights[2 * i] = magnitude * (1f - fraction);
                    weights[2 * i + 1] = magnitude * fraction;
                } else {
                    // Half-way between two centres, which is 90° for an odd number of bins, the lower wins, as in the
                    // authors' code and VLFeat.
                    int bin = Math.floorMod((int) (centred ? Math.ceil(p - 0.5f) : Math.floor(p)), bins);
                    set(i, bin, bin);
                    weights[2 * i] = magnitude;
                }
            }
        }
    }

    private void set(int i, int lower, int upper) {
        bins[i] = (char) (upper << 8 | lower);
    }

    /**
     * Where the direction of (gx, gy) lies on a circle of bins, 0 to {@code bins}; 0 for (0, 0). The angle of the octant is
     * atan(r), 0 ≤ r ≤ 1, by the polynomial of Abramowitz and Stegun 4.4.49 (|error| ≤ 2·10<sup>-8</sup>) in float by Horner's rule with fma;
     * reflections lead to the other octants. The whole is within 10<sup>-6</sup> radians of the true angle, and exact along the
     * axes.
     */
    @SuppressWarnings("FloatingPointLiteralPrecision") // the digits as they are published
    static float position(int gx, int gy, int bins, boolean signed) {
        float x = Math.abs(gx);
        float y = Math.abs(gy);
        float r = Math.min(x, y) / Math.max(Math.max(x, y), 1f);
        float s = r * r;
        float p = 0.0028662257f;
        p = Math.fma(p, s, -0.0161657367f);
        p = Math.fma(p, s, 0.0429096138f);
        p = Math.fma(p, s, -0.0752896400f);
        p = Math.fma(p, s, 0.1065626393f);
        p = Math.fma(p, s, -0.1420889944f);
        p = Math.fma(p, s, 0.1999355085f);
        p = Math.fma(p, s, -0.3333314528f);
        p = Math.fma(p, s, 1f);
        float quarter = signed ? bins / 4f : bins / 2f;
        p = p * r * (float) (quarter / (Math.PI / 2));
        if (y > x) {
            p = quarter - p;
        }
        if (gx < 0) {
            p = 2 * quarter - p;
        }
        if (gy < 0) {
            p = bins - p;
        }
        return p;
    }
}
