package dev.whittle.feature.image;

/** Samples of 1 to 16 bits, packed into bytes. */
final class Samples {
    private Samples() {}

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
