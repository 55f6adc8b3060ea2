package dev.whittle.feature.color;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.image.Grid;
import dev.whittle.feature.kernel.pixel.ByteCounts;
import dev.whittle.feature.kernel.pixel.HsvBins;
import dev.whittle.feature.kernel.pixel.PixelKernels;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.List;

/**
 * Counts colours as {@link ColorHistogram} says. Some pixels at a time are turned into bins, as bytes, and then
 * counted; no converted image is made. Joint histograms of more than 256 bins, or of other spaces than RGB and HSV, are
 * counted from the channels themselves, and those of a palette from red, green and blue.
 */
final class ColorHistogramExtractor implements PerImageExtractor {
    /** The number of pixels at a time, whose bins stay in the first-level cache. */
    private static final int CHUNK = 2048;
    /** Quotients of smaller integers are the same whether rounded to float directly or by way of double. */
    private static final int EXACT_AS_FLOAT = 1 << 24;

    private final ColorSpace space;
    /** The colours to count; null for the bins of the space. */
    private final Palette palette;

    private final int grid;
    private final boolean normalize;
    private final int cellLength;
    /** The bins of each histogram of a cell: one histogram, or one for each channel. */
    private final int[] lengths;
    /** The number of bins of each channel. */
    private final int[] bins;
    /** The joint bins of hue, saturation and value; null if other bins are counted. */
    private final HsvBins hsvBins;
    /** For each channel, the bin of each value; null for joint histograms. */
    private final byte[][] binOf;
    /** Whether pixels are counted directly, without bins as bytes. */
    private final boolean direct;
    /** For each channel, what each value adds to the joint bin. Null if bins are bytes or a palette's. */
    private final int[][] placeOf;

    private final Scratch<Buffers> buffers;

    /** As the components of {@link ColorHistogram} say; the palette is null if it has none. */
    ColorHistogramExtractor(
            ColorSpace space,
            List<Integer> binsOfChannels,
            boolean jointChannels,
            boolean normalize,
            int grid,
            Palette palette) {
        this.space = space;
        this.palette = palette;
        this.grid = grid;
        this.normalize = normalize;
        boolean joint = jointChannels || palette != null;
        cellLength = palette == null ? cellLength(binsOfChannels, joint) : palette.size();
        bins = palette == null
                ? binsOfChannels.stream().mapToInt(Integer::intValue).toArray()
                : new int[0];
        boolean bytes = cellLength <= HsvBins.MAX && (space == ColorSpace.RGB || space == ColorSpace.HSV);
        direct = palette != null || (joint && bins.length == 3 && !bytes);
        lengths = joint || bins.length == 1 ? new int[] {cellLength} : bins;
        if (space == ColorSpace.HUE && palette == null) {
            hsvBins = new HsvBins(bins[0], 1, 1);
        } else {
            hsvBins = space == ColorSpace.HSV && joint && !direct ? new HsvBins(bins[0], bins[1], bins[2]) : null;
        }
        binOf = lengths.length == 3 ? new byte[3][256] : null;
        placeOf = direct && palette == null ? new int[3][256] : null;
        int step = cellLength;
        for (int c = 0; c < bins.length; c++) {
            step /= bins[c];
            for (int v = 0; v < space.range(c); v++) {
                int bin = v * bins[c] / space.range(c);
                if (binOf != null) {
                    binOf[c][v] = (byte) bin;
                }
                if (placeOf != null) {
                    placeOf[c][v] = bin * step;
                }
            }
        }
        int counters = lengths.length * (direct ? 0 : grid);
        int length = cellLength;
        buffers = new Scratch<>(() -> new Buffers(counters, length));
    }

    /** The number of values of a cell. */
    static int cellLength(List<Integer> bins, boolean joint) {
        int length = joint ? 1 : 0;
        for (int n : bins) {
            length = joint ? length * n : length + n;
        }
        return length;
    }

