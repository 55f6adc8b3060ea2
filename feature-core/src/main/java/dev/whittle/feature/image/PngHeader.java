package dev.whittle.feature.image;

import java.io.IOException;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file (ISO/IEC 15948) other than its pixels. All chunks up to the last are checked, with their
 * checksums. What decoders are known to read differently is refused: critical chunks that are unknown, twice there, or
 * in the wrong place.
 *
 * @param colourType 0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha
 * @param palette the colours with their opacity in the upper byte, null if there is none
 * @param key the samples of the transparent colour, null if there is none
 * @param data the offset of the first IDAT chunk
 * @param orientation of the eXIf chunk, 1 if there is none
 * @param profile whether there is a colour profile
 * @param animated whether more frames follow
 */
record PngHeader(
        int width,
        int height,
        int depth,
        int colourType,
        boolean interlaced,
        int[] palette,
        int[] key,
        long data,
        int orientation,
        boolean profile,
        boolean animated) {
    static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    private static final Set<String> PROFILES = Set.of("iCCP", "cICP");

    /** How many samples a pixel has. */
    int samples() {
        return switch (colourType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    /** Reads all chunks up to IEND. */
    static PngHeader scan(Bytes in) throws IOException {
        return new Scan(in).header();
    }

    private static final class Scan {
        private final Bytes in;
        private int depth;
        private int type;
        private int[] palette;
        private int[] key;
        private long firstData = -1;
        private boolean dataEnded;
        private int orientation = 1;
        private boolean profile;
        private boolean animated;

        Scan(Bytes in) {
            this.in = in;
        }

        PngHeader header() throws IOException {
            if (!in.has(12, "IHDR") || in.be32(8) != 13) {
                throw in.error(8, "found '" + in.text(12, 4) + "', expected an IHDR chunk of 13 bytes");
            }
            in.checkSize(16, in.be32(16), in.be32(20));
            checkKind();
            long at = 8;
            while (!in.has(at + 4, "IEND")) {
                checkSum(at);
                chunk(at, in.be32(at), in.text(at + 4, 4));
                at += in.be32(at) + 12;
            }
            checkSum(at);
            if (firstData < 0) {
                throw in.error(at, "the file ends without an IDAT chunk, so it has no pixels");
            }
            if (type == 3 && palette == null) {
                throw in.error(at, "the image has palette indices, but no PLTE chunk");
            }
            return new PngHeader(
                    (int) in.be32(16),
                    (int) in.be32(20),
                    depth,
                    type,
                    in.u8(28) == 1,
                    palette,
                    key,
                    firstData,
                    orientation,
                    profile,
                    animated);
        }

        private void checkKind() throws IOException {
            depth = in.u8(24);
            type = in.u8(25);
            boolean known = switch (type) {
                case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
                case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
                case 2, 4, 6 -> depth == 8 || depth == 16;
                default -> false;
            };
            if (!known) {
                throw in.error(24, "PNG has no colour type " + type + " with " + depth + " bits a sample");
            }
            if (in.u8(26) != 0 || in.u8(27) != 0 || in.u8(28) > 1) {
                throw in.error(
                        26,
                        "compression, filter and interlace method are " + in.u8(26) + ", " + in.u8(27) + " and "
                                + in.u8(28) + ", expected 0, 0 and 0 or 1");
            }
        }

        private void checkSum(long at) throws IOException {
            long length = in.be32(at);
            long end = at + 8 + length;
            in.requireLength(end + 4);
            CRC32 crc = new CRC32();
            crc.update(in.data(), (int) at + 4, (int) length + 4);
            if (crc.getValue() != in.be32(end)) {
                throw in.error(
                        end,
                        "the checksum of chunk '" + in.text(at + 4, 4) + "' is " + Long.toHexString(in.be32(end))
                                + ", expected " + Long.toHexString(crc.getValue()));
            }
        }

        private void chunk(long at, long length, String name) throws IOException {
            if (!name.equals("IDAT")) {
                dataEnded = firstData >= 0;
            }
            switch (name) {
                case "IHDR" -> {
                    if (at != 8) {
                        throw in.error(at, "a second IHDR chunk");
                    }
                }
                case "IDAT" -> {
                    if (dataEnded) {
                        throw in.error(at, "another chunk stands between IDAT chunks");
                    }
                    firstData = firstData < 0 ? at : firstData;
                }
                case "PLTE" -> readPalette(at + 8, length);
                case "tRNS" -> readTransparency(at + 8, length);
                case "eXIf" -> orientation = Exif.orientation(in, at + 8, at + 8 + length);
                case "acTL" -> animated = true;
                default -> {
                    // The case of the first letter says whether a decoder may leave the chunk out.
                    if ((in.u8(at + 4) & 0x20) == 0) {
                        throw in.error(
                                at,
                                "the chunk '" + name + "' is needed to read the image, and is not known"
                                        + (name.equals("CgBI") ? ": Apple's variant of PNG" : ""));
                    }
                    profile |= PROFILES.contains(name);
                }
            }
        }

        private void readPalette(long at, long length) throws IOException {
            if (type != 3) {
                return; // A suggestion for screens of few colours.
            }
            if (palette != null || firstData >= 0) {
                throw in.error(at, "expected one PLTE chunk, before the pixels");
            }
            if (length == 0 || length % 3 != 0 || length / 3 > 1 << depth) {
                throw in.error(
                        at,
                        "the palette has " + length + " bytes, expected 3 for each of 1 to " + (1 << depth)
                                + " colours");
            }
            palette = new int[(int) length / 3];
            for (int i = 0; i < palette.length; i++) {
                palette[i] = 0xFF << 24 | in.be16(at + 3L * i) << 8 | in.u8(at + 3L * i + 2);
            }
        }

        private void readTransparency(long at, long length) throws IOException {
            if (type == 4 || type == 6) {
                return; // Alpha is in the pixels.
            }
            if (firstData >= 0 || key != null || (type == 3 && palette == null)) {
                throw in.error(at, "expected one tRNS chunk, after the palette and before the pixels");
            }
            if (type == 3) {
                if (length > palette.length) {
                    throw in.error(
                            at, "tRNS has " + length + " values, but the palette has " + palette.length + " colours");
                }
                for (int i = 0; i < length; i++) {
                    palette[i] = in.u8(at + i) << 24 | palette[i] & 0xFFFFFF;
                }
                return;
            }
            key = new int[type == 0 ? 1 : 3];
            if (length != 2L * key.length) {
                throw in.error(at, "tRNS has " + length + " bytes, expected " + 2 * key.length);
            }
            for (int i = 0; i < key.length; i++) {
                key[i] = in.be16(at + 2L * i) & (1 << depth) - 1;
            }
        }
    }
}
