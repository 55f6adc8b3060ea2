package dev.whittle.feature.local;

import dev.whittle.feature.kernel.sift.SiftKernels;
import java.util.Arrays;

/**
 * The descriptors of an image at one scale, with the working memory for that. Rows of votes, and rows of bins, are
 * computed when they are first needed and kept while they may be needed again.
 */
final class SiftGrid {
    private static final int SIDE = SiftScale.SIDE;
    private static final int ORIENTATIONS = SiftKernels.ORIENTATIONS;

    private final float[] partial = new float[16];
    private final int[] rowOfBin = new int[SIDE];
    private float[] gx = new float[0];
    private float[] gy = new float[0];
    private int[] places = new int[0];

    /** Rows of votes with the border repeated: row y is at place y modulo the number of places. */
    private float[] votes = new float[0];

    /** Which row is at a place; -1 for none. */
    private int[] rowOfVotes = new int[0];

    /** A row of votes summed down the columns. */
    private float[] down = new float[0];

    private int[] taps = new int[0];
    /** Rows of bins. */
    private float[] sums = new float[0];

    private int[] rowOfSums = new int[0];
    /** The columns of bins of each kind, as places in a row of votes. */
    private int[] columns = new int[0];
    /** Where the columns of a kind begin; the last is where all end. */
    private final int[] columnsOfKind = new int[SIDE + 1];
    /** Where the four bins of each descriptor are in a row of sums. */
    private int[] columnOfBin = new int[0];
    /** For each pixel of a row, the number of its column of bins, or -1. */
    private int[] numberOfColumn = new int[0];

    private FloatPlane image;
    private SiftScale scale;
    private SiftKernels kernels;

    /**
     * Writes the descriptors from number {@code done} on.
     *
     * @return how many they are
     */
    int describe(FloatPlane pixels, SiftScale ofScale, Descriptors out, int done, SiftKernels by) {
        image = pixels;
        scale = ofScale;
        kernels = by;
        int across = scale.count(image.width());
        int downwards = scale.count(image.height());
        makeRoom(across);
        findColumns(across);
        int bin = scale.bin();
        for (int j = 0; j < downwards; j++) {
            for (int i = 0; i < SIDE; i++) {
                rowOfBin[i] = sums(scale.first(j) + i * bin, i);
            }
            int at = done + j * across;
            kernels.describe(
                    sums,
                    rowOfBin,
                    columnOfBin,
                    across,
                    scale.binWeights(),
                    scale.leastMass(),
                    scale.squareRoot(),
                    partial,
                    out.values(),
                    at * SiftKernels.VALUES);
            // From the centre of the first bin to the middle, and half a pixel, as pixel 0 reaches from 0 to 1.
            float y = scale.first(j) + 1.5f * bin + 0.5f;
            for (int i = 0; i < across; i++) {
                out.place(at + i, scale.first(i) + 1.5f * bin + 0.5f, y, SIDE * bin);
            }
        }
        return across * downwards;
    }

    private void makeRoom(int across) {
        int width = image.width();
        int bin = scale.bin();
        gx = room(gx, width);
        gy = room(gy, width);
        places = room(places, width);
        int columnsAtMost = SIDE * across;
        columns = room(columns, columnsAtMost);
        columnOfBin = room(columnOfBin, columnsAtMost);
        numberOfColumn = room(numberOfColumn, width);
        down = room(down, rowOfVotesLength());
        taps = room(taps, 2 * bin - 1);
        votes = room(votes, votesKept() * rowOfVotesLength());
        sums = room(sums, sumsKept() * ORIENTATIONS * columnsAtMost);
        rowOfVotes = room(rowOfVotes, votesKept());
        rowOfSums = room(rowOfSums, sumsKept());
        Arrays.fill(rowOfVotes, -1);
        Arrays.fill(rowOfSums, -1);
    }

    private static float[] room(float[] a, int length) {
        return a.length < length ? new float[length] : a;
    }

    private static int[] room(int[] a, int length) {
        return a.length < length ? new int[length] : a;
    }

    private int rowOfVotesLength() {
        return ORIENTATIONS * (image.width() + 2 * scale.bin() - 2);
    }

