package dev.whittle.feature.kernel.hog;

import static dev.whittle.feature.kernel.hog.HogKernels.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The shared votes of {@link HogKernels#cellSums} in vectors, summed down the columns of cells. Lengths m of gradients
 * and m·t, t their positions, are given as bits of floats.
 *
 * <p>A vote is written out wherever it is needed: a method that returns a vector makes an object wherever the compiler
 * does not inline it.
 */
final class VectorHogVotes {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private VectorHogVotes() {}

    /**
     * One bin's sums down the columns, of votes that two bins share; the first sum begins at {@code at}, the next
     * {@code next} after it.
     */
    static void shared(int[] m, int[] p, float centre, Taps taps, float[] sums, int at, int next) {
        int size = taps.size();
        if (size == 8 && taps.whole1() == null) {
            twoByEight(m, p, centre, taps, sums, at, next);
        } else {
            // Zeros in memory, not a condition in the loops: C2 makes an object of what may be zero or the sum before,
            // since it may be either.
            Arrays.fill(sums, at, at + taps.sums() * next, 0f);
            int half = at + taps.firstHalf() * next;
            if (taps.whole1() == null) {
                two(m, p, centre, taps, 0, size / 2, sums, at, half);
                two(m, p, centre, taps, size / 2, size, sums, at, half + next);
            } else {
                three(m, p, centre, taps, 0, size / 2, sums, at, next, half);
                three(m, p, centre, taps, size / 2, size, sums, at, next, half + next);
            }
        }
    }

    /** The distance on the circle between t and c, times m, from p = m·t. */
    static void scaledDistances(int[] m, int[] p, int n, float c, float bins, int[] to) {
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int i = 0; i < n; i += LANES) {
            FloatVector length = IntVector.fromArray(INTS, m, i).reinterpretAsFloats();
            FloatVector d = length.fma(
                            FloatVector.broadcast(FLOATS, -c),
                            IntVector.fromArray(INTS, p, i).reinterpretAsFloats())
                    .abs();
            FloatVector other = length.fma(FloatVector.broadcast(FLOATS, bins), zero.sub(d));
            d.reinterpretAsInts().min(other.reinterpretAsInts()).intoArray(to, i);
        }
    }

    // max(0, m - |m·t - m·centre|)

    private static void twoByEight(int[] m, int[] p, float centre, Taps taps, float[] sums, int at, int next) {
        float[] w = taps.whole0();
        float[] h = taps.half();
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[0]);
        FloatVector w1 = FloatVector.broadcast(FLOATS, w[1]);
        FloatVector w2 = FloatVector.broadcast(FLOATS, w[2]);
        FloatVector w3 = FloatVector.broadcast(FLOATS, w[3]);
        FloatVector w4 = FloatVector.broadcast(FLOATS, w[4]);
        FloatVector w5 = FloatVector.broadcast(FLOATS, w[5]);
        FloatVector w6 = FloatVector.broadcast(FLOATS, w[6]);
        FloatVector w7 = FloatVector.broadcast(FLOATS, w[7]);
        FloatVector h0 = FloatVector.broadcast(FLOATS, h[0]);
        FloatVector h1 = FloatVector.broadcast(FLOATS, h[1]);
        FloatVector h2 = FloatVector.broadcast(FLOATS, h[2]);
        FloatVector h3 = FloatVector.broadcast(FLOATS, h[3]);
        FloatVector h4 = FloatVector.broadcast(FLOATS, h[4]);
        FloatVector h5 = FloatVector.broadcast(FLOATS, h[5]);
        FloatVector h6 = FloatVector.broadcast(FLOATS, h[6]);
        FloatVector h7 = FloatVector.broadcast(FLOATS, h[7]);
        FloatVector c = FloatVector.broadcast(FLOATS, -centre);
        for (int k = 0; k < 8 * TILE; k += LANES) {
            int from = k / TILE * 8 * TILE + k % TILE;
            FloatVector m0 = IntVector.fromArray(INTS, m, from).reinterpretAsFloats();
            FloatVector d0 = m0.fma(c, IntVector.fromArray(INTS, p, from).reinterpretAsFloats())
                    .abs();
            FloatVector v0 = m0.sub(d0).reinterpretAsInts().max(0).reinterpretAsFloats();
            FloatVector s = v0.mul(w0);
            FloatVector a = v0.mul(h0);
            FloatVector m1 = IntVector.fromArray(INTS, m, from + TILE).reinterpretAsFloats();
            FloatVector d1 = m1.fma(c, IntVector.fromArray(INTS, p, from + TILE).reinterpretAsFloats())
                    .abs();
            FloatVector v1 = m1.sub(d1).reinterpretAsInts().max(0).reinterpretAsFloats();
            s = v1.fma(w1, s);
            a = v1.fma(h1, a);
            FloatVector m2 = IntVector.fromArray(INTS, m, from + 2 * TILE).reinterpretAsFloats();
            FloatVector d2 = m2.fma(
                            c, IntVector.fromArray(INTS, p, from + 2 * TILE).reinterpretAsFloats())
                    .abs();
            FloatVector v2 = m2.sub(d2).reinterpretAsInts().max(0).reinterpretAsFloats();
            s = v2.fma(w2, s);
            a = v2.fma(h2, a);
            FloatVector m3 = IntVector.fromArray(INTS, m, from + 3 * TILE).reinterpretAsFloats();
            FloatVector d3 = m3.fma(
                            c, IntVector.fromArray(INTS, p, from + 3 * TILE).reinterpretAsFloats())
                    .abs();
            FloatVector v3 = m3.sub(d3).reinterpretAsInts().max(0).reinterpretAsFloats();
            s = v3.fma(w3, s);
            a = v3.fma(h3, a);
            FloatVector m4 = IntVector.fromArray(INTS, m, from + 4 * TILE).reinterpretAsFloats();
            FloatVector d4 = m4.fma(
                            c, IntVector.fromArray(INTS, p, from + 4 * TILE).reinterpretAsFloats())
                    .abs();
            FloatVector v4 = m4.sub(d4).reinterpretAsInts().max(0).reinterpretAsFloats();
            s = v4.fma(w4, s);
            FloatVector b = v4.mul(h4);
            FloatVector m5 = IntVector.fromArray(INTS, m, from + 5 * TILE).reinterpretAsFloats();
            FloatVector d5 = m5.fma(
                            c, IntVector.fromArray(INTS, p, from + 5 * TILE).reinterpretAsFloats())
                    .abs();
            FloatVector v5 = m5.sub(d5).reinterpretAsInts().max(0).reinterpretAsFloats();
            s = v5.fma(w5, s);
            b = v5.fma(h5, b);
            FloatVector m6 = IntVector.fromArray(INTS, m, from + 6 * TILE).reinterpretAsFloats();
            FloatVector d6 = m6.fma(
                            c, IntVector.fromArray(INTS, p, from + 6 * TILE).reinterpretAsFloats())
                    .abs();
            FloatVector v6 = m6.sub(d6).reinterpretAsInts().max(0).reinterpretAsFloats();
            s = v6.fma(w6, s);
            b = v6.fma(h6, b);
            FloatVector m7 = IntVector.fromArray(INTS, m, from + 7 * TILE).reinterpretAsFloats();
            FloatVector d7 = m7.fma(
                            c, IntVector.fromArray(INTS, p, from + 7 * TILE).reinterpretAsFloats())
                    .abs();
            FloatVector v7 = m7.sub(d7).reinterpretAsInts().max(0).reinterpretAsFloats();
            s = v7.fma(w7, s);
            b = v7.fma(h7, b);
            s.intoArray(sums, at + k);
            a.intoArray(sums, at + k + next);
            b.intoArray(sums, at + k + 2 * next);
        }
    }

    // Any number of rows, first … end-1, at least one.

    private static void two(
            int[] m, int[] p, float centre, Taps taps, int first, int end, float[] sums, int at, int half) {
        int size = taps.size();
        float[] w = taps.whole0();
        float[] h = taps.half();
        FloatVector c = FloatVector.broadcast(FLOATS, -centre);
        for (int k = 0; k < size * TILE; k += LANES) {
            int from = k / TILE * size * TILE + k % TILE;
            FloatVector s = FloatVector.fromArray(FLOATS, sums, at + k);
            FloatVector a = FloatVector.fromArray(FLOATS, sums, half + k);
            int v = first;
            do {
                FloatVector length =
                        IntVector.fromArray(INTS, m, from + v * TILE).reinterpretAsFloats();
                FloatVector d = length.fma(
                                c, IntVector.fromArray(INTS, p, from + v * TILE).reinterpretAsFloats())
                        .abs();
                FloatVector vote = length.sub(d).reinterpretAsInts().max(0).reinterpretAsFloats();
                s = vote.fma(FloatVector.broadcast(FLOATS, w[v]), s);
                a = vote.fma(FloatVector.broadcast(FLOATS, h[v]), a);
                v++;
            } while (v < end);
            s.intoArray(sums, at + k);
            a.intoArray(sums, half + k);
        }
    }

    private static void three(
            int[] m, int[] p, float centre, Taps taps, int first, int end, float[] sums, int at, int next, int half) {
        int size = taps.size();
        float[] w = taps.whole0();
        float[] u = taps.whole1();
        float[] h = taps.half();
        FloatVector c = FloatVector.broadcast(FLOATS, -centre);
        for (int k = 0; k < size * TILE; k += LANES) {
            int from = k / TILE * size * TILE + k % TILE;
            FloatVector s = FloatVector.fromArray(FLOATS, sums, at + k);
            FloatVector t = FloatVector.fromArray(FLOATS, sums, at + next + k);
            FloatVector a = FloatVector.fromArray(FLOATS, sums, half + k);
            int v = first;
            do {
                FloatVector length =
                        IntVector.fromArray(INTS, m, from + v * TILE).reinterpretAsFloats();
                FloatVector d = length.fma(
                                c, IntVector.fromArray(INTS, p, from + v * TILE).reinterpretAsFloats())
                        .abs();
                FloatVector vote = length.sub(d).reinterpretAsInts().max(0).reinterpretAsFloats();
                s = vote.fma(FloatVector.broadcast(FLOATS, w[v]), s);
                t = vote.fma(FloatVector.broadcast(FLOATS, u[v]), t);
                a = vote.fma(FloatVector.broadcast(FLOATS, h[v]), a);
                v++;
            } while (v < end);
            s.intoArray(sums, at + k);
            t.intoArray(sums, at + next + k);
            a.intoArray(sums, half + k);
        }
    }
}
