package dev.whittle.feature.image;

/** Samples of 1 to 16 bits: unpacking them from bytes, scaling them to 8 bits, and showing them on white. */
final class Samples {
    private Samples() {}

    /** {@code value·255/max}, rounded to nearest, as the PNG specification (section 13.12) recommends. */
    static int scaled(int value, int max) {
        return max == 255 ? value : (int) ((2L * 255 * value + max) / (2L * max));
    }

    /** {@code (colour·alpha + 255·(255 - alpha))/255}, rounded to nearest. There are no ties, as 255 is odd. */
    static int overWhite(int colour, int alpha) {
        return (2 * (colour * alpha + 255 * (255 - alpha)) + 255) / 510;
    }

    /**
     * Reads as many samples of 1, 2, 4, 8 or 16 bits as there is room for, the highest bits of a byte first.
     *
     * @param bigEndian whether the upper byte of 16 bits comes first
     */
    static void unpack(byte[] from, int at, int bits, boolean bigEndian, int[] to) {
        if (bits == 8) {
            for (int i = 0; i < to.length; i++) {
                to[i] = from[at + i] & 0xFF;
            }
        } else if (bits == 16) {
            int high = bigEndian ? 0 : 1;
            for (int i = 0; i < to.length; i++) {
                to[i] = (from[at + 2 * i + high] & 0xFF) << 8 | from[at + 2 * i + 1 - high] & 0xFF;
            }
        } else {
            int perByte = 8 / bits;
            int mask = (1 << bits) - 1;
            for (int i = 0; i < to.length; i++) {
                to[i] = from[at + i / perByte] >> (8 - bits * (1 + i % perByte)) & mask;
            }
        }
    }
}
