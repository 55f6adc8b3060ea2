package dev.whittle.feature.image;

import java.io.IOException;

/**
 * What the components of a JPEG mean, and how they become gray or RGB. The arithmetic is that of the IJG's library, in
 * integers, so with exactly its values.
 */
enum JpegColours {
    GRAY,
    YCBCR,
    RGB,
    CMYK,
    YCCK;

    private static final int SHIFT = 16;
    private static final int HALF = 1 << (SHIFT - 1);
    // 1.402, 1.772, 0.71414 and 0.34414 (JFIF 1.02, page 3) in multiples of 2^-16.
    private static final int CR_TO_RED = 91881;
    private static final int CB_TO_BLUE = 116130;
    private static final int CR_TO_GREEN = 46802;
    private static final int CB_TO_GREEN = 22554;

    /**
     * The rules of the IJG's library, which all readers follow.
     *
     * @param adobe the transform that an Adobe segment gives, or -1 if there is none
     */
    static JpegColours of(JpegFrame frame, boolean jfif, int adobe) throws IOException {
        JpegFrame.Component[] c = frame.components;
        if (c.length == 1) {
            return GRAY;
        }
        if (c.length == 4) {
            return adobe > 0 ? YCCK : CMYK;
        }
        if (jfif) {
            return YCBCR;
        }
        if (adobe >= 0) {
            return adobe == 0 ? RGB : YCBCR;
        }
        return c[0].id == 'R' && c[1].id == 'G' && c[2].id == 'B' ? RGB : YCBCR;
    }

    int bands() {
        return this == GRAY ? 1 : 3;
    }

    /** Writes the colours of a row of components into bands, from {@code at} on. */
    void convert(byte[][] components, byte[][] bands, int at, int width) {
        if (this == YCBCR || this == YCCK) {
            fromYcc(components, bands, at, width);
        } else {
            for (int b = 0; b < bands.length; b++) {
                System.arraycopy(components[b], 0, bands[b], at, width);
            }
        }
        if (this == CMYK || this == YCCK) {
            fromCmyk(components[3], bands, at, width);
        }
    }

    private static void fromYcc(byte[][] components, byte[][] bands, int at, int width) {
        byte[] first = components[0];
        byte[] second = components[1];
        byte[] third = components[2];
        byte[] red = bands[0];
        byte[] green = bands[1];
        byte[] blue = bands[2];
        for (int i = 0; i < width; i++) {
            int y = first[i] & 0xFF;
            int cb = (second[i] & 0xFF) - 128;
            int cr = (third[i] & 0xFF) - 128;
            red[at + i] = clamped(y + ((CR_TO_RED * cr + HALF) >> SHIFT));
            green[at + i] = clamped(y + ((-CB_TO_GREEN * cb - CR_TO_GREEN * cr + HALF) >> SHIFT));
            blue[at + i] = clamped(y + ((CB_TO_BLUE * cb + HALF) >> SHIFT));
        }
    }

    /** The value from 0 to 255 that is nearest. Values are rarely outside, so a branch is faster than two minima. */
    static byte clamped(int value) {
        return (value & ~0xFF) == 0 ? (byte) value : (byte) (~value >> 31);
    }

    /**
     * RGB from inverted CMYK (255 is no ink), C·K/255 rounded to nearest. After {@link #fromYcc} the bands hold 255
     * minus the ink.
     */
    private void fromCmyk(byte[] black, byte[][] bands, int at, int width) {
        int complement = this == YCCK ? 255 : 0;
        for (byte[] band : bands) {
            for (int i = 0; i < width; i++) {
                int product = ((band[at + i] & 0xFF) ^ complement) * (black[i] & 0xFF);
                band[at + i] = (byte) ((2 * product + 255) / 510);
            }
        }
    }
}
