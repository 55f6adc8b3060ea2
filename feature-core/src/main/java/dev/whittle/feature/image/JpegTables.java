package dev.whittle.feature.image;

import java.io.IOException;

/** The quantisation and Huffman tables of a JPEG that are valid at a place in the file (ITU-T T.81, B.2.4). */
final class JpegTables {
    /** The place of the i-th coefficient of the zigzag in a block, row by row. */
    static final byte[] NATURAL = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final int[][] quantisation = new int[4][];
    /** First those of first coefficients (DC), then those of the others (AC). */
    private final JpegHuffman[][] huffman = new JpegHuffman[2][4];

    /** Reads a segment with quantisation tables. Their entries have 8 or 16 bits. */
    void defineQuantisation(Bytes in, long from, long end) throws IOException {
        long at = from;
        while (at < end) {
            int index = in.u8(at) & 15;
            int bytes = (in.u8(at) >> 4) + 1;
            if (index > 3 || bytes > 2 || at + 1 + 64L * bytes > end) {
                throw in.error(at, "not a quantisation table");
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                long entry = at + 1 + (long) i * bytes;
                table[NATURAL[i]] = bytes == 1 ? in.u8(entry) : in.be16(entry);
                if (table[NATURAL[i]] == 0) {
                    throw in.error(entry, "an entry of a quantisation table is 0, expected at least 1");
                }
            }
            quantisation[index] = table;
            at += 1 + 64L * bytes;
        }
    }

    /** Reads a segment with Huffman tables. */
    void defineHuffman(Bytes in, long from, long end) throws IOException {
        long at = from;
        while (at < end) {
            int kind = in.u8(at) >> 4;
            int index = in.u8(at) & 15;
            int[] counts = new int[16];
            int total = 0;
            for (int i = 0; i < 16; i++) {
                counts[i] = in.u8(at + 1 + i);
                total += counts[i];
            }
            if (kind > 1 || index > 3 || total > 256 || at + 17 + total > end) {
                throw in.error(at, "not a Huffman table");
            }
            byte[] symbols = new byte[total];
            for (int i = 0; i < total; i++) {
                symbols[i] = (byte) in.u8(at + 17 + i);
                if (kind == 0 && (symbols[i] & 0xFF) > 15) {
                    throw in.error(
                            at + 17 + i,
                            "the size of a first coefficient is " + (symbols[i] & 0xFF) + " bits, expected at most 15");
                }
            }
            huffman[kind][index] = new JpegHuffman(in, at, counts, symbols);
            at += 17 + total;
        }
    }

    int[] quantisation(Bytes in, long at, int index) throws IOException {
        return required(in, at, quantisation[index], "quantisation", index);
    }

    /** The Huffman table for first coefficients. */
    JpegHuffman first(Bytes in, long at, int index) throws IOException {
        return required(in, at, huffman[0][index], "Huffman", index);
    }

    /** The Huffman table for all but the first coefficients. */
    JpegHuffman others(Bytes in, long at, int index) throws IOException {
        return required(in, at, huffman[1][index], "Huffman", index);
    }

    private static <T> T required(Bytes in, long at, T table, String kind, int index) throws IOException {
        if (table == null) {
            throw in.error(
                    at, "damaged jpeg data: the scan uses " + kind + " table " + index + ", which is not defined");
        }
        return table;
    }
}
