package dev.whittle.feature.image;

import java.io.IOException;
import java.util.zip.CRC32;

/**
 * What must be known of a PNG file (ISO/IEC 15948) before its pixels are decoded, and whether it is complete: all
 * chunks up to the last, with their checksums, which ImageIO does not check.
 *
 * @param orientation of the eXIf chunk, 1 if there is none
 */
record PngHeader(int width, int height, int orientation) {
    static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    /** Reads all chunks up to IEND. */
    static PngHeader scan(Bytes in) throws IOException {
        if (!in.has(12, "IHDR") || in.be32(8) != 13) {
            throw in.error(8, "found '" + in.text(12, 4) + "', expected an IHDR chunk of 13 bytes");
        }
        long width = in.be32(16);
        long height = in.be32(20);
        in.checkSize(16, width, height);
        int orientation = 1;
        boolean pixels = false;
        long at = 8;
        while (true) {
            long length = in.be32(at);
            long data = at + 8;
            in.requireLength(data + length + 4);
            CRC32 crc = new CRC32();
            crc.update(in.data(), (int) at + 4, (int) length + 4);
            if (crc.getValue() != in.be32(data + length)) {
                throw in.error(
                        data + length,
                        "the checksum of chunk '" + in.text(at + 4, 4) + "' is "
                                + Long.toHexString(in.be32(data + length)) + ", expected "
                                + Long.toHexString(crc.getValue()));
            }
            if (in.has(at + 4, "eXIf")) {
                orientation = Exif.orientation(in, data, data + length);
            } else if (in.has(at + 4, "IDAT")) {
                pixels = true;
            } else if (in.has(at + 4, "IEND")) {
                break;
            }
            at = data + length + 4;
        }
        if (!pixels) {
            throw in.error(at, "the file ends without an IDAT chunk, so it has no pixels");
        }
        return new PngHeader((int) width, (int) height, orientation);
    }
}
