package dev.whittle.feature.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The contents of an image file. Reading past its end is an {@link IOException}. All errors name the file and the
 * offset in it.
 */
final class Bytes {
    /**
     * The maximum number of pixels per byte of a file. Deflate reaches 1032:1, and a PNG has up to 8 pixels in a byte.
     * The limits of JPEG (512, one bit for a block) and GIF are lower.
     */
    private static final long MAX_PIXELS_PER_BYTE = 8 * 1032;

    /** Of so many pixels a part of an image may be, however few the image may have. */
    private static final long SMALL = 1 << 24;

    private final byte[] data;
    private final String name;
    private final long maxPixels;
    /** Width and height of the image, once a header has been read. */
    private String size = "";

    Bytes(byte[] data, String name) {
        this(data, name, ImageFile.MAX_PIXELS);
    }

    /** @param maxPixels how many pixels the image may have */
    Bytes(byte[] data, String name, long maxPixels) {
        this.data = data;
        this.name = name;
        this.maxPixels = maxPixels;
    }

    byte[] data() {
        return data;
    }

    String name() {
        return name;
    }

    int length() {
        return data.length;
    }

    int u8(long at) throws IOException {
        if (at >= data.length) {
            throw truncated(at + 1);
        }
        return data[(int) at] & 0xFF;
    }

    int be16(long at) throws IOException {
        return u8(at) << 8 | u8(at + 1);
    }

    long be32(long at) throws IOException {
        return (long) be16(at) << 16 | be16(at + 2);
    }

    int le16(long at) throws IOException {
        return u8(at) | u8(at + 1) << 8;
    }

    long le32(long at) throws IOException {
        return le16(at) | (long) le16(at + 2) << 16;
    }

    /** Whether these characters, one byte each, are at {@code at}. */
    boolean has(long at, String latin1) {
        byte[] expected = latin1.getBytes(StandardCharsets.ISO_8859_1);
        if (at + expected.length > data.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (data[(int) at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Up to {@code count} characters from {@code at}, with a dot for each that cannot be printed. */
    String text(long at, int count) {
        StringBuilder text = new StringBuilder();
        for (long i = at; i < Math.min(at + count, data.length); i++) {
            char c = (char) (data[(int) i] & 0xFF);
            text.append(c >= ' ' && c < 127 ? c : '.');
        }
        return text.toString();
    }

    IOException error(long at, String what) {
        return new IOException(name + ": at byte " + at + ": " + what);
    }

    /** The error for a file that is whole, but of a kind that is not read. */
    IOException refusal(String what) {
        return new IOException(name + ": " + what);
    }

    /** The error for a file that ends before {@code needed} bytes. */
    IOException truncated(long needed) {
        return new IOException(
                name + ": truncated: it ends after " + data.length + " bytes, expected at least " + needed);
    }

    void requireLength(long needed) throws IOException {
        if (needed > data.length) {
            throw truncated(needed);
        }
    }

    /**
     * Refuses a width and height, read at {@code at}, that no image can have, or no file of this length, and an image
     * of
     * which not even one band fits into the heap. Nothing is allocated before.
     */
    void checkSize(long at, long width, long height) throws IOException {
        if (width < 1 || height < 1) {
            throw error(at, "the image is " + width + "x" + height + ", expected at least 1x1");
        }
        if (width > maxPixels || height > maxPixels || width * height > maxPixels) {
            throw error(
                    at,
                    "the image is " + width + "x" + height + ", expected at most " + maxPixels + " pixels"
                            + (maxPixels < ImageFile.MOST_PIXELS ? "; --max-pixels allows more" : ""));
        }
        if (width * height > MAX_PIXELS_PER_BYTE * data.length) {
            throw error(
                    at,
                    "the image is said to be " + width + "x" + height + ", which a file of " + data.length
                            + " bytes cannot hold; expected at most " + MAX_PIXELS_PER_BYTE + " pixels per byte");
        }
        size = width + "x" + height;
        requireMemory(width * height);
    }

    /**
     * Refuses parts of an image, read at {@code at}, that have more samples together than four for each pixel that it
     * may have, or than a file of this length can hold. A part may be larger than the image.
     */
    void checkChunks(long at, int imageWidth, int imageHeight, long width, long height, int samples)
            throws IOException {
        double columns = Math.ceil(imageWidth / (double) width) * width;
        double rows = Math.ceil(imageHeight / (double) height) * height;
        double most = 4 * Math.min(Math.max(maxPixels, SMALL), (double) MAX_PIXELS_PER_BYTE * data.length);
        if (columns * rows * samples > most) {
            throw error(
                    at,
                    "parts of " + width + "x" + height + " pixels of " + samples + " samples are said to make an image"
                            + " of " + imageWidth + "x" + imageHeight + "; a file of " + data.length
                            + " bytes may have at most " + (long) most + " samples");
        }
    }

    /** Refuses an image if decoding takes more bytes than the heap can have, whatever else is in it. */
    void requireMemory(long bytes) {
        long most = Runtime.getRuntime().maxMemory() - data.length;
        if (bytes > most) {
            throw outOfMemory("decoding it takes at least " + (bytes >> 20) + " MiB", null);
        }
    }

    /**
     * The error for an image that is too large for the memory. It is no {@link IOException}: the file may be good, and
     * whether it can be read must not decide which images an experiment has.
     */
    OutOfMemoryError outOfMemory(String why, Throwable cause) {
        OutOfMemoryError error = new OutOfMemoryError(name + ": not enough memory for this image"
                + (size.isEmpty() ? "" : " of " + size + " pixels") + ": " + why + ", and the Java heap has at most "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB; raise that with -Xmx");
        error.initCause(cause);
        return error;
    }
}