    /** As many rows as a row of descriptors needs. */
    private int votesKept() {
        return 5 * scale.bin() - 1;
    }

    /** If all bins are of one kind, rows are kept for the next descriptors; else no two use the same. */
    private int sumsKept() {
        return scale.kinds() == 1 ? 3 * scale.bin() + 1 : SIDE;
    }

    /** Finds the columns in which there are bins, and where those of each descriptor are. */
    private void findColumns(int across) {
        int found = 0;
        if (scale.kinds() == 1) {
            Arrays.fill(numberOfColumn, 0, image.width(), -1);
            for (int i = 0; i < SIDE * across; i++) {
                numberOfColumn[x(i)] = 0;
            }
            for (int x = 0; x < image.width(); x++) {
                if (numberOfColumn[x] == 0) {
                    columns[found] = ORIENTATIONS * x;
                    numberOfColumn[x] = found++;
                }
            }
            for (int i = 0; i < SIDE * across; i++) {
                columnOfBin[i] = ORIENTATIONS * numberOfColumn[x(i)];
            }
            columnsOfKind[1] = found;
            return;
        }
        for (int kind = 0; kind < SIDE; kind++) {
            for (int i = kind; i < SIDE * across; i += SIDE) {
                columns[found] = ORIENTATIONS * x(i);
                columnOfBin[i] = ORIENTATIONS * found++;
            }
            columnsOfKind[kind + 1] = found;
        }
    }

    /** The centre of bin i mod 4 of descriptor i / 4 in a row. */
    private int x(int i) {
        return scale.first(i / SIDE) + i % SIDE * scale.bin();
    }

    /** Where the bins of kind i with their centres in row y begin. */
    private int sums(int y, int i) {
        int kind = scale.kinds() == 1 ? 0 : i;
        int place = scale.kinds() == 1 ? y % sumsKept() : i;
        int length = ORIENTATIONS * columnsOfKind[scale.kinds()];
        int at = place * length;
        if (rowOfSums[place] == y) {
            return at;
        }
        int bin = scale.bin();
        int count = 2 * bin - 1;
        for (int k = 0; k < count; k++) {
            taps[k] = votes(Math.max(0, Math.min(image.height() - 1, y + k - bin + 1)));
        }
        kernels.rows(votes, taps, scale.kernel(kind), count, down, 0, rowOfVotesLength());
        for (int c = 0; c < scale.kinds(); c++) {
            int from = columnsOfKind[c];
            int n = columnsOfKind[c + 1] - from;
            kernels.columns(down, columns, from, n, scale.kernel(c), count, sums, at + ORIENTATIONS * from);
        }
        rowOfSums[place] = y;
        return at;
    }

    /** Where the votes of row y begin. */
    private int votes(int y) {
        int place = y % votesKept();
        int length = rowOfVotesLength();
        int at = place * length;
        if (rowOfVotes[place] == y) {
            return at;
        }
        int border = ORIENTATIONS * (scale.bin() - 1);
        gradient(y);
        kernels.votes(gx, gy, image.width(), places, votes, at + border);
        int last = at + length - border - ORIENTATIONS;
        for (int i = 0; i < border; i += ORIENTATIONS) {
            System.arraycopy(votes, at + border, votes, at + i, ORIENTATIONS);
            System.arraycopy(votes, last, votes, last + ORIENTATIONS + i, ORIENTATIONS);
        }
        rowOfVotes[place] = y;
        return at;
    }

    /** Half the difference of the neighbours; at a border the whole difference between the two last pixels. */
    private void gradient(int y) {
        float[] p = image.values();
        int width = image.width();
        int row = y * width;
        int above = y == 0 ? row : row - width;
        int below = y == image.height() - 1 ? row : row + width;
        float half = below - above == width ? 1f : 0.5f;
        for (int x = 0; x < width; x++) {
            gy[x] = half * (p[below + x] - p[above + x]);
        }
        for (int x = 1; x < width - 1; x++) {
            gx[x] = 0.5f * (p[row + x + 1] - p[row + x - 1]);
        }
        gx[0] = p[row + 1] - p[row];
        gx[width - 1] = p[row + width - 1] - p[row + width - 2];
    }
}
