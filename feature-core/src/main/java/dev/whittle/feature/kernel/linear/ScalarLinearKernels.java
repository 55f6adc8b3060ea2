package dev.whittle.feature.kernel.linear;

/** The kernels in plain Java. They give the same bits everywhere, and run if {@code jdk.incubator.vector} is absent. */
public final class ScalarLinearKernels extends LinearKernels {
    static final float LOG2_E = 1.44269504f;
    /** 1.5·2²³: adding and subtracting it rounds |x| &lt; 2²² to the nearest integer, ties to even. */
    static final float ROUND = 0x1.8p23f;

    static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    // ln 2 in two parts (Cody and Waite); the first has 9 trailing zero bits, so its product with |n| < 512 is exact.
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    static final float EXP_MIN = -87.33654f;
    static final float EXP_MAX = 88.72283f;
    static final float P1 = 5.0000001201e-1f;
    static final float P2 = 1.6666665459e-1f;
    static final float P3 = 4.1665795894e-2f;
    static final float P4 = 8.3334519073e-3f;
    static final float P5 = 1.3981999507e-3f;
    static final float P6 = 1.9875691500e-4f;
    // sin(2πq) = q·(C0 + C1·q² + … + C4·q⁸), the best such polynomial for |q| ≤ ¼.
    static final float C0 = 6.283185f;
    static final float C1 = -41.341656f;
    static final float C2 = 81.601006f;
    static final float C3 = -76.54978f;
    static final float C4 = 39.536705f;

    private final ScalarGemm gemm = new ScalarGemm();
    private final ThreadLocal<float[]> partials = ThreadLocal.withInitial(() -> new float[16]);

    @Override
    void gemm(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRow,
            int aColumn,
            float[] b,
            int bOffset,
            int bRow,
            int bColumn,
            float[] c,
            int cOffset,
            int cRow) {
        gemm.multiply(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, cRow);
    }

