package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * {@code hog_feature} of the CS231n exercise, step by step in double as there; {@link Hog.Layout#CS231N} says what is
 * unusual in it.
 */
final class Cs231nCells implements Describer {
    static final int CELL = 8;
    static final int BINS = 9;

    /** tan of the bins' borders -90° + 20°·i. */
    private static final double[] TANGENT = new double[BINS];

    static {
        for (int i = 1; i < BINS; i++) {
            TANGENT[i] = StrictMath.tan(StrictMath.toRadians(20 * i - 90));
        }
    }

    private double[] row = {};
    private double[] next = {};
    private double[] sum = {};

    @Override
    public void describe(Planar<GrayU8> image, float[] out, int offset) {
        if (row.length < image.width) {
            row = new double[image.width];
            next = new double[image.width];
            sum = new double[BINS * (image.width / CELL)];
        }
        int down = image.height / CELL;
        int across = image.width / CELL;
        luma(image, 0, next);
        for (int y = 0; y < down * CELL; y++) {
            double[] t = row;
            row = next;
            next = t;
            if (y + 1 < image.height) {
                luma(image, y + 1, next);
            }
            for (int x = 0; x < across * CELL; x++) {
                double gx = x + 1 < image.width ? row[x + 1] - row[x] : 0;
                double gy = y + 1 < image.height ? next[x] - row[x] : 0;
                int bin = bin(gx, gy);
                if (bin >= 0) {
                    sum[x / CELL * BINS + bin] += Math.sqrt(gx * gx + gy * gy);
                }
            }
            if (y % CELL == CELL - 1) {
                for (int i = 0; i < BINS * across; i++) {
                    out[offset + (i / BINS * down + y / CELL) * BINS + i % BINS] = (float) (sum[i] / (CELL * CELL));
                    sum[i] = 0;
                }
            }
        }
    }

    /** The bin, or -1 for a gradient that is dropped: those with an angle+90° outside (0°, 180°). */
    static int bin(double gx, double gy) {
        double tolerance = 1e-9 * (Math.abs(gx) + Math.abs(gy));
        if (gx < -tolerance) {
            return -1;
        }
        // Away from the bins' borders a comparison of directions decides; at them, the angle as the exercise rounds it.
        if (gx > tolerance) {
            int bin = 0;
            double nearest = Double.POSITIVE_INFINITY;
            for (int i = 1; i < BINS; i++) {
                double beyond = gy - TANGENT[i] * gx;
                bin += beyond >= 0 ? 1 : 0;
                nearest = Math.min(nearest, Math.abs(beyond));
            }
            if (nearest > 10 * tolerance) {
                return bin;
            }
        }
        double angle = StrictMath.atan2(gy, gx + 1e-15) * (180 / Math.PI) + 90;
        if (!(angle > 0 && angle < 180)) {
            return -1;
        }
        int bin = 0;
        while (angle >= 180.0 / BINS * (bin + 1)) {
            bin++;
        }
        return bin;
    }

    private static void luma(Planar<GrayU8> image, int y, double[] row) {
        GrayU8 red = image.getBand(0);
        for (int x = 0; x < image.width; x++) {
            row[x] = red.data[red.startIndex + y * red.stride + x] & 0xFF;
        }
        if (image.getNumBands() == 3) {
            GrayU8 green = image.getBand(1);
            GrayU8 blue = image.getBand(2);
            for (int x = 0; x < image.width; x++) {
                row[x] = 0.299 * row[x]
                        + 0.587 * (green.data[green.startIndex + y * green.stride + x] & 0xFF)
                        + 0.144 * (blue.data[blue.startIndex + y * blue.stride + x] & 0xFF);
            }
        }
    }
}
