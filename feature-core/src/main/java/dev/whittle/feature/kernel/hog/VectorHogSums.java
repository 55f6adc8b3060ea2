package dev.whittle.feature.kernel.hog;

import static dev.whittle.feature.kernel.hog.HogKernels.TILE;

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
        int to = at;
        rowSum(sums, size, lines, taps.whole0(), 0, size, out, to);
        to += next;
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
