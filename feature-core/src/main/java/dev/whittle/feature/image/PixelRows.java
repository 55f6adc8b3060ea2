package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Turns the stored samples of a file, row by row, into bands of 8 bits by the rules of {@link ImageFile}: a sample v
 * becomes v·255/max rounded to nearest, then transparent pixels are laid over white.
 */
final class PixelRows {
    private static final int MAX_16 = 65535;
    private static final int MAX_12 = 4095;

    /**
     * What the samples of a pixel are.
     *
     * @param colours 1 gray, 3 RGB or 4 CMYK, where 0 is no ink
     * @param alpha whether a sample for opacity follows the colours
     * @param premultiplied whether the colours are multiplied by it
     * @param extra how many samples follow that are ignored
     * @param max the largest sample
     * @param inverted whether 0 is white
     */
    record Layout(int colours, boolean alpha, boolean premultiplied, int extra, int max, boolean inverted) {
        static Layout of(int colours, boolean alpha, int max) {
            return new Layout(colours, alpha, false, 0, max, false);
        }

        int samples() {
            return colours + (alpha ? 1 : 0) + extra;
        }
    }

    private final Bytes in;
    private final Layout layout;
    private final Palette palette;
    /** The colour that is transparent, as samples, or null. */
    private final int[] key;

    private final Planar<GrayU8> image;
    private final byte[][] bands;
    private final byte[] scaled;
    private int largest;
    private boolean transparent;

    private PixelRows(Bytes in, int width, int height, Layout layout, Palette palette, int[] key) {
        this.in = in;
        this.layout = layout;
        this.palette = palette;
        this.key = key;
        bands = new byte[palette == null ? Math.min(3, layout.colours) : palette.bands()][];
        in.requireMemory((long) width * height * bands.length);
        image = new Planar<>(GrayU8.class, width, height, bands.length);
        for (int b = 0; b < bands.length; b++) {
            bands[b] = image.getBand(b).data;
        }
        scaled = new byte[layout.max + 1];
        for (int v = 0; v <= layout.max; v++) {
            scaled[v] = (byte) Samples.scaled(layout.inverted ? layout.max - v : v, layout.max);
        }
    }

    /** For indices into a palette. */
    static PixelRows indexed(Bytes in, int width, int height, Palette palette) {
        return new PixelRows(in, width, height, Layout.of(1, false, 255), palette, null);
    }

    /** @param key the colour that is transparent, as samples, or null */
    static PixelRows of(Bytes in, int width, int height, Layout layout, int[] key) {
        return new PixelRows(in, width, height, layout, null, key);
    }

    /** Takes the samples of {@code n} pixels of row {@code y} in columns {@code x}, {@code x + step}, … */
    void put(int y, int x, int step, int n, int[] samples) throws IOException {
        int first = y * image.width + x;
        if (palette != null) {
            indexed(first, step, n, samples);
            return;
        }
        int stride = layout.samples();
        for (int i = 0; i < n; i++) {
            for (int b = 0; b < layout.colours; b++) {
                largest = Math.max(largest, samples[i * stride + b]);
            }
            if (layout.colours == 4) {
                fromCmyk(first + i * step, samples, i * stride);
            } else {
                for (int b = 0; b < bands.length; b++) {
                    bands[b][first + i * step] = scaled[samples[i * stride + b]];
                }
            }
            if (layout.alpha || key != null) {
                showOnWhite(first + i * step, samples, i * stride);
            }
        }
    }

    private void indexed(int first, int step, int n, int[] samples) throws IOException {
        for (int i = 0; i < n; i++) {
            int at = first + i * step;
            int index = samples[i];
            if (index >= palette.size()) {
                throw new IOException(in.name() + ": the pixel at (" + at % image.width + ", " + at / image.width
                        + ") has palette index " + index + ", but the palette has " + palette.size() + " colours");
            }
            transparent |= palette.transparent(index);
            for (int b = 0; b < bands.length; b++) {
                bands[b][at] = palette.sample(index, b);
            }
        }
    }

    private void fromCmyk(int to, int[] samples, int from) {
        int black = 255 - (scaled[samples[from + 3]] & 0xFF);
        for (int b = 0; b < 3; b++) {
            int product = (255 - (scaled[samples[from + b]] & 0xFF)) * black;
            bands[b][to] = (byte) ((2 * product + 255) / 510);
        }
    }

    private void showOnWhite(int to, int[] samples, int from) {
        int alpha = layout.alpha ? Samples.scaled(samples[from + layout.colours], layout.max) : 255;
        if (key != null && isKey(samples, from)) {
            alpha = 0;
        }
        if (alpha == 255) {
            return;
        }
        transparent = true;
        for (byte[] band : bands) {
            int colour = band[to] & 0xFF;
            band[to] = (byte)
                    (layout.premultiplied ? Math.min(255, colour + 255 - alpha) : Samples.overWhite(colour, alpha));
        }
    }

    private boolean isKey(int[] samples, int from) {
        for (int b = 0; b < key.length; b++) {
            if (samples[from + b] != key[b]) {
                return false;
            }
        }
        return true;
    }

    /** The image, after all rows. Tells what its samples gave reason for. */
    Planar<GrayU8> image(Consumer<ImageNote> notes) {
        if (transparent) {
            notes.accept(ImageNote.ALPHA_OVER_WHITE);
        }
        if (palette == null && layout.max == MAX_16 && largest <= MAX_12) {
            notes.accept(ImageNote.FEW_BITS);
        }
        if (layout.colours == 4) {
            notes.accept(ImageNote.CMYK_CONVERTED);
        }
        return image;
    }
}
