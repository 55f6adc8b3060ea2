package dev.whittle.feature.kernel;

import static dev.whittle.feature.kernel.HogKernels.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The votes of {@link HogKernels#cellSums} in vectors, summed down the columns of cells. Lengths and positions of gradients are given as bits
 * of floats.
 */
final class VectorHogVotes {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private VectorHogVotes() {}

    /** One bin's sums down the columns; the first sum begins at {@code at}, the next {@code next} after it. */
    static void columnSums(int[] m, int[] t, float centre, Taps taps, float[] sums, int at, int next) {
        int size = taps.size();
        int half = size / 2;
        int halves = at + taps.firstHalf() * next;
        // Not zero or what was summed before, as one condition in the loops: C2 makes an object of what may be either.
        for (int sum = 0; sum < taps.sums(); sum++) {
            Arrays.fill(sums, at + sum * next, at + sum * next + size * TILE, 0f);
        }
        if (taps.half() == null) {
            rows(m, t, centre, taps, 0, size, sums, at, next, at);
        } else {
            rows(m, t, centre, taps, 0, half, sums, at, next, halves);
            rows(m, t, centre, taps, half, size, sums, at, next, halves + next);
        }
    }

    /** Adds rows first … end-1 to the whole sums, from {@code at} on, and to the sum of a half. */
    private static void rows(
            int[] m, int[] t, float centre, Taps taps, int first, int end, float[] sums, int at, int next, int half) {
        int r = first;
        for (; r + 4 <= end; r += 4) {
            if (taps.half() == null) {
                oneByFour(m, t, centre, taps.whole0(), r, sums, at);
            } else if (taps.whole1() == null) {
                twoByFour(m, t, centre, taps.whole0(), taps.half(), r, sums, at, half);
            } else {
                threeByFour(m, t, centre, taps.whole0(), taps.whole1(), taps.half(), r, sums, at, at + next, half);
            }
        }
        if (r == end) {
            return;
        }
        if (taps.half() == null) {
            one(m, t, centre, taps.whole0(), r, end, sums, at);
        } else if (taps.whole1() == null) {
            two(m, t, centre, taps, r, end, sums, at, half);
        } else {
            three(m, t, centre, taps, r, end, sums, at, at + next, half);
        }
    }

    /** The distance on the circle between the positions t and c. */
    static void distances(int[] t, int n, float c, float bins, int[] to) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector d =
                    IntVector.fromArray(INTS, t, i).reinterpretAsFloats().sub(c).abs();
            FloatVector other = FloatVector.broadcast(FLOATS, bins).sub(d);
            // Numbers of the same sign are ordered as their bits.
            d.reinterpretAsInts().min(other.reinterpretAsInts()).intoArray(to, i);
        }
    }

    // A vote is m * max(0, 1 - |t - centre|). It is written out wherever it is needed, as a method that gives a vector
    // makes
    // an object wherever the compiler does not inline it.

    private static void oneByFour(int[] m, int[] t, float centre, float[] w, int r, float[] sums, int at) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        int size = w.length;
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[r]);
        FloatVector w1 = FloatVector.broadcast(FLOATS, w[r + 1]);
        FloatVector w2 = FloatVector.broadcast(FLOATS, w[r + 2]);
        FloatVector w3 = FloatVector.broadcast(FLOATS, w[r + 3]);
        for (int k = 0; k < size * TILE; k += LANES) {
            int from = (k / TILE * size + r) * TILE + k % TILE;
            FloatVector d0 = IntVector.fromArray(INTS, t, from)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v0 = one.sub(d0)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from).reinterpretAsFloats());
            FloatVector d1 = IntVector.fromArray(INTS, t, from + TILE)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v1 = one.sub(d1)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from + TILE).reinterpretAsFloats());
            FloatVector d2 = IntVector.fromArray(INTS, t, from + 2 * TILE)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v2 = one.sub(d2)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from + 2 * TILE).reinterpretAsFloats());
            FloatVector d3 = IntVector.fromArray(INTS, t, from + 3 * TILE)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v3 = one.sub(d3)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from + 3 * TILE).reinterpretAsFloats());
            FloatVector s = FloatVector.fromArray(FLOATS, sums, at + k);
            s = v0.fma(w0, s);
            s = v1.fma(w1, s);
            s = v2.fma(w2, s);
            s = v3.fma(w3, s);
            s.intoArray(sums, at + k);
        }
    }

    private static void twoByFour(
            int[] m, int[] t, float centre, float[] w, float[] h, int r, float[] sums, int at0, int at1) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        int size = w.length;
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[r]);
        FloatVector w1 = FloatVector.broadcast(FLOATS, w[r + 1]);
        FloatVector w2 = FloatVector.broadcast(FLOATS, w[r + 2]);
        FloatVector w3 = FloatVector.broadcast(FLOATS, w[r + 3]);
        FloatVector h0 = FloatVector.broadcast(FLOATS, h[r]);
        FloatVector h1 = FloatVector.broadcast(FLOATS, h[r + 1]);
        FloatVector h2 = FloatVector.broadcast(FLOATS, h[r + 2]);
        FloatVector h3 = FloatVector.broadcast(FLOATS, h[r + 3]);
        for (int k = 0; k < size * TILE; k += LANES) {
            int from = (k / TILE * size + r) * TILE + k % TILE;
            FloatVector d0 = IntVector.fromArray(INTS, t, from)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v0 = one.sub(d0)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from).reinterpretAsFloats());
            FloatVector d1 = IntVector.fromArray(INTS, t, from + TILE)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v1 = one.sub(d1)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from + TILE).reinterpretAsFloats());
            FloatVector d2 = IntVector.fromArray(INTS, t, from + 2 * TILE)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v2 = one.sub(d2)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from + 2 * TILE).reinterpretAsFloats());
            FloatVector d3 = IntVector.fromArray(INTS, t, from + 3 * TILE)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v3 = one.sub(d3)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from + 3 * TILE).reinterpretAsFloats());
            FloatVector s0 = FloatVector.fromArray(FLOATS, sums, at0 + k);
            s0 = v0.fma(w0, s0);
            s0 = v1.fma(w1, s0);
            s0 = v2.fma(w2, s0);
            s0 = v3.fma(w3, s0);
            s0.intoArray(sums, at0 + k);
            FloatVector s1 = FloatVector.fromArray(FLOATS, sums, at1 + k);
            s1 = v0.fma(h0, s1);
            s1 = v1.fma(h1, s1);
            s1 = v2.fma(h2, s1);
            s1 = v3.fma(h3, s1);
            s1.intoArray(sums, at1 + k);
        }
    }

    private static void threeByFour(
            int[] m,
            int[] t,
            float centre,
            float[] w,
            float[] u,
            float[] h,
            int r,
            float[] sums,
            int at0,
            int at1,
            int at2) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        int size = w.length;
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[r]);
        FloatVector w1 = FloatVector.broadcast(FLOATS, w[r + 1]);
        FloatVector w2 = FloatVector.broadcast(FLOATS, w[r + 2]);
        FloatVector w3 = FloatVector.broadcast(FLOATS, w[r + 3]);
        FloatVector u0 = FloatVector.broadcast(FLOATS, u[r]);
        FloatVector u1 = FloatVector.broadcast(FLOATS, u[r + 1]);
        FloatVector u2 = FloatVector.broadcast(FLOATS, u[r + 2]);
        FloatVector u3 = FloatVector.broadcast(FLOATS, u[r + 3]);
        FloatVector h0 = FloatVector.broadcast(FLOATS, h[r]);
        FloatVector h1 = FloatVector.broadcast(FLOATS, h[r + 1]);
        FloatVector h2 = FloatVector.broadcast(FLOATS, h[r + 2]);
        FloatVector h3 = FloatVector.broadcast(FLOATS, h[r + 3]);
        for (int k = 0; k < size * TILE; k += LANES) {
            int from = (k / TILE * size + r) * TILE + k % TILE;
            FloatVector d0 = IntVector.fromArray(INTS, t, from)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v0 = one.sub(d0)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from).reinterpretAsFloats());
            FloatVector d1 = IntVector.fromArray(INTS, t, from + TILE)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v1 = one.sub(d1)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from + TILE).reinterpretAsFloats());
            FloatVector d2 = IntVector.fromArray(INTS, t, from + 2 * TILE)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v2 = one.sub(d2)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from + 2 * TILE).reinterpretAsFloats());
            FloatVector d3 = IntVector.fromArray(INTS, t, from + 3 * TILE)
                    .reinterpretAsFloats()
                    .sub(centre)
                    .abs();
            FloatVector v3 = one.sub(d3)
                    .reinterpretAsInts()
                    .max(0)
                    .reinterpretAsFloats()
                    .mul(IntVector.fromArray(INTS, m, from + 3 * TILE).reinterpretAsFloats());
            FloatVector s0 = FloatVector.fromArray(FLOATS, sums, at0 + k);
            s0 = v0.fma(w0, s0);
            s0 = v1.fma(w1, s0);
            s0 = v2.fma(w2, s0);
            s0 = v3.fma(w3, s0);
            s0.intoArray(sums, at0 + k);
            FloatVector s1 = FloatVector.fromArray(FLOATS, sums, at1 + k);
            s1 = v0.fma(u0, s1);
            s1 = v1.fma(u1, s1);
            s1 = v2.fma(u2, s1);
            s1 = v3.fma(u3, s1);
            s1.intoArray(sums, at1 + k);
            FloatVector s2 = FloatVector.fromArray(FLOATS, sums, at2 + k);
            s2 = v0.fma(h0, s2);
            s2 = v1.fma(h1, s2);
            s2 = v2.fma(h2, s2);
            s2 = v3.fma(h3, s2);
            s2.intoArray(sums, at2 + k);
        }
    }

    // Fewer rows, first … end-1, at least one.

    private static void one(int[] m, int[] t, float centre, float[] w0, int first, int end, float[] sums, int at) {
        int size = w0.length;
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (int k = 0; k < size * TILE; k += LANES) {
            int from = k / TILE * size * TILE + k % TILE;
            FloatVector s0 = FloatVector.fromArray(FLOATS, sums, at + k);
            int v = first;
            do {
                int i = from + v * TILE;
                FloatVector d = IntVector.fromArray(INTS, t, i)
                        .reinterpretAsFloats()
                        .sub(centre)
                        .abs();
                FloatVector vote = one.sub(d)
                        .reinterpretAsInts()
                        .max(0)
                        .reinterpretAsFloats()
                        .mul(IntVector.fromArray(INTS, m, i).reinterpretAsFloats());
                s0 = vote.fma(FloatVector.broadcast(FLOATS, w0[v]), s0);
                v++;
            } while (v < end);
            s0.intoArray(sums, at + k);
        }
    }

    private static void two(
            int[] m, int[] t, float centre, Taps taps, int first, int end, float[] sums, int at0, int at1) {
        int size = taps.size();
        float[] w0 = taps.whole0();
        float[] w1 = taps.half();
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (int k = 0; k < size * TILE; k += LANES) {
            int from = k / TILE * size * TILE + k % TILE;
            FloatVector s0 = FloatVector.fromArray(FLOATS, sums, at0 + k);
            FloatVector s1 = FloatVector.fromArray(FLOATS, sums, at1 + k);
            int v = first;
            do {
                int i = from + v * TILE;
                FloatVector d = IntVector.fromArray(INTS, t, i)
                        .reinterpretAsFloats()
                        .sub(centre)
                        .abs();
                FloatVector vote = one.sub(d)
                        .reinterpretAsInts()
                        .max(0)
                        .reinterpretAsFloats()
                        .mul(IntVector.fromArray(INTS, m, i).reinterpretAsFloats());
                s0 = vote.fma(FloatVector.broadcast(FLOATS, w0[v]), s0);
                s1 = vote.fma(FloatVector.broadcast(FLOATS, w1[v]), s1);
                v++;
            } while (v < end);
            s0.intoArray(sums, at0 + k);
            s1.intoArray(sums, at1 + k);
        }
    }

    private static void three(
            int[] m, int[] t, float centre, Taps taps, int first, int end, float[] sums, int at0, int at1, int at2) {
        int size = taps.size();
        float[] w0 = taps.whole0();
        float[] w1 = taps.whole1();
        float[] w2 = taps.half();
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (int k = 0; k < size * TILE; k += LANES) {
            int from = k / TILE * size * TILE + k % TILE;
            FloatVector s0 = FloatVector.fromArray(FLOATS, sums, at0 + k);
            FloatVector s1 = FloatVector.fromArray(FLOATS, sums, at1 + k);
            FloatVector s2 = FloatVector.fromArray(FLOATS, sums, at2 + k);
            int v = first;
            do {
                int i = from + v * TILE;
                FloatVector d = IntVector.fromArray(INTS, t, i)
                        .reinterpretAsFloats()
                        .sub(centre)
                        .abs();
                FloatVector vote = one.sub(d)
                        .reinterpretAsInts()
                        .max(0)
                        .reinterpretAsFloats()
                        .mul(IntVector.fromArray(INTS, m, i).reinterpretAsFloats());
                s0 = vote.fma(FloatVector.broadcast(FLOATS, w0[v]), s0);
                s1 = vote.fma(FloatVector.broadcast(FLOATS, w1[v]), s1);
                s2 = vote.fma(FloatVector.broadcast(FLOATS, w2[v]), s2);
                v++;
            } while (v < end);
            s0.intoArray(sums, at0 + k);
            s1.intoArray(sums, at1 + k);
            s2.intoArray(sums, at2 + k);
        }
    }
}
