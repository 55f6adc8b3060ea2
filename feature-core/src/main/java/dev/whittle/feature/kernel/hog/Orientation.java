package dev.whittle.feature.kernel.hog;

/**
 * The vote of a gradient (gx, gy), both in -255 … 255, for bins of orientation (Dalal and Triggs, CVPR 2005, §6.3).
 *
 * <p>The direction of the gradient is a position t on the circle of bins, where a bin has the width 1 and 0 is the x
 * axis. The circle, |t| ≤ bins/2, is 360° if signed; unsigned it is 180°, as a direction and its opposite are then the
 * same. Bin b is centred at b + ½, or at b if {@code centred}. With the length m = √(gx² + gy²), a shared vote for a
 * bin whose centre is at distance d from t on the circle is max(0, m - m·d), so two neighbours share it. A hard vote is
 * m, for the bin between whose borders the gradient lies; borders are half-way between the centres. No angle is needed
 * for that.
 */
public final class Orientation {
    /**
     * Borders are turned by so many radians, a few times the rounding error, so that no gradient lies on one. A
     * gradient half-way between two centres is in the bin that begins there or, if centred, in the one that ends there,
     * as in VLFeat. With some numbers of bins a few other gradients are so near a border that they change sides, too.
     */
    private static final double NUDGE = 0x1p-22;

    /** Added to the longer side, so that a gradient of 0 has a slope of 0. It changes no side of 1 or more. */
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

    private final int bins;
    private final boolean signed;
    private final boolean centred;
    private final boolean shared;
    private final float[] coefficients = new float[ARCTANGENT.length];
    private final float[] borderX;
    private final float[] borderY;

    /**
     * @param bins number of bins on the circle, 2 to 240
     * @param signed whether the circle is 360° instead of 180°
     * @param centred whether bin b is centred at b, instead of b + ½
     * @param shared whether two bins share a vote, instead of the nearest having it
     */
    public Orientation(int bins, boolean signed, boolean centred, boolean shared) {
        this.bins = bins;
        this.signed = signed;
        this.centred = centred;
        this.shared = shared;
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = (float) (ARCTANGENT[i] * (quarter() / (Math.PI / 2)));
        }
        borderX = new float[bins + 1];
        borderY = new float[bins + 1];
        double nudge = centred ? NUDGE : -NUDGE;
        for (int b = 0; b < bins; b++) {
            double angle = (signed ? 2 * Math.PI : Math.PI) * (centred ? b - 0.5 : b) / bins + nudge;
            borderX[b] = (float) -StrictMath.sin(angle);
            borderY[b] = (float) StrictMath.cos(angle);
        }
        borderX[bins] = signed ? borderX[0] : -borderX[0];
        borderY[bins] = signed ? borderY[0] : -borderY[0];
    }

    public int bins() {
        return bins;
    }

    boolean signed() {
        return signed;
    }

    public boolean shared() {
        return shared;
    }

    @Override
    public String toString() {
        return bins + (signed ? " signed" : " unsigned") + " bins" + (centred ? ", the first centred at 0" : "")
                + (shared ? ", shared votes" : ", hard votes");
    }

    /** The position of 90°. */
    float quarter() {
        return signed ? bins / 4f : bins / 2f;
    }

    /** Coefficient i of the arctangent, in bins instead of radians. */
    float coefficient(int i) {
        return coefficients[i];
    }

    /** m: one rounding of the square root of an exact sum. */
    public static float length(int gx, int gy) {
        return (float) Math.sqrt((float) (gx * gx + gy * gy));
    }

    /**
     * t, to within 10<sup>-6</sup> radians and exact along the axes. The angle of the octant, atan(r) with 0 ≤ r ≤ 1,
     * is a polynomial by Horner's rule with fma; reflections lead to the other octants.
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
        return t;
    }

    /**
     * Whether a gradient is in the half-turn that begins at the border before bin b: its cross product with the
     * border's direction, fma(gx, {@link #borderX}, gy·{@link #borderY}), is at least 0. The product is -0 for (0, 0)
     * only, so vectors test its sign. Border {@code bins} is where the circle ends.
     */
    private boolean past(int b, int gx, int gy) {
        return Math.fma((float) gx, borderX[b], gy * borderY[b]) >= 0;
    }

    /** Minus the sine of the angle of border b. */
    float borderX(int b) {
        return borderX[b];
    }

    /** Its cosine. */
    float borderY(int b) {
        return borderY[b];
    }

    /** The centre of bin b, in the range of t. */
    public float centre(int b) {
        float c = centred ? b : b + 0.5f;
        return c > bins / 2f ? c - bins : c;
    }

    /** Whether bin b is so close to the end of t's range that gradients at the other end vote for it. */
    boolean wraps(int b) {
        return Math.abs(centre(b)) > bins / 2f - 1;
    }

    /** Whether bin b is centred at the end of t's range, so that its distance from t is that from |t|. */
    boolean opposite(int b) {
        return centre(b) == bins / 2f;
    }

    /**
     * The vote of a gradient for bin b. A hard vote is m if the gradient is past border b, but not past the next;
     * unsigned, a gradient and its opposite vote for the same bin. A shared vote, with m and t of {@link #length} and
     * {@link #position} and the bin centred at c, is
     *
     * <pre>{@code
     * d = |fma(m, -c, m·t)|           with |m·t| in place of m·t for a bin at the end of the circle
     * d = min(d, fma(m, bins, -d))    for bins next to the end
     * max(0, m - d)
     * }</pre>
     *
     * where m·t is rounded. So for a gradient at a centre the bin before may have a vote as large as a rounding error.
     * A third bin never has a vote: this was tried for all gradients and up to 240 bins.
     */
    public float vote(int gx, int gy, int b) {
        float m = length(gx, gy);
        if (!shared) {
            boolean next = past(b + 1, gx, gy);
            return past(b, gx, gy) != next && (!signed || !next) ? m : 0f;
        }
        float c = centre(b);
        float p = m * position(gx, gy);
        float d = Math.abs(Math.fma(m, -c, opposite(b) ? Math.abs(p) : p));
        if (wraps(b) && !opposite(b)) {
            d = Math.min(d, Math.fma(m, bins, -d));
        }
        return Math.max(0f, m - d);
    }
}
