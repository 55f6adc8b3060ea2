package dev.whittle.feature.image;

import java.io.IOException;

/** The arithmetic decoder of VP8 (RFC 6386, section 7) for one partition of a file. */
final class Vp8Bits {
    private final Bytes in;
    private final long end;
    private long at;
    private int value;
    private int range = 255;
    /** How many bits of {@code value} are beyond the 8 that are compared. */
    private int bits = -8;

    Vp8Bits(Bytes in, long at, long end) {
        this.in = in;
        this.at = at;
        this.end = end;
    }

    /** A bit that is 0 with probability {@code zero}/256. */
    int get(int zero) throws IOException {
        if (bits < 0) {
            if (at >= end) {
                throw in.error(at, "damaged webp data: a partition ends early");
            }
            value = value << 8 | in.u8(at++);
            bits += 8;
        }
        int split = 1 + ((range - 1) * zero >> 8);
        int bit = value >> bits >= split ? 1 : 0;
        if (bit == 1) {
            range -= split;
            value -= split << bits;
        } else {
            range = split;
        }
        int shift = Integer.numberOfLeadingZeros(range) - 24;
        range <<= shift;
        bits -= shift;
        return bit;
    }

    boolean flag() throws IOException {
        return get(128) == 1;
    }

    /** An unsigned number of so many bits. */
    int number(int count) throws IOException {
        int v = 0;
        for (int i = 0; i < count; i++) {
            v = 2 * v + get(128);
        }
        return v;
    }

    /** A number of so many bits and its sign, or 0 if the flag before it is not set. */
    int optional(int count) throws IOException {
        if (!flag()) {
            return 0;
        }
        int v = number(count);
        return flag() ? -v : v;
    }
}
