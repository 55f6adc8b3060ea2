package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Arrays;

/**
 * How good superpixels are: alone, for their image, and beside a segmentation by a person. The definitions are those of
 * Stutz, Hermans and Leibe (Computer Vision and Image Understanding 166, 2018), section 4. N is the number of pixels, S
 * a superpixel and G a segment of the truth. Each label is a segment, 0 too, even if it has several components. All
 * values are from 0 to 1.
 */
public final class SegmentationScores {
    private static final double TOLERANCE = 0.0025;

    private SegmentationScores() {}

    /** The usual tolerance of {@link #boundaryRecall}: 0.0025 of the image's diagonal, rounded to nearest. */
    public static int tolerance(int width, int height) {
        return (int) Math.round(TOLERANCE * Math.sqrt((double) width * width + (double) height * height));
    }

    /**
     * The part of the boundary pixels of the truth that have a boundary pixel of the superpixels not farther away than
     * the tolerance in x and in y. A boundary pixel has one of another label among its four neighbours. More is better.
     * If the truth has no boundary, it is 1.
     *
     * @param tolerance in pixels, at least 0
     * @throws IllegalArgumentException if the sizes differ or the tolerance is negative
     */
    public static double boundaryRecall(GrayS32 labels, GrayS32 truth, int tolerance) {
        requireSameSize(labels, truth);
        if (tolerance < 0) {
            throw new IllegalArgumentException("A tolerance is at least 0 pixels, got " + tolerance);
        }
        long found = 0;
        long all = 0;
        for (int y = 0; y < truth.height; y++) {
            for (int x = 0; x < truth.width; x++) {
                if (Labels.isBoundary(truth, x, y)) {
                    all++;
                    found += hasBoundary(labels, x, y, tolerance) ? 1 : 0;
                }
            }
        }
        return all == 0 ? 1 : found / (double) all;
    }

    private static boolean hasBoundary(GrayS32 labels, int x, int y, int tolerance) {
        int right = Math.min(labels.width - 1, x + tolerance);
        int below = Math.min(labels.height - 1, y + tolerance);
        for (int v = Math.max(0, y - tolerance); v <= below; v++) {
            for (int u = Math.max(0, x - tolerance); u <= right; u++) {
                if (Labels.isBoundary(labels, u, v)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The undersegmentation error of Neubert and Protzel (2012): the sum of min(|S ∩ G|, |S \ G|) over all S and G that
     * share a pixel, by N. Less is better.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public static double undersegmentationError(GrayS32 labels, GrayS32 truth) {
        long[] sum = new long[1];
        overlaps(labels, truth, (sizeOfSegment, shared) -> {
            for (int s : shared) {
                sum[0] += Math.min(s, sizeOfSegment - s);
            }
        });
        return sum[0] / (double) pixels(labels);
    }

    /**
     * The achievable segmentation accuracy: the part of the pixels that are right when each superpixel is given to the
     * segment of the truth that it shares most pixels with. More is better.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public static double achievableAccuracy(GrayS32 labels, GrayS32 truth) {
        long[] sum = new long[1];
        overlaps(labels, truth, (sizeOfSegment, shared) -> {
            sum[0] += Arrays.stream(shared).max().orElseThrow();
        });
        return sum[0] / (double) pixels(labels);
    }

    /**
     * The explained variation: the variance of the image in which each superpixel has its mean colour, by that of the
     * image, both summed over the bands. More is better. If the image is constant, it is 1.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public static double explainedVariation(GrayS32 labels, Planar<GrayU8> image) {
        Labels.requireSize(labels, image);
        SegmentSums sums = new SegmentSums(labels, image);
        double within = 0;
        double all = 0;
        for (int b = 0; b < image.getNumBands(); b++) {
            long total = 0;
            double means = 0;
            for (int s = 0; s < sums.segments(); s++) {
                long sum = sums.sum(s, b);
                total += sum;
                means += (double) sum * sum / sums.size(s);
            }
            double mean = (double) total * total / pixels(labels);
            within += means - mean;
            all += sums.squares(b) - mean;
        }
        return all <= 0 ? 1 : Math.min(1, Math.max(0, within / all));
    }

    /**
     * Compactness (Schick, Fischer and Stiefelhagen 2012): the mean over all pixels of 4π A/P² of their superpixel. A
     * is the number of its pixels, and P that of their sides at its border or the image's. A square has π/4. More is
     * more compact.
     */
    public static double compactness(GrayS32 labels) {
        SegmentSums sums = new SegmentSums(labels, null);
        double sum = 0;
        for (int s = 0; s < sums.segments(); s++) {
            double area = sums.size(s);
            double perimeter = sums.perimeter(s);
            sum += area * (4 * Math.PI * area / (perimeter * perimeter));
        }
        return sum / pixels(labels);
    }

    private static long pixels(GrayS32 labels) {
        return (long) labels.width * labels.height;
    }

    private interface Overlap {
        /** @param shared how many pixels a superpixel shares with each segment of the truth, those above 0 */
        void of(int sizeOfSegment, int[] shared);
    }

    private static void overlaps(GrayS32 labels, GrayS32 truth, Overlap each) {
        requireSameSize(labels, truth);
        long[] pairs = new long[labels.width * labels.height];
        for (int y = 0; y < labels.height; y++) {
            for (int x = 0; x < labels.width; x++) {
                pairs[y * labels.width + x] = (long) labels.unsafe_get(x, y) << 32 | truth.unsafe_get(x, y);
            }
        }
        Arrays.sort(pairs);
        int[] shared = new int[16];
        int from = 0;
        while (from < pairs.length) {
            int at = from;
            int count = 0;
            while (at < pairs.length && pairs[at] >> 32 == pairs[from] >> 32) {
                int first = at;
                while (at < pairs.length && pairs[at] == pairs[first]) {
                    at++;
                }
                shared = count < shared.length ? shared : Arrays.copyOf(shared, 2 * count);
                shared[count++] = at - first;
            }
            each.of(at - from, Arrays.copyOf(shared, count));
            from = at;
        }
    }

    private static void requireSameSize(GrayS32 labels, GrayS32 truth) {
        Labels.requireLabels(labels);
        Labels.requireLabels(truth);
        if (labels.width != truth.width || labels.height != truth.height) {
            throw new IllegalArgumentException("The label map is " + labels.width + "x" + labels.height
                    + ", expected the size of the truth, " + truth.width + "x" + truth.height);
        }
    }
}
