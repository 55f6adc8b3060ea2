package dev.whittle.feature.image;

import java.io.IOException;

/**
 * What must be known of a GIF file (CompuServe, GIF89a) before its first image is decoded, and whether that image is
 * complete.
 *
 * @param width of the screen, on which the image is placed
 * @param left column of the screen where the image begins
 * @param background colour of the screen where the image does not cover it, as 0xRRGGBB
 */
record GifHeader(int width, int height, int left, int top, int imageWidth, int imageHeight, int background) {
    /** Reads all blocks to the end of the first image. */
    static GifHeader scan(Bytes in) throws IOException {
        int width = in.le16(6);
        int height = in.le16(8);
        in.checkSize(6, width, height);
        int flags = in.u8(10);
        long at = 13;
        int background = 0;
        if ((flags & 0x80) != 0) {
            int colours = 2 << (flags & 7);
            if (in.u8(11) < colours) {
                background = (int) (in.be32(at + 3L * in.u8(11) - 1) & 0xFFFFFF);
            }
            at += 3L * colours;
        }
        while (true) {
            int block = in.u8(at);
            if (block == 0x21) {
                at = endOfSubBlocks(in, at + 2);
            } else if (block == 0x2C) {
                break;
            } else {
                throw in.error(
                        at,
                        "found block type 0x" + Integer.toHexString(block)
                                + ", expected an extension (0x21) or an image (0x2c)");
            }
        }
        GifHeader header = new GifHeader(
                width, height, in.le16(at + 1), in.le16(at + 3), in.le16(at + 5), in.le16(at + 7), background);
        in.checkSize(at + 5, header.imageWidth, header.imageHeight);
        if (header.left + header.imageWidth > width || header.top + header.imageHeight > height) {
            throw in.error(
                    at + 1,
                    "an image of " + header.imageWidth + "x" + header.imageHeight + " at (" + header.left + ", "
                            + header.top + ") leaves the screen of " + width + "x" + height);
        }
        int imageFlags = in.u8(at + 9);
        at += 10;
        if ((imageFlags & 0x80) != 0) {
            at += 3L * (2 << (imageFlags & 7));
        } else if ((flags & 0x80) == 0) {
            throw in.error(at - 1, "the image has no palette, neither its own nor a global one");
        }
        int codeSize = in.u8(at);
        if (codeSize < 1 || codeSize > 8) {
            throw in.error(at, "the LZW code size is " + codeSize + ", expected 1 to 8");
        }
        endOfSubBlocks(in, at + 1);
        return header;
    }

    private static long endOfSubBlocks(Bytes in, long from) throws IOException {
        long at = from;
        while (in.u8(at) != 0) {
            at += 1 + in.u8(at);
        }
        return at + 1;
    }
}
