package dev.whittle.feature.kernel.linear;

/** The definitions of {@link LinearKernels} as they are written there, without any thought of speed. */
class ReferenceLinearKernels extends LinearKernels {
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
            partial[i % 16] = Math.fma(a[aOffset + i], b[bOffset + i], partial[i % 16]);
        }
        return sum(partial, 0, 1);
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
            y[yOffset + i] = y[yOffset + i] + Math.max(0f, Math.fma(s, x[xOffset + i], b));
        }
    }

    @Override
    public void distances(float square, float[] x, int offset, int n) {
        for (int i = 0; i < n; i++) {
            x[offset + i] = (float) Math.sqrt(Math.max(0f, Math.fma(-2f, x[offset + i], square)));
        }
    }

    @Override
    public float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int n) {
        float[] partial = new float[16];
        for (int i = 0; i < n; i++) {
            float d = a[aOffset + i] - b[bOffset + i];
            partial[i % 16] = Math.fma(d, d, partial[i % 16]);
        }
        return sum(partial, 0, 1);
    }

    /**
     * Partial i is added to partial i + 8 first, that sum to the one of partial i + 4, and so on: the tree, from its
     * root.
     */
    private static float sum(float[] partial, int i, int step) {
        return step == 16 ? partial[i] : sum(partial, i, 2 * step) + sum(partial, i + step, 2 * step);
    }

    @Override
    public void exp(float[] x, int offset, int n) {
        for (int i = 0; i < n; i++) {
            x[offset + i] = ScalarLinearKernels.exp(x[offset + i]);
        }
    }

    @Override
    public void cosineOfTurns(float[] x, int offset, int n) {
        for (int i = 0; i < n; i++) {
            x[offset + i] = ScalarLinearKernels.cosineOfTurns(x[offset + i]);
        }
    }

    @Override
    public int argMax(float[] x, int offset, int n) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            if (x[offset + i] > x[offset + best]) {
                best = i;
            }
        }
        return best;
    }
}