    /** The working memory of a call. */
    private static final class Buffers {
        /** Views of the pixels at hand: red, green and blue. */
        final GrayU8[] rgb = {new GrayU8(), new GrayU8(), new GrayU8()};
        /** Their channels or bins. */
        final GrayU8[] bytes = {new GrayU8(CHUNK, 1), new GrayU8(CHUNK, 1), new GrayU8(CHUNK, 1)};
        /** Those of a row of cells: all histograms of a cell, then those of the next. */
        final ByteCounts[] counts;

        final int[] histogram;
        /** Those of the call's run. */
        PixelKernels pixels;

        Buffers(int counters, int cellLength) {
            counts = new ByteCounts[counters];
            for (int i = 0; i < counters; i++) {
                counts[i] = new ByteCounts();
            }
            histogram = new int[cellLength];
        }
    }

    @Override
    public boolean takesAnySize() {
        return true;
    }

    @Override
    public int length(int width, int height, int bands) {
        check(grid, width, height, bands);
        return grid * grid * cellLength;
    }

    /** @throws IllegalArgumentException if images of this shape have no such grid, or other bands */
    static void check(int grid, int width, int height, int bands) {
        if ((bands != 1 && bands != 3) || width < grid || height < grid) {
            throw new IllegalArgumentException("A colour histogram over a grid of " + grid + "x" + grid
                    + " cells needs an image of at least that many pixels and 1 or 3 bands, got " + width + "x" + height
                    + " with " + bands + " bands");
        }
    }

