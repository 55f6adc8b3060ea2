package dev.whittle.feature.image;

import java.io.IOException;
import java.util.Locale;

/** Names the formats that are not read, and says what to do. */
final class OtherFormats {
    private static final int SUBFILE = 254;
    private static final int PHOTOMETRIC = 262;
    private static final int SUB_DIRECTORIES = 330;
    /** Cameras write a few; a file of many that overlap would take hours. */
    private static final int MOST_DIRECTORIES = 64;

    private static final int DNG_VERSION = 50706;
    private static final int COLOUR_FILTER_ARRAY = 32803;
    private static final int LINEAR_RAW = 34892;

    private static final String RAW = "a camera RAW file, which has no finished pixels; develop it to PNG or JPEG,"
            + " for example with darktable or RawTherapee, or take the camera's own JPEG";

    private OtherFormats() {}

    /** The error for contents that are none of the formats that are read. */
    static IOException refusal(Bytes in) throws IOException {
        String name = name(in);
        if (name != null) {
            return in.refusal("this is " + name);
        }
        return in.error(
                0,
                "found '" + in.text(0, 8)
                        + "', expected the start of a PNG, JPEG, GIF, BMP, WebP, TIFF, PBM, PGM or PPM" + " file");
    }

    private static String name(Bytes in) throws IOException {
        if (in.has(4, "ftyp")) {
            return isoMedia(in);
        }
        if (in.has(0, "IIRO")
                || in.has(0, "IIRS")
                || in.has(0, "MMOR")
                || in.has(0, "IIU\0")
                || in.has(0, "FUJIFILMCCD-RAW")
                || in.has(0, "FOVb")
                || in.has(0, "\0MRM")
                || in.has(6, "HEAPCCDR")) {
            return RAW;
        }
        if (in.has(0, "II+\0") || in.has(0, "MM\0+")) {
            return converted("a BigTIFF image", "tiffcp -c lzw in.tif out.tif");
        }
        if (in.has(0, "\u00ff\n") || in.has(0, "\0\0\0\fJXL ")) {
            return converted("a JPEG XL image", "djxl in.jxl out.png");
        }
        if (in.has(0, "\0\0\0\fjP  ") || in.has(0, "\u00ffO\u00ffQ")) {
            return converted("a JPEG 2000 image", "opj_decompress -i in.jp2 -o out.png");
        }
        if (in.has(0, "%PDF-")) {
            return converted("a PDF document", "pdftoppm -png in.pdf out");
        }
        if (in.has(0, "%!PS")) {
            return converted("a PostScript document", "gs -sDEVICE=png16m -o out.png in.ps");
        }
        if (in.has(0, "8BPS")) {
            return converted("a Photoshop file", "magick 'in.psd[0]' out.png");
        }
        if (in.has(0, "\0\0\1\0") || in.has(0, "\0\0\2\0")) {
            return converted("an icon", "magick in.ico out.png");
        }
        if (in.has(0, "v/1\1") || in.has(0, "#?RADIANCE")) {
            return converted("an image of high dynamic range (OpenEXR or Radiance)", "magick in.exr out.png");
        }
        if (in.has(128, "DICM")) {
            return converted("a DICOM file", "dcm2pnm --write-png in.dcm out.png");
        }
        String start = in.text(0, 1024).toLowerCase(Locale.ROOT);
        if (start.contains("<svg")) {
            return converted("an SVG drawing, which has no pixels", "rsvg-convert in.svg -o out.png");
        }
        if (start.stripLeading().startsWith("<!doctype html")
                || start.stripLeading().startsWith("<html")) {
            return "a web page; if it was downloaded as an image, the download failed";
        }
        return null;
    }

    private static String converted(String what, String command) {
        return what + ", which cannot be read; convert it to PNG or JPEG, for example with `" + command + "`";
    }

    /** Containers of ISO/IEC 14496-12, whose brands say what they hold. */
    private static String isoMedia(Bytes in) throws IOException {
        String brands = in.text(8, (int) Math.max(4, Math.min(in.be32(0), 128) - 8));
        if (brands.startsWith("crx ")) {
            return RAW;
        }
        if (brands.contains("avif") || brands.contains("avis")) {
            return converted("an AVIF image", "avifdec in.avif out.png");
        }
        if (brands.matches("(hei|hev|mif1|msf1).*")) {
            return converted("a HEIC image", "heif-convert in.heic out.png");
        }
        return "a film (MP4 or QuickTime), not an image";
    }

    /**
     * Refuses camera RAW files that are TIFF files by their form. Their first image is a thumbnail, or has one colour
     * at
     * each pixel.
     */
    static void refuseRaw(Bytes in, TiffDirectory tags) throws IOException {
        boolean raw = in.has(8, "CR\2\0") || tags.has(DNG_VERSION) || (tags.value(SUBFILE, 0) & 1) == 1 || sensor(tags);
        if (!raw && tags.has(SUB_DIRECTORIES)) {
            long[] places = tags.values(SUB_DIRECTORIES);
            for (int i = 0; i < Math.min(places.length, MOST_DIRECTORIES); i++) {
                raw |= places[i] > 0 && places[i] < in.length() && sensor(tags.at(places[i]));
            }
        }
        if (raw) {
            throw in.refusal("this is " + RAW);
        }
    }

    private static boolean sensor(TiffDirectory tags) throws IOException {
        long photometric = tags.value(PHOTOMETRIC, 0);
        return photometric == COLOUR_FILTER_ARRAY || photometric == LINEAR_RAW;
    }
}
