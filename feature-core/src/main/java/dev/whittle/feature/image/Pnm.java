package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;

/**
 * Portable graymaps and pixmaps (netpbm's formats P2, P3, P5 and P6), with 1 or 2 bytes per sample. The first image of
 * the file is read. A sample v becomes v·255/maxval, rounded to nearest.
 */
final class Pnm {
    private final Bytes in;
    private int at = 2;

    private Pnm(Bytes in) {
        this.in = in;
    }

    static Planar<GrayU8> read(Bytes in) throws IOException {
        return new Pnm(in).read();
    }

    private Planar<GrayU8> read() throws IOException {
        int kind = in.u8(1) - '0';
        int bands = kind == 3 || kind == 6 ? 3 : 1;
        boolean plain = kind == 2 || kind == 3;
        if (!plain && kind != 5 && kind != 6) {
            throw in.error(
                    1, "P" + in.text(1, 1) + " is not supported, expected a graymap or pixmap: P2, P3, P5 or P6");
        }
        int sizeAt = at;
        int width = number("the width");
        int height = number("the height");
        in.checkSize(sizeAt, width, height);
        int maxvalAt = at;
        int maxval = number("maxval");
        if (maxval < 1 || maxval > 65535) {
            throw in.error(maxvalAt, "maxval is " + maxval + ", expected 1 to 65535");
        }
        if (!plain) {
            at++; // exactly one white space, which number() has checked
        }
        int bytesPerSample = plain || maxval > 255 ? 2 : 1; // plain: a digit and a space at least
        in.requireLength(at + (long) width * height * bands * bytesPerSample);

        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        for (int i = 0; i < width * height; i++) {
            for (int b = 0; b < bands; b++) {
                int start = at;
                int value = plain ? number("a sample") : binary(bytesPerSample);
                if (value > maxval) {
                    throw in.error(start, "a sample is " + value + ", expected at most maxval, " + maxval);
                }
                image.getBand(b).data[i] = (byte) scaled(value, maxval);
            }
        }
        return image;
    }

    /** {@code value·255/max}, rounded to nearest, as the PNG specification (section 13.12) recommends. */
    static int scaled(int value, int max) {
        return max == 255 ? value : (int) ((2L * 255 * value + max) / (2L * max));
    }

    private int binary(int bytes) throws IOException {
        int value = bytes == 1 ? in.u8(at) : in.be16(at);
        at += bytes;
        return value;
    }

    /**
     * A decimal number after white space and comments. White space must follow it, as the format says, so a file cut
     * off within its last number is detected.
     */
    private int number(String what) throws IOException {
        while (isSpace(in.u8(at)) || in.u8(at) == '#') {
            if (in.u8(at) == '#') {
                while (in.u8(at) != '\n' && in.u8(at) != '\r') {
                    at++;
                }
            }
            at++;
        }
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

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