    @Override
    public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
        // Local variables, which the compiler keeps in registers.
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        float s8 = 0f;
        float s9 = 0f;
        float s10 = 0f;
        float s11 = 0f;
        float s12 = 0f;
        float s13 = 0f;
        float s14 = 0f;
        float s15 = 0f;
        int whole = n & -16;
        for (int i = aOffset, j = bOffset; i < aOffset + whole; i += 16, j += 16) {
            s0 = Math.fma(a[i], b[j], s0);
            s1 = Math.fma(a[i + 1], b[j + 1], s1);
            s2 = Math.fma(a[i + 2], b[j + 2], s2);
            s3 = Math.fma(a[i + 3], b[j + 3], s3);
            s4 = Math.fma(a[i + 4], b[j + 4], s4);
            s5 = Math.fma(a[i + 5], b[j + 5], s5);
            s6 = Math.fma(a[i + 6], b[j + 6], s6);
            s7 = Math.fma(a[i + 7], b[j + 7], s7);
            s8 = Math.fma(a[i + 8], b[j + 8], s8);
            s9 = Math.fma(a[i + 9], b[j + 9], s9);
            s10 = Math.fma(a[i + 10], b[j + 10], s10);
            s11 = Math.fma(a[i + 11], b[j + 11], s11);
            s12 = Math.fma(a[i + 12], b[j + 12], s12);
            s13 = Math.fma(a[i + 13], b[j + 13], s13);
            s14 = Math.fma(a[i + 14], b[j + 14], s14);
            s15 = Math.fma(a[i + 15], b[j + 15], s15);
        }
        float[] partial = partials.get();
        partial[0] = s0;
        partial[1] = s1;
        partial[2] = s2;
        partial[3] = s3;
        partial[4] = s4;
        partial[5] = s5;
        partial[6] = s6;
        partial[7] = s7;
        partial[8] = s8;
        partial[9] = s9;
        partial[10] = s10;
        partial[11] = s11;
        partial[12] = s12;
        partial[13] = s13;
        partial[14] = s14;
        partial[15] = s15;
        for (int i = whole; i < n; i++) {
            partial[i & 15] = Math.fma(a[aOffset + i], b[bOffset + i], partial[i & 15]);
        }
        return sum16(partial);
    }

    @Override
    public void addScaled(float s, float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.fma(s, x[xOffset + i], y[yOffset + i]);
        }
    }

    @Override
    public void addRectified(float s, float b, float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] += Math.max(0f, Math.fma(s, x[xOffset + i], b));
        }
    }

    @Override
    public void distances(float square, float[] x, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            x[i] = (float) Math.sqrt(Math.max(0f, Math.fma(-2f, x[i], square)));
        }
    }

    @Override
    public float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int n) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        float s8 = 0f;
        float s9 = 0f;
        float s10 = 0f;
        float s11 = 0f;
        float s12 = 0f;
        float s13 = 0f;
        float s14 = 0f;
        float s15 = 0f;
        int whole = n & -16;
        for (int i = aOffset, j = bOffset; i < aOffset + whole; i += 16, j += 16) {
            s0 = addSquare(a[i], b[j], s0);
            s1 = addSquare(a[i + 1], b[j + 1], s1);
            s2 = addSquare(a[i + 2], b[j + 2], s2);
            s3 = addSquare(a[i + 3], b[j + 3], s3);
            s4 = addSquare(a[i + 4], b[j + 4], s4);
            s5 = addSquare(a[i + 5], b[j + 5], s5);
            s6 = addSquare(a[i + 6], b[j + 6], s6);
            s7 = addSquare(a[i + 7], b[j + 7], s7);
            s8 = addSquare(a[i + 8], b[j + 8], s8);
            s9 = addSquare(a[i + 9], b[j + 9], s9);
            s10 = addSquare(a[i + 10], b[j + 10], s10);
            s11 = addSquare(a[i + 11], b[j + 11], s11);
            s12 = addSquare(a[i + 12], b[j + 12], s12);
            s13 = addSquare(a[i + 13], b[j + 13], s13);
            s14 = addSquare(a[i + 14], b[j + 14], s14);
            s15 = addSquare(a[i + 15], b[j + 15], s15);
        }
        float[] partial = partials.get();
        partial[0] = s0;
        partial[1] = s1;
        partial[2] = s2;
        partial[3] = s3;
        partial[4] = s4;
        partial[5] = s5;
        partial[6] = s6;
        partial[7] = s7;
        partial[8] = s8;
        partial[9] = s9;
        partial[10] = s10;
        partial[11] = s11;
        partial[12] = s12;
        partial[13] = s13;
        partial[14] = s14;
        partial[15] = s15;
        for (int i = whole; i < n; i++) {
            partial[i & 15] = addSquare(a[aOffset + i], b[bOffset + i], partial[i & 15]);
        }
        return sum16(partial);
    }

    private static float addSquare(float a, float b, float sum) {
        float d = a - b;
        return Math.fma(d, d, sum);
    }

    /** The fixed tree: halves are added onto each other, 16 → 8 → 4 → 2 → 1. Changes the array. */
    static float sum16(float[] partial) {
        for (int half = 8; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                partial[i] += partial[i + half];
            }
        }
        return partial[0];
    }

    @Override
    public int argMax(float[] x, int offset, int n) {
        return argMaxFrom(offset, x, offset + 1, offset + n) - offset;
    }

    /** The index of the largest of x[best] and x[from … end-1]. */
    static int argMaxFrom(int best, float[] x, int from, int end) {
        float greatest = x[best];
        for (int i = from; i < end; i++) {
            if (x[i] > greatest) {
                greatest = x[i];
                best = i;
            }
        }
        return best;
    }

    @Override
    public void exp(float[] x, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            x[i] = exp(x[i]);
        }
    }

    /**
     * e^x = 2^n·e^r with n = round(x/ln 2) and |r| ≤ ln 2/2, where e^r is a polynomial of degree 6 (the coefficients of
     * Cephes' expf, S. Moshier).
     */
    static float exp(float x) {
        float clamped = Math.max(EXP_MIN, Math.min(EXP_MAX, x));
        float shifted = Math.fma(clamped, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_HIGH, clamped);
        r = Math.fma(n, -LN2_LOW, r);
        float p = P6;
        p = Math.fma(p, r, P5);
        p = Math.fma(p, r, P4);
        p = Math.fma(p, r, P3);
        p = Math.fma(p, r, P2);
        p = Math.fma(p, r, P1);
        p = Math.fma(p, r * r, r) + 1f;
        // n as an integer stands in the last bits of the shifted value (not a number for NaN, but then p is NaN
        // already).
        int power = Float.floatToRawIntBits(shifted) - ROUND_BITS;
        // 2^n in two factors, since n = 128 has no float of its own.
        int half = power >> 1;
        float scaled = p * powerOfTwo(half) * powerOfTwo(power - half);
        if (x > EXP_MAX) {
            return Float.POSITIVE_INFINITY;
        }
        return x < EXP_MIN ? 0f : scaled;
    }

    private static float powerOfTwo(int n) {
        return Float.intBitsToFloat((n + 127) << 23);
    }

    @Override
    public void cosineOfTurns(float[] x, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            x[i] = cosineOfTurns(x[i]);
        }
    }

    /** cos(2πx) = sin(2πq) with q = ¼ - |r|, where r = x - round(x) is exact. */
    static float cosineOfTurns(float x) {
        float r = x - ((x + ROUND) - ROUND);
        float q = 0.25f - Math.min(Math.abs(r), 0.5f);
        float u = q * q;
        float p = C4;
        p = Math.fma(p, u, C3);
        p = Math.fma(p, u, C2);
        p = Math.fma(p, u, C1);
        p = Math.fma(p, u, C0);
        return p * q;
    }
}
