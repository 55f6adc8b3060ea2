package dev.whittle.feature.kernel.sift;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of dense SIFT on {@code jdk.incubator.vector}. All vectors have the machine's preferred width, also where
 * eight lanes would do. If C2 has seen vectors of two widths, it no longer knows the class of a vector, and allocates.
 */
public final class VectorSiftKernels implements SiftKernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int BLOCK = 4 * LANES;
    /** Whether 16 partial sums are a whole number of vectors. */
    private static final boolean HOLDS_16 = LANES <= 16;

    private final SiftKernels scalar = new ScalarSiftKernels();

    @Override
    public void votes(float[] gx, float[] gy, int n, int[] places, float[] votes, int at) {
        int whole = SPECIES.loopBound(n);
        shares(gx, gy, whole, places);
        ScalarSiftKernels.shares(gx, gy, whole, n, places);
        ScalarSiftKernels.write(gx, gy, n, places, votes, at);
    }

    private static void shares(float[] gx, float[] gy, int whole, int[] places) {
        for (int i = 0; i < whole; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, gx, i);
            FloatVector y = FloatVector.fromArray(SPECIES, gy, i);
            FloatVector m = x.fma(x, y.mul(y)).sqrt();
            IntVector left = x.reinterpretAsInts().lanewise(VectorOperators.LSHR, 31);
            IntVector up = y.reinterpretAsInts().lanewise(VectorOperators.LSHR, 31);
            x = x.abs();
            y = y.abs();
            VectorMask<Float> steep = y.compare(VectorOperators.GT, x);
            FloatVector most = x.max(y);
            FloatVector least = x.min(y);
            FloatVector f = FloatVector.broadcast(SPECIES, 1f).div(most.add(Arctangent.TINY));
            FloatVector r = least.mul(f);
            FloatVector s = most.sub(least).mul(f);
            FloatVector q =
                    r.fma(FloatVector.broadcast(SPECIES, Arctangent.Q7), FloatVector.broadcast(SPECIES, Arctangent.Q6));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Arctangent.Q5));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Arctangent.Q4));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Arctangent.Q3));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Arctangent.Q2));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Arctangent.Q1));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Arctangent.Q0));
            FloatVector one = FloatVector.broadcast(SPECIES, 1f);
            m.mul(s.mul(r.neg().fma(q, one))).intoArray(gx, i);
            m.mul(r.mul(s.fma(q, one))).intoArray(gy, i);
            IntVector upFour = up.lanewise(VectorOperators.LSHL, 2);
            IntVector axis = left.lanewise(VectorOperators.LSHL, 2).blend(upFour.add(2), steep.cast(upFour.species()));
            IntVector diagonal = left.lanewise(VectorOperators.XOR, up)
                    .lanewise(VectorOperators.LSHL, 1)
                    .add(upFour)
                    .add(1);
            axis.add(diagonal.lanewise(VectorOperators.LSHL, 4)).intoArray(places, i);
        }
    }

    @Override
    public void rows(float[] in, int[] at, float[] weights, int taps, float[] out, int to, int n) {
        int whole = 0;
        if (taps > 1) {
            whole = n - n % BLOCK;
            blocks(in, at, weights, taps, out, to, whole);
        }
        ScalarSiftKernels.rows(in, at, weights, taps, out, to, whole, n);
    }

    private static void blocks(float[] in, int[] at, float[] weights, int taps, float[] out, int to, int n) {
        for (int i = 0; i < n; i += BLOCK) {
            FloatVector w = FloatVector.broadcast(SPECIES, weights[0]);
            int row = at[0] + i;
            FloatVector sum0 = FloatVector.fromArray(SPECIES, in, row).mul(w);
            FloatVector sum1 = FloatVector.fromArray(SPECIES, in, row + LANES).mul(w);
            FloatVector sum2 =
                    FloatVector.fromArray(SPECIES, in, row + 2 * LANES).mul(w);
            FloatVector sum3 =
                    FloatVector.fromArray(SPECIES, in, row + 3 * LANES).mul(w);
            int k = 1;
            do {
                w = FloatVector.broadcast(SPECIES, weights[k]);
                row = at[k] + i;
                sum0 = FloatVector.fromArray(SPECIES, in, row).fma(w, sum0);
                sum1 = FloatVector.fromArray(SPECIES, in, row + LANES).fma(w, sum1);
                sum2 = FloatVector.fromArray(SPECIES, in, row + 2 * LANES).fma(w, sum2);
                sum3 = FloatVector.fromArray(SPECIES, in, row + 3 * LANES).fma(w, sum3);
                k++;
            } while (k < taps);
            sum0.intoArray(out, to + i);
            sum1.intoArray(out, to + i + LANES);
            sum2.intoArray(out, to + i + 2 * LANES);
            sum3.intoArray(out, to + i + 3 * LANES);
        }
    }

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
        if (!HOLDS_16) {
            scalar.describe(in, row, column, n, weights, leastMass, squareRoot, work, out, to);
            return;
        }
        // Step by step for all, as the steps of a single descriptor wait for each other.
        gather(in, row, column, n - 1, weights, out, to);
        ScalarSiftKernels.gather(in, row, column, n - 1, n, weights, out, to);
        if (leastMass > 0) {
            sums(out, to, n, work);
            for (int j = 0; j < n; j++) {
                if (ScalarSiftKernels.tree(work, 16 * j) < leastMass) {
                    Arrays.fill(out, to + VALUES * j, to + VALUES * (j + 1), 0f);
                }
            }
        }
        squares(out, to, n, work);
        factors(n, work);
        limit(out, to, n, work);
        squares(out, to, n, work);
        factors(n, work);
        scale(out, to, n, work);
        if (squareRoot) {
            sums(out, to, n, work);
            for (int j = 0; j < n; j++) {
                work[16 * n + j] = ScalarSiftKernels.inverse(ScalarSiftKernels.tree(work, 16 * j));
            }
            roots(out, to, n, work);
        }
    }

    /** The inverse norms, after the partial sums of all squares. */
    private static void factors(int n, float[] work) {
        for (int j = 0; j < n; j++) {
            work[16 * n + j] = ScalarSiftKernels.inverse((float) Math.sqrt(ScalarSiftKernels.tree(work, 16 * j)));
        }
    }

    /**
     * The weighted bins of n descriptors. A vector of 16 lanes has the eight values of a bin and others, over which the
     * next bin is written; after the last descriptor there must be another one.
     */
    private static void gather(float[] in, int[] row, int[] column, int n, float[] weights, float[] out, int to) {
        for (int j = 0; j < n; j++) {
            for (int b = 0; b < BINS; b++) {
                FloatVector w = FloatVector.broadcast(SPECIES, weights[b]);
                int from = row[b >> 2] + column[4 * j + (b & 3)];
                int at = to + VALUES * j + ORIENTATIONS * b;
                for (int t = 0; t < ORIENTATIONS; t += LANES) {
                    FloatVector.fromArray(SPECIES, in, from + t).mul(w).intoArray(out, at + t);
                }
            }
        }
    }

    /** The partial sums of the values of each descriptor, without a loop through which sums go. */
    private static void sums(float[] a, int at, int n, float[] work) {
        for (int j = 0; j < n; j++) {
            for (int p = 0; p < 16; p += LANES) {
                int i = at + VALUES * j + p;
                FloatVector.fromArray(SPECIES, a, i)
                        .add(FloatVector.fromArray(SPECIES, a, i + 16))
                        .add(FloatVector.fromArray(SPECIES, a, i + 32))
                        .add(FloatVector.fromArray(SPECIES, a, i + 48))
                        .add(FloatVector.fromArray(SPECIES, a, i + 64))
                        .add(FloatVector.fromArray(SPECIES, a, i + 80))
                        .add(FloatVector.fromArray(SPECIES, a, i + 96))
                        .add(FloatVector.fromArray(SPECIES, a, i + 112))
                        .intoArray(work, 16 * j + p);
            }
        }
    }

    /** The partial sums of the squares. */
    private static void squares(float[] a, int at, int n, float[] work) {
        for (int j = 0; j < n; j++) {
            for (int p = 0; p < 16; p += LANES) {
                int i = at + VALUES * j + p;
                FloatVector v = FloatVector.fromArray(SPECIES, a, i);
                FloatVector sum = v.mul(v);
                v = FloatVector.fromArray(SPECIES, a, i + 16);
                sum = v.fma(v, sum);
                v = FloatVector.fromArray(SPECIES, a, i + 32);
                sum = v.fma(v, sum);
                v = FloatVector.fromArray(SPECIES, a, i + 48);
                sum = v.fma(v, sum);
                v = FloatVector.fromArray(SPECIES, a, i + 64);
                sum = v.fma(v, sum);
                v = FloatVector.fromArray(SPECIES, a, i + 80);
                sum = v.fma(v, sum);
                v = FloatVector.fromArray(SPECIES, a, i + 96);
                sum = v.fma(v, sum);
                v = FloatVector.fromArray(SPECIES, a, i + 112);
                v.fma(v, sum).intoArray(work, 16 * j + p);
            }
        }
    }

    private static void limit(float[] a, int at, int n, float[] work) {
        for (int j = 0; j < n; j++) {
            FloatVector f = FloatVector.broadcast(SPECIES, work[16 * n + j]);
            int end = at + VALUES * (j + 1);
            for (int i = end - VALUES; i < end; i += LANES) {
                FloatVector.fromArray(SPECIES, a, i).mul(f).min(LARGEST).intoArray(a, i);
            }
        }
    }

    private static void scale(float[] a, int at, int n, float[] work) {
        for (int j = 0; j < n; j++) {
            FloatVector f = FloatVector.broadcast(SPECIES, work[16 * n + j]);
            int end = at + VALUES * (j + 1);
            for (int i = end - VALUES; i < end; i += LANES) {
                FloatVector.fromArray(SPECIES, a, i).mul(f).intoArray(a, i);
            }
        }
    }

    private static void roots(float[] a, int at, int n, float[] work) {
        for (int j = 0; j < n; j++) {
            FloatVector f = FloatVector.broadcast(SPECIES, work[16 * n + j]);
            int end = at + VALUES * (j + 1);
            for (int i = end - VALUES; i < end; i += LANES) {
                FloatVector.fromArray(SPECIES, a, i).mul(f).sqrt().intoArray(a, i);
            }
        }
    }
}
