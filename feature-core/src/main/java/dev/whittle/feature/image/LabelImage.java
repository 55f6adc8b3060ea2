package dev.whittle.feature.image;

import boofcv.struct.image.GrayS32;
import dev.whittle.feature.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Label maps as PNG files: the sample of a pixel is its label. Colours mean nothing in them, so samples are neither
 * scaled nor shown by a palette.
 */
public final class LabelImage {
    /** The largest label that a file can hold. */
    public static final int LARGEST = 65535;

    private LabelImage() {}

    /**
     * Reads the samples of a gray PNG of 1 to 16 bits, or the indices of one with a palette.
     *
     * @throws IOException if it cannot be read or is no such PNG, with the path
     */
    public static GrayS32 read(Path png) throws IOException {
        return read(png, ImageFile.MAX_PIXELS);
    }

    /**
     * The same with another bound.
     *
     * @param maxPixels how many pixels the label map may have, from 1 to {@link ImageFile#MOST_PIXELS}
     */
    public static GrayS32 read(Path png, long maxPixels) throws IOException {
        Bytes in = new Bytes(ImageFile.bytes(png), png.toString(), maxPixels);
        if (!in.has(0, PngHeader.SIGNATURE)) {
            throw new IOException(png + ": is no PNG, expected a label map as PNG");
        }
        return PngFile.readSamples(in);
    }

    /**
     * Writes labels as a gray PNG of 16 bits, completely or not at all ({@link AtomicFile}).
     *
     * @param labels 0 to {@value #LARGEST}; at least one pixel; may be a sub-image
     * @throws IOException if it cannot be written, with the path
     * @throws IllegalArgumentException if a label is out of range, naming it
     */
    public static void write(Path png, GrayS32 labels) throws IOException {
        BufferedImage image = new BufferedImage(labels.width, labels.height, BufferedImage.TYPE_USHORT_GRAY);
        short[] row = new short[labels.width];
        for (int y = 0; y < labels.height; y++) {
            for (int x = 0; x < labels.width; x++) {
                int label = labels.unsafe_get(x, y);
                if (label < 0 || label > LARGEST) {
                    throw new IllegalArgumentException("The label at (" + x + ", " + y + ") is " + label
                            + ", expected 0 to " + LARGEST + ", as a PNG has 16 bits a sample");
                }
                row[x] = (short) label;
            }
            image.getRaster().setDataElements(0, y, labels.width, 1, row);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IllegalStateException("This Java cannot write PNGs of 16 bits");
        }
        AtomicFile.write(png, out -> out.write(bytes.toByteArray()));
    }
}
