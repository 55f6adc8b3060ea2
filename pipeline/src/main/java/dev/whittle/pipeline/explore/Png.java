package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * An image as a PNG file whose bytes are the same everywhere. {@link dev.whittle.feature.image.ImageFile#toPng} leaves
 * compression to the JDK, whose deflate differs between versions. Here, data are one block of fixed codes (RFC 1951,
 * section 3.2.6), and a repetition is looked for at the last place with the same three bytes only.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int WINDOW = 1 << 15;
    private static final int LONGEST = 258;
    private static final int[] LENGTHS = starts(3, 28, 8, 4);
    private static final int[] DISTANCES = starts(1, 30, 4, 2);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long bits;
    private int waiting;

    private Png() {}

    /** @param image of 1 band (gray) or 3 (red, green, blue) */
    static byte[] of(Planar<GrayU8> image) {
        int bands = image.getNumBands();
        if (bands != 1 && bands != 3) {
            throw new IllegalArgumentException("A PNG has 1 or 3 bands, got " + bands);
        }
        byte[] pixels = new byte[image.height * (1 + image.width * bands)];
        int at = 0;
        for (int y = 0; y < image.height; y++) {
            at++; // filter 0: none
            for (int x = 0; x < image.width; x++) {
                for (int b = 0; b < bands; b++) {
                    pixels[at++] = (byte) image.getBand(b).unsafe_get(x, y);
                }
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        writeInt(image.width, header);
        writeInt(image.height, header);
        header.writeBytes(new byte[] {8, (byte) (bands == 1 ? 0 : 2), 0, 0, 0});
        chunk("IHDR", header.toByteArray(), file);
        chunk("IDAT", new Png().zlib(pixels), file);
        chunk("IEND", new byte[0], file);
        return file.toByteArray();
    }

    private static void chunk(String type, byte[] data, ByteArrayOutputStream file) {
        writeInt(data.length, file);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        file.writeBytes(name);
        file.writeBytes(data);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        writeInt((int) sum.getValue(), file);
    }

    private static void writeInt(int value, ByteArrayOutputStream to) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            to.write(value >>> shift);
        }
    }

    private byte[] zlib(byte[] data) {
        out.write(0x78);
        out.write(0x01);
        write(0b011, 3); // the last block, of fixed codes
        int[] last = new int[1 << 16];
        Arrays.fill(last, -1);
        int i = 0;
        while (i < data.length) {
            int length = 0;
            int from = -1;
            if (i + 3 <= data.length) {
                from = last[hash(data, i)];
                length = from < 0 || i - from > WINDOW ? 0 : same(data, from, i);
            }
            int step = length >= 3 ? length : 1;
            if (length >= 3) {
                repeat(length, i - from);
            } else {
                symbol(data[i] & 0xFF);
            }
            for (int end = i + step; i < end; i++) {
                if (i + 3 <= data.length) {
                    last[hash(data, i)] = i;
                }
            }
        }
        symbol(256);
        write(0, 7); // fills the last byte
        Adler32 sum = new Adler32();
        sum.update(data);
        writeInt((int) sum.getValue(), out);
        return out.toByteArray();
    }

    private static int hash(byte[] data, int at) {
        int three = (data[at] & 0xFF) << 16 | (data[at + 1] & 0xFF) << 8 | data[at + 2] & 0xFF;
        return three * 0x9E3779B1 >>> 16;
    }

    private static int same(byte[] data, int from, int at) {
        int length = 0;
        while (length < LONGEST && at + length < data.length && data[from + length] == data[at + length]) {
            length++;
        }
        return length;
    }

    private void repeat(int length, int distance) {
        if (length == LONGEST) {
            symbol(285);
        } else {
            int code = code(LENGTHS, length);
            symbol(257 + code);
            write(length - LENGTHS[code], extra(code, 8, 4));
        }
        int code = code(DISTANCES, distance);
        writeCode(code, 5);
        write(distance - DISTANCES[code], extra(code, 4, 2));
    }

    /** The least value of each code, where the first have no extra bits and then {@code each} codes one more. */
    private static int[] starts(int first, int codes, int plain, int each) {
        int[] starts = new int[codes];
        starts[0] = first;
        for (int c = 1; c < codes; c++) {
            starts[c] = starts[c - 1] + (1 << extra(c - 1, plain, each));
        }
        return starts;
    }

    private static int extra(int code, int plain, int each) {
        return code < plain ? 0 : code / each - 1;
    }

    private static int code(int[] starts, int value) {
        int found = Arrays.binarySearch(starts, value);
        return found >= 0 ? found : -found - 2;
    }

    private void symbol(int value) {
        if (value < 144) {
            writeCode(0x30 + value, 8);
        } else if (value < 256) {
            writeCode(0x190 + value - 144, 9);
        } else if (value < 280) {
            writeCode(value - 256, 7);
        } else {
            writeCode(0xC0 + value - 280, 8);
        }
    }

    /** Codes begin with their highest bit. */
    private void writeCode(int code, int length) {
        write(Integer.reverse(code) >>> (32 - length), length);
    }

    private void write(int value, int length) {
        bits |= (long) value << waiting;
        waiting += length;
        while (waiting >= 8) {
            out.write((int) bits);
            bits >>>= 8;
            waiting -= 8;
        }
    }
}
