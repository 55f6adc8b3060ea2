package dev.whittle.feature.hog.fast;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Arrays;

/** The gradients of one row of an image, as indices into a {@link VoteTable}. */
final class TableIndices {
    private static final int INDEX_BITS = 18;

    private long[] strongest = {};

    /** Writes the indices of the first n pixels of row y, at most the image's width, from {@code index[at]} on. */
    void indices(Planar<GrayU8> image, int y, int[] index, int at, int n) {
        if (image.getNumBands() == 1) {
            gray(image.getBand(0), y, index, at, n);
            return;
        }
        if (strongest.length < n) {
            strongest = new long[n];
        }
        Arrays.fill(strongest, 0, n, 0);
        for (int b = 0; b < image.getNumBands(); b++) {
            strongest(image.getBand(b), y, n, image.getNumBands() - 1 - b, strongest);
        }
        for (int x = 0; x < n; x++) {
            index[at + x] = (int) strongest[x] & ((1 << INDEX_BITS) - 1);
        }
    }

    private static void gray(GrayU8 image, int y, int[] index, int at, int n) {
        byte[] d = image.data;
        int row = row(image, y);
        int up = row(image, Border.reflect(y - 1, image.height));
        int down = row(image, Border.reflect(y + 1, image.height));
        int inner = Math.min(n, image.width - 1);
        index[at] = index(0, difference(d, up, down));
        for (int x = 1; x < inner; x++) {
            index[at + x] = index(difference(d, row + x - 1, row + x + 1), difference(d, up + x, down + x));
        }
        if (inner < n) {
            index[at + inner] = index(0, difference(d, up + inner, down + inner));
        }
    }

    /**
     * Keeps the longer of the gradients so far and those of this band. Gradients are compared as one number: its
     * highest part is the squared length, the middle one the rank, which is larger for earlier bands, and the lowest
     * the index. There is no branch, which would be slow on noise.
     */
    private static void strongest(GrayU8 band, int y, int n, int rank, long[] best) {
        byte[] d = band.data;
        int row = row(band, y);
        int up = row(band, Border.reflect(y - 1, band.height));
        int down = row(band, Border.reflect(y + 1, band.height));
        int inner = Math.min(n, band.width - 1);
        best[0] = Math.max(best[0], ranked(0, difference(d, up, down), rank));
        for (int x = 1; x < inner; x++) {
            int gx = difference(d, row + x - 1, row + x + 1);
            int gy = difference(d, up + x, down + x);
            best[x] = Math.max(best[x], ranked(gx, gy, rank));
        }
        if (inner < n) {
            best[inner] = Math.max(best[inner], ranked(0, difference(d, up + inner, down + inner), rank));
        }
    }

    private static long ranked(int gx, int gy, int rank) {
        return (long) (gx * gx + gy * gy) << (INDEX_BITS + 2) | rank << INDEX_BITS | index(gx, gy);
    }

    private static int difference(byte[] d, int from, int to) {
        return (d[to] & 0xFF) - (d[from] & 0xFF);
    }

    private static int index(int gx, int gy) {
        return (gy << 9) + gx + VoteTable.ORIGIN;
    }

    private static int row(GrayU8 band, int y) {
        return band.startIndex + y * band.stride;
    }
}
