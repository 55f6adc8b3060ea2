package dev.whittle.feature.kernel.sift;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The contract must fail for kernels that are wrong in the ways that matter. */
class SiftKernelsContractTest {
    private static SiftKernelsContract contract(SiftKernels kernels) {
        return new SiftKernelsContract() {
            @Override
            protected SiftKernels kernels() {
                return kernels;
            }
        };
    }

    @Test
    void theReferencePasses() {
        SiftKernelsContract contract = contract(new ReferenceSiftKernels());
        contract.votesOfGradientsInAllDirections();
        contract.sumsOfRows();
        contract.descriptors();
    }

    @Test
    void oneWrongBitOfAVote() {
        assertThrows(AssertionError.class, contract(new ReferenceSiftKernels() {
            @Override
            public void votes(float[] gx, float[] gy, int n, int[] places, float[] votes, int at) {
                super.votes(gx, gy, n, places, votes, at);
                if (n == 200) {
                    votes[at + 1598] = Math.nextUp(votes[at + 1598]);
                }
            }
        })::votesOfGradientsInAllDirections);
    }

    /** Products that are rounded before they are added. */
    @Test
    void sumsWithoutFma() {
        assertThrows(AssertionError.class, contract(new ReferenceSiftKernels() {
            @Override
            public void rows(float[] in, int[] at, float[] weights, int taps, float[] out, int to, int n) {
                for (int i = 0; i < n; i++) {
                    float sum = 0;
                    for (int k = 0; k < taps; k++) {
                        sum += in[at[k] + i] * weights[k];
                    }
                    out[to + i] = sum;
                }
            }
        })::sumsOfRows);
    }

    @Test
    void aWriteAfterTheSums() {
        assertThrows(AssertionError.class, contract(new ReferenceSiftKernels() {
            @Override
            public void rows(float[] in, int[] at, float[] weights, int taps, float[] out, int to, int n) {
                super.rows(in, at, weights, taps, out, to, n);
                if (to + n < out.length) {
                    out[to + n] = 0;
                }
            }
        })::sumsOfRows);
    }

    @Test
    void descriptorsWithoutALeastMass() {
        assertThrows(AssertionError.class, contract(new ReferenceSiftKernels() {
            @Override
            public void describe(
                    float[] in,
                    int[] row,
                    int[] column,
                    int n,
                    float[] weights,
                    float leastMass,
                    boolean squareRoot,
                    float[] work,
                    float[] out,
                    int to) {
                super.describe(in, row, column, n, weights, 0, squareRoot, work, out, to);
            }
        })::descriptors);
    }
}
