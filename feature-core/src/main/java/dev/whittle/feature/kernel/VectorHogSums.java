package dev.whittle.feature.kernel;

import static dev.whittle.feature.kernel.HogKernels.TILE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link HogKernels#cellSums} in vectors: of votes down the columns of cells, and of these along the rows. Lengths and positions
 * of gradients are given as bits of floats.
 */
final class VectorHogSums {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private VectorHogSums() {}

    /** One bin's sums down the columns; the first sum begins at {@code at}, the next {@code next} after it. */
    static void columnSums(int[] m, int[] t, float centre, Taps taps, float[] sums, int at, int next) {
        int size = taps.size();
        int half = size / 2;
        int at2 = at + taps.firstHalf() * next;
        if (taps.half() == null) {
            one(m, t, centre, taps.whole0(), sums, at);
        } else if (taps.whole1() == null) {
            two(m, t, centre, taps, 0, half, sums, at, at2);
            two(m, t, centre, taps, half, size, sums, at, at2 + next);
        } else {
            three(m, t, centre, taps, 0, half, sums, at, at + next, at2);
            three(m, t, centre, taps, half, size, sums, at, at + next, at2 + next);
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

    private static FloatVector vote(int[] length, int[] position, int i, float centre) {
        FloatVector d = IntVector.fromArray(INTS, position, i)
                .reinterpretAsFloats()
                .sub(centre)
                .abs();
        return FloatVector.broadcast(FLOATS, 1f)
                .sub(d)
                .reinterpretAsInts()
                .max(0)
                .reinterpretAsFloats()
                .mul(IntVector.fromArray(INTS, length, i).reinterpretAsFloats());
    }

    // Rows first … end-1 of all columns, in one sum; or in two or three, of which the last begins with these rows.

    private static void one(int[] m, int[] t, float centre, float[] w, float[] sums, int at) {
        int size = w.length;
        for (int p = 0; p < size; p++) {
            for (int i = 0; i < TILE; i += LANES) {
                int from = p * size * TILE + i;
                FloatVector s = FloatVector.zero(FLOATS);
                for (int v = 0; v < size; v++) {
                    s = vote(m, t, from + v * TILE, centre).fma(FloatVector.broadcast(FLOATS, w[v]), s);
                }
                s.intoArray(sums, at + p * TILE + i);
            }
        }
    }

    private static void two(
            int[] m, int[] t, float centre, Taps taps, int first, int end, float[] sums, int at0, int at1) {
        int size = taps.size();
        float[] w0 = taps.whole0();
        float[] w1 = taps.half();
        for (int p = 0; p < size; p++) {
            for (int i = 0; i < TILE; i += LANES) {
                int from = p * size * TILE + i;
                int to = p * TILE + i;
                FloatVector s0 = first == 0 ? FloatVector.zero(FLOATS) : FloatVector.fromArray(FLOATS, sums, at0 + to);
                FloatVector s1 = FloatVector.zero(FLOATS);
                for (int v = first; v < end; v++) {
                    FloatVector vote = vote(m, t, from + v * TILE, centre);
                    s0 = vote.fma(FloatVector.broadcast(FLOATS, w0[v]), s0);
                    s1 = vote.fma(FloatVector.broadcast(FLOATS, w1[v]), s1);
                }
                s0.intoArray(sums, at0 + to);
                s1.intoArray(sums, at1 + to);
            }
        }
    }

    private static void three(
            int[] m, int[] t, float centre, Taps taps, int first, int end, float[] sums, int at0, int at1, int at2) {
        int size = taps.size();
        float[] w0 = taps.whole0();
        float[] w1 = taps.whole1();
        float[] w2 = taps.half();
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int p = 0; p < size; p++) {
            for (int i = 0; i < TILE; i += LANES) {
                int from = p * size * TILE + i;
                int to = p * TILE + i;
                FloatVector s0 = first == 0 ? zero : FloatVector.fromArray(FLOATS, sums, at0 + to);
                FloatVector s1 = first == 0 ? zero : FloatVector.fromArray(FLOATS, sums, at1 + to);
                FloatVector s2 = zero;
                for (int v = first; v < end; v++) {
                    FloatVector vote = vote(m, t, from + v * TILE, centre);
                    s0 = vote.fma(FloatVector.broadcast(FLOATS, w0[v]), s0);
                    s1 = vote.fma(FloatVector.broadcast(FLOATS, w1[v]), s1);
                    s2 = vote.fma(FloatVector.broadcast(FLOATS, w2[v]), s2);
                }
                s0.intoArray(sums, at0 + to);
                s1.intoArray(sums, at1 + to);
                s2.intoArray(sums, at2 + to);
            }
        }
    }

    static void rowSums(float[] sums, int lines, Taps taps, float[] out, int at, int next) {
        int size = taps.size();
        int half = size / 2;
        int to = at;
        rowSum(sums, size, lines, taps.whole0(), 0, size, out, to);
        to += next;
        if (taps.whole1() != null) {
            rowSum(sums, size, lines, taps.whole1(), 0, size, out, to);
            to += next;
        }
        if (taps.half() != null) {
            rowSum(sums, size, lines, taps.half(), 0, half, out, to);
            rowSum(sums, size, lines, taps.half(), half, size, out, to + next);
        }
    }

    private static void rowSum(float[] sums, int size, int lines, float[] w, int first, int end, float[] out, int at) {
        int p = first;
        if (end - first >= 8) {
            firstEight(sums, size, lines, w, p, out, at);
            p += 8;
        } else if (end - first >= 4) {
            firstFour(sums, size, lines, w, p, out, at);
            p += 4;
        }
        for (; p < end; p++) {
            for (int line = 0; line < lines; line++) {
                for (int i = 0; i < TILE; i += LANES) {
                    int to = at + line * TILE + i;
                    FloatVector s = p == first ? FloatVector.zero(FLOATS) : FloatVector.fromArray(FLOATS, out, to);
                    FloatVector.fromArray(FLOATS, sums, (line * size + p) * TILE + i)
                            .fma(FloatVector.broadcast(FLOATS, w[p]), s)
                            .intoArray(out, to);
                }
            }
        }
    }

    private static void firstEight(float[] sums, int size, int lines, float[] w, int p, float[] out, int at) {
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[p]);
        FloatVector w1 = FloatVector.broadcast(FLOATS, w[p + 1]);
        FloatVector w2 = FloatVector.broadcast(FLOATS, w[p + 2]);
        FloatVector w3 = FloatVector.broadcast(FLOATS, w[p + 3]);
        FloatVector w4 = FloatVector.broadcast(FLOATS, w[p + 4]);
        FloatVector w5 = FloatVector.broadcast(FLOATS, w[p + 5]);
        FloatVector w6 = FloatVector.broadcast(FLOATS, w[p + 6]);
        FloatVector w7 = FloatVector.broadcast(FLOATS, w[p + 7]);
        for (int i = 0; i < TILE; i += LANES) {
            for (int line = 0; line < lines; line++) {
                int from = (line * size + p) * TILE + i;
                FloatVector s = FloatVector.fromArray(FLOATS, sums, from).mul(w0);
                s = FloatVector.fromArray(FLOATS, sums, from + TILE).fma(w1, s);
                s = FloatVector.fromArray(FLOATS, sums, from + 2 * TILE).fma(w2, s);
                s = FloatVector.fromArray(FLOATS, sums, from + 3 * TILE).fma(w3, s);
                s = FloatVector.fromArray(FLOATS, sums, from + 4 * TILE).fma(w4, s);
                s = FloatVector.fromArray(FLOATS, sums, from + 5 * TILE).fma(w5, s);
                s = FloatVector.fromArray(FLOATS, sums, from + 6 * TILE).fma(w6, s);
                FloatVector.fromArray(FLOATS, sums, from + 7 * TILE).fma(w7, s).intoArray(out, at + line * TILE + i);
            }
        }
    }

    private static void firstFour(float[] sums, int size, int lines, float[] w, int p, float[] out, int at) {
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[p]);
        FloatVector w1 = FloatVector.broadcast(FLOATS, w[p + 1]);
        FloatVector w2 = FloatVector.broadcast(FLOATS, w[p + 2]);
        FloatVector w3 = FloatVector.broadcast(FLOATS, w[p + 3]);
        for (int i = 0; i < TILE; i += LANES) {
            for (int line = 0; line < lines; line++) {
                int from = (line * size + p) * TILE + i;
                FloatVector s = FloatVector.fromArray(FLOATS, sums, from).mul(w0);
                s = FloatVector.fromArray(FLOATS, sums, from + TILE).fma(w1, s);
                s = FloatVector.fromArray(FLOATS, sums, from + 2 * TILE).fma(w2, s);
                FloatVector.fromArray(FLOATS, sums, from + 3 * TILE).fma(w3, s).intoArray(out, at + line * TILE + i);
            }
        }
    }
}
