package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * Histogram equalisation: the value v becomes 255·(cdf(v) - cdf(v₀)) / (1 - cdf(v₀)), where v₀ is the darkest value present
 * (Gonzalez and Woods, <i>Digital Image Processing</i>, section 3.3). On one band the result is that of OpenCV's {@code
 * equalizeHist}; an image of one value stays as it is. Inputs and outputs may be sub-images, and the same one. Nothing is
 * allocated but two tables of 256 entries.
 */
public final class Equalize {
    private Equalize() {}

    /**
     * Equalises one band.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public static void gray(GrayU8 in, GrayU8 out) {
        Gray.sameSize(in, out);
        int[] histogram = new int[256];
        for (int y = 0; y < in.height; y++) {
            int row = in.startIndex + y * in.stride;
            for (int i = row; i < row + in.width; i++) {
                histogram[in.data[i] & 0xFF]++;
            }
        }
        int[] table = table(histogram, in.width * in.height);
        for (int y = 0; y < in.height; y++) {
            int from = in.startIndex + y * in.stride;
            int to = out.startIndex + y * out.stride;
            for (int x = 0; x < in.width; x++) {
                out.data[to + x] = (byte) table[in.data[from + x] & 0xFF];
            }
        }
    }

    /**
     * Equalises every band for itself, which changes hues.
     *
     * @throws IllegalArgumentException if the shapes differ or there are neither 1 nor 3 bands
     */
    public static void bands(Planar<GrayU8> in, Planar<GrayU8> out) {
        check(in, out);
        for (int b = 0; b < in.getNumBands(); b++) {
            gray(in.getBand(b), out.getBand(b));
        }
    }

    /**
     * Equalises the {@link Gray luma} and keeps the colour differences R-Y, G-Y and B-Y, and so Cb and Cr: each band gets what
     * luma gained added and is cut to 0 … 255. A single band is equalised as in {@link #gray}.
     *
     * @throws IllegalArgumentException if the shapes differ or there are neither 1 nor 3 bands
     */
    public static void luma(Planar<GrayU8> in, Planar<GrayU8> out) {
        check(in, out);
        if (in.getNumBands() == 1) {
            gray(in.getBand(0), out.getBand(0));
            return;
        }
        GrayU8[] from = {in.getBand(0), in.getBand(1), in.getBand(2)};
        GrayU8[] to = {out.getBand(0), out.getBand(1), out.getBand(2)};
        int[] histogram = new int[256];
        for (int y = 0; y < in.height; y++) {
            for (int x = 0; x < in.width; x++) {
                histogram[luma(from, x, y)]++;
            }
        }
        int[] table = table(histogram, in.width * in.height);
        for (int y = 0; y < in.height; y++) {
            for (int x = 0; x < in.width; x++) {
                int luma = luma(from, x, y);
                int gain = table[luma] - luma;
                for (int b = 0; b < 3; b++) {
                    int value = gain + (from[b].data[from[b].startIndex + y * from[b].stride + x] & 0xFF);
                    to[b].data[to[b].startIndex + y * to[b].stride + x] = (byte) Math.max(0, Math.min(255, value));
                }
            }
        }
    }

    private static int luma(GrayU8[] rgb, int x, int y) {
        return Gray.luma(
                rgb[0].data[rgb[0].startIndex + y * rgb[0].stride + x] & 0xFF,
                rgb[1].data[rgb[1].startIndex + y * rgb[1].stride + x] & 0xFF,
                rgb[2].data[rgb[2].startIndex + y * rgb[2].stride + x] & 0xFF);
    }

    /** The new value of each old one: products in float, rounded with ties to even, as OpenCV has them. */
    private static int[] table(int[] histogram, int pixels) {
        int[] table = new int[256];
        int darkest = 0;
        while (darkest < 255 && histogram[darkest] == 0) {
            darkest++;
        }
        if (histogram[darkest] == pixels) {
            table[darkest] = darkest;
            return table;
        }
        float scale = 255f / (pixels - histogram[darkest]);
        int below = 0;
        for (int v = darkest + 1; v < 256; v++) {
            below += histogram[v];
            table[v] = Math.min(255, (int) Math.rint(below * scale));
        }
        return table;
    }

    private static void check(Planar<GrayU8> in, Planar<GrayU8> out) {
        if (Gray.bands(in) != out.getNumBands()) {
            throw new IllegalArgumentException("The output has " + out.getNumBands() + " bands, expected those of the"
                    + " input, " + in.getNumBands());
        }
        Gray.sameSize(in, out);
    }
}
