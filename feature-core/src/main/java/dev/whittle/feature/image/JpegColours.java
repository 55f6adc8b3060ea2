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
     * Converts values of the components to values of the bands, and returns these.
     *
     * @param values for each component; they may be overwritten and returned
     * @param out as many and as long
     */
    int[][] convert(int[][] values, int[][] out) {
        boolean ycc = this == YCBCR || this == YCCK;
        if (ycc) {
            redOrBlue(values[0], values[2], CR_TO_RED, out[0]);
            green(values[0], values[1], values[2], out[1]);
            redOrBlue(values[0], values[1], CB_TO_BLUE, out[2]);
        }
        int[][] colours = ycc ? out : values;
        if (this == CMYK || this == YCCK) {
            for (int b = 0; b < 3; b++) {
                withoutInk(colours[b], values[3]);
            }
        }
        return colours;
    }

    // The compiler makes vectors of these loops, as each writes one array, and all values are ints. The 128 that is
    // taken
    // from chroma is a constant of the sum.

    private static void redOrBlue(int[] y, int[] chroma, int factor, int[] out) {
        int plus = HALF - 128 * factor;
        for (int i = 0; i < out.length; i++) {
            out[i] = JpegInverseDct.clamped(y[i] + ((factor * chroma[i] + plus) >> SHIFT));
        }
    }

    private static void green(int[] y, int[] cb, int[] cr, int[] out) {
        int plus = HALF + 128 * (CB_TO_GREEN + CR_TO_GREEN);
        for (int i = 0; i < out.length; i++) {
            out[i] = JpegInverseDct.clamped(y[i] + ((plus - CB_TO_GREEN * cb[i] - CR_TO_GREEN * cr[i]) >> SHIFT));
        }
    }

    /**
     * R from inverted C and K (255 is no ink), C·K/255 rounded to nearest. Those that come from YCCK are 255 minus the
     * ink.
     */
    private void withoutInk(int[] ink, int[] black) {
        int complement = this == YCCK ? 255 : 0;
        for (int i = 0; i < ink.length; i++) {
            ink[i] = (2 * (ink[i] ^ complement) * black[i] + 255) / 510;
        }
    }
}
