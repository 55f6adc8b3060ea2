package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.util.function.Consumer;

/** The orientation that a camera writes with an image (CIPA DC-008, "Exif", tag 0x0112), and how to undo it. */
final class Exif {
    private static final int ORIENTATION = 0x0112;

    private Exif() {}

    /**
     * The orientation, 1 to 8, in an Exif block from {@code from} to {@code to}: a TIFF header and its first directory.
     * The result is 1, upright, if the block has no valid orientation, as damaged metadata should not prevent reading
     * the image.
     */
    static int orientation(Bytes in, long from, long to) throws IOException {
        boolean little = in.has(from, "II*\0");
        if (to - from < 8 || !(little || in.has(from, "MM\0*"))) {
            return 1;
        }
        long directory = from + (little ? in.le32(from + 4) : in.be32(from + 4));
        if (directory + 2 > to) {
            return 1;
        }
        int entries = little ? in.le16(directory) : in.be16(directory);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > to) {
                return 1;
            }
            if ((little ? in.le16(entry) : in.be16(entry)) == ORIENTATION) {
                int value = little ? in.le16(entry + 8) : in.be16(entry + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    /** The image in the orientation in which it is to be seen. Tells if that is not the stored one. */
    static Planar<GrayU8> upright(Planar<GrayU8> image, int orientation, Consumer<ImageNote> notes) {
        if (orientation != 1) {
            notes.accept(ImageNote.TURNED);
        }
        return upright(image, orientation);
    }

    /** The image in the orientation in which it is to be seen. */
    static Planar<GrayU8> upright(Planar<GrayU8> image, int orientation) {
        if (orientation == 1) {
            return image;
        }
        int w = image.width;
        int h = image.height;
        boolean transposed = orientation >= 5;
        // Whether columns and rows of the stored image are reversed in the upright one.
        boolean flipX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean flipY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        Planar<GrayU8> out = new Planar<>(GrayU8.class, transposed ? h : w, transposed ? w : h, image.getNumBands());
        for (int b = 0; b < image.getNumBands(); b++) {
            byte[] from = image.getBand(b).data;
            byte[] to = out.getBand(b).data;
            for (int y = 0; y < out.height; y++) {
                for (int x = 0; x < out.width; x++) {
                    int sx = transposed ? y : x;
                    int sy = transposed ? x : y;
                    to[y * out.width + x] = from[(flipY ? h - 1 - sy : sy) * w + (flipX ? w - 1 - sx : sx)];
                }
            }
        }
        return out;
    }
}
