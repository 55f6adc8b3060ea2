package dev.whittle.feature.kernel;

import static dev.whittle.feature.kernel.HogKernels.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The sums of {@link HogKernels#cellSums} along the rows of cells, in vectors. */
final class VectorHogSums {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private VectorHogSums() {}

    static void rowSums(float[] sums, int lines, Taps taps, float[] out, int at, int next) {
        int size = taps.size();
        int half = size / 2;
        if (size == 8 && taps.whole1() != null && taps.half() != null) {
            eightColumns(sums, lines, taps.whole0(), taps.whole1(), taps.half(), out, at, next);
            return;
        }
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

    /** The sums across of Dalal and Triggs' cells of 8×8, all while the columns are in registers. */
    private static void eightColumns(
            float[] sums, int lines, float[] w, float[] u, float[] h, float[] out, int at, int next) {
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < TILE; i += LANES) {
                int from = line * 8 * TILE + i;
                int to = at + line * TILE + i;
                FloatVector x0 = FloatVector.fromArray(FLOATS, sums, from);
                FloatVector x1 = FloatVector.fromArray(FLOATS, sums, from + TILE);
                FloatVector x2 = FloatVector.fromArray(FLOATS, sums, from + 2 * TILE);
                FloatVector x3 = FloatVector.fromArray(FLOATS, sums, from + 3 * TILE);
                FloatVector x4 = FloatVector.fromArray(FLOATS, sums, from + 4 * TILE);
                FloatVector x5 = FloatVector.fromArray(FLOATS, sums, from + 5 * TILE);
                FloatVector x6 = FloatVector.fromArray(FLOATS, sums, from + 6 * TILE);
                FloatVector x7 = FloatVector.fromArray(FLOATS, sums, from + 7 * TILE);
                FloatVector s = x0.mul(w[0]);
                s = x1.fma(FloatVector.broadcast(FLOATS, w[1]), s);
                s = x2.fma(FloatVector.broadcast(FLOATS, w[2]), s);
                s = x3.fma(FloatVector.broadcast(FLOATS, w[3]), s);
                s = x4.fma(FloatVector.broadcast(FLOATS, w[4]), s);
                s = x5.fma(FloatVector.broadcast(FLOATS, w[5]), s);
                s = x6.fma(FloatVector.broadcast(FLOATS, w[6]), s);
                s = x7.fma(FloatVector.broadcast(FLOATS, w[7]), s);
                s.intoArray(out, to);
                FloatVector t = x0.mul(u[0]);
                t = x1.fma(FloatVector.broadcast(FLOATS, u[1]), t);
                t = x2.fma(FloatVector.broadcast(FLOATS, u[2]), t);
                t = x3.fma(FloatVector.broadcast(FLOATS, u[3]), t);
                t = x4.fma(FloatVector.broadcast(FLOATS, u[4]), t);
                t = x5.fma(FloatVector.broadcast(FLOATS, u[5]), t);
                t = x6.fma(FloatVector.broadcast(FLOATS, u[6]), t);
                t = x7.fma(FloatVector.broadcast(FLOATS, u[7]), t);
                t.intoArray(out, to + next);
                FloatVector a = x0.mul(h[0]);
                a = x1.fma(FloatVector.broadcast(FLOATS, h[1]), a);
                a = x2.fma(FloatVector.broadcast(FLOATS, h[2]), a);
                a = x3.fma(FloatVector.broadcast(FLOATS, h[3]), a);
                a.intoArray(out, to + 2 * next);
                FloatVector b = x4.mul(h[4]);
                b = x5.fma(FloatVector.broadcast(FLOATS, h[5]), b);
                b = x6.fma(FloatVector.broadcast(FLOATS, h[6]), b);
                b = x7.fma(FloatVector.broadcast(FLOATS, h[7]), b);
                b.intoArray(out, to + 3 * next);
            }
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
        } else {
            Arrays.fill(out, at, at + lines * TILE, 0f);
        }
        for (; p < end; p++) {
            for (int line = 0; line < lines; line++) {
                for (int i = 0; i < TILE; i += LANES) {
                    int to = at + line * TILE + i;
                    FloatVector s = FloatVector.fromArray(FLOATS, out, to);
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
