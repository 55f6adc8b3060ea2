package dev.whittle.feature.kernel.hog;

import static dev.whittle.feature.kernel.hog.HogKernels.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The hard votes of {@link HogKernels#cellSums} in vectors. The sign of a cross product says on which side of a border
 * a gradient lies, and two signs say whether it is in a bin. This needs no angle and no division. Gradients and lengths
 * are given as bits of floats.
 */
final class VectorHogHard {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private VectorHogHard() {}

    /** {@link HogKernels#cellSums} of unsigned votes for plain cells, whose taps have no half. */
    static void plainCells(Orientation orientation, int[] gx, int[] gy, int[] lengths, float[] w, float[] out, int at) {
        int line = w.length * TILE;
        Arrays.fill(out, at, at + orientation.bins() * TILE, 0f);
        // Column by column, so that square roots are computed while the votes before are summed.
        for (int p = 0; p < w.length; p++) {
            lengths(gx, gy, p * line, line, lengths);
            for (int b = 0; b < orientation.bins(); b += 3) {
                addColumn(orientation, b, lengths, gx, gy, w, p, out, at);
            }
        }
    }

    /** The lengths of n gradients; these are overwritten by themselves as bits of floats. */
    static void lengths(int[] gx, int[] gy, int from, int n, int[] lengths) {
        for (int i = from; i < from + n; i += LANES) {
            FloatVector x = (FloatVector) IntVector.fromArray(INTS, gx, i).convert(VectorOperators.I2F, 0);
            FloatVector y = (FloatVector) IntVector.fromArray(INTS, gy, i).convert(VectorOperators.I2F, 0);
            x.reinterpretAsInts().intoArray(gx, i);
            y.reinterpretAsInts().intoArray(gy, i);
            x.fma(x, y.mul(y)).sqrt().reinterpretAsInts().intoArray(lengths, i);
        }
    }

    /** The votes for bin b: m between its borders, else 0. */
    static void votes(Orientation orientation, int b, int[] m, int[] gx, int[] gy, int n, int[] to) {
        FloatVector x0 = FloatVector.broadcast(FLOATS, orientation.borderX(b));
        FloatVector y0 = FloatVector.broadcast(FLOATS, orientation.borderY(b));
        FloatVector x1 = FloatVector.broadcast(FLOATS, orientation.borderX(b + 1));
        FloatVector y1 = FloatVector.broadcast(FLOATS, orientation.borderY(b + 1));
        int either = orientation.signed() ? 0 : -1;
        for (int i = 0; i < n; i += LANES) {
            FloatVector x = IntVector.fromArray(INTS, gx, i).reinterpretAsFloats();
            FloatVector y = IntVector.fromArray(INTS, gy, i).reinterpretAsFloats();
            IntVector out0 = x.fma(x0, y.mul(y0)).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            IntVector out1 = x.fma(x1, y.mul(y1)).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            out0.lanewise(VectorOperators.XOR, out1)
                    .and(out1.or(either))
                    .and(IntVector.fromArray(INTS, m, i))
                    .intoArray(to, i);
        }
    }

    /** The sums of votes down the columns, to {@code sums[at …]}. */
    static void columnSums(int[] votes, float[] w, float[] sums, int at) {
        int size = w.length;
        for (int k = 0; k < size * TILE; k += LANES) {
            int from = k / TILE * size * TILE + k % TILE;
            FloatVector s = FloatVector.zero(FLOATS);
            int v = 0;
            do {
                s = IntVector.fromArray(INTS, votes, from + v * TILE)
                        .reinterpretAsFloats()
                        .fma(FloatVector.broadcast(FLOATS, w[v]), s);
                v++;
            } while (v < size);
            s.intoArray(sums, at + k);
        }
    }

    /**
     * Sums the votes of column p for bins b, b + 1 and b + 2 down the column, and adds them to those of the columns
     * before. Where there are fewer bins, the missing ones have the end of the circle as both borders, so they have no
     * votes, and add 0 to the last bin.
     */
    private static void addColumn(
            Orientation orientation, int b, int[] m, int[] gx, int[] gy, float[] w, int p, float[] out, int at) {
        int bins = orientation.bins();
        int border2 = Math.min(b + 2, bins);
        int border3 = Math.min(b + 3, bins);
        FloatVector x0 = FloatVector.broadcast(FLOATS, orientation.borderX(b));
        FloatVector y0 = FloatVector.broadcast(FLOATS, orientation.borderY(b));
        FloatVector x1 = FloatVector.broadcast(FLOATS, orientation.borderX(b + 1));
        FloatVector y1 = FloatVector.broadcast(FLOATS, orientation.borderY(b + 1));
        FloatVector x2 = FloatVector.broadcast(FLOATS, orientation.borderX(border2));
        FloatVector y2 = FloatVector.broadcast(FLOATS, orientation.borderY(border2));
        FloatVector x3 = FloatVector.broadcast(FLOATS, orientation.borderX(border3));
        FloatVector y3 = FloatVector.broadcast(FLOATS, orientation.borderY(border3));
        FloatVector column = FloatVector.broadcast(FLOATS, w[p]);
        int size = w.length;
        for (int i = 0; i < TILE; i += LANES) {
            int from = p * size * TILE + i;
            FloatVector s0 = FloatVector.zero(FLOATS);
            FloatVector s1 = FloatVector.zero(FLOATS);
            FloatVector s2 = FloatVector.zero(FLOATS);
            int v = 0;
            do {
                FloatVector x = IntVector.fromArray(INTS, gx, from + v * TILE).reinterpretAsFloats();
                FloatVector y = IntVector.fromArray(INTS, gy, from + v * TILE).reinterpretAsFloats();
                IntVector length = IntVector.fromArray(INTS, m, from + v * TILE);
                FloatVector weight = FloatVector.broadcast(FLOATS, w[v]);
                IntVector out0 = x.fma(x0, y.mul(y0)).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
                IntVector out1 = x.fma(x1, y.mul(y1)).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
                s0 = out0.lanewise(VectorOperators.XOR, out1)
                        .and(length)
                        .reinterpretAsFloats()
                        .fma(weight, s0);
                IntVector out2 = x.fma(x2, y.mul(y2)).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
                s1 = out1.lanewise(VectorOperators.XOR, out2)
                        .and(length)
                        .reinterpretAsFloats()
                        .fma(weight, s1);
                IntVector out3 = x.fma(x3, y.mul(y3)).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
                s2 = out2.lanewise(VectorOperators.XOR, out3)
                        .and(length)
                        .reinterpretAsFloats()
                        .fma(weight, s2);
                v++;
            } while (v < size);
            int to0 = at + b * TILE + i;
            int to1 = at + Math.min(b + 1, bins - 1) * TILE + i;
            int to2 = at + Math.min(b + 2, bins - 1) * TILE + i;
            s0.fma(column, FloatVector.fromArray(FLOATS, out, to0)).intoArray(out, to0);
            s1.fma(column, FloatVector.fromArray(FLOATS, out, to1)).intoArray(out, to1);
            s2.fma(column, FloatVector.fromArray(FLOATS, out, to2)).intoArray(out, to2);
        }
    }
}
