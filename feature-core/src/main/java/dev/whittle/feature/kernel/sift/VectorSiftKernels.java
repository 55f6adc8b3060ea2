package dev.whittle.feature.kernel.sift;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of dense SIFT on {@code jdk.incubator.vector}. What works on the eight orientations of a place does so in
 * vectors of eight lanes, and in plain Java where vectors are shorter.
 */
public final class VectorSiftKernels implements SiftKernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;
    private static final boolean HOLDS_8 = LANES >= ORIENTATIONS;

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
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            FloatVector w = FloatVector.broadcast(SPECIES, weights[0]);
            int row = at[0] + i;
            FloatVector sum0 = FloatVector.fromArray(SPECIES, in, row).mul(w);
            FloatVector sum1 = FloatVector.fromArray(SPECIES, in, row + LANES).mul(w);
            FloatVector sum2 =
                    FloatVector.fromArray(SPECIES, in, row + 2 * LANES).mul(w);
            FloatVector sum3 =
                    FloatVector.fromArray(SPECIES, in, row + 3 * LANES).mul(w);
            for (int k = 1; k < taps; k++) {
                w = FloatVector.broadcast(SPECIES, weights[k]);
                row = at[k] + i;
                sum0 = FloatVector.fromArray(SPECIES, in, row).fma(w, sum0);
                sum1 = FloatVector.fromArray(SPECIES, in, row + LANES).fma(w, sum1);
                sum2 = FloatVector.fromArray(SPECIES, in, row + 2 * LANES).fma(w, sum2);
                sum3 = FloatVector.fromArray(SPECIES, in, row + 3 * LANES).fma(w, sum3);
            }
            sum0.intoArray(out, to + i);
            sum1.intoArray(out, to + i + LANES);
            sum2.intoArray(out, to + i + 2 * LANES);
            sum3.intoArray(out, to + i + 3 * LANES);
        }
        ScalarSiftKernels.rows(in, at, weights, taps, out, to, i, n);
    }

    @Override
    public void columns(float[] in, int[] at, int from, int n, float[] weights, int taps, float[] out, int to) {
        int whole = HOLDS_8 ? n & -4 : 0;
        columnsByFour(in, at, from, whole, weights, taps, out, to);
        scalar.columns(in, at, from + whole, n - whole, weights, taps, out, to + ORIENTATIONS * whole);
    }

    private static void columnsByFour(
            float[] in, int[] at, int from, int n, float[] weights, int taps, float[] out, int to) {
        for (int j = 0; j < n; j += 4) {
            int at0 = at[from + j];
            int at1 = at[from + j + 1];
            int at2 = at[from + j + 2];
            int at3 = at[from + j + 3];
            FloatVector w = FloatVector.broadcast(EIGHT, weights[0]);
            FloatVector sum0 = FloatVector.fromArray(EIGHT, in, at0).mul(w);
            FloatVector sum1 = FloatVector.fromArray(EIGHT, in, at1).mul(w);
            FloatVector sum2 = FloatVector.fromArray(EIGHT, in, at2).mul(w);
            FloatVector sum3 = FloatVector.fromArray(EIGHT, in, at3).mul(w);
            for (int k = 1; k < taps; k++) {
                int tap = ORIENTATIONS * k;
                w = FloatVector.broadcast(EIGHT, weights[k]);
                sum0 = FloatVector.fromArray(EIGHT, in, at0 + tap).fma(w, sum0);
                sum1 = FloatVector.fromArray(EIGHT, in, at1 + tap).fma(w, sum1);
                sum2 = FloatVector.fromArray(EIGHT, in, at2 + tap).fma(w, sum2);
                sum3 = FloatVector.fromArray(EIGHT, in, at3 + tap).fma(w, sum3);
            }
            int place = to + ORIENTATIONS * j;
            sum0.intoArray(out, place);
            sum1.intoArray(out, place + ORIENTATIONS);
            sum2.intoArray(out, place + 2 * ORIENTATIONS);
            sum3.intoArray(out, place + 3 * ORIENTATIONS);
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
            float[] partial,
            float[] out,
            int to) {
        if (!HOLDS_8) {
            scalar.describe(in, row, column, n, weights, leastMass, squareRoot, partial, out, to);
            return;
        }
        for (int j = 0; j < n; j++) {
            int h = to + VALUES * j;
            gather(in, row, column, 4 * j, weights, out, h);
            if (sum(out, h, partial) < leastMass) {
                Arrays.fill(out, h, h + VALUES, 0f);
                continue;
            }
            limit(out, h, ScalarSiftKernels.inverse((float) Math.sqrt(squares(out, h, partial))));
            scale(out, h, ScalarSiftKernels.inverse((float) Math.sqrt(squares(out, h, partial))));
            if (squareRoot) {
                roots(out, h, ScalarSiftKernels.inverse(sum(out, h, partial)));
            }
        }
    }

    private static void gather(float[] in, int[] row, int[] column, int at, float[] weights, float[] out, int h) {
        for (int b = 0; b < BINS; b++) {
            FloatVector.fromArray(EIGHT, in, row[b >> 2] + column[at + (b & 3)])
                    .mul(weights[b])
                    .intoArray(out, h + ORIENTATIONS * b);
        }
    }

    private static float sum(float[] a, int h, float[] partial) {
        FloatVector sum0 = FloatVector.zero(EIGHT);
        FloatVector sum1 = sum0;
        int i = h;
        do {
            sum0 = sum0.add(FloatVector.fromArray(EIGHT, a, i));
            sum1 = sum1.add(FloatVector.fromArray(EIGHT, a, i + 8));
            i += 16;
        } while (i < h + VALUES);
        sum0.intoArray(partial, 0);
        sum1.intoArray(partial, 8);
        return ScalarSiftKernels.tree(partial);
    }

    private static float squares(float[] a, int h, float[] partial) {
        FloatVector sum0 = FloatVector.zero(EIGHT);
        FloatVector sum1 = sum0;
        int i = h;
        do {
            FloatVector v0 = FloatVector.fromArray(EIGHT, a, i);
            FloatVector v1 = FloatVector.fromArray(EIGHT, a, i + 8);
            sum0 = v0.fma(v0, sum0);
            sum1 = v1.fma(v1, sum1);
            i += 16;
        } while (i < h + VALUES);
        sum0.intoArray(partial, 0);
        sum1.intoArray(partial, 8);
        return ScalarSiftKernels.tree(partial);
    }

    private static void limit(float[] a, int h, float f) {
        for (int i = h; i < h + VALUES; i += 8) {
            FloatVector.fromArray(EIGHT, a, i).mul(f).min(LARGEST).intoArray(a, i);
        }
    }

    private static void scale(float[] a, int h, float f) {
        for (int i = h; i < h + VALUES; i += 8) {
            FloatVector.fromArray(EIGHT, a, i).mul(f).intoArray(a, i);
        }
    }

    private static void roots(float[] a, int h, float f) {
        for (int i = h; i < h + VALUES; i += 8) {
            FloatVector.fromArray(EIGHT, a, i).mul(f).sqrt().intoArray(a, i);
        }
    }
}
