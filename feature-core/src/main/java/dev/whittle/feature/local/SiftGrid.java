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

    private final int[] rowOfBin = new int[SIDE];
    private float[] work = new float[0];
    private float[] gx = new float[0];
    private float[] gy = new float[0];
    private int[] places = new int[0];

    /** Rows of votes with the border repeated: row y is at place y modulo the number of places. */
    private float[] votes = new float[0];

    /** Which row is at a place; -1 for none. */
    private int[] rowOfVotes = new int[0];

    /** A row of votes summed down the columns. */
    private float[] down = new float[0];

    private int[] tapsDown = new int[0];
    private int[] tapsAcross = new int[0];
    /** Rows of bins. */
    private float[] sums = new float[0];

    private int[] rowOfSums = new int[0];
    /** Where the four bins of each descriptor are in a row of sums. */
    private int[] columnOfBin = new int[0];

    /** A row of descriptors of one of several bands. */
    private float[] ofBand = new float[0];

    private FloatPlane image;
    private SiftScale scale;
    private SiftKernels kernels;

    /**
     * Writes the descriptors from number {@code done} on.
     *
     * @param band which band of the image this is: its 128 values come after those of the bands before
     * @return how many descriptors there are
     */
    int describe(FloatPlane pixels, SiftScale ofScale, int band, Descriptors out, int done, SiftKernels by) {
        image = pixels;
        scale = ofScale;
        kernels = by;
        boolean alone = out.columns() == SiftKernels.VALUES;
        int across = scale.count(image.width());
        int downwards = scale.count(image.height());
        makeRoom(across);
        ofBand = alone ? ofBand : room(ofBand, across * SiftKernels.VALUES);
        findBins(across);
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
                    work,
                    alone ? out.values() : ofBand,
                    alone ? at * SiftKernels.VALUES : 0);
            for (int i = 0; i < across && !alone; i++) {
                int to = (at + i) * out.columns() + band * SiftKernels.VALUES;
                System.arraycopy(ofBand, i * SiftKernels.VALUES, out.values(), to, SiftKernels.VALUES);
            }
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
        work = room(work, 17 * across);
        gx = room(gx, width);
        gy = room(gy, width);
        places = room(places, width);
        columnOfBin = room(columnOfBin, SIDE * across);
        down = room(down, rowOfVotesLength());
        tapsDown = room(tapsDown, 2 * bin - 1);
        tapsAcross = room(tapsAcross, 2 * bin - 1);
        votes = room(votes, votesKept() * rowOfVotesLength());
        sums = room(sums, sumsKept() * rowOfSumsLength());
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

    private int rowOfSumsLength() {
        return scale.kinds() * ORIENTATIONS * image.width();
    }

    /** As many rows as a row of descriptors needs. */
    private int votesKept() {
        return 5 * scale.bin() - 1;
    }

    /** If all bins are of one kind, rows are kept for the next descriptors; else no two use the same. */
    private int sumsKept() {
        return scale.kinds() == 1 ? 3 * scale.bin() + 1 : SIDE;
    }

    /** Finds where the four bins of each descriptor are in a row of sums. */
    private void findBins(int across) {
        for (int k = 0; k < 2 * scale.bin() - 1; k++) {
            tapsAcross[k] = ORIENTATIONS * k;
        }
        for (int i = 0; i < across; i++) {
            for (int b = 0; b < SIDE; b++) {
                int x = scale.first(i) + b * scale.bin();
                int kind = scale.kinds() == 1 ? 0 : b;
                columnOfBin[SIDE * i + b] = ORIENTATIONS * (kind * image.width() + x);
            }
        }
    }

    /** Where the bins of kind i with their centres in row y begin. */
    private int sums(int y, int i) {
        int kind = scale.kinds() == 1 ? 0 : i;
        int place = scale.kinds() == 1 ? y % sumsKept() : i;
        int at = place * rowOfSumsLength();
        if (rowOfSums[place] == y) {
            return at;
        }
        int bin = scale.bin();
        int count = 2 * bin - 1;
        for (int k = 0; k < count; k++) {
            tapsDown[k] = votes(Math.max(0, Math.min(image.height() - 1, y + k - bin + 1)));
        }
        kernels.rows(votes, tapsDown, scale.kernel(kind), count, down, 0, rowOfVotesLength());
        int length = ORIENTATIONS * image.width();
        for (int c = 0; c < scale.kinds(); c++) {
            kernels.rows(down, tapsAcross, scale.kernel(c), count, sums, at + c * length, length);
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
