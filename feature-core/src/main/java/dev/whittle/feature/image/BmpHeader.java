package dev.whittle.feature.image;

import java.io.IOException;

/**
 * What must be known of a Windows bitmap before its pixels are decoded, and whether an uncompressed bitmap is complete.
 * ImageIO finds out whether a run-length coded one is.
 */
record BmpHeader(int width, int height) {
    private static final int UNCOMPRESSED = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BITFIELDS = 3;

    static BmpHeader scan(Bytes in) throws IOException {
        long pixels = in.le32(10);
        long headerSize = in.le32(14);
        boolean old = headerSize == 12;
        if (!old && (headerSize < 40 || headerSize > 124)) {
            throw in.error(14, "the header's size is " + headerSize + ", expected 12 or 40 to 124");
        }
        long width = old ? in.le16(18) : (int) in.le32(18);
        long signedHeight = old ? in.le16(20) : (int) in.le32(22);
        long height = Math.abs(signedHeight); // negative: from the top down
        in.checkSize(18, width, height);
        int depthAt = old ? 24 : 28;
        int depth = in.le16(depthAt);
        long compression = old ? UNCOMPRESSED : in.le32(30);
        boolean known = switch ((int) compression) {
            case UNCOMPRESSED -> depth == 1 || depth == 4 || depth == 8 || depth == 16 || depth == 24 || depth == 32;
            case RLE8 -> depth == 8;
            case RLE4 -> depth == 4;
            case BITFIELDS -> depth == 16 || depth == 32;
            default -> false;
        };
        if (!known) {
            throw in.error(
                    depthAt,
                    "compression " + compression + " with " + depth
                            + " bits a pixel is not supported, expected 0 (none), 1 (RLE, 8 bits), 2 (RLE, 4 bits)"
                            + " or 3 (bit fields, 16 or 32 bits)");
        }
        if (pixels < 14 + headerSize) {
            throw in.error(10, "the pixels begin at byte " + pixels + ", within the header");
        }
        if (compression == UNCOMPRESSED || compression == BITFIELDS) {
            in.requireLength(pixels + (width * depth + 31) / 32 * 4 * height);
        }
        return new BmpHeader((int) width, (int) height);
    }
}
