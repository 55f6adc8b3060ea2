package dev.whittle.feature.segment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.image.Lab;

/**
 * R, G, B, H, S, V, L, a and b of the pixels of an image. At first pixels are in raster order; later {@link Components}
 * sorts them by segment, so that the values of a segment lie one after another. A buffer that is filled again for every
 * image.
 */
final class Channels {
    static final int COUNT = 9;

    private final byte[][] values = new byte[COUNT][0];
    private byte[] sorted = new byte[0];
    /** Three bands each, whose data are the values of three channels. */
    private final Planar<GrayU8> rgb = new Planar<>(GrayU8.class, 1, 1, 3);

    private final Planar<GrayU8> hsv = new Planar<>(GrayU8.class, 1, 1, 3);
    private final Planar<GrayU8> lab = new Planar<>(GrayU8.class, 1, 1, 3);
    /** Rows of sums, for the blur. */
    private int[] above = new int[0];

    private int[] here = new int[0];
    private int[] below = new int[0];

    /** @param image 1 or 3 bands; may be a sub-image */
    void setTo(Planar<GrayU8> image, boolean blur, Run run) {
        int width = image.width;
        int height = image.height;
        share(rgb, 0, width, height);
        share(hsv, 3, width, height);
        share(lab, 6, width, height);
        if (image.getNumBands() == 3) {
            rgb.setTo(image);
        } else {
            Gray.convert(image, rgb.getBand(0), run.kernels());
            rgb.getBand(1).setTo(rgb.getBand(0));
            rgb.getBand(2).setTo(rgb.getBand(0));
        }
        Hsv.fromRgb(rgb, hsv, run.kernels());
        Lab.fromRgb(rgb, lab);
        if (blur) {
            if (above.length < width) {
                above = new int[width];
                here = new int[width];
                below = new int[width];
            }
            for (byte[] channel : values) {
                blur(channel, width, height);
            }
        }
    }

    byte[] of(int channel) {
        return values[channel];
    }

    /** Keeps the pixels of these numbers only, in their order. */
    void pick(int[] pixels, int count) {
        for (int c = 0; c < COUNT; c++) {
            byte[] picked = new byte[count];
            for (int i = 0; i < count; i++) {
                picked[i] = values[c][pixels[i]];
            }
            values[c] = picked;
        }
    }

    /** Moves the pixels {@code from} to {@code to - 1}, each to its {@code target} in the same range. */
    void sort(int[] target, int from, int to) {
        if (sorted.length < to) {
            sorted = new byte[values[0].length];
        }
        for (byte[] channel : values) {
            for (int i = from; i < to; i++) {
                sorted[target[i]] = channel[i];
            }
            System.arraycopy(sorted, from, channel, from, to - from);
        }
    }

    /** Makes room for an image in three channels, {@code first} and the next, and bands with the same data. */
    private void share(Planar<GrayU8> bands, int first, int width, int height) {
        bands.reshape(width, height);
        for (int b = 0; b < 3; b++) {
            values[first + b] = bands.getBand(b).data;
        }
    }

    /** The weights (1, 2, 1) along rows and columns, rounded once. */
    private void blur(byte[] channel, int width, int height) {
        alongRow(channel, mirrored(-1, height), width, above);
        alongRow(channel, 0, width, here);
        for (int y = 0; y < height; y++) {
            if (y + 1 < height) {
                alongRow(channel, y + 1, width, below);
            } else if (height > 1) {
                // The row before, which is smoothed already, as it was.
                System.arraycopy(above, 0, below, 0, width);
            } else {
                System.arraycopy(here, 0, below, 0, width);
            }
            int at = y * width;
            for (int x = 0; x < width; x++) {
                channel[at + x] = (byte) (above[x] + 2 * here[x] + below[x] + 8 >> 4);
            }
            int[] free = above;
            above = here;
            here = below;
            below = free;
        }
    }

    private static void alongRow(byte[] channel, int y, int width, int[] out) {
        int at = y * width;
        for (int x = 0; x < width; x++) {
            out[x] = (channel[at + mirrored(x - 1, width)] & 0xFF)
                    + 2 * (channel[at + x] & 0xFF)
                    + (channel[at + mirrored(x + 1, width)] & 0xFF);
        }
    }

    /** A position that may be one outside, mirrored at the middle of the first or the last pixel. */
    private static int mirrored(int i, int n) {
        if (n == 1) {
            return 0;
        }
        return i < 0 ? 1 : i == n ? n - 2 : i;
    }
}
