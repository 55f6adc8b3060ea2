package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads JPEG files (ITU-T T.81): baseline, extended and progressive, with Huffman codes and 8 bits.
 *
 * <p>Java's own reader is not used. Its library is another one from runtime to runtime. These libraries agree on intact
 * files in all but 4:4:0, but not on damaged ones, where they guess and give a warning at most. Here whatever is
 * missing, left over or contradictory is an error. Intact files have exactly the pixels of libjpeg-turbo with its
 * default settings.
 */
final class JpegFile {
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF0 = 0xC0;
    private static final int SOF15 = 0xCF;
    private static final int RST0 = 0xD0;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DNL = 0xDC;
    private static final int DRI = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;
    private static final int TEM = 0x01;

    private final Bytes in;
    private final JpegTables tables = new JpegTables();
    private JpegFrame frame;
    private JpegProgression progression;
    private JpegColours colours;
    private boolean jfif;
    private boolean profile;
    private int adobe = -1;
    private int orientation;
    private int restartInterval;

    private JpegFile(Bytes in) {
        this.in = in;
    }

    /** Decodes a file that begins with a start-of-image marker. */
    static Planar<GrayU8> read(Bytes in, Consumer<ImageNote> notes) throws IOException {
        JpegFile file = new JpegFile(in);
        long at = 2;
        while (true) {
            at = file.marker(at);
            if (in.u8(at + 1) == EOI) {
                break;
            }
            at = file.segment(at, in.u8(at + 1));
        }
        if (file.colours == null) {
            throw in.error(at, "the image ends without a scan, so it has no pixels");
        }
        file.progression.requireComplete(in, at);
        if (file.profile) {
            notes.accept(ImageNote.PROFILE_IGNORED);
        }
        if (file.frame.components.length == 4) {
            notes.accept(ImageNote.CMYK_CONVERTED);
        }
        return Exif.upright(file.image(at), file.orientation == 0 ? 1 : file.orientation, notes);
    }

    /** The offset of the last 0xFF before a marker. There may be several. */
    private long marker(long from) throws IOException {
        long at = from;
        while (at + 1 < in.length() && in.u8(at) == 0xFF && in.u8(at + 1) == 0xFF) {
            at++;
        }
        if (at + 1 >= in.length()) {
            throw JpegBits.truncated(in);
        }
        if (in.u8(at) != 0xFF || in.u8(at + 1) == 0) {
            throw in.error(
                    at,
                    String.format(
                            "damaged jpeg data: found %02X %02X, expected a marker, FF and its number",
                            in.u8(at), in.u8(at + 1)));
        }
        return at;
    }

    /** Reads the segment of a marker, and the data of a scan after it. The result is the offset of what follows. */
    private long segment(long at, int marker) throws IOException {
        if (marker == SOI) {
            throw in.error(at, "a second start of image, expected the first to end");
        }
        if (marker == TEM || (marker >= RST0 && marker < SOI)) {
            return at + 2;
        }
        int length = in.be16(at + 2);
        long end = at + 2 + length;
        if (length < 2) {
            throw in.error(at + 2, "a segment has length " + length + ", expected at least 2");
        }
        in.requireLength(end);
        switch (marker) {
            case DHT -> tables.defineHuffman(in, at + 4, end);
            case DQT -> tables.defineQuantisation(in, at + 4, end);
            case DRI -> restartInterval = restartInterval(at, length);
            case SOS -> {
                return scan(at);
            }
            case APP0 -> jfif |= in.has(at + 4, "JFIF\0");
            case APP1 -> {
                if (orientation == 0 && in.has(at + 4, "Exif\0")) {
                    orientation = Exif.orientation(in, at + 10, end);
                }
            }
            case APP2 -> profile |= in.has(at + 4, "ICC_PROFILE\0");
            case APP14 -> {
                if (length >= 14 && in.has(at + 4, "Adobe")) {
                    adobe = in.u8(at + 15);
                }
            }
            default -> other(at, marker, end);
        }
        return end;
    }

    private void other(long at, int marker, long end) throws IOException {
        if (marker >= SOF0 && marker <= SOF15 && marker != JPG && marker != DAC) {
            if (frame != null) {
                throw in.error(at, "a second frame header; hierarchical JPEG is not supported");
            }
            frame = new JpegFrame(in, at, end);
            progression = new JpegProgression(frame);
        } else if (marker == DNL && frame != null && in.be16(at + 4) != frame.height) {
            throw in.error(
                    at + 4, "a second height, " + in.be16(at + 4) + ", expected that of the frame, " + frame.height);
        } else if (marker != DNL && marker != DAC && marker != COM && (marker < APP0 || marker > APP15)) {
            throw in.error(at, String.format("marker FF %02X is not supported in JPEG files", marker));
        }
    }

    private int restartInterval(long at, int length) throws IOException {
        if (length != 4) {
            throw in.error(at + 2, "a restart interval has length " + length + ", expected 4");
        }
        return in.be16(at + 4);
    }

    private long scan(long at) throws IOException {
        if (frame == null) {
            throw in.error(at, "a scan without a frame header before it");
        }
        if (colours == null) {
            colours = JpegColours.of(frame, jfif, adobe);
        }
        JpegScan scan = new JpegScan(in, at, frame, tables);
        progression.add(in, at, scan);
        JpegBits bits = scan.bits();
        scan.decode(
                frame.progressive ? new JpegProgressive(scan, bits) : new JpegSequential(scan, bits),
                bits,
                restartInterval);
        return bits.at();
    }

    private Planar<GrayU8> image(long at) throws IOException {
        JpegFrame.Component[] components = frame.components;
        if (frame.progressive) {
            for (JpegFrame.Component component : components) {
                component.transform(in, at);
            }
        }
        Planar<GrayU8> image = new Planar<>(GrayU8.class, frame.width, frame.height, colours.bands());
        byte[][] bands = new byte[image.getNumBands()][];
        for (int b = 0; b < bands.length; b++) {
            bands[b] = image.getBand(b).data;
        }
        if (colours == JpegColours.GRAY) {
            for (int y = 0; y < frame.height; y++) {
                int from = y * components[0].stride;
                System.arraycopy(components[0].samples, from, bands[0], y * frame.width, frame.width);
            }
            return image;
        }
        JpegRows rows = new JpegRows(frame, colours, bands);
        for (int y = 0; y < frame.height; y++) {
            rows.write(y);
        }
        return image;
    }
}
