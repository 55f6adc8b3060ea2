package dev.whittle.feature.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link HogKernels} in vectors; loops are kept small, since the compiler keeps vectors in registers only in small methods. */
final class VectorHog implements HogKernels {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private static final long LOW = 0xFFFFFFFFL;
    /** Lanes of cells 0, n/2, 1, n/2 + 1 … of n to the order of the cells. */
    private static final VectorShuffle<Integer> ORDER = VectorShuffle.fromOp(INTS, i -> 2 * i % LANES + 2 * i / LANES);

    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The sums of so many bins stay in the first-level cache, beside all else of a tile. */
    private static final int BINS_AT_ONCE = 3;

    private static final int CLIP = Float.floatToRawIntBits(0.2f);

    private final Orientation orientation;
    private final int bins;
    private final float[] centres;
    private final boolean[] wraps;
    private final boolean[] opposite;
    private final VectorHogDirections directions;
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    /** Memory of one thread, kept between calls. */
    private static final class Scratch {
        /** Sum s of bin b of column p of cell i is at ((b * sums + s) * size + p) * TILE + i. */
        float[] sums = {};

        /** Of shared votes |m·t|, overwritten where a bin next to the end of the circle has distances of its own; else the votes of a bin. */
        int[] distances = {};

        /** Of hard votes. */
        int[] lengths = {};

        byte[] sortedA = {};
        byte[] sortedB = {};

        void prepare(int pixels, int ofSums) {
            if (distances.length < pixels) {
                distances = new int[pixels];
                lengths = new int[pixels];
            }
            sums = VectorGemm.atLeast(sums, ofSums);
        }
    }

    VectorHog(Orientation orientation) {
        this.orientation = orientation;
        bins = orientation.bins();
        centres = new float[bins];
        wraps = new boolean[bins];
        opposite = new boolean[bins];
        for (int b = 0; b < bins; b++) {
            centres[b] = orientation.centre(b);
            wraps[b] = orientation.wraps(b);
            opposite[b] = orientation.opposite(b);
        }
        directions = new VectorHogDirections(orientation);
    }

    @Override
    public void differences(byte[] a, int[] aAt, byte[] b, int[] bAt, int cellSize, int[] to) {
        if (cellSize == 8) {
            firstFour(a, aAt, b, bAt, to);
            lastFour(a, aAt, b, bAt, to);
            return;
        }
        Scratch s = scratch.get();
        int quads = (cellSize + 3) / 4;
        if (s.sortedA.length < 4 * quads * TILE) {
            s.sortedA = new byte[4 * quads * TILE];
            s.sortedB = new byte[4 * quads * TILE];
        }
        for (int v = 0; v < cellSize; v++) {
            sortByColumn(a, aAt[v], cellSize, s.sortedA);
            sortByColumn(b, bAt[v], cellSize, s.sortedB);
            differences(s.sortedA, s.sortedB, quads, to, v * TILE, cellSize * TILE);
        }
    }

    // Cells of eight columns are longs, of which the halves are sorted: of two vectors of cells, with the cells in
    // their order at last.

