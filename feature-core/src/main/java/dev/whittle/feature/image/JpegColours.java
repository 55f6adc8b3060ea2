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

    /**
     * Converts a row of components and writes it into bands from {@code at} on.
     *
     * @param scratch as long as a row
     */
    void convert(int[][] row, int[] scratch, byte[][] bands, int at, int width) {
        boolean ycc = this == YCBCR || this == YCCK;
        for (int b = 0; b < bands.length; b++) {
            int[] values = ycc ? scratch : row[b];
            if (ycc && b == 1) {
                green(row[0], row[1], row[2], scratch, width);
            } else if (ycc) {
                redOrBlue(row[0], row[b == 0 ? 2 : 1], b == 0 ? CR_TO_RED : CB_TO_BLUE, scratch, width);
            }
            if (this == CMYK || this == YCCK) {
                withoutInk(values, row[3], width);
            }
            byte[] band = bands[b];
            for (int i = 0; i < width; i++) {
                band[at + i] = (byte) values[i];
            }
        }
    }

    // The compiler makes vectors of these loops, as each writes one array, and all values are ints.

    private static void redOrBlue(int[] y, int[] chroma, int factor, int[] out, int width) {
        for (int i = 0; i < width; i++) {
            int value = y[i] + ((factor * (chroma[i] - 128) + HALF) >> SHIFT);
            int below = 255 - (value & ~(value >> 31));
            out[i] = 255 - (below & ~(below >> 31));
        }
    }

    private static void green(int[] y, int[] cb, int[] cr, int[] out, int width) {
        for (int i = 0; i < width; i++) {
            int value = y[i] + ((-CB_TO_GREEN * (cb[i] - 128) - CR_TO_GREEN * (cr[i] - 128) + HALF) >> SHIFT);
            int below = 255 - (value & ~(value >> 31));
            out[i] = 255 - (below & ~(below >> 31));
        }
    }

    /**
     * R from inverted C and K (255 is no ink), C·K/255 rounded to nearest. Those that come from YCCK are 255 minus the
     * ink.
     */
    private void withoutInk(int[] ink, int[] black, int width) {
        int complement = this == YCCK ? 255 : 0;
        for (int i = 0; i < width; i++) {
            ink[i] = (2 * (ink[i] ^ complement) * black[i] + 255) / 510;
        }
    }
}
