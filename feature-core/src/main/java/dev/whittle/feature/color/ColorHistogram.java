package dev.whittle.feature.color;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Grid;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.Hsv;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Counts how many pixels have which colour, wherever they are (Swain and Ballard, "Color indexing", IJCV 1991). Nothing is
 * learned.
 *
 * <p>A value v of a channel with range R (256; 180 for hue) goes to bin ⌊v·n/R⌋ of n. The vector holds the cells of the grid
 * row by row; in a cell, a joint histogram has the last channel running fastest, as {@code cv2.calcHist} flattened has, and
 * a histogram per channel has the channels one after the other. Hue, saturation and value are those of OpenCV's 8-bit
 * {@code COLOR_RGB2HSV}: 0 … 179, 0 … 255, 0 … 255. Pixels without a hue (r = g = b) have hue 0 and are counted like any
 * other, as the CS231n course's {@code color_histogram_hsv} does. A gray image counts as an RGB image with three equal bands.
 *
 * @param space the channels counted
 * @param bins bins of each channel of the space: 3 numbers for RGB and HSV, 1 for HUE, each 1 to the channel's range
 * @param joint one histogram over all channels together (bins multiply), or one of each channel (bins add)
 * @param normalize fractions of the cell's pixels (a joint histogram of a cell sums to 1, one per channel sums to 1 in each
 *     channel), or counts
 * @param grid cells in each direction, at least 1; 1 is the whole image. Cells differ by at most one pixel in width and height,
 *     the larger ones first
 */
