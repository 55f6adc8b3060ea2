package dev.whittle.feature.color;

import boofcv.struct.image.GrayU8;
import dev.whittle.feature.image.Hsi;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.image.Lab;
import dev.whittle.feature.image.Opponent;
import dev.whittle.feature.kernel.pixel.PixelKernels;
import java.util.Locale;

/**
 * Colour spaces in 8 bits. Channels have values from 0 to 255, except that hue has 0 to 179, in steps of 2 degrees.
 */
public enum ColorSpace {
    /** Red, green and blue of sRGB, as images have them. */
    RGB(256, 256, 256),
    /** Hue, saturation and value, see {@link Hsv}. */
    HSV(Hsv.HUES, 256, 256),
    /** Only the hue of {@link #HSV}. */
    HUE(Hsv.HUES),
    /** Hue, saturation and intensity, see {@link Hsi}. */
    HSI(Hsv.HUES, 256, 256),
    /** CIE L*a*b* as L·255/100, a + 128 and b + 128, see {@link Lab}. */
    LAB(256, 256, 256),
    /** Red against green, yellow against blue, and brightness, see {@link Opponent}. */
    OPPONENT(256, 256, 256);

    private final int[] ranges;

    ColorSpace(int... ranges) {
        this.ranges = ranges;
    }

    /** The name as experiments write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The number of values that channel {@code channel} can have, starting at 0. */
    int range(int channel) {
        return ranges[channel];
    }

    int channels() {
        return ranges.length;
    }

    /**
     * Writes the channels of three bands of RGB to three bands of the same size; of {@link #HUE}, those of {@link
     * #HSV}.
     */
    void convert(GrayU8[] rgb, GrayU8[] out, PixelKernels pixels) {
        switch (this) {
            case RGB -> copy(rgb, out);
            case HSV, HUE -> pixels.hsv(rgb[0], rgb[1], rgb[2], out[0], out[1], out[2]);
            case HSI -> Hsi.fromRgb(rgb, out);
            case LAB -> Lab.fromRgb(rgb, out);
            case OPPONENT -> Opponent.fromRgb(rgb, out);
        }
    }

    private static void copy(GrayU8[] from, GrayU8[] to) {
        for (int b = 0; b < 3; b++) {
            for (int y = 0; y < from[b].height; y++) {
                System.arraycopy(
                        from[b].data,
                        from[b].startIndex + y * from[b].stride,
                        to[b].data,
                        to[b].startIndex + y * to[b].stride,
                        from[b].width);
            }
        }
    }
}
