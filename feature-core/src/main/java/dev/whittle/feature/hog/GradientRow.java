package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/** The gradients of one row of an image, as indices into {@link Votes}. */
final class GradientRow {
    private GradientRow() {}

    /** Writes the indices of pixels 0 … n-1 of row y to {@code index}; n ≤ width. */
    static void indices(Planar<GrayU8> image, int y, int n, int[] index) {
        if (image.getNumBands() == 1) {
            gray(image.getBand(0), y, n, index);
        } else {
            strongest(image.getBand(0), image.getBand(1), image.getBand(2), y, n, index);
        }
    }

    private static void gray(GrayU8 image, int y, int n, int[] index) {
        byte[] d = image.data;
        int row = row(image, y);
        int up = row(image, reflect(y - 1, image.height));
        int down = row(image, reflect(y + 1, image.height));
        int inner = Math.min(n, image.width - 1);
        index[0] = index(0, (d[down] & 0xFF) - (d[up] & 0xFF));
        for (int x = 1; x < inner; x++) {
            int gx = (d[row + x + 1] & 0xFF) - (d[row + x - 1] & 0xFF);
            int gy = (d[down + x] & 0xFF) - (d[up + x] & 0xFF);
            index[x] = index(gx, gy);
        }
        if (n == image.width) {
            index[n - 1] = index(0, (d[down + n - 1] & 0xFF) - (d[up + n - 1] & 0xFF));
        }
    }

    private static void strongest(GrayU8 red, GrayU8 green, GrayU8 blue, int y, int n, int[] index) {
        byte[] r = red.data;
        byte[] g = green.data;
        byte[] b = blue.data;
        int above = reflect(y - 1, red.height);
        int below = reflect(y + 1, red.height);
        int rRow = row(red, y);
        int rUp = row(red, above);
        int rDown = row(red, below);
        int gRow = row(green, y);
        int gUp = row(green, above);
        int gDown = row(green, below);
        int bRow = row(blue, y);
        int bUp = row(blue, above);
        int bDown = row(blue, below);
        int last = red.width - 1;
        for (int x = 0; x < n; x++) {
            int left = x == 0 ? 1 : x - 1;
            int right = x == last ? last - 1 : x + 1;
            int gx = (r[rRow + right] & 0xFF) - (r[rRow + left] & 0xFF);
            int gy = (r[rDown + x] & 0xFF) - (r[rUp + x] & 0xFF);
            long best = ranked(gx, gy, 2);
            gx = (g[gRow + right] & 0xFF) - (g[gRow + left] & 0xFF);
            gy = (g[gDown + x] & 0xFF) - (g[gUp + x] & 0xFF);
            best = Math.max(best, ranked(gx, gy, 1));
            gx = (b[bRow + right] & 0xFF) - (b[bRow + left] & 0xFF);
            gy = (b[bDown + x] & 0xFF) - (b[bUp + x] & 0xFF);
            best = Math.max(best, ranked(gx, gy, 0));
            index[x] = (int) best & 0x3FFFF;
        }
    }

    private static int index(int gx, int gy) {
        return (gy << 9) + gx + Votes.ORIGIN;
    }

    /** The index below the squared length and, among equals, the rank: the largest wins, without a branch that noise would make costly. */
    private static long ranked(int gx, int gy, int rank) {
        return (long) (gx * gx + gy * gy) << 20 | rank << 18 | index(gx, gy);
    }

    private static int row(GrayU8 band, int y) {
        return band.startIndex + y * band.stride;
    }

    /** Reflect-101: -1 is 1, and n is n-2. */
    private static int reflect(int i, int n) {
        return i < 0 ? 1 : i == n ? n - 2 : i;
    }
}
