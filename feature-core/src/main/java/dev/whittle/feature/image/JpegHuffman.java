package dev.whittle.feature.image;

import java.io.IOException;

/**
 * A Huffman code (ITU-T T.81, annex C). The next bits of the data are looked up in two tables. One gives the symbol of
 * a short code. The other gives in one step what a symbol and the bits after it mean, where both are short.
 */
final class JpegHuffman {
    /** The number of bits that are looked up. Longer codes are rare. */
    static final int LOOKUP = 10;

    private static final int LONGEST = 16;

    /** For the next LOOKUP bits: length of the code · 256 + symbol, or 0 if the code is longer. */
    final short[] symbols = new short[1 << LOOKUP];

    /**
     * For the next LOOKUP bits: value · 2<sup>16</sup> + run · 2<sup>8</sup> + number of bits of code and value, or 0
     * if these are more than LOOKUP. The value is 0 if the symbol has none.
     */
    final int[] values = new int[1 << LOOKUP];

    private final byte[] symbolOfRank;
    /** The first code that is longer than the index, filled up to 16 bits with zeros. */
    private final int[] limit = new int[LONGEST + 1];
    /** What is added to a code of so many bits for its rank. */
    private final int[] offset = new int[LONGEST + 1];

    /**
     * @param counts the number of codes of 1, 2 … 16 bits
     * @param at where they stand in the file
     */
    JpegHuffman(Bytes in, long at, int[] counts, byte[] symbolOfRank) throws IOException {
        this.symbolOfRank = symbolOfRank;
        int code = 0;
        int rank = 0;
        for (int length = 1; length <= LONGEST; length++) {
            offset[length] = rank - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, rank++) {
                if (length <= LOOKUP) {
                    enter(code, length, symbolOfRank[rank] & 0xFF);
                }
            }
            // A code of ones only is not allowed.
            if (code >= 1 << length && counts[length - 1] > 0) {
                throw in.error(at, "the Huffman table has too many codes of " + length + " bits");
            }
            limit[length] = code << (LONGEST - length);
            code <<= 1;
        }
    }

    private void enter(int code, int length, int symbol) {
        int from = code << (LOOKUP - length);
        int size = symbol & 15;
        int total = length + size;
        for (int i = Math.min(from, symbols.length);
                i < Math.min(from + (1 << (LOOKUP - length)), symbols.length);
                i++) {
            symbols[i] = (short) (length << 8 | symbol);
            if (total <= LOOKUP) {
                int value = size == 0 ? 0 : extended(i >> (LOOKUP - total) & ((1 << size) - 1), size);
                values[i] = value << 16 | symbol >> 4 << 8 | total;
            }
        }
    }

    /** The value that {@code size} bits stand for (T.81, F.12). */
    static int extended(int bits, int size) {
        return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
    }

    /** Length · 256 + symbol of the code at the start of 16 bits, or 0 if no code begins so. */
    int search(int bits) {
        for (int length = LOOKUP + 1; length <= LONGEST; length++) {
            if (bits < limit[length]) {
                return length << 8 | symbolOfRank[(bits >> (LONGEST - length)) + offset[length]] & 0xFF;
            }
        }
        return 0;
    }
}
