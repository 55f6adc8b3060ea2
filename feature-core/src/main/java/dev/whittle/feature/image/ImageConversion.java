package dev.whittle.feature.image;

import boofcv.struct.image.GrayF32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.ImageBase;
import boofcv.struct.image.InterleavedF32;
import boofcv.struct.image.InterleavedU8;
import boofcv.struct.image.Planar;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;

/**
 * Images of Java and BoofCV in memory as Whittle takes them: 1 (gray) or 3 (RGB) bands of 8 bits. The pixels are
 * copied.
 */
public final class ImageConversion {
    private ImageConversion() {}

    /** Reads the value of a band at a pixel. */
    @FunctionalInterface
    private interface Values {
        float at(int x, int y, int band);
    }

    /**
     * The stored samples of an image, as {@link ImageFile} has those of a file: samples of other than 8 bits become
     * v·255/max, rounded to nearest, and transparent pixels are shown on white.
     *
     * @throws IllegalArgumentException if its colours are neither gray nor RGB, or its samples are no whole numbers
     */
    public static Planar<GrayU8> of(BufferedImage image) {
        int type = image.getColorModel().getColorSpace().getType();
        int transfer = image.getRaster().getTransferType();
        boolean whole = transfer == DataBuffer.TYPE_BYTE
                || transfer == DataBuffer.TYPE_USHORT
                || transfer == DataBuffer.TYPE_INT;
        if ((type != ColorSpace.TYPE_GRAY && type != ColorSpace.TYPE_RGB) || !whole) {
            throw new IllegalArgumentException(
                    "Expected an image whose colours are gray or RGB, of bytes, shorts or ints, got " + image);
        }
        BufferedImage plain = image;
        if (image.isAlphaPremultiplied()) {
            WritableRaster copy = image.getRaster().createCompatibleWritableRaster();
            plain = new BufferedImage(image.getColorModel(), image.copyData(copy), true, null);
            plain.coerceData(false);
        }
        try {
            return ImageSamples.of("the image", plain);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * A copy of an image of bytes: {@link GrayU8}, {@link Planar} of it, or {@link InterleavedU8}. Sub-images are
     * respected.
     *
     * @throws IllegalArgumentException if it is of another type, such as floats, whose range must be given, or has
     *     neither 1 nor 3 bands
     */
    public static Planar<GrayU8> of(ImageBase<?> image) {
        if (image instanceof GrayU8 gray) {
            return converted(gray, 1, (x, y, b) -> gray.unsafe_get(x, y));
        }
        if (image instanceof Planar<?> planar && planar.getBandType() == GrayU8.class) {
            return converted(planar, planar.getNumBands(), (x, y, b) -> ((GrayU8) planar.getBand(b)).unsafe_get(x, y));
        }
        if (image instanceof InterleavedU8 interleaved) {
            return converted(interleaved, interleaved.numBands, (x, y, b) -> interleaved.getBand(x, y, b));
        }
        throw new IllegalArgumentException("Expected GrayU8, Planar<GrayU8> or InterleavedU8, got " + name(image)
                + "; images of floats need their range");
    }

    /**
     * A copy of an image of floats: {@link GrayF32}, {@link Planar} of it, or {@link InterleavedF32}. A value v becomes
     * (v - min)·255/(max
     * - min), rounded to nearest.
     *
     * @param min the value that is black, such as 0
     * @param max the value that is white, such as 1 or 255
     * @throws IllegalArgumentException if it is of another type, has neither 1 nor 3 bands, or a value is not from min
     *     to max, naming it
     */
    public static Planar<GrayU8> of(ImageBase<?> image, float min, float max) {
        if (!(min < max) || !Float.isFinite(max - min)) {
            throw new IllegalArgumentException("A range has a minimum below its maximum, got " + min + " to " + max);
        }
        Values values;
        int bands;
        if (image instanceof GrayF32 gray) {
            bands = 1;
            values = (x, y, b) -> gray.unsafe_get(x, y);
        } else if (image instanceof Planar<?> planar && planar.getBandType() == GrayF32.class) {
            bands = planar.getNumBands();
            values = (x, y, b) -> ((GrayF32) planar.getBand(b)).unsafe_get(x, y);
        } else if (image instanceof InterleavedF32 interleaved) {
            bands = interleaved.numBands;
            values = (x, y, b) -> interleaved.getBand(x, y, b);
        } else {
            throw new IllegalArgumentException(
                    "Expected GrayF32, Planar<GrayF32> or InterleavedF32, got " + name(image));
        }
        return converted(image, bands, (x, y, b) -> {
            float v = values.at(x, y, b);
            if (!(v >= min && v <= max)) {
                throw new IllegalArgumentException("Band " + b + " is " + v + " at (" + x + ", " + y
                        + "), expected values from " + min + " to " + max);
            }
            return Math.round((v - min) * 255f / (max - min));
        });
    }

    private static Planar<GrayU8> converted(ImageBase<?> image, int bands, Values values) {
        if (bands != 1 && bands != 3) {
            throw new IllegalArgumentException("Images have 1 (gray) or 3 (RGB) bands, got " + bands);
        }
        Planar<GrayU8> result = new Planar<>(GrayU8.class, image.width, image.height, bands);
        for (int b = 0; b < bands; b++) {
            byte[] to = result.getBand(b).data;
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    to[y * image.width + x] = (byte) (int) values.at(x, y, b);
                }
            }
        }
        return result;
    }

    private static String name(ImageBase<?> image) {
        return image instanceof Planar<?> planar
                ? "Planar<" + planar.getBandType().getSimpleName() + ">"
                : image.getClass().getSimpleName();
    }
}
