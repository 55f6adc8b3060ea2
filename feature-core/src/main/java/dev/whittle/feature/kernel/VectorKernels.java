package dev.whittle.feature.kernel;

/** The kernels on {@code jdk.incubator.vector}. */
final class VectorKernels implements Kernels {
    @Override
    public String name() {
        return "vector";
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
        SCALAR.gemm(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, cRow);
    }

    @Override
    public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
        return SCALAR.dot(a, aOffset, b, bOffset, n);
    }

    @Override
    public float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int n) {
        return SCALAR.squaredDistance(a, aOffset, b, bOffset, n);
    }

    @Override
    public void addScaled(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
        SCALAR.addScaled(alpha, x, xOffset, y, yOffset, n);
    }

    @Override
    public void exp(float[] x, int offset, int n) {
        SCALAR.exp(x, offset, n);
    }
}
