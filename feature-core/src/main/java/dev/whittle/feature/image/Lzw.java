package dev.whittle.feature.image;

/**
 * Decodes the codes of Lempel, Ziv and Welch as GIF and TIFF write them. The codes must give as many bytes as expected.
 * When the table of codes is full, it stays as it is until it is cleared.
 */
final class Lzw {
    private static final int CODES = 4096;

    private final int codeSize;
    /** GIF has the lowest bits first, TIFF the highest. */
    private final boolean lowFirst;
    /** TIFF's codes become wider one code earlier than needed. */
    private final int early;
    /** Whether more bytes than expected are a fault. Some TIFF files have whole strips at their end. */
    private final boolean exact;

    private final int[] prefix = new int[CODES];
    private final byte[] last = new byte[CODES];
    private final int[] length = new int[CODES];

    private Lzw(int codeSize, boolean lowFirst, int early, boolean exact) {
        this.codeSize = codeSize;
        this.lowFirst = lowFirst;
        this.early = early;
        this.exact = exact;
        for (int i = 0; i < 1 << codeSize; i++) {
            last[i] = (byte) i;
            length[i] = 1;
        }
    }

    static Lzw gif(int codeSize) {
        return new Lzw(codeSize, true, 0, true);
    }

    static Lzw tiff() {
        return new Lzw(8, false, 1, false);
    }

    /** Fills {@code out}. Returns what is wrong with the data, or null. */
    String decode(byte[] data, int from, int to, byte[] out) {
        int clear = 1 << codeSize;
        int end = clear + 1;
        int next = end + 1;
        int width = codeSize + 1;
        int previous = -1;
        int done = 0;
        long bit = 8L * from;
        while (bit + width <= 8L * to) {
            int code = lowFirst ? lowBits(data, bit, width) : highBits(data, bit, width);
            bit += width;
            if (code == end) {
                break;
            }
            if (code == clear) {
                next = end + 1;
                width = codeSize + 1;
                previous = -1;
                continue;
            }
            if (code > next || (code == next && previous < 0) || (previous < 0 && code > clear) || code >= CODES) {
                return "code " + code + " is used before it is defined";
            }
            if (previous >= 0 && next < CODES) {
                prefix[next] = previous;
                length[next] = length[previous] + 1;
                last[next] = first(code == next ? previous : code);
                next++;
            }
            if (length[code] > out.length - done && exact) {
                return "there is more than the " + out.length + " pixels that the header says";
            }
            write(code, out, done);
            done += length[code];
            if (done >= out.length && !exact) {
                return null;
            }
            previous = code;
            if (next + early >= 1 << width && width < 12) {
                width++;
            }
        }
        return done == out.length ? null : "the data ends after " + done + " of " + out.length + " bytes";
    }

    private void write(int code, byte[] out, int from) {
        int at = from + length[code];
        for (int c = code; at > from; c = prefix[c]) {
            at--;
            if (at < out.length) {
                out[at] = last[c];
            }
        }
    }

    private byte first(int code) {
        int c = code;
        while (length[c] > 1) {
            c = prefix[c];
        }
        return last[c];
    }

    private static int lowBits(byte[] data, long bit, int width) {
        int value = 0;
        for (int i = 0; i < width; i++, bit++) {
            value |= (data[(int) (bit >> 3)] >> (bit & 7) & 1) << i;
        }
        return value;
    }

    private static int highBits(byte[] data, long bit, int width) {
        int value = 0;
        for (int i = 0; i < width; i++, bit++) {
            value = value << 1 | data[(int) (bit >> 3)] >> (7 - (bit & 7)) & 1;
        }
        return value;
    }
}
