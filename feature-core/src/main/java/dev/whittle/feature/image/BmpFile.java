package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads Windows and OS/2 bitmaps. The fourth byte of uncompressed 32-bit pixels is ignored, as most writers leave it 0;
 * alpha is what the header gives a mask for. Every pixel of a run-length coded bitmap must be set, once.
 */
final class BmpFile {
    private static final int UNCOMPRESSED = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BITFIELDS = 3;
    private static final int OS2_HEADER = 12;
    private static final int OS2_HEADER_2 = 64;
    private static final int WITH_MASKS = 52;
    private static final int WITH_ALPHA_MASK = 56;
    private static final int WITH_PROFILE = 124;

    private final Bytes in;
    private final long pixelsAt;
    private final int headerSize;
    private final int width;
    private final int height;
    private final boolean topDown;
    private final int depth;
    private final int compression;

    private BmpFile(Bytes in) throws IOException {
        this.in = in;
        pixelsAt = in.le32(10);
        long size = in.le32(14);
        if (size != OS2_HEADER && (size < 40 || size > WITH_PROFILE)) {
            throw in.error(14, "the header's size is " + size + ", expected 12 or 40 to 124");
        }
        headerSize = (int) size;
        boolean old = headerSize == OS2_HEADER;
        long signedHeight = old ? in.le16(20) : (int) in.le32(22);
        topDown = signedHeight < 0;
        long columns = old ? in.le16(18) : (int) in.le32(18);
        in.checkSize(18, columns, Math.abs(signedHeight));
        width = (int) columns;
        height = (int) Math.abs(signedHeight);
        int depthAt = old ? 24 : 28;
        depth = in.le16(depthAt);
        compression = old ? UNCOMPRESSED : (int) in.le32(30);
        checkKind(depthAt);
        if (pixelsAt < 14 + size + (compression == BITFIELDS && headerSize < WITH_MASKS ? 12 : 0)) {
            throw in.error(10, "the pixels begin at byte " + pixelsAt + ", within the header");
        }
    }

    static Planar<GrayU8> read(Bytes in, Consumer<ImageNote> notes) throws IOException {
        return new BmpFile(in).read(notes);
    }

    private void checkKind(int depthAt) throws IOException {
        boolean known = switch (compression) {
            case UNCOMPRESSED -> depth == 1 || depth == 4 || depth == 8 || depth == 16 || depth == 24 || depth == 32;
            case RLE8 -> depth == 8 && !topDown;
            case RLE4 -> depth == 4 && !topDown;
            case BITFIELDS -> (depth == 16 || depth == 32) && headerSize != OS2_HEADER_2;
            default -> false;
        };
        if (!known) {
            throw in.error(
                    depthAt,
                    "compression " + compression + " with " + depth + " bits a pixel"
                            + (topDown ? " from the top down" : "") + " is not supported, expected 0 (none), 1 (RLE,"
                            + " 8 bits), 2 (RLE, 4 bits) or 3 (bit fields, 16 or 32 bits)");
        }
    }

    private Planar<GrayU8> read(Consumer<ImageNote> notes) throws IOException {
        if (headerSize == WITH_PROFILE && (in.has(70, "DEBM") || in.has(70, "KNIL"))) {
            notes.accept(ImageNote.PROFILE_IGNORED);
        }
        if (compression == RLE8 || compression == RLE4) {
            return runs(notes);
        }
        long rowBytes = ((long) width * depth + 31) / 32 * 4;
        in.requireLength(pixelsAt + rowBytes * height);
        if (depth <= 8) {
            PixelRows pixels = PixelRows.indexed(in, width, height, palette());
            int[] row = new int[width];
            for (int y = 0; y < height; y++) {
                Samples.unpack(in.data(), (int) rowAt(y, rowBytes), depth, true, row);
                pixels.put(y, 0, 1, width, row);
            }
            return pixels.image(notes);
        }
        return masked(rowBytes, notes);
    }

    private long rowAt(int y, long rowBytes) {
        return pixelsAt + (topDown ? y : height - 1 - y) * rowBytes;
    }

    private Palette palette() throws IOException {
        int entry = headerSize == OS2_HEADER ? 3 : 4;
        long count = headerSize == OS2_HEADER ? 0 : in.le32(46);
        long from = 14L + headerSize;
        long room = (pixelsAt - from) / entry;
        long colours = Math.min(room, count == 0 ? 1 << depth : Math.min(count, 1 << depth));
        if (colours == 0) {
            throw in.error(10, "there is no room for a palette before the pixels");
        }
        int[] argb = new int[(int) colours];
        for (int i = 0; i < argb.length; i++) {
            long at = from + (long) entry * i;
            argb[i] = 0xFF << 24 | in.u8(at + 2) << 16 | in.le16(at) & 0xFF00 | in.u8(at);
        }
        return new Palette(argb);
    }

