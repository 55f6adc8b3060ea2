package dev.whittle.feature.kernel.hog;

import static dev.whittle.feature.kernel.hog.HogKernels.TILE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link HogKernels#blockSums} in vectors. The contributions of a row of cells to the blocks below are kept
 * in lines of 2·TILE. There is a line for each bin, for each of two sums, {@code whole0} and the second half, and for
 * each column. The tile before is in the first TILE of a line, this tile in the others. Where a tile is one row of
 * cells, only the first TILE are used, and are overwritten.
 */
final class VectorHogBlocks {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private static final float[] ZEROS = new float[TILE];

    private VectorHogBlocks() {}

    /** Whether lines are read and overwritten at once: where a tile is one row of cells of 8×8. */
    static boolean inPlace(int size, int step) {
        return size == 8 && step == TILE;
    }

    /** Moves the lanes of this tile to those of the tile before, so that the last filled ones end at TILE. */
    static void next(float[] kept, int lines, int filled) {
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < TILE; i += LANES) {
                FloatVector.fromArray(FLOATS, kept, line * 2 * TILE + filled + i)
                        .intoArray(kept, line * 2 * TILE + i);
            }
        }
    }

    /**
     * Sums down the columns of the upper and the lower cells of blocks, of the votes for bin b, at {@code upper} and
     * {@code lower}.
     */
    static void columns(
            int b,
            int[] m,
            int[] p,
            float centre,
            Taps taps,
            int step,
            float[] kept,
            float[] sums,
            int upper,
            int lower) {
        int size = taps.size();
        int line = b * 2 * size * 2 * TILE;
        if (inPlace(size, step)) {
            eightRows(m, p, centre, taps, kept, line, 2 * TILE, kept, line, sums, upper, lower);
        } else if (size == 8) {
            eightRows(m, p, centre, taps, ZEROS, 0, 0, kept, line + TILE, sums, upper, lower);
            addAbove(size, step, kept, line, sums, upper);
            addAbove(size, step, kept, line + size * 2 * TILE, sums, lower);
        } else {
            int scratch = sums.length - 4 * size * TILE;
            VectorHogVotes.shared(m, p, centre, taps, sums, scratch, size * TILE);
            spread(size, sums, scratch, kept, line + TILE);
            spread(size, sums, scratch + 3 * size * TILE, kept, line + size * 2 * TILE + TILE);
            System.arraycopy(sums, scratch + 2 * size * TILE, sums, upper, size * TILE);
            System.arraycopy(sums, scratch + size * TILE, sums, lower, size * TILE);
            addAbove(size, step, kept, line, sums, upper);
            addAbove(size, step, kept, line + size * 2 * TILE, sums, lower);
        }
    }

    private static void spread(int size, float[] sums, int from, float[] kept, int to) {
        for (int p = 0; p < size; p++) {
            System.arraycopy(sums, from + p * TILE, kept, to + p * 2 * TILE, TILE);
        }
    }

    private static void addAbove(int size, int step, float[] kept, int line, float[] sums, int at) {
        for (int p = 0; p < size; p++) {
            for (int i = 0; i < TILE; i += LANES) {
                FloatVector above = FloatVector.fromArray(FLOATS, kept, line + p * 2 * TILE + TILE - step + i);
                FloatVector.fromArray(FLOATS, sums, at + p * TILE + i)
                        .add(above)
                        .intoArray(sums, at + p * TILE + i);
            }
        }
    }

    private static void eightRows(
            int[] m,
            int[] p,
            float centre,
            Taps taps,
            float[] above,
            int aboveAt,
            int stride,
            float[] kept,
            int to,
            float[] sums,
            int upper,
            int lower) {
        float[] w = taps.whole0();
        float[] u = taps.whole1();
        float[] h = taps.half();
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[0]);
        FloatVector w1 = FloatVector.broadcast(FLOATS, w[1]);
        FloatVector w2 = FloatVector.broadcast(FLOATS, w[2]);
        FloatVector w3 = FloatVector.broadcast(FLOATS, w[3]);
        FloatVector w4 = FloatVector.broadcast(FLOATS, w[4]);
        FloatVector w5 = FloatVector.broadcast(FLOATS, w[5]);
        FloatVector w6 = FloatVector.broadcast(FLOATS, w[6]);
        FloatVector w7 = FloatVector.broadcast(FLOATS, w[7]);
        FloatVector u0 = FloatVector.broadcast(FLOATS, u[0]);
        FloatVector u1 = FloatVector.broadcast(FLOATS, u[1]);
        FloatVector u2 = FloatVector.broadcast(FLOATS, u[2]);
        FloatVector u3 = FloatVector.broadcast(FLOATS, u[3]);
        FloatVector u4 = FloatVector.broadcast(FLOATS, u[4]);
        FloatVector u5 = FloatVector.broadcast(FLOATS, u[5]);
        FloatVector u6 = FloatVector.broadcast(FLOATS, u[6]);
        FloatVector u7 = FloatVector.broadcast(FLOATS, u[7]);
        FloatVector h0 = FloatVector.broadcast(FLOATS, h[0]);
        FloatVector h1 = FloatVector.broadcast(FLOATS, h[1]);
        FloatVector h2 = FloatVector.broadcast(FLOATS, h[2]);
        FloatVector h3 = FloatVector.broadcast(FLOATS, h[3]);
        FloatVector h4 = FloatVector.broadcast(FLOATS, h[4]);
        FloatVector h5 = FloatVector.broadcast(FLOATS, h[5]);
        FloatVector h6 = FloatVector.broadcast(FLOATS, h[6]);
        FloatVector h7 = FloatVector.broadcast(FLOATS, h[7]);
        FloatVector c = FloatVector.broadcast(FLOATS, -centre);
        for (int column = 0; column < 8; column++) {
            for (int i = 0; i < TILE; i += LANES) {
                int k = column * TILE + i;
                int from = column * 8 * TILE + i;
                int aboveS = aboveAt + column * stride + i;
                int toS = to + column * 2 * TILE + i;
                FloatVector m0 = IntVector.fromArray(INTS, m, from).reinterpretAsFloats();
                FloatVector d0 = m0.fma(c, IntVector.fromArray(INTS, p, from).reinterpretAsFloats())
                        .abs();
                FloatVector v0 = m0.sub(d0).reinterpretAsInts().max(0).reinterpretAsFloats();
                FloatVector s = v0.mul(w0);
                FloatVector t = v0.mul(u0);
                FloatVector a = v0.mul(h0);
                FloatVector m1 = IntVector.fromArray(INTS, m, from + TILE).reinterpretAsFloats();
                FloatVector d1 = m1.fma(
                                c, IntVector.fromArray(INTS, p, from + TILE).reinterpretAsFloats())
                        .abs();
                FloatVector v1 = m1.sub(d1).reinterpretAsInts().max(0).reinterpretAsFloats();
                s = v1.fma(w1, s);
                t = v1.fma(u1, t);
                a = v1.fma(h1, a);
                FloatVector m2 = IntVector.fromArray(INTS, m, from + 2 * TILE).reinterpretAsFloats();
                FloatVector d2 = m2.fma(
                                c, IntVector.fromArray(INTS, p, from + 2 * TILE).reinterpretAsFloats())
                        .abs();
                FloatVector v2 = m2.sub(d2).reinterpretAsInts().max(0).reinterpretAsFloats();
                s = v2.fma(w2, s);
                t = v2.fma(u2, t);
                a = v2.fma(h2, a);
                FloatVector m3 = IntVector.fromArray(INTS, m, from + 3 * TILE).reinterpretAsFloats();
                FloatVector d3 = m3.fma(
                                c, IntVector.fromArray(INTS, p, from + 3 * TILE).reinterpretAsFloats())
                        .abs();
                FloatVector v3 = m3.sub(d3).reinterpretAsInts().max(0).reinterpretAsFloats();
                s = v3.fma(w3, s);
                t = v3.fma(u3, t);
                a = v3.fma(h3, a);
                FloatVector m4 = IntVector.fromArray(INTS, m, from + 4 * TILE).reinterpretAsFloats();
                FloatVector d4 = m4.fma(
                                c, IntVector.fromArray(INTS, p, from + 4 * TILE).reinterpretAsFloats())
                        .abs();
                FloatVector v4 = m4.sub(d4).reinterpretAsInts().max(0).reinterpretAsFloats();
                s = v4.fma(w4, s);
                t = v4.fma(u4, t);
                FloatVector b = v4.mul(h4);
                FloatVector m5 = IntVector.fromArray(INTS, m, from + 5 * TILE).reinterpretAsFloats();
                FloatVector d5 = m5.fma(
                                c, IntVector.fromArray(INTS, p, from + 5 * TILE).reinterpretAsFloats())
                        .abs();
                FloatVector v5 = m5.sub(d5).reinterpretAsInts().max(0).reinterpretAsFloats();
                s = v5.fma(w5, s);
                t = v5.fma(u5, t);
                b = v5.fma(h5, b);
                FloatVector m6 = IntVector.fromArray(INTS, m, from + 6 * TILE).reinterpretAsFloats();
                FloatVector d6 = m6.fma(
                                c, IntVector.fromArray(INTS, p, from + 6 * TILE).reinterpretAsFloats())
                        .abs();
                FloatVector v6 = m6.sub(d6).reinterpretAsInts().max(0).reinterpretAsFloats();
                s = v6.fma(w6, s);
                t = v6.fma(u6, t);
                b = v6.fma(h6, b);
                FloatVector m7 = IntVector.fromArray(INTS, m, from + 7 * TILE).reinterpretAsFloats();
                FloatVector d7 = m7.fma(
                                c, IntVector.fromArray(INTS, p, from + 7 * TILE).reinterpretAsFloats())
                        .abs();
                FloatVector v7 = m7.sub(d7).reinterpretAsInts().max(0).reinterpretAsFloats();
                s = v7.fma(w7, s);
                t = v7.fma(u7, t);
                b = v7.fma(h7, b);
                a.add(FloatVector.fromArray(FLOATS, above, aboveS)).intoArray(sums, upper + k);
                t.add(FloatVector.fromArray(FLOATS, above, aboveS + 8 * stride)).intoArray(sums, lower + k);
                s.intoArray(kept, toS);
                b.intoArray(kept, toS + 16 * TILE);
            }
        }
    }

    /**
     * The sums across the columns p of the cells from {@code lane} on and of those right of them, in so many lines, by
     * their weights. The histograms of the left cells of blocks are written to {@code h[left …]}, those of the right
     * cells to {@code h[right …]}.
     */
    static void across(float[] sums, int from, int lines, Taps taps, int lane, float[] h, int left, int right) {
        int size = taps.size();
        int half = size / 2;
        int at = from + lane;
        if (size == 8) {
            eightAndFour(sums, lines, taps.whole0(), at, taps.half(), 0, at + 1, h, left);
            eightAndFour(sums, lines, taps.whole1(), at + 1, taps.half(), 4, at + 4 * TILE, h, right);
        } else {
            wholeAndHalf(sums, lines, size, taps.whole0(), at, taps.half(), 0, half, at + 1, h, left);
            wholeAndHalf(sums, lines, size, taps.whole1(), at + 1, taps.half(), half, size, at + half * TILE, h, right);
        }
    }

    private static void eightAndFour(
            float[] sums, int lines, float[] w, int whole, float[] u, int first, int half, float[] h, int to) {
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[0]);
        FloatVector w1 = FloatVector.broadcast(FLOATS, w[1]);
        FloatVector w2 = FloatVector.broadcast(FLOATS, w[2]);
        FloatVector w3 = FloatVector.broadcast(FLOATS, w[3]);
        FloatVector w4 = FloatVector.broadcast(FLOATS, w[4]);
        FloatVector w5 = FloatVector.broadcast(FLOATS, w[5]);
        FloatVector w6 = FloatVector.broadcast(FLOATS, w[6]);
        FloatVector w7 = FloatVector.broadcast(FLOATS, w[7]);
        FloatVector u0 = FloatVector.broadcast(FLOATS, u[first]);
        FloatVector u1 = FloatVector.broadcast(FLOATS, u[first + 1]);
        FloatVector u2 = FloatVector.broadcast(FLOATS, u[first + 2]);
        FloatVector u3 = FloatVector.broadcast(FLOATS, u[first + 3]);
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < TILE; i += LANES) {
                int x = whole + line * 8 * TILE + i;
                int y = half + line * 8 * TILE + i;
                FloatVector s = FloatVector.fromArray(FLOATS, sums, x).mul(w0);
                FloatVector t = FloatVector.fromArray(FLOATS, sums, y).mul(u0);
                s = FloatVector.fromArray(FLOATS, sums, x + TILE).fma(w1, s);
                t = FloatVector.fromArray(FLOATS, sums, y + TILE).fma(u1, t);
                s = FloatVector.fromArray(FLOATS, sums, x + 2 * TILE).fma(w2, s);
                t = FloatVector.fromArray(FLOATS, sums, y + 2 * TILE).fma(u2, t);
                s = FloatVector.fromArray(FLOATS, sums, x + 3 * TILE).fma(w3, s);
                t = FloatVector.fromArray(FLOATS, sums, y + 3 * TILE).fma(u3, t);
                s = FloatVector.fromArray(FLOATS, sums, x + 4 * TILE).fma(w4, s);
                s = FloatVector.fromArray(FLOATS, sums, x + 5 * TILE).fma(w5, s);
                s = FloatVector.fromArray(FLOATS, sums, x + 6 * TILE).fma(w6, s);
                s = FloatVector.fromArray(FLOATS, sums, x + 7 * TILE).fma(w7, s);
                s.add(t).intoArray(h, to + line * TILE + i);
            }
        }
    }

    private static void wholeAndHalf(
            float[] sums,
            int lines,
            int size,
            float[] w,
            int whole,
            float[] u,
            int first,
            int end,
            int half,
            float[] h,
            int to) {
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < TILE; i += LANES) {
                int x = whole + line * size * TILE + i;
                FloatVector s = FloatVector.zero(FLOATS);
                int p = 0;
                do {
                    s = FloatVector.fromArray(FLOATS, sums, x + p * TILE).fma(FloatVector.broadcast(FLOATS, w[p]), s);
                    p++;
                } while (p < size);
                int y = half + line * size * TILE + i;
                FloatVector t = FloatVector.zero(FLOATS);
                int v = first;
                do {
                    t = FloatVector.fromArray(FLOATS, sums, y + (v - first) * TILE)
                            .fma(FloatVector.broadcast(FLOATS, u[v]), t);
                    v++;
                } while (v < end);
                s.add(t).intoArray(h, to + line * TILE + i);
            }
        }
    }
}
