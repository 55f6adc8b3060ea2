package dev.whittle.feature.kernel.pixel;

import boofcv.struct.image.GrayU8;

/**
 * The inner loops over 8-bit pixels, unsigned, in bands. Every implementation returns what the definitions in the
 * comments say, for all inputs; {@code PixelKernelsContract} tests this. All bands are at least as large as the first
 * input; they may be sub-images. An output may be the same band as an input, but may not overlap bands in another way.
 *
 * <p>Implementations provide each loop for {@code n} adjacent pixels. Each band is given as array and offset, which the
 * compiler keeps in registers.
 */
public abstract class PixelKernels {
    /**
     * Makes {@code part} a view of the {@code n} pixels from (x, y) on, as a band of one row. If the rows of a band
     * follow each other without a gap, the part may continue in the next row. It is for callers that reuse the view, so
     * that no object is allocated.
     */
    public static void view(GrayU8 band, int x, int y, int n, GrayU8 part) {
        part.data = band.data;
        part.startIndex = band.startIndex + y * band.stride + x;
        part.stride = n;
        part.width = n;
        part.height = 1;
    }

    /**
     * Hue, saturation and value of red, green and blue. With v the largest and d the difference between the largest and
     * the smallest, and the first case that applies:
     *
     * <pre>{@code
     * sixths = v == r ? g - b : v == g ? b - r + 2 * d : r - g + 4 * d
     * h = (sixths * round(180 * 4096 / (6.0 * d)) + 2048) >> 12, plus 180 if negative
     * s = (d * round(255 * 4096 / (double) v) + 2048) >> 12
     * }</pre>
     *
     * A quotient whose divisor is 0 is 0.
     */
    public final void hsv(GrayU8 red, GrayU8 green, GrayU8 blue, GrayU8 hue, GrayU8 saturation, GrayU8 value) {
        boolean flat = flat(red.width, red, green, blue, hue) && flat(red.width, saturation, value);
        int n = pixels(red, flat);
        for (int y = 0; y < rows(red, flat); y++) {
            hsv(
                    red.data,
                    start(red, y),
                    green.data,
                    start(green, y),
                    blue.data,
                    start(blue, y),
                    hue.data,
                    start(hue, y),
                    saturation.data,
                    start(saturation, y),
                    value.data,
                    start(value, y),
                    n);
        }
    }

    abstract void hsv(
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] hue,
            int hueOffset,
            byte[] saturation,
            int saturationOffset,
            byte[] value,
            int valueOffset,
            int n);

    /**
     * The joint bin of hue, saturation and value as {@link #hsv} returns them: {@code ((h * hues / 180) * saturations +
     * (s * saturations >> 8)) * values + (v * values >> 8)}.
     */
    public final void hsvBins(HsvBins bins, GrayU8 red, GrayU8 green, GrayU8 blue, GrayU8 out) {
        boolean flat = flat(red.width, red, green, blue, out);
        int n = pixels(red, flat);
        for (int y = 0; y < rows(red, flat); y++) {
            hsvBins(
                    bins,
                    red.data,
                    start(red, y),
                    green.data,
                    start(green, y),
                    blue.data,
                    start(blue, y),
                    out.data,
                    start(out, y),
                    n);
        }
    }

    abstract void hsvBins(
            HsvBins bins,
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] out,
            int outOffset,
            int n);

    /**
     * The joint bin of red, green and blue: {@code ((r * reds >> 8) * greens + (g * greens >> 8)) * blues + (b * blues
     * >> 8)}, of at most 256 bins.
     */
    public final void rgbBins(int reds, int greens, int blues, GrayU8 red, GrayU8 green, GrayU8 blue, GrayU8 out) {
        boolean flat = flat(red.width, red, green, blue, out);
        int n = pixels(red, flat);
        for (int y = 0; y < rows(red, flat); y++) {
            rgbBins(
                    reds,
                    greens,
                    blues,
                    red.data,
                    start(red, y),
                    green.data,
                    start(green, y),
                    blue.data,
                    start(blue, y),
                    out.data,
                    start(out, y),
                    n);
        }
    }

    abstract void rgbBins(
            int reds,
            int greens,
            int blues,
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] out,
            int outOffset,
            int n);

    /** {@code luma[i] = (9798 * red[i] + 19235 * green[i] + 3735 * blue[i] + 16384) >> 15}. */
    public final void luma(GrayU8 red, GrayU8 green, GrayU8 blue, GrayU8 luma) {
        boolean flat = flat(red.width, red, green, blue, luma);
        int n = pixels(red, flat);
        for (int y = 0; y < rows(red, flat); y++) {
            luma(
                    red.data,
                    start(red, y),
                    green.data,
                    start(green, y),
                    blue.data,
                    start(blue, y),
                    luma.data,
                    start(luma, y),
                    n);
        }
    }

    abstract void luma(
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] luma,
            int lumaOffset,
            int n);

    /** {@code out[i] = table[in[i]]}, for a table of 256 entries. */
    public final void map(byte[] table, GrayU8 in, GrayU8 out) {
        boolean flat = flat(in.width, in, out);
        int n = pixels(in, flat);
        for (int y = 0; y < rows(in, flat); y++) {
            map(table, in.data, start(in, y), out.data, start(out, y), n);
        }
    }

    abstract void map(byte[] table, byte[] in, int inOffset, byte[] out, int outOffset, int n);

    /** {@code out[i] = max(0, min(255, in[i] + to[i] - from[i]))}. */
    public final void shift(GrayU8 in, GrayU8 from, GrayU8 to, GrayU8 out) {
        boolean flat = flat(in.width, in, from, to, out);
        int n = pixels(in, flat);
        for (int y = 0; y < rows(in, flat); y++) {
            shift(in.data, start(in, y), from.data, start(from, y), to.data, start(to, y), out.data, start(out, y), n);
        }
    }

    abstract void shift(
            byte[] in,
            int inOffset,
            byte[] from,
            int fromOffset,
            byte[] to,
            int toOffset,
            byte[] out,
            int outOffset,
            int n);

    /** Whether the rows of all bands follow each other without a gap, so that each band is one long row. */
    private static boolean flat(int width, GrayU8 a, GrayU8 b, GrayU8 c, GrayU8 d) {
        return flat(width, a, b) && flat(width, c, d);
    }

    private static boolean flat(int width, GrayU8 a, GrayU8 b) {
        return a.stride == width && b.stride == width;
    }

    private static int rows(GrayU8 first, boolean flat) {
        return flat ? 1 : first.height;
    }

    /** Adjacent pixels at once. */
    private static int pixels(GrayU8 first, boolean flat) {
        return flat ? first.width * first.height : first.width;
    }

    private static int start(GrayU8 band, int y) {
        return band.startIndex + y * band.stride;
    }
}
