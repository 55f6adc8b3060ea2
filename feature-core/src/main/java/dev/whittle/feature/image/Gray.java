package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.ImageBase;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;

/**
 * Luma of ITU-R BT.601, Y = 0.299 R + 0.587 G + 0.114 B, in 8 bits. The weights are multiples of 2<sup>-15</sup>, and
 * the sum is rounded to nearest. This is what OpenCV 4's {@code COLOR_RGB2GRAY} returns for all 2<sup>24</sup> colours.
 * As an image step it leaves one band.
 */
public record Gray() implements NeedsNoData<Dataset, ImageStep> {
    private static final int SHIFT = 15;
    private static final int RED = 9798;
    private static final int GREEN = 19235;
    private static final int BLUE = 3735;

    public static Gray defaults() {
        return new Gray();
    }

    @Override
    public ImageStep fitted() {
        return new Fitted();
    }

    private static final class Fitted implements ImageStep {
        @Override
        public ImageShape shape(ImageShape image) {
            return new ImageShape(image.width(), image.height(), 1);
        }

        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            if (bands(image) == 1) {
                return image;
            }
            Planar<GrayU8> out = new Planar<>(GrayU8.class, image.width, image.height, 1);
            convert(image, out.getBand(0), run.kernels());
            return out;
        }
    }

    /** The luma of one colour; arguments and result are 0 to 255. */
    public static int luma(int red, int green, int blue) {
        return (red * RED + green * GREEN + blue * BLUE + (1 << (SHIFT - 1))) >> SHIFT;
    }

    /** The luma of an image, as a new image. */
    public static GrayU8 of(Planar<GrayU8> image) {
        GrayU8 gray = new GrayU8(image.width, image.height);
        convert(image, gray);
        return gray;
    }

    /**
     * The image with 1 or 3 bands; the same object where it has them. A gray image gets three equal bands, a colour
     * image its luma.
     */
    public static Planar<GrayU8> withBands(Planar<GrayU8> image, int bands) {
        if (image.getNumBands() == bands(bands)) {
            return image;
        }
        GrayU8 gray = of(image);
        Planar<GrayU8> converted = new Planar<>(GrayU8.class, image.width, image.height, bands);
        for (int b = 0; b < bands; b++) {
            converted.getBand(b).setTo(gray);
        }
        return converted;
    }

    /**
     * Writes the luma of an image to {@code gray}. A single band is copied. Both may be sub-images, and {@code gray}
     * may be a band of {@code image}.
     *
     * @throws IllegalArgumentException if the image has neither 1 nor 3 bands, or {@code gray} another size
     */
    public static void convert(Planar<GrayU8> image, GrayU8 gray) {
        convert(image, gray, KernelChoice.AUTO.kernels());
    }

    /** The same with these kernels. */
    public static void convert(Planar<GrayU8> image, GrayU8 gray, Kernels kernels) {
        int bands = bands(image);
        sameSize(image, gray);
        if (bands == 1) {
            GrayU8 band = image.getBand(0);
            for (int y = 0; y < image.height; y++) {
                System.arraycopy(
                        band.data,
                        band.startIndex + y * band.stride,
                        gray.data,
                        gray.startIndex + y * gray.stride,
                        image.width);
            }
            return;
        }
        kernels.pixels().luma(image.getBand(0), image.getBand(1), image.getBand(2), gray);
    }

    /** Whether rows follow each other without a gap, so that the band can be read as one long row. */
    static boolean isFlat(GrayU8 band) {
        return band.stride == band.width;
    }

    /** The number of bands, which must be 1 or 3. */
    static int bands(Planar<GrayU8> image) {
        return bands(image.getNumBands());
    }

    /** The number of bands itself, which must be 1 or 3. */
    static int bands(int bands) {
        if (bands != 1 && bands != 3) {
            throw new IllegalArgumentException("An image has 1 (gray) or 3 (RGB) bands, got " + bands);
        }
        return bands;
    }

    static void sameSize(ImageBase<?> in, ImageBase<?> out) {
        if (in.width != out.width || in.height != out.height) {
            throw new IllegalArgumentException("The output is " + out.width + "x" + out.height
                    + ", expected the size of the input, " + in.width + "x" + in.height);
        }
    }
}
