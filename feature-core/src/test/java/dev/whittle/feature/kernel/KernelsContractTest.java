package dev.whittle.feature.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The contract must fail for kernels that are wrong in the ways that matter. */
class KernelsContractTest {
    private static KernelsContract contract(Kernels kernels) {
        return new KernelsContract() {
            @Override
            Kernels kernels() {
                return kernels;
            }
        };
    }

    /** The reference, with something done after gemm. */
    private abstract static class Faulty extends ReferenceKernels {
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
            super.gemm(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, cRow);
            if (m > 0 && n > 0 && k > 0) {
                fault(a, c, cOffset, cOffset + (m - 1) * cRow + n - 1);
            }
        }

        abstract void fault(float[] a, float[] c, int first, int last);
    }

    @Test
    void theReferencePasses() {
        contract(new ReferenceKernels()).gemmOfSpecialValues();
        contract(new ReferenceKernels()).dot();
    }

    @Test
    void oneWrongBitInOneElement() {
        assertFails(new Faulty() {
            @Override
            void fault(float[] a, float[] c, int first, int last) {
                c[last] = Math.nextUp(c[last]);
            }
        });
    }

    @Test
    void aWriteBeforeOrAfterC() {
        assertFails(new Faulty() {
            @Override
            void fault(float[] a, float[] c, int first, int last) {
                c[first - 1] = Float.NaN;
            }
        });
        assertFails(new Faulty() {
            @Override
            void fault(float[] a, float[] c, int first, int last) {
                c[last + 1] = 0f;
            }
        });
    }

    @Test
    void aChangedOperand() {
        assertFails(new Faulty() {
            @Override
            void fault(float[] a, float[] c, int first, int last) {
                a[a.length - 1] = 0f;
            }
        });
    }

    @Test
    void aReadOutsideB() {
        assertFails(new ReferenceKernels() {
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
                super.gemm(m, n, k, a, aOffset, aRow, aColumn, b, bOffset - 1, bRow, bColumn, c, cOffset, cRow);
            }
        });
    }

    private static void assertFails(Kernels faulty) {
        assertThrows(AssertionError.class, () -> contract(faulty).gemmKeepsNoStateBetweenSizes());
    }

    @Test
    void sumsInAnotherOrder() {
        KernelsContract contract = contract(new ReferenceKernels() {
            @Override
            public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
                float sum = 0;
                for (int i = 0; i < n; i++) {
                    sum = Math.fma(a[aOffset + i], b[bOffset + i], sum);
                }
                return sum;
            }

            @Override
            public float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int n) {
                return Math.nextUp(super.squaredDistance(a, aOffset, b, bOffset, n));
            }

            @Override
            public void exp(float[] x, int offset, int n) {
                for (int i = offset; i < offset + n; i++) {
                    x[i] = (float) StrictMath.exp(x[i]);
                }
            }
        });
        assertThrows(AssertionError.class, contract::dot);
        assertThrows(AssertionError.class, contract::squaredDistance);
        assertThrows(AssertionError.class, contract::expOfSlices);
        assertThrows(AssertionError.class, contract::expOfFloatsOfAllKinds);
    }

    @Test
    void wrongHistogramsOfGradients() {
        HogContract.check(ReferenceHog::new);
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHog(orientation) {
                    @Override
                    public void cellSums(int[] gx, int[] gy, Taps taps, float[] out, int at) {
                        super.cellSums(gx, gy, taps, out, at);
                        int last = at + taps.sums() * taps.sums() * orientation.bins() * TILE - 1;
                        out[last] = Math.nextUp(out[last]);
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHog(orientation) {
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
                () -> HogContract.check(orientation -> new ReferenceHog(orientation) {
                    @Override
                    public void blockSums(
                            int[] gx, int[] gy, Taps taps, int step, boolean top, float[] kept, float[] h) {
                        super.blockSums(gx, gy, taps, step, top, kept, h);
                        h[4 * orientation.bins() * TILE] = 0;
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHog(orientation) {
                    @Override
                    public void keepLonger(int[] gx, int[] gy, int[] x, int[] y, int n) {
                        super.keepLonger(gx, gy, x, y, n / 2);
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHog(orientation) {
                    @Override
                    public void l2Hys(float[] h, int values, int n) {
                        super.l2Hys(h, values, n);
                        h[(values - 1) * TILE + n - 1] = Math.nextUp(h[(values - 1) * TILE + n - 1]);
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHog(orientation) {
                    @Override
                    public void differences(byte[] a, int[] aAt, byte[] b, int[] bAt, int cellSize, int[] to) {
                        super.differences(a, aAt, b, bAt, cellSize, to);
                        to[cellSize * cellSize * TILE - 1]++;
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHog(orientation) {
                    @Override
                    public void addTerms(
                            float[] a, int[] from, int terms, int step, int lines, float[] h, int to, int n) {
                        super.addTerms(a, from, Math.min(terms, 6), step, lines, h, to, n);
                    }
                }));
        assertThrows(
                AssertionError.class,
                () -> HogContract.check(orientation -> new ReferenceHog(orientation) {
                    @Override
                    public void transpose(float[] h, int from, int values, int n, float[] out, int at) {
                        super.transpose(h, from, values, n, out, at);
                        out[at + n * values] = 0;
                    }
                }));
    }

    @Test
    void theLastOfEqualValues() {
        KernelsContract contract = contract(new ReferenceKernels() {
            @Override
            public int argMax(float[] x, int offset, int n) {
                int best = 0;
                for (int i = 1; i < n; i++) {
                    if (x[offset + i] >= x[offset + best]) {
                        best = i;
                    }
                }
                return best;
            }
        });
        assertThrows(AssertionError.class, contract::argMaxOfEqualValues);
    }

    @Test
    void aLargerValueBesideTheSlice() {
        KernelsContract contract = contract(new ReferenceKernels() {
            @Override
            public int argMax(float[] x, int offset, int n) {
                return super.argMax(x, offset, n + 1);
            }
        });
        assertThrows(AssertionError.class, contract::argMaxOfEqualValues);
    }
}
