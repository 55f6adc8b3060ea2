package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Arrays;

/**
 * HoG in double, as the papers put it: a pixel at a time, with the angle by atan2, each histogram from all pixels
 * around it. It shares nothing with {@link HogDefinition} but the settings.
 */
final class HogPaper {
    private HogPaper() {}

    /** Difference of the strongest band at (x, y), as {gx, gy}. */
    private static int[] gradient(Planar<GrayU8> image, int x, int y) {
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

    /** The descriptor in any layout but cs231n. */
    static double[] describe(Hog hog, Planar<GrayU8> image) {
        return hog.layout() == Hog.Layout.FELZENSZWALB ? felzenszwalb(hog, image) : dalalTriggs(hog, image);
    }

    /** Cells or Dalal–Triggs: every pixel of every cell or block votes by its angle. */
    private static double[] dalalTriggs(Hog hog, Planar<GrayU8> image) {
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
                // To a cell of the whole image the pixels of its neighbours contribute too, to a block only its own.
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

    /** PAMI 2010, §6: the four norms of a cell are computed anew for each of its values. */
    private static double[] felzenszwalb(Hog hog, Planar<GrayU8> image) {
        int bins = hog.bins();
        int across = image.width / hog.cellSize();
        int down = image.height / hog.cellSize();
        double[][][] h = new double[down][across][2 * bins];
        for (int y = 0; y < down * hog.cellSize(); y++) {
            for (int x = 0; x < across * hog.cellSize(); x++) {
                voteCentred(hog, gradient(image, x, y), x, y, h);
            }
        }
        double[] out = new double[down * across * (3 * bins + 4)];
        int at = 0;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                double[] texture = new double[4];
                for (int i = 0; i < 3 * bins; i++) {
                    double value =
                            i < 2 * bins ? h[row][column][i] : h[row][column][i - 2 * bins] + h[row][column][i - bins];
                    double sum = 0;
                    for (int k = 0; k < 4; k++) {
                        double v = Math.min(0.2, value / norm(h, bins, row - 1 + k / 2, column - 1 + k % 2));
                        sum += v;
                        texture[k] += i < 2 * bins ? 0 : v;
                    }
                    out[at++] = sum / 2;
                }
                for (double t : texture) {
                    out[at++] = t / Math.sqrt(18);
                }
            }
        }
        return out;
    }

    /** Signed bins centred at multiples of their width; votes are shared by the four cells around the pixel. */
    private static void voteCentred(Hog hog, int[] g, int x, int y, double[][][] h) {
        int c = hog.cellSize();
        int bins = 2 * hog.bins();
        double angle = StrictMath.atan2(g[1], g[0]);
        double p = (angle < 0 ? angle + 2 * Math.PI : angle) / (2 * Math.PI) * bins;
        double m = StrictMath.hypot(g[0], g[1]);
        // A gradient on the border of two bins is in the first of them.
        int lower = (int) (hog.interpolate() ? Math.floor(p) : Math.ceil(p - 0.5 - 1e-9));
        double f = hog.interpolate() ? p - lower : 0;
        for (int row = 0; row < h.length; row++) {
            for (int column = 0; column < h[row].length; column++) {
                double wx = Math.max(0, 1 - Math.abs((x + 0.5) / c - 0.5 - column));
                double wy = Math.max(0, 1 - Math.abs((y + 0.5) / c - 0.5 - row));
                h[row][column][Math.floorMod(lower, bins)] += m * (1 - f) * wx * wy;
                h[row][column][Math.floorMod(lower + 1, bins)] += m * f * wx * wy;
            }
        }
    }

    /** Of the unsigned bins of the block whose upper left cell is given; the nearest cell stands for one outside. */
    private static double norm(double[][][] h, int bins, int row, int column) {
        double squares = 1e-4;
        for (int k = 0; k < 4; k++) {
            int r = Math.min(Math.max(row + k / 2, 0), h.length - 1);
            int c = Math.min(Math.max(column + k % 2, 0), h[r].length - 1);
            for (int b = 0; b < bins; b++) {
                double u = h[r][c][b] + h[r][c][b + bins];
                squares += u * u;
            }
        }
        return Math.sqrt(squares);
    }
}