    @Override
    public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
        int length = length(image);
        FeatureExtractor.checkRoom(length, out, offset);
        Buffers s = run.take(buffers);
        s.pixels = run.kernels().pixels();
        extract(image, out, offset, s);
        run.giveBack(buffers, s);
    }

    private void extract(Planar<GrayU8> image, float[] out, int offset, Buffers s) {
        GrayU8 red = image.getBand(0);
        GrayU8 green = image.getBand(image.getNumBands() / 2);
        GrayU8 blue = image.getBand(image.getNumBands() - 1);
        for (ByteCounts counts : s.counts) {
            counts.clear();
        }
        for (int row = 0; row < grid; row++) {
            int top = Grid.start(row, grid, image.height);
            int bottom = Grid.start(row + 1, grid, image.height);
            if (!direct) {
                countCells(red, green, blue, top, bottom, s);
            }
            for (int column = 0; column < grid; column++) {
                int left = Grid.start(column, grid, image.width);
                int right = Grid.start(column + 1, grid, image.width);
                int cell = offset + (row * grid + column) * cellLength;
                int pixelsOfCell = (right - left) * (bottom - top);
                if (direct) {
                    countDirectly(red, green, blue, left, top, right, bottom, s);
                    write(s.histogram, cellLength, pixelsOfCell, out, cell);
                    continue;
                }
                for (int part = 0; part < lengths.length; part++) {
                    s.counts[column * lengths.length + part].drain(s.histogram, lengths[part]);
                    write(s.histogram, lengths[part], pixelsOfCell, out, cell);
                    cell += lengths[part];
                }
            }
        }
    }

    /** Counts the bins of a row of cells. */
    private void countCells(GrayU8 red, GrayU8 green, GrayU8 blue, int top, int bottom, Buffers s) {
        boolean flat = grid == 1 && isFlat(red) && isFlat(green) && isFlat(blue);
        int rows = flat ? 1 : bottom - top;
        int width = flat ? red.width * red.height : red.width;
        for (int y = top; y < top + rows; y++) {
            for (int x = 0; x < width; x += CHUNK) {
                int n = Math.min(CHUNK, width - x);
                view(red, green, blue, x, y, n, s);
                makeBins(s.pixels, s.rgb, s.bytes);
                for (int column = 0; column < grid; column++) {
                    int from = Math.max(0, Grid.start(column, grid, width) - x);
                    int to = Math.min(n, Grid.start(column + 1, grid, width) - x);
                    for (int part = 0; part < lengths.length && from < to; part++) {
                        s.counts[column * lengths.length + part].add(s.bytes[part].data, from, to - from);
                    }
                }
            }
        }
    }

    private static boolean isFlat(GrayU8 band) {
        return band.stride == band.width;
    }

    /** Makes {@link Buffers#rgb} and {@link Buffers#bytes} those of {@code n} pixels. */
    private static void view(GrayU8 red, GrayU8 green, GrayU8 blue, int x, int y, int n, Buffers s) {
        PixelKernels.view(red, x, y, n, s.rgb[0]);
        PixelKernels.view(green, x, y, n, s.rgb[1]);
        PixelKernels.view(blue, x, y, n, s.rgb[2]);
        for (GrayU8 band : s.bytes) {
            band.width = n;
        }
    }

    /** Writes the bin of each pixel for each histogram. */
    private void makeBins(PixelKernels pixels, GrayU8[] rgb, GrayU8[] out) {
        if (hsvBins != null) {
            pixels.hsvBins(hsvBins, rgb[0], rgb[1], rgb[2], out[0]);
        } else if (binOf == null) {
            pixels.rgbBins(bins[0], bins[1], bins[2], rgb[0], rgb[1], rgb[2], out[0]);
        } else if (space == ColorSpace.RGB) {
            for (int c = 0; c < 3; c++) {
                pixels.map(binOf[c], rgb[c], out[c]);
            }
        } else {
            convert(pixels, rgb, out);
            for (int c = 0; c < 3; c++) {
                pixels.map(binOf[c], out[c], out[c]);
            }
        }
    }

    /** Writes the channels. Inside of {@link ColorSpace#convert}, C2 of JDK 17 would make an object of each vector. */
    private void convert(PixelKernels pixels, GrayU8[] rgb, GrayU8[] out) {
        if (space == ColorSpace.HSV) {
            pixels.hsv(rgb[0], rgb[1], rgb[2], out[0], out[1], out[2]);
        } else {
            space.convert(rgb, out, pixels);
        }
    }

    /** Counts a cell into {@link Buffers#histogram}. */
    private void countDirectly(
            GrayU8 red, GrayU8 green, GrayU8 blue, int left, int top, int right, int bottom, Buffers s) {
        Arrays.fill(s.histogram, 0);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x += CHUNK) {
                int n = Math.min(CHUNK, right - x);
                view(red, green, blue, x, y, n, s);
                if (palette != null) {
                    count(palette, s.rgb, n, s.histogram);
                } else {
                    convert(s.pixels, s.rgb, s.bytes);
                    count(s.bytes[0].data, s.bytes[1].data, s.bytes[2].data, n, placeOf, s.histogram);
                }
            }
        }
    }

    private static void count(Palette palette, GrayU8[] rgb, int n, int[] histogram) {
        byte[] red = rgb[0].data;
        byte[] green = rgb[1].data;
        byte[] blue = rgb[2].data;
        int redAt = rgb[0].startIndex;
        int greenAt = rgb[1].startIndex;
        int blueAt = rgb[2].startIndex;
        for (int i = 0; i < n; i++) {
            histogram[palette.numberOf(red[redAt + i] & 0xFF, green[greenAt + i] & 0xFF, blue[blueAt + i] & 0xFF)]++;
        }
    }

    private static void count(byte[] a, byte[] b, byte[] c, int n, int[][] placeOf, int[] histogram) {
        int[] placeA = placeOf[0];
        int[] placeB = placeOf[1];
        int[] placeC = placeOf[2];
        for (int i = 0; i < n; i++) {
            histogram[placeA[a[i] & 0xFF] + placeB[b[i] & 0xFF] + placeC[c[i] & 0xFF]]++;
        }
    }

    private void write(int[] counts, int n, int pixelsOfCell, float[] out, int offset) {
        boolean exact = pixelsOfCell < EXACT_AS_FLOAT;
        if (normalize && !exact) {
            for (int i = 0; i < n; i++) {
                out[offset + i] = (float) ((double) counts[i] / pixelsOfCell);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            out[offset + i] = counts[i];
        }
        if (normalize) {
            float all = pixelsOfCell;
            for (int i = offset; i < offset + n; i++) {
                out[i] /= all;
            }
        }
    }

    @Override
    public NamedArrays arrays() {
        return palette == null ? NamedArrays.empty() : palette.arrays();
    }
}
