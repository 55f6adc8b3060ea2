package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * Converts the components of a JPEG to RGB in the integer arithmetic of the IJG's library, so with exactly its values.
 */
final class JpegColours {
    private static final int SHIFT = 16;
    private static final int HALF = 1 << (SHIFT - 1);
    // 1.402, 1.772, 0.71414 and 0.34414 (JFIF 1.02, page 3) in multiples of 2^-16.
    private static final int CR_TO_RED = 91881;
    private static final int CB_TO_BLUE = 116130;
    private static final int CR_TO_GREEN = 46802;
    private static final int CB_TO_GREEN = 22554;

    private JpegColours() {}

    /** Replaces Y, Cb and Cr in the first three bands by R, G and B. */
    static void fromYcc(Planar<GrayU8> image) {
        byte[] first = image.getBand(0).data;
        byte[] second = image.getBand(1).data;
        byte[] third = image.getBand(2).data;
        for (int i = 0; i < image.width * image.height; i++) {
            int y = first[i] & 0xFF;
            int cb = (second[i] & 0xFF) - 128;
            int cr = (third[i] & 0xFF) - 128;
            first[i] = clamped(y + ((CR_TO_RED * cr + HALF) >> SHIFT));
            second[i] = clamped(y + ((-CB_TO_GREEN * cb - CR_TO_GREEN * cr + HALF) >> SHIFT));
            third[i] = clamped(y + ((CB_TO_BLUE * cb + HALF) >> SHIFT));
        }
    }

    private static byte clamped(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }

    /**
     * RGB from inverted CMYK (255 is no ink), C·K/255 rounded to nearest.
     *
     * @param complement whether the first three bands hold 255 minus that, as they do after {@link #fromYcc}
     */
    static Planar<GrayU8> fromCmyk(Planar<GrayU8> image, boolean complement) {
        Planar<GrayU8> rgb = new Planar<>(GrayU8.class, image.width, image.height, 3);
        byte[] black = image.getBand(3).data;
        for (int b = 0; b < 3; b++) {
            byte[] from = image.getBand(b).data;
            byte[] to = rgb.getBand(b).data;
            for (int i = 0; i < to.length; i++) {
                int ink = from[i] & 0xFF;
                int product = (complement ? 255 - ink : ink) * (black[i] & 0xFF);
                to[i] = (byte) ((2 * product + 255) / 510);
            }
        }
        return rgb;
    }
}
