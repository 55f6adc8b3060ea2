package dev.whittle.feature.local;

import boofcv.struct.image.ImageBase;

/** What images with local descriptors must be. */
public final class DescribedImage {
    private DescribedImage() {}

    /**
     * Checks that an image has 1 or 3 bands and is large enough.
     *
     * @param what needs it, for the message
     */
    public static void check(String what, int leastSide, int width, int height, int bands) {
        if (bands != 1 && bands != 3) {
            throw new IllegalArgumentException("An image has 1 (gray) or 3 (RGB) bands, got " + bands);
        }
        if (width < leastSide || height < leastSide) {
            throw new IllegalArgumentException(what + " need an image of at least " + leastSide + "x" + leastSide
                    + " pixels, got " + width + "x" + height + "; take smaller ones, or scale the images");
        }
    }

    /** The number itself, if so many descriptors fit into an array. */
    static int count(long count, int columns, ImageBase<?> image) {
        if (count * columns > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("An image of " + image.width + "x" + image.height + " pixels has "
                    + count + " descriptors of " + columns + " values, which do not fit into an array; take a larger"
                    + " step");
        }
        return (int) count;
    }
}
