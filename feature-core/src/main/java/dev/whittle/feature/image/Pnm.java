package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.PixelRows.Layout;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Portable bitmaps, graymaps and pixmaps (netpbm's formats P1 to P6), with 1 or 2 bytes per sample. The first image of
 * the file is read. A sample v becomes v·255/maxval, rounded to nearest. In a bitmap 1 is black.
 */
final class Pnm {
    private final Bytes in;
    private int at = 2;

    private Pnm(Bytes in) {
        this.in = in;
    }

    static Planar<GrayU8> read(Bytes in, Consumer<ImageNote> notes) throws IOException {
        return new Pnm(in).read(notes);
    }

    private Planar<GrayU8> read(Consumer<ImageNote> notes) throws IOException {
        int kind = in.u8(1) - '0';
        if (kind == 7) {
            throw in.error(
                    1, "P7 is not supported, expected a bitmap, graymap or pixmap: P1 to P6; pamtopnm converts it");
        }
        int bands = kind == 3 || kind == 6 ? 3 : 1;
        boolean bitmap = kind == 1 || kind == 4;
        boolean plain = kind <= 3;
        int sizeAt = at;
        int width = number("the width");
        int height = number("the height");
        in.checkSize(sizeAt, width, height);
        int maxval = 1;
        if (!bitmap) {
            int maxvalAt = at;
            maxval = number("maxval");
            if (maxval < 1 || maxval > 65535) {
                throw in.error(maxvalAt, "maxval is " + maxval + ", expected 1 to 65535");
            }
        }
        if (!plain) {
            at++; // exactly one white space, which number() has checked
        }
        long rowBytes = (long) width * bands * (maxval > 255 ? 2 : 1);
        if (bitmap) {
            rowBytes = plain ? width : (width + 7) / 8;
        } else if (plain) {
            rowBytes = 2L * width * bands; // a digit and a space at least
        }
        in.requireLength(at + rowBytes * height);
        PixelRows pixels = PixelRows.of(in, width, height, new Layout(bands, false, false, 0, maxval, bitmap), null);
        int[] row = new int[width * bands];
        for (int y = 0; y < height; y++) {
            if (plain) {
                plain(bitmap, maxval, row);
            } else {
                binary(bitmap ? 1 : maxval > 255 ? 16 : 8, maxval, row);
                at += (int) rowBytes;
            }
            pixels.put(y, 0, 1, width, row);
        }
        return pixels.image(notes);
    }

    private void plain(boolean bitmap, int maxval, int[] row) throws IOException {
        for (int i = 0; i < row.length; i++) {
            int start = at;
            row[i] = bitmap ? bit() : number("a sample");
            if (row[i] > maxval) {
                throw in.error(start, "a sample is " + row[i] + ", expected at most maxval, " + maxval);
            }
        }
    }

    private void binary(int bits, int maxval, int[] row) throws IOException {
        Samples.unpack(in.data(), at, bits, true, row);
        for (int i = 0; i < row.length; i++) {
            if (row[i] > maxval) {
                throw in.error(
                        at + (long) i * bits / 8, "a sample is " + row[i] + ", expected at most maxval, " + maxval);
            }
        }
    }

    /** A digit of a plain bitmap, between which white space may be left out. */
    private int bit() throws IOException {
        skipSpace();
        int digit = in.u8(at);
        if (digit != '0' && digit != '1') {
            throw in.error(at, "found '" + in.text(at, 1) + "', expected 0 or 1");
        }
        at++;
        return digit - '0';
    }

    /**
     * A decimal number after white space and comments. White space must follow it, as the format says, so a file cut
     * off within its last number is detected.
     */
    private int number(String what) throws IOException {
        skipSpace();
        int value = 0;
        int digits = 0;
        while (in.u8(at) >= '0' && in.u8(at) <= '9') {
            value = 10 * value + in.u8(at) - '0';
            at++;
            if (++digits > 9) {
                throw in.error(at, what + " has more than 9 digits");
            }
        }
        if (digits == 0 || !isSpace(in.u8(at))) {
            throw in.error(
                    at,
                    "found '" + in.text(at, 1) + "', expected " + what + ": a decimal number and white space after it");
        }
        return value;
    }

    private void skipSpace() throws IOException {
        while (isSpace(in.u8(at)) || in.u8(at) == '#') {
            if (in.u8(at) == '#') {
                while (in.u8(at) != '\n' && in.u8(at) != '\r') {
                    at++;
                }
            }
            at++;
        }
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
