package dev.whittle.feature.color;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Decoded;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.table.NamedArrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Counts how many pixels have which colour, wherever they are (Swain and Ballard, "Color indexing", IJCV 1991). Nothing
 * is learned, unless colours are those of a palette that learns.
 *
 * <p>A value v of a channel with range R (256; 180 for hue) goes to bin ⌊v·n/R⌋ of n. The vector holds the cells of the
 * grid row by row. In a cell, a joint histogram has the last channel running fastest, like the flattened result of
 * {@code cv2.calcHist}. A histogram per channel has the channels one after the other.
 *
 * <p>Hue, saturation and value are those of OpenCV's 8-bit {@code COLOR_RGB2HSV}: 0 … 179, 0 … 255, 0 … 255. Pixels
 * without a hue (r = g = b) have hue 0 and are counted like any other, as in the CS231n course's {@code
 * color_histogram_hsv}. {@link ColorSpace} says the values of the other spaces. A gray image counts as an RGB image
 * with three equal bands.
 *
 * <p>With a palette, each of its colours is a bin, in their order, and a pixel goes to the bin of the colour that
 * stands for it. Then {@code space}, {@code bins} and {@code joint} have no effect.
 *
 * @param space the channels to count
 * @param bins bins of each channel of the space: 1 number for HUE and 3 for the others, each from 1 to the channel's
 *     range
 * @param joint one histogram over all channels together (bins multiply), or one for each channel (bins add)
 * @param normalize fractions of the cell's pixels, or counts. Of fractions, the joint histogram of a cell sums to 1, or
 *     the histogram of each channel does
 * @param grid cells in each direction, at least 1; 1 is the whole image. Cells differ by at most one pixel in width and
 *     height, the larger ones first
 * @param palette the colours to count; null for the bins of a space
 */
public record ColorHistogram(
        ColorSpace space,
        List<Integer> bins,
        boolean joint,
        boolean normalize,
        int grid,
        Spec<Dataset, ? extends Palette> palette)
        implements Spec<Dataset, FeatureExtractor>, ImageNeeds {
    /**
     * The maximum length of a histogram; a longer one must be a mistake. 16 bins for each of three channels are 4096.
     */
    private static final int MAX_LENGTH = 1 << 24;

    public ColorHistogram {
        Checks checks = new Checks("Colour histogram");
        checks.refuse(space == null, "space must be given");
        if (bins == null || bins.stream().anyMatch(Objects::isNull)) {
            checks.add("bins must be given");
        } else {
            bins = List.copyOf(bins);
            if (space != null && palette == null) {
                checkBins(space, bins, checks);
            }
        }
        checks.atLeast(1, "grid", grid);
        if (checks.passed()) {
            OptionalInt cell = cellLength(bins, joint, palette);
            double length = (double) grid * grid * cell.orElse(0);
            if (length > MAX_LENGTH) {
                checks.add("grid " + grid + " and "
                        + (palette == null ? "bins " + bins : "a palette of " + cell.getAsInt() + " colours") + " give "
                        + (long) length + " values, expected at most " + MAX_LENGTH);
            }
        }
        checks.report();
    }

    /** Without a palette. */
    public ColorHistogram(ColorSpace space, List<Integer> bins, boolean joint, boolean normalize, int grid) {
        this(space, bins, joint, normalize, grid, null);
    }

    /** Over a palette, whose colours are the bins. */
    public static ColorHistogram of(Spec<Dataset, ? extends Palette> palette, boolean normalize, int grid) {
        ColorHistogram other = defaults();
        return new ColorHistogram(other.space, other.bins, other.joint, normalize, grid, palette);
    }

    private static void checkBins(ColorSpace space, List<Integer> bins, Checks checks) {
        if (bins.size() != space.channels()) {
            checks.add("bins must be " + space.channels() + (space.channels() == 1 ? " number" : " numbers") + " for "
                    + space + ", got " + bins);
            return;
        }
        for (int c = 0; c < bins.size(); c++) {
            if (bins.get(c) < 1 || bins.get(c) > space.range(c)) {
                checks.add("bins of channel " + c + " of " + space + " must be 1 to " + space.range(c) + ", got "
                        + bins.get(c));
            }
        }
    }

    /**
     * Joint 10×4×4 bins of HSV over the whole image, normalised: 160 values. Hue has the most bins, since it changes
     * least with the light.
     */
    public static ColorHistogram defaults() {
        return new ColorHistogram(ColorSpace.HSV, List.of(10, 4, 4), true, true, 1);
    }

    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        return extractor(palette == null ? null : palette.fit(train, run));
    }

    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        return extractor(palette == null ? null : palette.restore(arrays, run));
    }

    private FeatureExtractor extractor(Palette fitted) {
        return new ColorHistogramExtractor(space, bins, joint, normalize, grid, fitted);
    }

    @Override
    public boolean needsData() {
        return palette != null && palette.needsData();
    }

    @Override
    public boolean bitsPromised() {
        return palette == null || palette.bitsPromised();
    }

    @Override
    public boolean canBeSaved() {
        return palette == null || palette.canBeSaved();
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        return palette == null
                ? List.of()
                : Stream.of("space", "bins", "joint")
                        .map(key -> new UnusedSetting(key, "a palette", "histograms without one"))
                        .toList();
    }

    @Override
    public void checkShapes(Collection<ImageShape> shapes, Run run) {
        shapes.forEach(shape -> ColorHistogramExtractor.check(grid, shape.width(), shape.height(), shape.bands()));
    }

    @Override
    public OptionalInt length(int width, int height, int bands) {
        ColorHistogramExtractor.check(grid, width, height, bands);
        OptionalInt cell = cellLength(bins, joint, palette);
        return cell.isEmpty() ? cell : OptionalInt.of(grid * grid * cell.getAsInt());
    }

    @Override
    public long heapBytes(int imageBands) {
        return palette instanceof LearnedColors learned ? learned.heapBytes() : 0;
    }

    /** The number of values of a cell, if it is known before a palette has learned. */
    private static OptionalInt cellLength(List<Integer> bins, boolean joint, Spec<Dataset, ? extends Palette> palette) {
        if (palette == null) {
            return OptionalInt.of(ColorHistogramExtractor.cellLength(bins, joint));
        } else if (palette instanceof LearnedColors learned) {
            return OptionalInt.of(learned.colors());
        }
        return palette.needsData()
                ? OptionalInt.empty()
                : OptionalInt.of(palette.fit(Decoded.NONE, Run.defaults()).size());
    }
}
