package dev.whittle.feature.kernel.linear;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The contract must fail for kernels that are wrong in the ways that matter. */
class LinearKernelsContractTest {
    private static LinearKernelsContract contract(LinearKernels kernels) {
        return new LinearKernelsContract() {
            @Override
            protected LinearKernels kernels() {
                return kernels;
            }
        };
    }

    /** The reference, with something done after gemm. */
    private abstract static class Faulty extends ReferenceLinearKernels {
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
            super.gemm(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, cRow);
            if (m > 0 && n > 0 && k > 0) {
                fault(a, c, cOffset, cOffset + (m - 1) * cRow + n - 1);
            }
        }

        abstract void fault(float[] a, float[] c, int first, int last);
    }

    @Test
    void theReferencePasses() {
        contract(new ReferenceLinearKernels()).gemmOfSpecialValues();
        contract(new ReferenceLinearKernels()).dot();
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
        assertFails(new ReferenceLinearKernels() {
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
                super.gemm(m, n, k, a, aOffset, aRow, aColumn, b, bOffset - 1, bRow, bColumn, c, cOffset, cRow);
            }
        });
    }

    private static void assertFails(LinearKernels faulty) {
        assertThrows(AssertionError.class, () -> contract(faulty).gemmKeepsNoStateBetweenSizes());
    }

    @Test
    void sumsInAnotherOrder() {
        LinearKernelsContract contract = contract(new ReferenceLinearKernels() {
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
    void theLastOfEqualValues() {
        LinearKernelsContract contract = contract(new ReferenceLinearKernels() {
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
        LinearKernelsContract contract = contract(new ReferenceLinearKernels() {
            @Override
            public int argMax(float[] x, int offset, int n) {
                return super.argMax(x, offset, n + 1);
            }
        });
        assertThrows(AssertionError.class, contract::argMaxOfEqualValues);
    }
}
