package dev.whittle.feature.kernel;

/** The definition of all kernels, as plain loops. */
final class ScalarKernels implements Kernels {
    private static final float LOG2_E = 1.44269504f;
    /** 1.5·2²³: adding and subtracting it rounds |x| < 2²² to the nearest integer, ties to even. */
    static final float ROUND = 0x1.8p23f;
    // ln 2 in two parts (Cody and Waite); the first has 9 trailing zero bits, so its product with |n| < 512 is exact.
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    static final float EXP_MIN = -87.33654f;
    static final float EXP_MAX = 88.72283f;

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void gemm(
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
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = c[cOffset + i * cRow + j];
                for (int p = 0; p < k; p++) {
                    sum = Math.fma(a[aOffset + i * aRow + p * aColumn], b[bOffset + p * bRow + j * bColumn], sum);
                }
                c[cOffset + i * cRow + j] = sum;
            }
        }
    }

    @Override
    public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
        float[] partial = new float[16];
        for (int i = 0; i < n; i++) {
            partial[i & 15] = Math.fma(a[aOffset + i], b[bOffset + i], partial[i & 15]);
        }
        return sum16(partial);
    }

    @Override
    public float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int n) {
        float[] partial = new float[16];
        for (int i = 0; i < n; i++) {
            float d = a[aOffset + i] - b[bOffset + i];
            partial[i & 15] = Math.fma(d, d, partial[i & 15]);
        }
        return sum16(partial);
    }

    /** The fixed tree: halves are added onto each other, 16 → 8 → 4 → 2 → 1. */
    static float sum16(float[] partial) {
        for (int half = 8; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                partial[i] += partial[i + half];
            }
        }
        return partial[0];
    }

    @Override
    public void addScaled(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
        }
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
        float n = Math.fma(clamped, LOG2_E, ROUND) - ROUND;
        float r = Math.fma(n, -LN2_HIGH, clamped);
        r = Math.fma(n, -LN2_LOW, r);
        float p = 1.9875691500e-4f;
        p = Math.fma(p, r, 1.3981999507e-3f);
        p = Math.fma(p, r, 8.3334519073e-3f);
        p = Math.fma(p, r, 4.1665795894e-2f);
        p = Math.fma(p, r, 1.6666665459e-1f);
        p = Math.fma(p, r, 5.0000001201e-1f);
        p = Math.fma(p, r * r, r) + 1f;
        // 2^n in two factors, since n = 128 has no float of its own.
        int half = (int) n >> 1;
        float scaled =
                p * Float.intBitsToFloat((half + 127) << 23) * Float.intBitsToFloat(((int) n - half + 127) << 23);
        if (x > EXP_MAX) {
            return Float.POSITIVE_INFINITY;
        }
        return x < EXP_MIN ? 0f : scaled;
    }
}
