package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.ByteCounts;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.PixelKernels;

/**
 * Histogram equalisation: the value v becomes 255·(cdf(v) - cdf(v₀)) / (1 - cdf(v₀)), where v₀ is the darkest value
 * present (Gonzalez and Woods, <i>Digital Image Processing</i>, section 3.3). On one band the result is that of
 * OpenCV's {@code equalizeHist}; an image of one value stays as it is. Inputs and outputs may be sub-images, and may be
 * the same image. Nothing is allocated after a thread's first call.
 */
public final class Equalize {
    /** Pixels of luma at once. */
    private static final int CHUNK = 1024;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /** The buffers of one thread. */
    private static final class Scratch {
        final ByteCounts counts = new ByteCounts();
        final int[] histogram = new int[256];
        final byte[] table = new byte[256];
        final byte[] luma = new byte[CHUNK];
        final byte[] equalized = new byte[CHUNK];
    }

    private Equalize() {}

    /**
     * Equalises one band.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public static void gray(GrayU8 in, GrayU8 out) {
        gray(in, out, Kernels.AUTO);
    }

    /** The same with these kernels. */
    public static void gray(GrayU8 in, GrayU8 out, Kernels kernels) {
        Gray.sameSize(in, out);
        Scratch s = SCRATCH.get();
        s.counts.clear();
        boolean flat = Gray.isFlat(in) && Gray.isFlat(out);
        int rows = flat ? 1 : in.height;
        int columns = flat ? in.width * in.height : in.width;
        for (int y = 0; y < rows; y++) {
            s.counts.add(in.data, in.startIndex + y * in.stride, columns);
        }
        makeTable(s, in.width * in.height);
        for (int y = 0; y < rows; y++) {
            kernels.pixels()
                    .map(
                            s.table,
                            in.data,
                            in.startIndex + y * in.stride,
                            out.data,
                            out.startIndex + y * out.stride,
                            columns);
        }
    }

    /**
     * Equalises every band by itself, which changes hues.
     *
     * @throws IllegalArgumentException if the shapes differ or there are neither 1 nor 3 bands
     */
    public static void bands(Planar<GrayU8> in, Planar<GrayU8> out) {
        bands(in, out, Kernels.AUTO);
    }

    /** The same with these kernels. */
    public static void bands(Planar<GrayU8> in, Planar<GrayU8> out, Kernels kernels) {
        check(in, out);
        for (int b = 0; b < in.getNumBands(); b++) {
            gray(in.getBand(b), out.getBand(b), kernels);
        }
    }

    /**
     * Equalises the {@link Gray luma} and keeps the colour differences R-Y, G-Y and B-Y, and so Cb and Cr. The change
     * of luma is added to each band, and the result is clipped to 0 … 255. A single band is equalised as in {@link
     * #gray}.
     *
     * @throws IllegalArgumentException if the shapes differ or there are neither 1 nor 3 bands
     */
    public static void luma(Planar<GrayU8> in, Planar<GrayU8> out) {
        luma(in, out, Kernels.AUTO);
    }

    /** The same with these kernels. */
    public static void luma(Planar<GrayU8> in, Planar<GrayU8> out, Kernels kernels) {
        check(in, out);
        if (in.getNumBands() == 1) {
            gray(in.getBand(0), out.getBand(0), kernels);
            return;
        }
        Scratch s = SCRATCH.get();
        s.counts.clear();
        PixelKernels pixels = kernels.pixels();
        boolean flat = true;
        for (int b = 0; b < 3; b++) {
            flat &= Gray.isFlat(in.getBand(b)) && Gray.isFlat(out.getBand(b));
        }
        int rows = flat ? 1 : in.height;
        int columns = flat ? in.width * in.height : in.width;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x += CHUNK) {
                int n = Math.min(CHUNK, columns - x);
                lumaOf(in, x, y, n, s.luma, pixels);
                s.counts.add(s.luma, 0, n);
            }
        }
        makeTable(s, in.width * in.height);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x += CHUNK) {
                int n = Math.min(CHUNK, columns - x);
                lumaOf(in, x, y, n, s.luma, pixels);
                pixels.map(s.table, s.luma, 0, s.equalized, 0, n);
                for (int b = 0; b < 3; b++) {
                    GrayU8 from = in.getBand(b);
                    GrayU8 to = out.getBand(b);
                    int at = from.startIndex + y * from.stride + x;
                    int outAt = to.startIndex + y * to.stride + x;
                    pixels.shift(from.data, at, s.luma, 0, s.equalized, 0, to.data, outAt, n);
                }
            }
        }
    }

    private static void lumaOf(Planar<GrayU8> rgb, int x, int y, int n, byte[] luma, PixelKernels pixels) {
        GrayU8 red = rgb.getBand(0);
        GrayU8 green = rgb.getBand(1);
        GrayU8 blue = rgb.getBand(2);
        pixels.luma(
                red.data,
                red.startIndex + y * red.stride + x,
                green.data,
                green.startIndex + y * green.stride + x,
                blue.data,
                blue.startIndex + y * blue.stride + x,
                luma,
                0,
                n);
    }

    /** The new value of each old one: products in float, rounded with ties to even, as in OpenCV. */
    private static void makeTable(Scratch s, int pixels) {
        int[] histogram = s.histogram;
        s.counts.drain(histogram, 256);
        int darkest = 0;
        while (darkest < 255 && histogram[darkest] == 0) {
            darkest++;
        }
        if (histogram[darkest] == pixels) {
            s.table[darkest] = (byte) darkest;
            return;
        }
        s.table[darkest] = 0;
        float scale = 255f / (pixels - histogram[darkest]);
        int below = 0;
        for (int v = darkest + 1; v < 256; v++) {
            below += histogram[v];
            s.table[v] = (byte) Math.min(255, (int) Math.rint(below * scale));
        }
    }

    private static void check(Planar<GrayU8> in, Planar<GrayU8> out) {
        if (Gray.bands(in) != out.getNumBands()) {
            throw new IllegalArgumentException("The output has " + out.getNumBands() + " bands, expected those of the"
                    + " input, " + in.getNumBands());
        }
        Gray.sameSize(in, out);
    }
}
