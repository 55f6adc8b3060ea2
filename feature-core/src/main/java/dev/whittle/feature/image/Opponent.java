package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * Opponent colours (van de Sande, Gevers and Snoek, "Evaluating color descriptors for object and scene recognition",
 * PAMI 2010, equation 3): O1 = (R - G)/√2, O2 = (R + G - 2B)/√6, O3 = (R + G + B)/√3. O1 is red against green, O2
 * yellow against blue, O3 the brightness. For R, G and B of 0 … 255 the ranges are ±180.31, ±208.21 and 0 … 441.67.
 *
 * <p>In 8 bits each range is stretched to 0 … 255, which removes the roots:
 *
 * <pre>{@code
 * o1 = (r - g + 255) / 2
 * o2 = (r + g - 2b + 510) / 4
 * o3 = (r + g + b) / 3
 * }</pre>
 *
 * rounded to nearest, halves up. Grays have o1 = 128 and o2 = 128.
 */
public final class Opponent {
    private Opponent() {}

    /**
     * Writes the opponent colours of an RGB image to the three bands of {@code opponent}. Both may be sub-images, and
     * may be the same image.
     *
     * @throws IllegalArgumentException if one of them does not have 3 bands, or their sizes differ
     */
    public static void fromRgb(Planar<GrayU8> rgb, Planar<GrayU8> opponent) {
        ThreeBands.check(rgb, opponent, "opponent colours");
        fromRgb(rgb.bands, opponent.bands);
    }

    /** The same for three bands and three bands of one size. */
    public static void fromRgb(GrayU8[] rgb, GrayU8[] opponent) {
        for (int y = 0; y < rgb[0].height; y++) {
            row(rgb, opponent, y);
        }
    }

    private static void row(GrayU8[] rgb, GrayU8[] out, int y) {
        byte[] red = rgb[0].data;
        byte[] green = rgb[1].data;
        byte[] blue = rgb[2].data;
        int redAt = ThreeBands.start(rgb[0], y);
        int greenAt = ThreeBands.start(rgb[1], y);
        int blueAt = ThreeBands.start(rgb[2], y);
        byte[] first = out[0].data;
        byte[] second = out[1].data;
        byte[] third = out[2].data;
        int firstAt = ThreeBands.start(out[0], y);
        int secondAt = ThreeBands.start(out[1], y);
        int thirdAt = ThreeBands.start(out[2], y);
        int n = rgb[0].width;
        for (int i = 0; i < n; i++) {
            int r = red[redAt + i] & 0xFF;
            int g = green[greenAt + i] & 0xFF;
            int b = blue[blueAt + i] & 0xFF;
            first[firstAt + i] = (byte) (r - g + 256 >> 1);
            second[secondAt + i] = (byte) (r + g - 2 * b + 512 >> 2);
            third[thirdAt + i] = (byte) ((r + g + b + 1) / 3);
        }
    }
}
