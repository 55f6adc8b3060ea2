package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.kernel.pixel.ByteCounts;
import dev.whittle.feature.kernel.pixel.PixelKernels;

/**
 * Histogram equalisation: the value v becomes 255·(cdf(v) - cdf(v₀)) / (1 - cdf(v₀)), where v₀ is the darkest value
 * present (Gonzalez and Woods, <i>Digital Image Processing</i>, section 3.3). On one band the result is that of
 * OpenCV's {@code equalizeHist}; an image of one value stays as it is. Inputs and outputs may be sub-images, and may be
 * the same image. Kernels and working memory are those of the run. After its first call nothing is allocated.
 *
 * <p>As an image step it makes a new image.
 *
 * @param channels what of a colour image is equalised; a gray one has a single band
 */
public record Equalize(Channels channels) implements NeedsNoData<Dataset, ImageStep> {
    /** What of a colour image is equalised. */
    public enum Channels {
        /** See {@link Equalize#luma}. */
        LUMA,
        /** See {@link Equalize#bands}. */
        BANDS
    }

    /** Pixels of luma at once. */
    private static final int CHUNK = 1024;

    private static final Scratch<Buffers> BUFFERS = new Scratch<>(Buffers::new);

    /** The working memory of one call. */
    private static final class Buffers {
        final ByteCounts counts = new ByteCounts();
        final int[] histogram = new int[256];
        final byte[] table = new byte[256];
        final GrayU8 luma = new GrayU8(CHUNK, 1);
        final GrayU8 equalized = new GrayU8(CHUNK, 1);
        /** Views of the pixels that luma is of, band by band. */
        final GrayU8[] rgb = {new GrayU8(), new GrayU8(), new GrayU8()};

        final GrayU8 to = new GrayU8();
    }

    public Equalize {
        if (channels == null) {
            throw new IllegalArgumentException("channels must be given");
        }
    }

    /** The luma, which keeps colours. */
    public static Equalize defaults() {
        return new Equalize(Channels.LUMA);
    }

    @Override
    public ImageStep fitted() {
        return new Fitted(channels);
    }

    private record Fitted(Channels channels) implements ImageStep {
        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            Planar<GrayU8> out = new Planar<>(GrayU8.class, image.width, image.height, image.getNumBands());
            if (channels == Channels.LUMA) {
                luma(image, out, run);
            } else {
                bands(image, out, run);
            }
            return out;
        }
    }

    /**
     * Equalises one band.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public static void gray(GrayU8 in, GrayU8 out, Run run) {
        Gray.sameSize(in, out);
        Buffers s = run.take(BUFFERS);
        s.counts.clear();
        boolean flat = Gray.isFlat(in) && Gray.isFlat(out);
        int rows = flat ? 1 : in.height;
        int columns = flat ? in.width * in.height : in.width;
        for (int y = 0; y < rows; y++) {
            s.counts.add(in.data, in.startIndex + y * in.stride, columns);
        }
        makeTable(s, in.width * in.height);
        run.kernels().pixels().map(s.table, in, out);
        run.giveBack(BUFFERS, s);
    }

    /**
     * Equalises every band by itself, which changes hues.
     *
     * @throws IllegalArgumentException if the shapes differ or there are neither 1 nor 3 bands
     */
    public static void bands(Planar<GrayU8> in, Planar<GrayU8> out, Run run) {
        check(in, out);
        for (int b = 0; b < in.getNumBands(); b++) {
            gray(in.getBand(b), out.getBand(b), run);
        }
    }

    /**
     * Equalises the {@link Gray luma} and keeps the colour differences R-Y, G-Y and B-Y, and so Cb and Cr. The change
     * of luma is added to each band, and the result is clipped to 0 … 255. A single band is equalised as in {@link
     * #gray}.
     *
     * @throws IllegalArgumentException if the shapes differ or there are neither 1 nor 3 bands
     */
    public static void luma(Planar<GrayU8> in, Planar<GrayU8> out, Run run) {
        check(in, out);
        if (in.getNumBands() == 1) {
            gray(in.getBand(0), out.getBand(0), run);
            return;
        }
        Buffers s = run.take(BUFFERS);
        s.counts.clear();
        PixelKernels pixels = run.kernels().pixels();
        boolean flat = true;
        for (int b = 0; b < 3; b++) {
            flat &= Gray.isFlat(in.getBand(b)) && Gray.isFlat(out.getBand(b));
        }
        int rows = flat ? 1 : in.height;
        int columns = flat ? in.width * in.height : in.width;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x += CHUNK) {
                int n = Math.min(CHUNK, columns - x);
                lumaOf(in, x, y, n, s, pixels);
                s.counts.add(s.luma.data, 0, n);
            }
        }
        makeTable(s, in.width * in.height);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x += CHUNK) {
                int n = Math.min(CHUNK, columns - x);
                lumaOf(in, x, y, n, s, pixels);
                pixels.map(s.table, s.luma, s.equalized);
                for (int b = 0; b < 3; b++) {
                    PixelKernels.view(out.getBand(b), x, y, n, s.to);
                    pixels.shift(s.rgb[b], s.luma, s.equalized, s.to);
                }
            }
        }
        run.giveBack(BUFFERS, s);
    }

    /** The luma of {@code n} pixels; leaves views of them in {@link Buffers#rgb}. */
    private static void lumaOf(Planar<GrayU8> in, int x, int y, int n, Buffers s, PixelKernels pixels) {
        for (int b = 0; b < 3; b++) {
            PixelKernels.view(in.getBand(b), x, y, n, s.rgb[b]);
        }
        s.luma.width = n;
        pixels.luma(s.rgb[0], s.rgb[1], s.rgb[2], s.luma);
    }

    /** The new value of each old one: products in float, rounded with ties to even, as in OpenCV. */
    private static void makeTable(Buffers s, int pixels) {
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
