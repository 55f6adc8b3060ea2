package dev.whittle.feature.kernel;

/**
 * How a gradient (gx, gy), both in -255 … 255, votes for bins of orientation.
 *
 * <p>Its direction is a position t on the circle of bins, where one bin is 1 and 0 is the x axis: unsigned |t| ≤ bins/2 stands for 180°
 * (a direction and its opposite are one), signed for 360°. Bin b is centred at b + ½, or at b if {@code centred}. With
 * m = √(gx² + gy²) the vote for a bin whose centre is at distance d from t on the circle is max(0, m - m·d), so two neighbours share
 * it. A hard vote is the same after t has been moved to the nearest centre.
 *
 * @param bins number of bins on the circle, 2 to 240
 * @param signed whether the circle is 360° instead of 180°
 * @param centred whether bin b is centred at b, instead of b + ½
 * @param shared whether two bins share a vote, instead of the nearest having it
 */
public record Orientation(int bins, boolean signed, boolean centred, boolean shared) {
    /** Added to the longer side, so that a gradient of 0 has a slope of 0; changes no side of 1 or more. */
    static final float TINY = 0x1p-40f;
    /** atan(r)/r in r², for 0 ≤ r ≤ 1 to within 2·10<sup>-8</sup>: Abramowitz and Stegun 4.4.49. */
    private static final double[] ARCTANGENT = {
        1,
        -0.3333314528,
        0.1999355085,
        -0.1420889944,
        0.1065626393,
        -0.0752896400,
        0.0429096138,
        -0.0161657367,
        0.0028662257
    };

    /** The position of 90°. */
    float quarter() {
        return signed ? bins / 4f : bins / 2f;
    }

    /** Coefficient i of the arctangent, in bins instead of radians. */
    float coefficient(int i) {
        return (float) (ARCTANGENT[i] * (quarter() / (Math.PI / 2)));
    }

    /** A power of two above every |t|, to turn rounding towards 0 into rounding down. */
    float above() {
        return Integer.highestOneBit(bins) * 2;
    }

    /** m: one rounding of the square root of an exact sum. */
    public static float length(int gx, int gy) {
        return (float) Math.sqrt((float) (gx * gx + gy * gy));
    }

    /**
     * t, to within 10<sup>-6</sup> radians and exact along the axes. The angle of the octant, atan(r) with 0 ≤ r ≤ 1, is a polynomial by
     * Horner's rule with fma; reflections lead to the other octants.
     */
    public float position(int gx, int gy) {
        int x = Math.abs(gx);
        int y = Math.abs(gy);
        float r = Math.min(x, y) / (Math.max(x, y) + TINY);
        float s = r * r;
        float p = coefficient(8);
        for (int i = 7; i >= 0; i--) {
            p = Math.fma(p, s, coefficient(i));
        }
        float t = p * r;
        if (y > x) {
            t = quarter() - t;
        }
        if (signed && gx < 0) {
            t = 2 * quarter() - t;
        }
        if (signed ? gy < 0 : (gx ^ gy) < 0) {
            t = -t;
        }
        return shared ? t : nearestCentre(t);
    }

    /** Half-way between two centres: the lower one if centred (as VLFeat), else the bin that begins there. */
    private float nearestCentre(float t) {
        return centred ? above() - (int) (above() + 0.5f - t) : (int) (t + above()) - (above() - 0.5f);
    }

    /** The centre of bin b, in the range of t. */
    public float centre(int b) {
        float c = centred ? b : b + 0.5f;
        return c > bins / 2f ? c - bins : c;
    }

    /** Whether bin b is so close to the end of t's range that positions at the other end vote for it. */
    boolean wraps(int b) {
        return Math.abs(centre(b)) > bins / 2f - 1;
    }

    /** Whether bin b is centred at the end of t's range, so that its distance from t is that from |t|. */
    boolean opposite(int b) {
        return centre(b) == bins / 2f;
    }

    /**
     * The vote of a gradient of length m at position t for bin b, centred at c. A shared one is
     *
     * <pre>{@code
     * d = |fma(m, -c, m·t)|           with |m·t| in place of m·t for a bin at the end of the circle
     * d = min(d, fma(m, bins, -d))    for bins next to the end
     * max(0, m - d)
     * }</pre>
     *
     * where m·t is rounded. Hence, at a centre, the bin before it may have a rounding error's worth (and never a third bin anything: tried for all gradients and up to 240 bins).
     */
    public float vote(float m, float t, int b) {
        float c = centre(b);
        if (!shared) {
            float d = Math.abs(t - c);
            return m * Math.max(0f, 1f - Math.min(d, bins - d));
        }
        float p = m * t;
        float d = Math.abs(Math.fma(m, -c, opposite(b) ? Math.abs(p) : p));
        if (wraps(b) && !opposite(b)) {
            d = Math.min(d, Math.fma(m, bins, -d));
        }
        return Math.max(0f, m - d);
    }
}
