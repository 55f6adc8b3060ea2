package dev.whittle.feature.kernel.hog;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The contract passes the reference, and fails each kernel that has a fault. */
class HogContractTest {
    @Test
    void wrongKernels() {
        HogContract.check(ReferenceHogKernels::new);
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHogKernels(orientation) {
                    @Override
                    public void cellSums(int[] gx, int[] gy, Taps taps, float[] out, int at) {
                        super.cellSums(gx, gy, taps, out, at);
                        int last = at + taps.sums() * taps.sums() * orientation.bins() * TILE - 1;
                        out[last] = Math.nextUp(out[last]);
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHogKernels(orientation) {
                    @Override
                    public void blockSums(
                            int[] gx, int[] gy, Taps taps, int step, boolean top, float[] kept, float[] h) {
                        super.blockSums(gx, gy, taps, step, top, kept, h);
                        // The last block of the bottom row of two rows of eight cells.
                        h[TILE - 2] = Math.nextUp(h[TILE - 2]);
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHogKernels(orientation) {
                    @Override
                    public void blockSums(
                            int[] gx, int[] gy, Taps taps, int step, boolean top, float[] kept, float[] h) {
                        super.blockSums(gx, gy, taps, step, top, kept, h);
                        h[4 * orientation.bins() * TILE] = 0;
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHogKernels(orientation) {
                    @Override
                    public void keepLonger(int[] gx, int[] gy, int[] x, int[] y, int n) {
                        super.keepLonger(gx, gy, x, y, n / 2);
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHogKernels(orientation) {
                    @Override
                    public void l2Hys(float[] h, int values, int n) {
                        super.l2Hys(h, values, n);
                        h[(values - 1) * TILE + n - 1] = Math.nextUp(h[(values - 1) * TILE + n - 1]);
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHogKernels(orientation) {
                    @Override
                    public void differences(byte[] a, int[] aAt, byte[] b, int[] bAt, int cellSize, int[] to) {
                        super.differences(a, aAt, b, bAt, cellSize, to);
                        to[cellSize * cellSize * TILE - 1]++;
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHogKernels(orientation) {
                    @Override
                    public void addTerms(
                            float[] a, int[] from, int terms, int step, int lines, float[] h, int to, int n) {
                        super.addTerms(a, from, Math.min(terms, 6), step, lines, h, to, n);
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHogKernels(orientation) {
                    @Override
                    public void transpose(float[] h, int from, int values, int n, float[] out, int at) {
                        super.transpose(h, from, values, n, out, at);
                        out[at + n * values] = 0;
                    }
                }));
    }
}
