package dev.whittle.feature.kernel.sift;

/**
 * The arctangent in units of 45°, 4/π·atan(r) = r·(1 + (1 - r)·q(r)) for 0 ≤ r ≤ 1. The polynomial q is the best one of
 * degree 7: it is within 8·10<sup>-7</sup> of its function, so the arctangent within 2·10<sup>-7</sup>. At 0 and 1 it
 * is exact.
 */
final class Arctangent {
    static final float Q0 = 0.2732403273f;
    static final float Q1 = 0.2731453282f;
    static final float Q2 = -0.149332171f;
    static final float Q3 = -0.1643872766f;
    static final float Q4 = 0.1458832889f;
    static final float Q5 = 0.04856875073f;
    static final float Q6 = -0.09349197883f;
    static final float Q7 = 0.02975474145f;

    /** Added to the longer side, so that a gradient of 0 has a slope of 0. It changes no side of 10<sup>-20</sup>. */
    static final float TINY = 0x1p-100f;

    private Arctangent() {}

    /** q(r). */
    static float q(float r) {
        float q = Math.fma(Q7, r, Q6);
        q = Math.fma(q, r, Q5);
        q = Math.fma(q, r, Q4);
        q = Math.fma(q, r, Q3);
        q = Math.fma(q, r, Q2);
        q = Math.fma(q, r, Q1);
        return Math.fma(q, r, Q0);
    }
}
