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
    private final int width;
    private final int height;
    /** The whole source columns before each output column and before the end, and the parts, 1/w, of the next one. */
    private final int[] wholes;

    private final int[] parts;
    /** For each source column, the sum over the rows that an output row covers, times their parts of 1/h. */
    private final long[] sums;
    /** For each source column, the sum of {@link #sums} before it. */
    private final long[] before;

    private AreaScaling(int fromWidth, int width, int height) {
        this.width = width;
        this.height = height;
        // Both end with an entry for "behind the last column", of which no part is taken.
        sums = new long[fromWidth + 1];
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
        AreaScaling scaling = new AreaScaling(image.width, width, height);
        Planar<GrayU8> scaled = new Planar<>(GrayU8.class, width, height, image.getNumBands());
        for (int b = 0; b < image.getNumBands(); b++) {
            scaling.scale(image.getBand(b), scaled.getBand(b).data);
        }
        return scaled;
    }

    /** Goes through the source once. A source row has h parts, and an output row takes H of them. */
    private void scale(GrayU8 from, byte[] to) {
        int row = from.startIndex;
        int left = height;
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            int missing = from.height;
            while (missing > 0) {
                int taken = Math.min(left, missing);
                add(from.data, row, from.width, taken);
                missing -= taken;
                left -= taken;
                if (left == 0) {
                    row += from.stride;
                    left = height;
                }
            }
            means(to, y * width, (long) from.width * from.height);
        }
    }

    private void add(byte[] data, int at, int n, int weight) {
        long[] sums = this.sums;
        for (int x = 0; x < n; x++) {
            sums[x] += (long) weight * (data[at + x] & 0xFF);
        }
    }

    /**
     * Writes an output row. A sum is the difference of the sums up to two places, which may overflow: the difference is
     * right all the same.
     *
     * <p>A product stands for the division by the area, as it is much faster. Let m·area = 2<sup>63</sup> + e with 0 <
     * e ≤ area. Then n·m/2<sup>63</sup> is too large by n·e/(2<sup>63</sup>·area). That is less than 1/area, so the
     * quotient is exact, if n·e < 2<sup>63</sup>. As n < 256·area, it is up to an area of 2<sup>27</sup>.
     */
    private void means(byte[] to, int at, long area) {
        long[] sums = this.sums;
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
            long end = width * before[whole] + parts[x + 1] * sums[whole];
            long n = end - start + area / 2;
            to[at + x] = (byte) (byProduct ? Math.multiplyHigh(2 * n, m) : n / area);
            start = end;
        }
    }
}
