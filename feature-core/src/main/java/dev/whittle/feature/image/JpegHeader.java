package dev.whittle.feature.image;

import java.io.IOException;

/**
 * What must be known of a JPEG file (ITU-T T.81) before its samples are decoded, and whether it is complete. If a file
 * ends early, decoders fill the rest with gray and only give a warning.
 *
 * @param colours what the components mean
 * @param halfRows bit i is set if component i is stored with all columns and every second row
 * @param orientation of the Exif block, 1 if there is none
 */
record JpegHeader(int width, int height, Colours colours, int halfRows, int orientation) {
    enum Colours {
        GRAY(1),
        YCBCR(3),
        RGB(3),
        CMYK(4),
        YCCK(4);

        final int components;

        Colours(int components) {
            this.components = components;
        }
    }

    private static final int SOF0 = 0xC0;
    private static final int SOF2 = 0xC2;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF15 = 0xCF;
    private static final int RST0 = 0xD0;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int TEM = 0x01;

    /** A progressive file has tens of scans. Thousands of tiny ones over a large image would only take time. */
    private static final int MAX_SCANS = 500;

    /** Reads all segments up to the end-of-image marker. */
    static JpegHeader scan(Bytes in) throws IOException {
        long frame = -1;
        boolean jfif = false;
        int adobe = -1;
        int orientation = 0;
        int scans = 0;
        long at = 2;
        while (true) {
            at = nextMarker(in, at);
            int marker = in.u8(at + 1);
            if (marker == EOI) {
                break;
            }
            if (marker == SOI) {
                throw in.error(at, "a second start of image, expected the first to end");
            }
            if (marker == TEM || (marker >= RST0 && marker < SOI)) {
                at += 2;
                continue;
            }
            int length = in.be16(at + 2);
            long next = at + 2 + length;
            if (length < 2) {
                throw in.error(at + 2, "a segment has length " + length + ", expected at least 2");
            }
            in.requireLength(next);
            if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC) {
                if (frame >= 0) {
                    throw in.error(at, "a second frame header; hierarchical JPEG is not supported");
                }
                if (marker > SOF2) {
                    throw in.error(
                            at,
                            "frame type " + (marker - SOF0) + " (lossless, hierarchical or arithmetic) is not"
                                    + " supported, expected 0, 1 or 2 (baseline, extended or progressive, Huffman)");
                }
                frame = at;
                checkFrame(in, frame, length);
            } else if (marker == APP0 && in.has(at + 4, "JFIF\0")) {
                jfif = true;
            } else if (marker == APP1 && orientation == 0 && in.has(at + 4, "Exif\0")) {
                orientation = Exif.orientation(in, at + 10, next);
            } else if (marker == APP14 && length >= 14 && in.has(at + 4, "Adobe")) {
                adobe = in.u8(at + 15);
            } else if (marker == SOS) {
                if (frame < 0) {
                    throw in.error(at, "a scan without a frame header before it");
                }
                if (++scans > MAX_SCANS) {
                    throw in.error(at, "expected at most " + MAX_SCANS + " scans");
                }
            }
            at = next;
        }
        if (scans == 0) {
            throw in.error(at, "the image ends without a scan, so it has no pixels");
        }
        return new JpegHeader(
                in.be16(frame + 7),
                in.be16(frame + 5),
                colours(in, frame, jfif, adobe),
                halfRows(in, frame),
                orientation == 0 ? 1 : orientation);
    }

    /**
     * The offset of the 0xFF of the next marker. Entropy-coded data, fill bytes and stray bytes are skipped, as
     * decoders do.
     */
    private static long nextMarker(Bytes in, long from) throws IOException {
        for (long at = from; at + 1 < in.length(); at++) {
            if (in.u8(at) == 0xFF && in.u8(at + 1) != 0 && in.u8(at + 1) != 0xFF) {
                return at;
            }
        }
        throw new IOException(in.name() + ": truncated: it ends after " + in.length()
                + " bytes, expected an end-of-image marker (FF D9)");
    }

    private static void checkFrame(Bytes in, long frame, int length) throws IOException {
        if (length < 8 + 3 * in.u8(frame + 9)) {
            throw in.error(frame + 2, "the frame header is too short for its " + in.u8(frame + 9) + " components");
        }
        if (in.u8(frame + 4) != 8) {
            throw in.error(frame + 4, "samples have " + in.u8(frame + 4) + " bits, expected 8");
        }
        in.checkSize(frame + 5, in.be16(frame + 7), in.be16(frame + 5));
    }

    private static int halfRows(Bytes in, long frame) throws IOException {
        int components = in.u8(frame + 9);
        int columns = 0;
        int rows = 0;
        for (int c = 0; c < components; c++) {
            columns = Math.max(columns, in.u8(frame + 11 + 3L * c) >> 4);
            rows = Math.max(rows, in.u8(frame + 11 + 3L * c) & 15);
        }
        int half = 0;
        for (int c = 0; c < components; c++) {
            int sampling = in.u8(frame + 11 + 3L * c);
            if (sampling >> 4 == columns && 2 * (sampling & 15) == rows) {
                half |= 1 << c;
            }
        }
        return half;
    }

    /** The rules of the IJG's library, which all readers follow. */
    private static Colours colours(Bytes in, long frame, boolean jfif, int adobe) throws IOException {
        int components = in.u8(frame + 9);
        switch (components) {
            case 1:
                return Colours.GRAY;
            case 3:
                if (jfif) {
                    return Colours.YCBCR;
                }
                if (adobe >= 0) {
                    return adobe == 0 ? Colours.RGB : Colours.YCBCR;
                }
                boolean named = in.u8(frame + 10) == 'R' && in.u8(frame + 13) == 'G' && in.u8(frame + 16) == 'B';
                return named ? Colours.RGB : Colours.YCBCR;
            case 4:
                return adobe > 0 ? Colours.YCCK : Colours.CMYK;
            default:
                throw in.error(frame + 9, "the image has " + components + " components, expected 1, 3 or 4");
        }
    }
}
