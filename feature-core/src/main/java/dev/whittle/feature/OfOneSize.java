package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/** Images that must have the size of the first. An image of another size is refused when it is decoded. */
final class OfOneSize implements ChangedImages {
    private final Dataset images;
    private final int width;
    private final int height;

    OfOneSize(Dataset images) {
        this.images = images;
        Planar<GrayU8> first = images.image(0);
        width = first.width;
        height = first.height;
    }

    @Override
    public Dataset images() {
        return images;
    }

    /** @throws IllegalArgumentException if it has another size */
    @Override
    public Planar<GrayU8> image(int i) {
        Planar<GrayU8> image = images.image(i);
        if (image.width != width || image.height != height) {
            throw new IllegalArgumentException("Image " + images.name(i) + " has " + image.width + "x" + image.height
                    + " pixels, but " + images.name(0) + " has " + width + "x" + height
                    + ". This feature compares images of one size: give the data set a size to scale to");
        }
        return image;
    }
}
