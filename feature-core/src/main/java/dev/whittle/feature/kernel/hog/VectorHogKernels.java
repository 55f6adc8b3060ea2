package dev.whittle.feature.kernel.hog;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link HogKernels} in vectors. Loops are kept small, since the compiler keeps vectors in registers only in small
 * methods.
 */
public final class VectorHogKernels implements HogKernels {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    /** The sums of so many bins fit into the first-level cache together with the rest of a tile. */
    private static final int BINS_AT_ONCE = 3;

    private final Orientation orientation;
    private final int bins;
    private final float[] centres;
    private final boolean[] wraps;
    private final boolean[] opposite;
    private final VectorHogDirections directions;

    /** Sum s of bin b of column p of cell i is at ((b * sums + s) * size + p) * TILE + i. */
    private float[] sums = {};

    /**
     * For shared votes |m·t|, which is overwritten by the distances of a bin next to the end of the circle; for hard
     * votes those of a bin.
     */
    private int[] distances = {};

    /** For hard votes, the lengths of the gradients. */
    private int[] lengths = {};

    /** For L2-Hys, one for each block of a tile. */
    private final float[] factors = new float[TILE];

    private final VectorHogDifferences differences = new VectorHogDifferences();

    /**
     * For the value at place {@code j * values + k} of the descriptor, value k of cell j, its place among the lanes,
     * {@code k * TILE + j}.
     */
    private int[] order = {};

    public VectorHogKernels(Orientation orientation) {
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

    private void prepare(int pixels, int ofSums) {
        if (distances.length < pixels) {
            distances = new int[pixels];
            lengths = new int[pixels];
        }
        if (sums.length < ofSums) {
            sums = new float[ofSums];
        }
    }

    private int[] order(int values) {
        if (order.length != values * TILE) {
            order = new int[values * TILE];
            Arrays.setAll(order, i -> i % values * TILE + i / values);
        }
        return order;
    }

    @Override
    public void differences(byte[] a, int[] aAt, byte[] b, int[] bAt, int cellSize, int[] to) {
        differences.take(a, aAt, b, bAt, cellSize, to);
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
        if (taps.whole1() != null || orientation.shared() && taps.half() == null) {
            throw new IllegalArgumentException("Cells of " + orientation + " with " + taps.sums()
                    + " sums for each row, expected 3, or 1 for hard votes");
        }
        int n = size * size * TILE;
        int line = size * TILE;
        int lines = taps.sums();
        prepare(n, BINS_AT_ONCE * lines * line);
        if (!orientation.shared() && !orientation.signed() && taps.half() == null) {
            VectorHogHard.plainCells(orientation, gx, gy, lengths, taps.whole0(), out, at);
            return;
        }
        if (!orientation.shared()) {
            VectorHogHard.lengths(gx, gy, 0, n, lengths);
        } else if (orientation.signed()) {
            directions.fullCircle(gx, gy, distances, n);
        } else {
            directions.halfCircle(gx, gy, distances, n);
        }
        for (int first = 0; first < bins; first += BINS_AT_ONCE) {
            int end = Math.min(bins, first + BINS_AT_ONCE);
            for (int b = first; b < end; b++) {
                columnSums(b, gx, gy, n, taps, (b - first) * lines * line);
            }
            VectorHogSums.rowSums(
                    sums, (end - first) * lines, taps, out, at + first * lines * TILE, bins * lines * TILE);
        }
    }

    @Override
    public void blockSums(int[] gx, int[] gy, Taps taps, int step, boolean top, float[] kept, float[] h) {
        int size = taps.size();
        if (!orientation.shared() || taps.whole1() == null) {
            throw new IllegalArgumentException("Blocks of " + orientation + " with " + taps.sums()
                    + " sums for each row, expected shared votes and 4");
        }
        int n = size * size * TILE;
        int line = size * TILE;
        // Loads at other lanes go past the last line.
        prepare(n, (2 * bins + 4) * line + 2 * TILE);
        if (orientation.signed()) {
            directions.fullCircle(gx, gy, distances, n);
        } else {
            directions.halfCircle(gx, gy, distances, n);
        }
        if (!top && !VectorHogBlocks.inPlace(size, step)) {
            VectorHogBlocks.next(kept, 2 * bins * size, TILE / step * step);
        }
        for (int b = 0; b < bins; b++) {
            int[] p = positions(b, gx, gy, n);
            VectorHogBlocks.columns(b, gx, p, centreOf(b), taps, step, kept, sums, b * line, (bins + b) * line);
        }
        int lane = top ? step : 0;
        if (lane < TILE) {
            int part = bins * TILE;
            VectorHogBlocks.across(sums, 0, bins, taps, lane, h, 0, part);
            VectorHogBlocks.across(sums, bins * line, bins, taps, lane, h, 2 * part, 3 * part);
        }
    }

    /**
     * The m·t from whose distance to m·{@link #centreOf} the votes for bin b follow. Next to the end of the circle they
     * are the distances themselves.
     */
    private int[] positions(int b, int[] x, int[] y, int n) {
        if (opposite[b]) {
            return distances;
        }
        if (!wraps[b]) {
            return y;
        }
        VectorHogVotes.scaledDistances(x, y, n, centres[b], bins, distances);
        return distances;
    }

    private float centreOf(int b) {
        return wraps[b] && !opposite[b] ? 0 : centres[b];
    }

    /** The sums of bin b down the columns. */
    private void columnSums(int b, int[] x, int[] y, int n, Taps taps, int to) {
        int next = taps.size() * TILE;
        if (!orientation.shared()) {
            VectorHogHard.votes(orientation, b, lengths, x, y, n, distances);
            if (taps.half() == null) {
                VectorHogHard.columnSums(distances, taps.whole0(), sums, to);
            } else {
                // With m·t = m and the centre 1 the vote is m itself.
                VectorHogVotes.shared(distances, distances, 1, taps, sums, to, next);
            }
        } else {
            int[] p = positions(b, x, y, n);
            VectorHogVotes.shared(x, p, centreOf(b), taps, sums, to, next);
        }
    }

    @Override
    public void addTerms(float[] a, int[] from, int terms, int step, int lines, float[] h, int to, int n) {
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

    @Override
    public void l2Hys(float[] h, int values, int n) {
        VectorL2Hys.normalise(h, values, n, factors);
    }

    @Override
    public void transpose(float[] h, int from, int values, int n, float[] out, int at) {
        if (LANES < TILE) {
            // Such processors may have no gathers, and their replacement makes an object for each value.
            transposeOneByOne(h, from, values, n, out, at);
            return;
        }
        int[] order = order(values);
        int whole = n * values / LANES * LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(FLOATS, h, from, order, i).intoArray(out, at + i);
        }
        for (int i = whole; i < n * values; i++) {
            out[at + i] = h[from + order[i]];
        }
    }

    private static void transposeOneByOne(float[] h, int from, int values, int n, float[] out, int at) {
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
}
