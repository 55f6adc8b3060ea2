package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads the first image of a GIF file (CompuServe, GIF89a). Its data must hold exactly the pixels of the image. What of
 * the image lies beyond the screen is cut off. Where it does not cover the screen, pixels are transparent if the image
 * has a transparent colour, and otherwise have the background colour.
 */
final class GifFile {
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int WHITE_TRANSPARENT = 0xFFFFFF;
    /** First row of each pass of an interlaced image, and the step between its rows. */
    private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    private static final int[][] ONE_PASS = {{0, 1}};

    private final Bytes in;
    private final int width;
    private final int height;
    private final long globalPalette;
    private int transparent = -1;
    private long at;

    private GifFile(Bytes in) throws IOException {
        this.in = in;
        width = in.le16(6);
        height = in.le16(8);
        in.checkSize(6, width, height);
        globalPalette = 13;
        at = globalPalette + 3L * colours(10);
    }

    static Planar<GrayU8> read(Bytes in, Consumer<ImageNote> notes) throws IOException {
        return new GifFile(in).read(notes);
    }

    private Planar<GrayU8> read(Consumer<ImageNote> notes) throws IOException {
        skipExtensions(true);
        if (in.u8(at) != IMAGE) {
            throw in.error(
                    at,
                    "found block type 0x" + Integer.toHexString(in.u8(at))
                            + ", expected an extension (0x21) or an image (0x2c)");
        }
        long descriptor = at;
        int left = in.le16(at + 1);
        int top = in.le16(at + 3);
        int columns = in.le16(at + 5);
        int rows = in.le16(at + 7);
        in.checkSize(at + 5, columns, rows);
        if (left >= width || top >= height) {
            throw in.error(
                    at + 1,
                    "the image begins at (" + left + ", " + top + "), outside of the screen of " + width + "x"
                            + height);
        }
        int[] palette = palette(descriptor);
        at = descriptor + 10 + 3L * colours(descriptor + 9);
        byte[] indices = decode(columns, rows);
        Planar<GrayU8> image = onScreen(indices, columns, rows, descriptor, palette, notes);
        skipExtensions(false);
        if (at < in.length() && in.u8(at) == IMAGE) {
            notes.accept(ImageNote.FIRST_OF_SEVERAL);
        }
        return image;
    }

    /** The number of colours of the palette that the flags at {@code flagsAt} announce, 0 if there is none. */
    private int colours(long flagsAt) throws IOException {
        int flags = in.u8(flagsAt);
        return (flags & 0x80) == 0 ? 0 : 2 << (flags & 7);
    }

    /**
     * The image's own palette or the global one, and at its end what shows where the image does not cover the screen.
     */
    private int[] palette(long descriptor) throws IOException {
        int own = colours(descriptor + 9);
        int global = colours(10);
        if (own == 0 && global == 0) {
            throw in.error(descriptor + 9, "the image has no palette, neither its own nor a global one");
        }
        int n = own > 0 ? own : global;
        int[] palette = new int[n + 1];
        for (int i = 0; i < n; i++) {
            palette[i] = colour((own > 0 ? descriptor + 10 : globalPalette) + 3L * i);
        }
        if (transparent >= 0 && transparent < n) {
            palette[transparent] &= WHITE_TRANSPARENT;
        }
        int background = in.u8(11);
        if (transparent >= 0) {
            palette[n] = WHITE_TRANSPARENT;
        } else {
            palette[n] = background < global ? colour(globalPalette + 3L * background) : 0xFF000000;
        }
        return palette;
    }

    private int colour(long rgbAt) throws IOException {
        return 0xFF << 24 | in.be16(rgbAt) << 8 | in.u8(rgbAt + 2);
    }

    /** Skips extensions. Before the image a truncated one is an error, and its transparent colour is taken. */
    private void skipExtensions(boolean before) throws IOException {
        while ((before || at < in.length()) && in.u8(at) == EXTENSION) {
            if (before && in.u8(at + 1) == GRAPHIC_CONTROL && in.u8(at + 2) >= 4) {
                transparent = (in.u8(at + 3) & 1) == 1 ? in.u8(at + 6) : -1;
            }
            at += 2;
            while (at < in.length() && in.u8(at) != 0) {
                at += 1 + in.u8(at);
            }
            if (before) {
                in.requireLength(at + 1);
            }
            at++;
        }
    }

    /** The palette indices of the image, row by row in the order of the file. */
    private byte[] decode(int columns, int rows) throws IOException {
        long dataAt = at;
        int codeSize = in.u8(at);
        if (codeSize < 1 || codeSize > 8) {
            throw in.error(at, "the LZW code size is " + codeSize + ", expected 1 to 8");
        }
        int length = 0;
        for (at++; in.u8(at) != 0; at += 1 + in.u8(at)) {
            length += in.u8(at);
        }
        in.requireMemory((long) columns * rows + length);
        byte[] data = new byte[length];
        int to = 0;
        for (long block = dataAt + 1; block < at; block += 1 + in.u8(block)) {
            System.arraycopy(in.data(), (int) block + 1, data, to, in.u8(block));
            to += in.u8(block);
        }
        at++;
        byte[] indices = new byte[columns * rows];
        String fault = Lzw.gif(codeSize).decode(data, 0, length, indices);
        if (fault != null) {
            throw in.error(dataAt, "damaged gif data: " + fault);
        }
        return indices;
    }

    private Planar<GrayU8> onScreen(
            byte[] indices, int columns, int rows, long descriptor, int[] colours, Consumer<ImageNote> notes)
            throws IOException {
        int left = in.le16(descriptor + 1);
        int top = in.le16(descriptor + 3);
        int visible = Math.min(columns, width - left);
        boolean covered = left == 0 && top == 0 && visible == width && rows >= height;
        // The colour of the screen decides about gray only if it is seen.
        PixelRows pixels = PixelRows.indexed(
                in, width, height, new Palette(covered ? Arrays.copyOf(colours, colours.length - 1) : colours));
        int[] row = new int[width];
        if (!covered) {
            Arrays.fill(row, colours.length - 1);
            for (int y = 0; y < height; y++) {
                pixels.put(y, 0, 1, width, row);
            }
        }
        int stored = 0;
        for (int[] pass : (in.u8(descriptor + 9) & 0x40) != 0 ? PASSES : ONE_PASS) {
            for (int y = pass[0]; y < rows; y += pass[1]) {
                for (int x = 0; x < columns; x++) {
                    int index = indices[stored * columns + x] & 0xFF;
                    if (index >= colours.length - 1) {
                        throw in.error(
                                descriptor,
                                "the pixel at (" + x + ", " + y + ") has palette index " + index
                                        + ", but the palette has " + (colours.length - 1) + " colours");
                    }
                    if (x < visible) {
                        row[x] = index;
                    }
                }
                if (top + y < height) {
                    pixels.put(top + y, left, 1, visible, row);
                }
                stored++;
            }
        }
        return pixels.image(notes);
    }
}