public record ColorHistogram(Space space, List<Integer> bins, boolean joint, boolean normalize, int grid)
        implements Spec<Dataset, FeatureExtractor> {
    /** No histogram of more values than this can be meant; 16 bins each of three channels are 4096. */
    private static final int MAX_LENGTH = 1 << 24;

    /** What is counted. */
    public enum Space {
        RGB(256, 256, 256),
        HSV(Hsv.HUES, 256, 256),
        /** The hue of {@link #HSV} alone. */
        HUE(Hsv.HUES);

        private final int[] ranges;

        Space(int... ranges) {
            this.ranges = ranges;
        }

        /** The number of values channel {@code channel} can have, from 0 on. */
        int range(int channel) {
            return ranges[channel];
        }

        int channels() {
            return ranges.length;
        }
    }

    public ColorHistogram {
        List<String> wrong = new ArrayList<>();
        if (space == null) {
            wrong.add("space must be given");
        }
        if (bins == null || bins.stream().anyMatch(Objects::isNull)) {
            wrong.add("bins must be given");
        } else {
            bins = List.copyOf(bins);
            if (space != null) {
                checkBins(space, bins, wrong);
            }
        }
        if (grid < 1) {
            wrong.add("grid must be at least 1, got " + grid);
        }
        if (wrong.isEmpty()) {
            double length = (double) grid * grid * cellLength(bins, joint);
            if (length > MAX_LENGTH) {
                wrong.add("grid " + grid + " and bins " + bins + " give " + (long) length + " values, expected at most "
                        + MAX_LENGTH);
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Colour histogram: " + String.join("; ", wrong));
        }
    }

    private static void checkBins(Space space, List<Integer> bins, List<String> wrong) {
        if (bins.size() != space.channels()) {
            wrong.add("bins must be " + space.channels() + (space.channels() == 1 ? " number" : " numbers") + " for "
                    + space + ", got " + bins);
            return;
        }
        for (int c = 0; c < bins.size(); c++) {
            if (bins.get(c) < 1 || bins.get(c) > space.range(c)) {
                wrong.add("bins of channel " + c + " of " + space + " must be 1 to " + space.range(c) + ", got "
                        + bins.get(c));
            }
        }
    }

    /** Joint 10×4×4 bins of HSV over the whole image, normalised: 160 values, hue finer since it changes least with the light. */
    public static ColorHistogram defaults() {
        return new ColorHistogram(Space.HSV, List.of(10, 4, 4), true, true, 1);
    }

    private static int cellLength(List<Integer> bins, boolean joint) {
        int length = joint ? 1 : 0;
        for (int n : bins) {
            length = joint ? length * n : length + n;
        }
        return length;
    }

    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        return new Extractor(this);
    }

    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        return new Extractor(this);
    }

    @Override
    public boolean needsData() {
        return false;
    }

    private static final class Extractor implements FeatureExtractor {
        private final Space space;
        private final int grid;
        private final boolean normalize;
        private final int cellLength;
        /** For each channel and value, what the value adds to the place in the cell's histogram. */
        private final int[][] place;
        /** Whether a pixel is counted once, at the sum of its channels' places, or once for each channel. */
        private final boolean joint;

        private final ThreadLocal<Scratch> scratch;

        Extractor(ColorHistogram spec) {
            space = spec.space;
            grid = spec.grid;
            normalize = spec.normalize;
            joint = spec.joint;
            cellLength = cellLength(spec.bins, spec.joint);
            scratch = ThreadLocal.withInitial(() -> new Scratch(cellLength));
            place = new int[space.channels()][];
            int step = joint ? cellLength : 1;
            int first = 0;
            for (int c = 0; c < place.length; c++) {
                int range = space.range(c);
                int n = spec.bins.get(c);
                if (joint) {
                    step /= n;
                }
                place[c] = new int[range];
                for (int v = 0; v < range; v++) {
                    place[c][v] = first + v * n / range * step;
                }
                if (!joint) {
                    first += n;
                }
            }
        }

        /** The buffers of one thread. */
        private static final class Scratch {
            /** All 0 between calls. */
            final int[] counts;

            final Planar<GrayU8> hsv = new Planar<>(GrayU8.class, 1, 1, 3);

            Scratch(int cellLength) {
                counts = new int[cellLength];
            }
        }

        @Override
        public int length(int width, int height, int bands) {
            if ((bands != 1 && bands != 3) || width < grid || height < grid) {
                throw new IllegalArgumentException("A colour histogram over a grid of " + grid + "x" + grid
                        + " cells needs an image of at least that many pixels and 1 or 3 bands, got " + width + "x"
                        + height + " with " + bands + " bands");
            }
            return grid * grid * cellLength;
        }

        @Override
        public void extract(Planar<GrayU8> image, float[] out, int offset) {
            int length = length(image);
            if (offset < 0 || out.length - offset < length) {
                throw new IllegalArgumentException("A colour histogram needs " + length + " values from offset "
                        + offset + ", but the array has " + out.length);
            }
            Scratch s = scratch.get();
            Planar<GrayU8> channels = channels(image, s);
            int[] histogram = s.counts;
            int at = offset;
            for (int row = 0; row < grid; row++) {
                int top = Grid.start(row, grid, image.height);
                int bottom = Grid.start(row + 1, grid, image.height);
                for (int column = 0; column < grid; column++) {
                    int left = Grid.start(column, grid, image.width);
                    int right = Grid.start(column + 1, grid, image.width);
                    count(channels, left, top, right, bottom, histogram);
                    int pixels = (right - left) * (bottom - top);
                    for (int i = 0; i < cellLength; i++) {
                        out[at++] = normalize ? (float) ((double) histogram[i] / pixels) : histogram[i];
                        histogram[i] = 0;
                    }
                }
            }
        }

        /** The bands that are counted: of the image itself, or converted. */
        private Planar<GrayU8> channels(Planar<GrayU8> image, Scratch s) {
            Planar<GrayU8> rgb = image;
            if (image.getNumBands() == 1) {
                GrayU8 gray = image.getBand(0);
                rgb = new Planar<>(GrayU8.class, 0);
                rgb.setBands(new GrayU8[] {gray, gray, gray});
                rgb.width = image.width;
                rgb.height = image.height;
            }
            if (space == Space.RGB) {
                return rgb;
            }
            s.hsv.reshape(image.width, image.height);
            Hsv.fromRgb(rgb, s.hsv);
            return s.hsv;
        }

        /** Adds the pixels of a rectangle to the histogram. */
        private void count(Planar<GrayU8> channels, int left, int top, int right, int bottom, int[] histogram) {
            if (place.length == 1) {
                count(channels.getBand(0), place[0], left, top, right, bottom, histogram);
            } else if (joint) {
                countJoint(channels, left, top, right, bottom, histogram);
            } else {
                for (int c = 0; c < place.length; c++) {
                    count(channels.getBand(c), place[c], left, top, right, bottom, histogram);
                }
            }
        }

        private static void count(
                GrayU8 channel, int[] place, int left, int top, int right, int bottom, int[] histogram) {
            for (int y = top; y < bottom; y++) {
                int row = channel.startIndex + y * channel.stride;
                for (int x = left; x < right; x++) {
                    histogram[place[channel.data[row + x] & 0xFF]]++;
                }
            }
        }

        private void countJoint(Planar<GrayU8> channels, int left, int top, int right, int bottom, int[] histogram) {
            GrayU8 a = channels.getBand(0);
            GrayU8 b = channels.getBand(1);
            GrayU8 c = channels.getBand(2);
            for (int y = top; y < bottom; y++) {
                int rowA = a.startIndex + y * a.stride;
                int rowB = b.startIndex + y * b.stride;
                int rowC = c.startIndex + y * c.stride;
                for (int x = left; x < right; x++) {
                    int bin = place[0][a.data[rowA + x] & 0xFF]
                            + place[1][b.data[rowB + x] & 0xFF]
                            + place[2][c.data[rowC + x] & 0xFF];
                    histogram[bin]++;
                }
            }
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty();
        }
    }
}
