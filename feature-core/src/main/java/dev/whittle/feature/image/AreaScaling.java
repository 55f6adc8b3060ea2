package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * Scales images by area averaging, in integers, so that every machine gets the same bytes.
 *
 * <p>An output pixel is the mean of the source rectangle it covers. With source size W×H and output size w×h, output
 * pixel (X, Y) covers the columns from X·W/w to (X+1)·W/w and the rows from Y·H/h to (Y+1)·H/h. Each source pixel is
 * weighted by the part of its area inside. In units of 1/w and 1/h all overlaps are integers and sum to W·H, so that
 * {@code out = floor((2·Σ overlap·in + W·H) / (2·W·H))}: rounded to nearest, halves up. Width and height scale
 * independently.
 *
 * <p>This is meant for making images smaller, where it is free of aliasing. Enlarged images have blocks with mixed
 * edges.
 */
public final class AreaScaling {
    private AreaScaling() {}

    public static Planar<GrayU8> scale(Planar<GrayU8> image, int width, int height) {
        if (image.width == width && image.height == height) {
            return image;
        }
        Planar<GrayU8> scaled = new Planar<>(GrayU8.class, width, height, image.getNumBands());
        for (int b = 0; b < image.getNumBands(); b++) {
            scale(image.getBand(b), scaled.getBand(b));
        }
        return scaled;
    }

    private static void scale(GrayU8 from, GrayU8 to) {
        // Each at most 255 times the width of the source, which is beyond int from 8.4 million columns on.
        long[] rows = new long[from.height * to.width];
        for (int y = 0; y < from.height; y++) {
            int row = from.startIndex + y * from.stride;
            for (int x = 0; x < to.width; x++) {
                long start = (long) x * from.width;
                long end = start + from.width;
                long sum = 0;
                for (int sx = (int) (start / to.width); (long) sx * to.width < end; sx++) {
                    sum += (long) overlap(sx, to.width, start, end) * (from.data[row + sx] & 255);
                }
                rows[y * to.width + x] = sum;
            }
        }
        long area = (long) from.width * from.height;
        for (int y = 0; y < to.height; y++) {
            long start = (long) y * from.height;
            long end = start + from.height;
            for (int x = 0; x < to.width; x++) {
                long sum = 0;
                for (int sy = (int) (start / to.height); (long) sy * to.height < end; sy++) {
                    sum += (long) overlap(sy, to.height, start, end) * rows[sy * to.width + x];
                }
                to.data[y * to.width + x] = (byte) ((2 * sum + area) / (2 * area));
            }
        }
    }

    /** How much of source pixel s, which reaches from s·unit to (s+1)·unit, lies between start and end. */
    private static int overlap(int s, int unit, long start, long end) {
        long low = Math.max(start, (long) s * unit);
        long high = Math.min(end, (s + 1L) * unit);
        return (int) (high - low);
    }
}
