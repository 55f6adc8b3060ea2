package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.Gray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What label maps show of their image: boundaries, mean colours, and a table of the segments. */
public final class LabelMaps {
    private LabelMaps() {}

    /**
     * A segment of a label map.
     *
     * @param label its label
     * @param pixels how many pixels it has
     * @param box left, top, right and bottom pixel of it, all inclusive
     * @param x the mean column of its pixels
     * @param y the mean row of its pixels
     * @param perimeter how many sides of its pixels are at its border or the image's
     * @param mean the mean of each band of the image
     */
    public record Segment(int label, int pixels, List<Integer> box, double x, double y, int perimeter, double[] mean) {
        public Segment {
            mean = mean.clone();
        }

        @Override
        public double[] mean() {
            return mean.clone();
        }
    }

    /**
     * All segments in the order of their labels. Pixels of label 0 are in none.
     *
     * @throws IllegalArgumentException if the sizes differ, or a label is negative
     */
    public static List<Segment> segments(GrayS32 labels, Planar<GrayU8> image) {
        Labels.requireSize(labels, image);
        SegmentSums sums = new SegmentSums(labels, image);
        List<Segment> segments = new ArrayList<>();
        for (int s = 0; s < sums.segments(); s++) {
            if (sums.label(s) == 0) {
                continue;
            }
            double[] mean = new double[image.getNumBands()];
            for (int b = 0; b < mean.length; b++) {
                mean[b] = sums.sum(s, b) / (double) sums.size(s);
            }
            List<Integer> box = Arrays.stream(sums.box(s)).boxed().toList();
            segments.add(new Segment(
                    sums.label(s), sums.size(s), box, sums.meanX(s), sums.meanY(s), sums.perimeter(s), mean));
        }
        return List.copyOf(segments);
    }

    /**
     * A new image in which each segment has its mean colour, rounded to nearest, halves up. Pixels of label 0 are
     * unchanged.
     *
     * @throws IllegalArgumentException if the sizes differ, or a label is negative
     */
    public static Planar<GrayU8> means(GrayS32 labels, Planar<GrayU8> image) {
        Labels.requireSize(labels, image);
        SegmentSums sums = new SegmentSums(labels, image);
        int[] numbers = Labels.distinct(labels);
        Planar<GrayU8> means = copy(image);
        for (int y = 0; y < labels.height; y++) {
            for (int x = 0; x < labels.width; x++) {
                int label = labels.unsafe_get(x, y);
                if (label == 0) {
                    continue;
                }
                int s = Arrays.binarySearch(numbers, label);
                for (int b = 0; b < image.getNumBands(); b++) {
                    means.getBand(b).unsafe_set(x, y, (int)
                            ((2 * sums.sum(s, b) + sums.size(s)) / (2L * sums.size(s))));
                }
            }
        }
        return means;
    }

    /**
     * A new image of three bands with the pixels in this colour whose right or lower neighbour has another label, so
     * that lines are one pixel wide.
     *
     * @param rgb 0xRRGGBB
     * @throws IllegalArgumentException if the sizes differ, or a label is negative
     */
    public static Planar<GrayU8> boundaries(GrayS32 labels, Planar<GrayU8> image, int rgb) {
        Labels.requireSize(labels, image);
        Planar<GrayU8> drawn = copy(Gray.withBands(image, 3));
        for (int y = 0; y < labels.height; y++) {
            for (int x = 0; x < labels.width; x++) {
                int label = labels.unsafe_get(x, y);
                if ((x + 1 < labels.width && labels.unsafe_get(x + 1, y) != label)
                        || (y + 1 < labels.height && labels.unsafe_get(x, y + 1) != label)) {
                    for (int b = 0; b < 3; b++) {
                        drawn.getBand(b).unsafe_set(x, y, rgb >> (16 - 8 * b) & 0xFF);
                    }
                }
            }
        }
        return drawn;
    }

    private static Planar<GrayU8> copy(Planar<GrayU8> image) {
        Planar<GrayU8> copy = new Planar<>(GrayU8.class, image.width, image.height, image.getNumBands());
        copy.setTo(image);
        return copy;
    }
}