    private static void firstFour(byte[] a, int[] aAt, byte[] b, int[] bAt, int[] to) {
        for (int v = 0; v < 8; v++) {
            for (int i = 0; i < TILE; i += LANES) {
                IntVector x = ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i)
                        .reinterpretAsLongs()
                        .and(LOW)
                        .or(ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i + BYTES.length())
                                .reinterpretAsLongs()
                                .lanewise(VectorOperators.LSHL, 32))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                IntVector y = ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i)
                        .reinterpretAsLongs()
                        .and(LOW)
                        .or(ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i + BYTES.length())
                                .reinterpretAsLongs()
                                .lanewise(VectorOperators.LSHL, 32))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                int first = v * TILE + i;
                y.and(255).sub(x.and(255)).intoArray(to, first);
                IntVector x1 = x.lanewise(VectorOperators.LSHR, 8).and(255);
                y.lanewise(VectorOperators.LSHR, 8).and(255).sub(x1).intoArray(to, first + 8 * TILE);
                IntVector x2 = x.lanewise(VectorOperators.LSHR, 16).and(255);
                y.lanewise(VectorOperators.LSHR, 16).and(255).sub(x2).intoArray(to, first + 16 * TILE);
                IntVector x3 = x.lanewise(VectorOperators.LSHR, 24);
                y.lanewise(VectorOperators.LSHR, 24).sub(x3).intoArray(to, first + 24 * TILE);
            }
        }
    }

    private static void lastFour(byte[] a, int[] aAt, byte[] b, int[] bAt, int[] to) {
        for (int v = 0; v < 8; v++) {
            for (int i = 0; i < TILE; i += LANES) {
                IntVector x = ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i)
                        .reinterpretAsLongs()
                        .lanewise(VectorOperators.LSHR, 32)
                        .or(ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i + BYTES.length())
                                .reinterpretAsLongs()
                                .and(~LOW))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                IntVector y = ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i)
                        .reinterpretAsLongs()
                        .lanewise(VectorOperators.LSHR, 32)
                        .or(ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i + BYTES.length())
                                .reinterpretAsLongs()
                                .and(~LOW))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                int first = (32 + v) * TILE + i;
                y.and(255).sub(x.and(255)).intoArray(to, first);
                IntVector x1 = x.lanewise(VectorOperators.LSHR, 8).and(255);
                y.lanewise(VectorOperators.LSHR, 8).and(255).sub(x1).intoArray(to, first + 8 * TILE);
                IntVector x2 = x.lanewise(VectorOperators.LSHR, 16).and(255);
                y.lanewise(VectorOperators.LSHR, 16).and(255).sub(x2).intoArray(to, first + 16 * TILE);
                IntVector x3 = x.lanewise(VectorOperators.LSHR, 24);
                y.lanewise(VectorOperators.LSHR, 24).sub(x3).intoArray(to, first + 24 * TILE);
            }
        }
    }

    private static void differences(byte[] a, byte[] b, int quads, int[] to, int at, int stride) {
        for (int q = 0; q < quads; q++) {
            for (int i = 0; i < TILE; i += LANES) {
                // On a little-endian machine byte p of an int is pixel p of the quad.
                IntVector x = ByteVector.fromArray(BYTES, a, 4 * (q * TILE + i)).reinterpretAsInts();
                IntVector y = ByteVector.fromArray(BYTES, b, 4 * (q * TILE + i)).reinterpretAsInts();
                int first = at + 4 * q * stride + i;
                y.and(255).sub(x.and(255)).intoArray(to, first);
                IntVector x1 = x.lanewise(VectorOperators.LSHR, 8).and(255);
                y.lanewise(VectorOperators.LSHR, 8).and(255).sub(x1).intoArray(to, first + stride);
                IntVector x2 = x.lanewise(VectorOperators.LSHR, 16).and(255);
                y.lanewise(VectorOperators.LSHR, 16).and(255).sub(x2).intoArray(to, first + 2 * stride);
                IntVector x3 = x.lanewise(VectorOperators.LSHR, 24);
                y.lanewise(VectorOperators.LSHR, 24).sub(x3).intoArray(to, first + 3 * stride);
            }
        }
    }

    @Override
    public void keepLonger(int[] gx, int[] gy, int[] x, int[] y, int n) {
        for (int i = 0; i < n; i += LANES) {
            IntVector oldX = IntVector.fromArray(INTS, gx, i);
            IntVector oldY = IntVector.fromArray(INTS, gy, i);
            IntVector newX = IntVector.fromArray(INTS, x, i);
            IntVector newY = IntVector.fromArray(INTS, y, i);
            IntVector longer = oldX.mul(oldX)
                    .add(oldY.mul(oldY))
                    .sub(newX.mul(newX).add(newY.mul(newY)))
                    .lanewise(VectorOperators.ASHR, 31);
            oldX.lanewise(
                            VectorOperators.XOR,
                            oldX.lanewise(VectorOperators.XOR, newX).and(longer))
                    .intoArray(gx, i);
            oldY.lanewise(
                            VectorOperators.XOR,
                            oldY.lanewise(VectorOperators.XOR, newY).and(longer))
                    .intoArray(gy, i);
        }
    }

    @Override
    public void cellSums(int[] gx, int[] gy, Taps taps, float[] out, int at) {
        int size = taps.size();
        if (orientation.shared() && taps.half() == null) {
            throw new IllegalArgumentException(
                    "Taps without a half, expected one for the shared votes of " + orientation);
        }
        Scratch s = scratch.get();
        int n = size * size * TILE;
        int line = size * TILE;
        int sums = taps.sums();
        s.prepare(n, BINS_AT_ONCE * sums * line);
        if (!orientation.shared() && !orientation.signed() && taps.half() == null) {
            VectorHogHard.plainCells(orientation, gx, gy, s.lengths, taps.whole0(), out, at);
            return;
        }
        if (!orientation.shared()) {
            VectorHogHard.lengths(gx, gy, 0, n, s.lengths);
        } else if (orientation.signed()) {
            directions.fullCircle(gx, gy, s.distances, n);
        } else {
            directions.halfCircle(gx, gy, s.distances, n);
        }
        for (int first = 0; first < bins; first += BINS_AT_ONCE) {
            int end = Math.min(bins, first + BINS_AT_ONCE);
            for (int b = first; b < end; b++) {
                columnSums(b, gx, gy, n, s, taps, (b - first) * sums * line);
            }
            VectorHogSums.rowSums(
                    s.sums, (end - first) * sums, taps, out, at + first * sums * TILE, bins * sums * TILE);
        }
    }

    /** The sums of bin b down the columns. */
    private void columnSums(int b, int[] x, int[] y, int n, Scratch s, Taps taps, int to) {
        int next = taps.size() * TILE;
        float c = centres[b];
        if (!orientation.shared()) {
            VectorHogHard.votes(orientation, b, s.lengths, x, y, n, s.distances);
            if (taps.half() == null) {
                VectorHogHard.columnSums(s.distances, taps.whole0(), s.sums, to);
            } else {
                // With m·t = m and the centre 1 the vote is m itself.
                VectorHogVotes.shared(s.distances, s.distances, 1, taps, s.sums, to, next);
            }
        } else if (opposite[b]) {
            VectorHogVotes.shared(x, s.distances, c, taps, s.sums, to, next);
        } else if (wraps[b]) {
            VectorHogVotes.scaledDistances(x, y, n, c, bins, s.distances);
            VectorHogVotes.shared(x, s.distances, 0, taps, s.sums, to, next);
        } else {
            VectorHogVotes.shared(x, y, c, taps, s.sums, to, next);
        }
    }

    @Override
    public void addTerms(float[] a, int[] from, int terms, int step, int lines, float[] h, int to, int n) {
        if (terms == 4) {
            addFour(a, from[0], from[1], from[2], from[3], step, lines, h, to, n);
            return;
        }
        for (int l = 0; l < lines; l++) {
            for (int i = 0; i < n; i += LANES) {
                int at = l * step + i;
                FloatVector s = FloatVector.fromArray(FLOATS, a, from[0] + at);
                for (int k = 1; k < terms; k++) {
                    s = s.add(FloatVector.fromArray(FLOATS, a, from[k] + at));
                }
                s.intoArray(h, to + l * TILE + i);
            }
        }
    }

    /** The blocks of Dalal and Triggs. */
    private static void addFour(
            float[] a, int from0, int from1, int from2, int from3, int step, int lines, float[] h, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            for (int l = 0; l < lines; l++) {
                int at = l * step + i;
                FloatVector.fromArray(FLOATS, a, from0 + at)
                        .add(FloatVector.fromArray(FLOATS, a, from1 + at))
                        .add(FloatVector.fromArray(FLOATS, a, from2 + at))
                        .add(FloatVector.fromArray(FLOATS, a, from3 + at))
                        .intoArray(h, to + l * TILE + i);
            }
        }
    }

    @Override
    public void l2Hys(float[] h, int values, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector f = factor(squares(h, values, i), 0.1f * values);
            f = factor(clipped(h, values, i, f), 1e-3f);
            scale(h, values, i, f);
        }
    }

    private static FloatVector factor(FloatVector squares, float more) {
        return FloatVector.broadcast(FLOATS, 1f).div(squares.sqrt().add(more));
    }

    private static FloatVector squares(float[] h, int values, int i) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int k = 0; k < values; k++) {
            FloatVector v = FloatVector.fromArray(FLOATS, h, k * TILE + i);
            sum = v.fma(v, sum);
        }
        return sum;
    }

    private static FloatVector clipped(float[] h, int values, int i, FloatVector f) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int k = 0; k < values; k++) {
            IntVector bits =
                    FloatVector.fromArray(FLOATS, h, k * TILE + i).mul(f).reinterpretAsInts();
            // Numbers of the same sign are ordered as their bits.
            FloatVector v = bits.min(CLIP).reinterpretAsFloats();
            v.intoArray(h, k * TILE + i);
            sum = v.fma(v, sum);
        }
        return sum;
    }

    private static void scale(float[] h, int values, int i, FloatVector f) {
        for (int k = 0; k < values; k++) {
            FloatVector.fromArray(FLOATS, h, k * TILE + i).mul(f).intoArray(h, k * TILE + i);
        }
    }

    @Override
    public void transpose(float[] h, int from, int values, int n, float[] out, int at) {
        int fours = values & -4;
        for (int j = 0; j < n; j++) {
            int to = at + j * values;
            int f = from + j;
            for (int k = 0; k < fours; k += 4, f += 4 * TILE) {
                out[to + k] = h[f];
                out[to + k + 1] = h[f + TILE];
                out[to + k + 2] = h[f + 2 * TILE];
                out[to + k + 3] = h[f + 3 * TILE];
            }
            for (int k = fours; k < values; k++, f += TILE) {
                out[to + k] = h[f];
            }
        }
    }

    /** {@code to[4 * (q * TILE + j) + p] = row[at + j * cellSize + 4 * q + p]} for cells j &lt; TILE, quads q and p &lt; 4. */
    private static void sortByColumn(byte[] row, int at, int cellSize, byte[] to) {
        int rest = cellSize % 4;
        for (int j = 0; j < TILE; j++) {
            int from = at + j * cellSize;
            for (int p = 0; p + 4 <= cellSize; p += 4) {
                FOUR.set(to, p * TILE + 4 * j, (int) FOUR.get(row, from + p));
            }
            for (int p = cellSize - rest; p < cellSize; p++) {
                to[p / 4 * 4 * TILE + 4 * j + p % 4] = row[from + p];
            }
        }
    }
}