    /** Pixels of 16, 24 or 32 bits, each sample being the bits of a mask. */
    private Planar<GrayU8> masked(long rowBytes, Consumer<ImageNote> notes) throws IOException {
        int[] masks = masks();
        int[] max = new int[4];
        for (int b = 0; b < 4; b++) {
            max[b] = masks[b] == 0 ? 0 : masks[b] >>> Integer.numberOfTrailingZeros(masks[b]);
        }
        PixelRows pixels = PixelRows.of(in, width, height, PixelRows.Layout.of(3, masks[3] != 0, 255), null);
        int samples = masks[3] == 0 ? 3 : 4;
        int[] row = new int[samples * width];
        for (int y = 0; y < height; y++) {
            long at = rowAt(y, rowBytes);
            for (int x = 0; x < width; x++) {
                int pixel = in.le16(at);
                if (depth > 16) {
                    pixel |= in.u8(at + 2) << 16 | (depth == 32 ? in.u8(at + 3) << 24 : 0);
                }
                at += depth / 8;
                for (int b = 0; b < samples; b++) {
                    int value = (pixel & masks[b]) >>> Integer.numberOfTrailingZeros(masks[b]);
                    row[samples * x + b] = Samples.scaled(value, max[b]);
                }
            }
            pixels.put(y, 0, 1, width, row);
        }
        return pixels.image(notes);
    }

    /** The bits of red, green, blue and alpha in a pixel. */
    private int[] masks() throws IOException {
        if (compression == UNCOMPRESSED) {
            return depth == 16 ? new int[] {0x7C00, 0x3E0, 0x1F, 0} : new int[] {0xFF0000, 0xFF00, 0xFF, 0};
        }
        int[] masks = new int[4];
        int used = 0;
        for (int b = 0; b < 4 && (b < 3 || headerSize >= WITH_ALPHA_MASK); b++) {
            int mask = (int) in.le32(54 + 4L * b);
            int bits = mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask);
            boolean optional = b == 3;
            if ((mask == 0 && !optional)
                    || (bits & bits + 1) != 0
                    || (mask & used) != 0
                    || bits < 0
                    || (depth == 16 && mask >>> 16 != 0)) {
                throw in.error(
                        54 + 4L * b,
                        "the mask of " + new String[] {"red", "green", "blue", "alpha"}[b] + " is 0x"
                                + Integer.toHexString(mask) + ", expected adjacent bits of a pixel of " + depth
                                + " bits that no other mask has");
            }
            masks[b] = mask;
            used |= mask;
        }
        return masks;
    }

    private Planar<GrayU8> runs(Consumer<ImageNote> notes) throws IOException {
        in.requireMemory(2L * width * height);
        Palette palette = palette();
        byte[] indices = new byte[width * height];
        int x = 0;
        int row = 0; // from the bottom
        // Some writers code the bytes that fill an uncompressed row to four; these are no pixels.
        int padded = depth == 8 ? (width + 3) / 4 * 4 : (width + 7) / 8 * 8;
        long at = pixelsAt;
        while (row < height - 1 || x < width) {
            int count = in.u8(at);
            int value = in.u8(at + 1);
            if (count == 0 && value < 2) {
                if (x < width || value == 1) {
                    throw in.error(
                            at,
                            "damaged bmp data: the " + (value == 0 ? "row" : "bitmap") + " ends after " + x + " of "
                                    + width + " pixels of row " + row + " from the bottom, of " + height);
                }
                row++;
                x = 0;
                at += 2;
                continue;
            }
            if (count == 0 && value == 2) {
                throw in.error(at, "the bitmap leaves pixels out, which have no colour then");
            }
            int n = count > 0 ? count : value;
            if (x + n > padded) {
                throw in.error(
                        at,
                        "damaged bmp data: a run of " + n + " pixels at (" + x + ", " + row
                                + " from the bottom) leaves the image of " + width + "x" + height);
            }
            at = run(at, count, n, indices, row * width + x, (row + 1) * width);
            x += n;
        }
        return fromIndices(palette, indices, notes);
    }

    /** Writes one run of {@code n} indices, up to the end of the row. Returns the offset of the next. */
    private long run(long at, int count, int n, byte[] indices, int to, int rowEnd) throws IOException {
        boolean nibbles = compression == RLE4;
        for (int i = 0; i < Math.min(n, rowEnd - to); i++) {
            int packed = in.u8(count > 0 ? at + 1 : at + 2 + (nibbles ? i / 2 : i));
            int nibble = i % 2 == 0 ? packed >> 4 : packed & 15;
            indices[to + i] = (byte) (nibbles ? nibble : packed);
        }
        int literal = nibbles ? (n + 1) / 2 : n;
        return count > 0 ? at + 2 : at + 2 + literal + literal % 2;
    }

    private Planar<GrayU8> fromIndices(Palette palette, byte[] indices, Consumer<ImageNote> notes) throws IOException {
        PixelRows pixels = PixelRows.indexed(in, width, height, palette);
        int[] values = new int[width];
        for (int y = 0; y < height; y++) {
            Samples.unpack(indices, (height - 1 - y) * width, 8, true, values);
            pixels.put(y, 0, 1, width, values);
        }
        return pixels.image(notes);
    }
}
