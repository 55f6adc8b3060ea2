package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Arrays;

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
    /** The largest height with which sums of a column fit into an int. */
    private static final int MAX_HEIGHT = Integer.MAX_VALUE / 255;

    private final int width;
    private final int height;
    /** The whole source columns before each output column and before the end, and the parts, 1/w, of the next one. */
    private final int[] wholes;

    private final int[] parts;
    /** A source row. */
    private final int[] line;
    /** For each source column, the sum over the rows that an output row covers, times their parts of 1/h. */
    private final int[] sums;
    /** For each source column, the sum of {@link #sums} before it. */
    private final long[] before;

    private AreaScaling(int fromWidth, int width, int height) {
        this.width = width;
        this.height = height;
        line = new int[fromWidth];
        // Both end with an entry for "behind the last column", of which no part is taken.
        sums = new int[fromWidth + 1];
        before = new long[fromWidth + 1];
        wholes = new int[width + 1];
        parts = new int[width + 1];
        for (int x = 0; x <= width; x++) {
            long start = (long) x * fromWidth;
            wholes[x] = (int) (start / width);
            parts[x] = (int) (start % width);
        }
    }

    public static Planar<GrayU8> scale(Planar<GrayU8> image, int width, int height) {
        if (image.width == width && image.height == height) {
            return image;
        }
        if (image.height > MAX_HEIGHT) {
            return transposed(scale(transposed(image), height, width));
        }
        AreaScaling scaling = new AreaScaling(image.width, width, height);
        Planar<GrayU8> scaled = new Planar<>(GrayU8.class, width, height, image.getNumBands());
        for (int b = 0; b < image.getNumBands(); b++) {
            scaling.scale(image.getBand(b), scaled.getBand(b).data);
        }
        return scaled;
    }

    private static Planar<GrayU8> transposed(Planar<GrayU8> image) {
        Planar<GrayU8> out = new Planar<>(GrayU8.class, image.height, image.width, image.getNumBands());
        for (int b = 0; b < image.getNumBands(); b++) {
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    out.getBand(b).set(y, x, image.getBand(b).get(x, y));
                }
            }
        }
        return out;
    }

    /** Goes through the source once. A source row has h parts, and an output row takes H of them. */
    private void scale(GrayU8 from, byte[] to) {
        int row = from.startIndex;
        int left = 0;
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            int missing = from.height;
            while (missing > 0) {
                if (left == 0) {
                    read(from.data, row, line);
                    row += from.stride;
                    left = height;
                }
                int taken = Math.min(left, missing);
                add(line, taken, sums);
                missing -= taken;
                left -= taken;
            }
            means(to, y * width, (long) from.width * from.height);
        }
    }

    private static void read(byte[] data, int at, int[] line) {
        for (int x = 0; x < line.length; x++) {
            line[x] = data[at + x] & 0xFF;
        }
    }

    /** The compiler makes vectors of this loop, as all its values are ints. */
    private static void add(int[] line, int weight, int[] sums) {
        for (int x = 0; x < line.length; x++) {
            sums[x] += weight * line[x];
        }
    }

    /**
     * Writes an output row. A sum is the difference of the sums up to two places, which may overflow: the difference is
     * right all the same.
     *
     * <p>A product stands for the division by the area, as it is much faster. Let m·area = 2<sup>63</sup> + e with
     * 0 &lt; e ≤ area. Then n·m/2<sup>63</sup> is too large by n·e/(2<sup>63</sup>·area). That is less than 1/area, so
     * the quotient is exact, if n·e &lt; 2<sup>63</sup>. As n &lt; 256·area, it is up to an area of 2<sup>27</sup>.
     */
    private void means(byte[] to, int at, long area) {
        int[] sums = this.sums;
        long[] before = this.before;
        long sum = 0;
        for (int x = 0; x < sums.length; x++) {
            before[x] = sum;
            sum += sums[x];
        }
        int[] wholes = this.wholes;
        int[] parts = this.parts;
        boolean byProduct = area > 1 && area <= 1 << 27;
        long m = Long.divideUnsigned(1L << 63, area) + 1;
        long start = 0;
        for (int x = 0; x < width; x++) {
            int whole = wholes[x + 1];
            long end = width * before[whole] + (long) parts[x + 1] * sums[whole];
            long n = end - start + area / 2;
            to[at + x] = (byte) (byProduct ? Math.multiplyHigh(2 * n, m) : n / area);
            start = end;
        }
    }
}
