package dev.whittle.feature.image;

import java.io.IOException;

/** The bits of a lossless WebP image (RFC 9649, section 3.2), the lowest of a byte first, and its prefix codes. */
final class Vp8lBits {
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int MAX_LENGTH = 15;

    private final Bytes in;
    private final long end;
    private long bit;

    Vp8lBits(Bytes in, long at, long end) {
        this.in = in;
        this.end = 8 * end;
        bit = 8 * at;
    }

    int read(int count) throws IOException {
        if (bit + count > end) {
            throw error("the data ends early");
        }
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value |= (in.data()[(int) (bit >> 3)] >> (bit & 7) & 1) << i;
        }
        return value;
    }

    boolean flag() throws IOException {
        return read(1) == 1;
    }

    IOException error(String what) {
        return in.error(bit / 8, "damaged webp data: " + what);
    }

    /**
     * A canonical prefix code: the symbols sorted by the length of their codes, and how many there are of
     * each length.
     */
    record Code(int[] symbols, int[] counts) {}

    /** Reads the next symbol. A code of a single symbol has no bits. */
    int symbol(Code code) throws IOException {
        if (code.symbols.length == 1) {
            return code.symbols[0];
        }
        int value = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            value |= read(1);
            int count = code.counts[length];
            if (value - first < count) {
                return code.symbols[index + value - first];
            }
            index += count;
            first = first + count << 1;
            value <<= 1;
        }
        throw error("a code that no symbol has");
    }

    /** Reads a prefix code for so many symbols (section 3.7.2). */
    Code code(int symbols) throws IOException {
        int[] lengths = new int[symbols];
        if (flag()) {
            boolean two = flag();
            int first = read(flag() ? 8 : 1);
            int second = two ? read(8) : first;
            if (Math.max(first, second) >= symbols) {
                throw error("a code for symbol " + Math.max(first, second) + " of " + symbols);
            }
            lengths[first] = 1;
            lengths[second] = 1;
        } else {
            readLengths(lengths);
        }
        return code(lengths);
    }

    private void readLengths(int[] lengths) throws IOException {
        int[] ofLengths = new int[19];
        int n = 4 + read(4);
        for (int i = 0; i < n; i++) {
            ofLengths[LENGTH_ORDER[i]] = read(3);
        }
        Code code = code(ofLengths);
        int left = lengths.length;
        if (flag()) {
            left = 2 + read(2 + 2 * read(3));
            if (left > lengths.length) {
                throw error(left + " lengths of codes, expected at most " + lengths.length);
            }
        }
        int previous = 8;
        int at = 0;
        for (; at < lengths.length && left > 0; left--) {
            int symbol = symbol(code);
            int repeat = 1;
            int value = symbol;
            if (symbol < 16) {
                previous = symbol == 0 ? previous : symbol;
            } else {
                value = symbol == 16 ? previous : 0;
                repeat = symbol == 16 ? 3 + read(2) : symbol == 17 ? 3 + read(3) : 11 + read(7);
            }
            if (at + repeat > lengths.length) {
                throw error("more lengths of codes than " + lengths.length);
            }
            java.util.Arrays.fill(lengths, at, at + repeat, value);
            at += repeat;
        }
    }

    private Code code(int[] lengths) throws IOException {
        int[] counts = new int[MAX_LENGTH + 1];
        int used = 0;
        int room = 1 << MAX_LENGTH;
        for (int length : lengths) {
            if (length > 0) {
                counts[length]++;
                used++;
                room -= 1 << MAX_LENGTH - length;
            }
        }
        if (used == 0 || (used > 1 && room != 0)) {
            throw error("a prefix code that is not complete");
        }
        int[] symbols = new int[used];
        int n = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            for (int s = 0; s < lengths.length && counts[length] > 0; s++) {
                if (lengths[s] == length) {
                    symbols[n++] = s;
                }
            }
        }
        return new Code(symbols, counts);
    }
}
