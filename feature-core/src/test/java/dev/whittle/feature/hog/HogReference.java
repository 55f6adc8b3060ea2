package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.Orientation;
import java.util.Arrays;

/**
 * HoG as slow, obvious loops, twice: {@link #inOrder} in float by the formula for the order of summation in {@link Hog}, which
 * the extractor must equal to the bit; {@link #paper} in double, a pixel at a time as papers put it, with the angle by atan2.
 */
final class HogReference {
    private HogReference() {}

    /** Difference of the strongest band at (x, y), as {gx, gy}. */
    static int[] gradient(Planar<GrayU8> image, int x, int y) {
        int left = x == 0 ? 1 : x - 1;
        int right = x == image.width - 1 ? image.width - 2 : x + 1;
        int up = y == 0 ? 1 : y - 1;
        int down = y == image.height - 1 ? image.height - 2 : y + 1;
        int[] best = {0, 0};
        for (int b = 0; b < image.getNumBands(); b++) {
            GrayU8 band = image.getBand(b);
            int gx = band.get(right, y) - band.get(left, y);
            int gy = band.get(x, down) - band.get(x, up);
            if (gx * gx + gy * gy > best[0] * best[0] + best[1] * best[1]) {
                best = new int[] {gx, gy};
            }
        }
        return best;
    }

    /** All layouts but cs231n, in the order of summation that {@link Hog} defines. */
    static float[] inOrder(Hog hog, Planar<GrayU8> image) {
        int c = hog.cellSize();
        boolean parts = hog.layout() == Hog.Layout.FELZENSZWALB;
        boolean blocks = hog.layout() == Hog.Layout.DALAL_TRIGGS;
        // The cells of a block have weights of their own with interpolation; without, they are the plain cells.
        boolean windowed = blocks && hog.interpolate();
        int side = blocks ? 2 : 1;
        float[][] weight = windowed
                ? BlockWindow.block(c, 0.5)
                : parts || hog.interpolate() ? BlockWindow.triangle(c) : BlockWindow.plain(c);
        int bins = parts ? 2 * hog.bins() : hog.bins();
        Orientation votes = new Orientation(bins, parts || hog.signed(), parts, hog.interpolate());
        int across = image.width / c;
        int down = image.height / c;
        float[] out = new float[(across - side + 1) * (down - side + 1) * side * side * bins];
        int at = 0;
        for (int row = 0; row + side <= down; row++) {
            for (int column = 0; column + side <= across; column++) {
                int start = at;
                for (int r = 0; r < side; r++) {
                    for (int s = 0; s < side; s++) {
                        for (int b = 0; b < bins; b++) {
                            out[at++] = windowed
                                    ? ofBlock(image, votes, c, row, column, weight[r], weight[s], b)
                                    : cell(image, votes, c, row + r, column + s, weight[0], weight[0], b, across, down);
                        }
                    }
                }
                if (blocks) {
                    l2Hys(out, start, at);
                }
            }
        }
        return parts ? felzenszwalb(out, hog.bins(), across, down) : out;
    }

    /**
     * PAMI 2010, §6.2, from the signed histograms of all cells: the four norms of each cell, of the blocks up-left, up-right,
     * down-left and down-right of it, are worked out anew for every cell.
     */
    private static float[] felzenszwalb(float[] h, int bins, int across, int down) {
        int length = 3 * bins + 4;
        float[] out = new float[across * down * length];
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                int to = (row * across + column) * length;
                for (int i = 0; i < 3 * bins; i++) {
                    float[] v = new float[4];
                    for (int k = 0; k < 4; k++) {
                        int upper = row - 1 + k / 2;
                        int left = column - 1 + k % 2;
                        float energy = (energy(h, bins, upper, left, across, down)
                                        + energy(h, bins, upper, left + 1, across, down))
                                + (energy(h, bins, upper + 1, left, across, down)
                                        + energy(h, bins, upper + 1, left + 1, across, down));
                        float factor = 1f / (float) Math.sqrt(energy + 1e-4f);
                        int from = (row * across + column) * 2 * bins;
                        float value = i < 2 * bins ? h[from + i] : h[from + i - 2 * bins] + h[from + i - bins];
                        v[k] = Math.min(value * factor, 0.2f);
                        if (i >= 2 * bins) {
                            out[to + 3 * bins + k] += v[k];
                        }
                    }
                    out[to + i] = ((v[0] + v[1]) + (v[2] + v[3])) / 2;
                }
                for (int k = 0; k < 4; k++) {
                    out[to + 3 * bins + k] *= (float) (1 / Math.sqrt(18));
                }
            }
        }
        return out;
    }

    /** The squares of a cell's unsigned bins; outside the image, of the cell nearest. */
    private static float energy(float[] h, int bins, int row, int column, int across, int down) {
        int r = Math.min(Math.max(row, 0), down - 1);
        int c = Math.min(Math.max(column, 0), across - 1);
        float sum = 0;
        for (int b = 0; b < bins; b++) {
            float u = h[(r * across + c) * 2 * bins + b] + h[(r * across + c) * 2 * bins + b + bins];
            sum = Math.fma(u, u, sum);
        }
        return sum;
    }

    private static float cell(
            Planar<GrayU8> image,
            Orientation votes,
            int c,
            int row,
            int column,
            float[] rowWeight,
            float[] columnWeight,
            int bin,
            int across,
            int down) {
        float sum = 0;
        for (int i = Math.max(0, row - 1); i <= Math.min(down - 1, row + 1); i++) {
            for (int j = Math.max(0, column - 1); j <= Math.min(across - 1, column + 1); j++) {
                sum += given(image, votes, c, i, j, row, column, rowWeight, columnWeight, bin);
            }
        }
        return sum;
    }

    /** A value of the block at (row, column): the columns of its cells are added, upper and lower, before they are summed. */
    private static float ofBlock(
            Planar<GrayU8> image,
            Orientation votes,
            int c,
            int row,
            int column,
            float[] rowWeight,
            float[] columnWeight,
            int bin) {
        float[] sum = new float[2];
        for (int x = 0; x < 2 * c; x++) {
            float[] s = new float[2];
            for (int y = 0; y < 2 * c; y++) {
                int[] g = gradient(image, column * c + x, row * c + y);
                s[y / c] = Math.fma(votes.vote(g[0], g[1], bin), rowWeight[c + y], s[y / c]);
            }
            sum[x / c] = Math.fma(s[0] + s[1], columnWeight[c + x], sum[x / c]);
        }
        return sum[0] + sum[1];
    }

    /** What cell (i, j) gives to the histogram at (row, column). */
    private static float given(
            Planar<GrayU8> image,
            Orientation votes,
            int c,
            int i,
            int j,
            int row,
            int column,
            float[] rowWeight,
            float[] columnWeight,
            int bin) {
        float sum = 0;
        for (int x = j * c; x < (j + 1) * c; x++) {
            float s = 0;
            for (int y = i * c; y < (i + 1) * c; y++) {
                int[] g = gradient(image, x, y);
                s = Math.fma(votes.vote(g[0], g[1], bin), rowWeight[c + y - row * c], s);
            }
            sum = Math.fma(s, columnWeight[c + x - column * c], sum);
        }
        return sum;
    }

    private static void l2Hys(float[] v, int from, int to) {
        float scale = 1f / ((float) Math.sqrt(squares(v, from, to)) + 0.1f * (to - from));
        for (int i = from; i < to; i++) {
            v[i] = Math.min(v[i] * scale, 0.2f);
        }
        scale = 1f / ((float) Math.sqrt(squares(v, from, to)) + 1e-3f);
        for (int i = from; i < to; i++) {
            v[i] *= scale;
        }
    }

    /** Of the four cells of a block, one by one. */
    private static float squares(float[] v, int from, int to) {
        float[] n = new float[4];
        for (int i = from; i < to; i++) {
            int cell = 4 * (i - from) / (to - from);
            n[cell] = Math.fma(v[i], v[i], n[cell]);
        }
        return (n[0] + n[1]) + (n[2] + n[3]);
    }

    /** Cells or Dalal–Triggs: every pixel of every block votes by its angle, in double. */
    static double[] paper(Hog hog, Planar<GrayU8> image) {
        int c = hog.cellSize();
        int side = hog.layout() == Hog.Layout.DALAL_TRIGGS ? 2 : 1;
        int across = image.width / c;
        int down = image.height / c;
        int length = side * side * hog.bins();
        double[] out = new double[(across - side + 1) * (down - side + 1) * length];
        int block = 0;
        for (int row = 0; row + side <= down; row++) {
            for (int column = 0; column + side <= across; column++, block++) {
                double[] h = new double[length];
                // Cells of the whole image also hear of pixels in their neighbours, blocks only of their own.
                int margin = side == 1 ? c : 0;
                for (int y = row * c - margin; y < (row + side) * c + margin; y++) {
                    for (int x = column * c - margin; x < (column + side) * c + margin; x++) {
                        if (x >= 0 && y >= 0 && x < across * c && y < down * c) {
                            vote(hog, gradient(image, x, y), x - column * c, y - row * c, side, h);
                        }
                    }
                }
                if (side == 2) {
                    scale(h, 0.1 * length);
                    Arrays.setAll(h, i -> Math.min(h[i], 0.2));
                    scale(h, 1e-3);
                }
                System.arraycopy(h, 0, out, block * length, length);
            }
        }
        return out;
    }

    private static void vote(Hog hog, int[] g, int x, int y, int side, double[] h) {
        int c = hog.cellSize();
        int bins = hog.bins();
        double turn = hog.signed() ? 2 * Math.PI : Math.PI;
        double angle = StrictMath.atan2(g[1], g[0]);
        double p = (angle < 0 ? angle + 2 * Math.PI : angle) % turn / turn * bins;
        double m = StrictMath.hypot(g[0], g[1]);
        if (!hog.interpolate()) {
            int cx = Math.floorDiv(x, c);
            int cy = Math.floorDiv(y, c);
            if (cx >= 0 && cy >= 0 && cx < side && cy < side) {
                h[(cy * side + cx) * bins + (int) p] += m;
            }
            return;
        }
        if (side == 2) {
            double dx = x - c;
            double dy = y - c;
            m *= StrictMath.exp(-(dx * dx + dy * dy) / (2 * (c / 2.0) * (c / 2.0)));
        }
        int lower = (int) Math.floor(p - 0.5);
        double f = p - 0.5 - lower;
        for (int cy = 0; cy < side; cy++) {
            for (int cx = 0; cx < side; cx++) {
                double wx = Math.max(0, 1 - Math.abs((x + 0.5) / c - 0.5 - cx));
                double wy = Math.max(0, 1 - Math.abs((y + 0.5) / c - 0.5 - cy));
                h[(cy * side + cx) * bins + Math.floorMod(lower, bins)] += m * (1 - f) * wx * wy;
                h[(cy * side + cx) * bins + Math.floorMod(lower + 1, bins)] += m * f * wx * wy;
            }
        }
    }

    private static void scale(double[] h, double epsilon) {
        double squares = 0;
        for (double v : h) {
            squares += v * v;
        }
        double s = 1 / (Math.sqrt(squares) + epsilon);
        Arrays.setAll(h, i -> h[i] * s);
    }
}
