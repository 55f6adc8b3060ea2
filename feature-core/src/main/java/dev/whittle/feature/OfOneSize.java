package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.List;

/** Images that must have the size of the first. An image of another size is refused when it is decoded. */
final class OfOneSize implements Dataset {
    private final Dataset images;
    private final int width;
    private final int height;

    OfOneSize(Dataset images) {
        this.images = images;
        Planar<GrayU8> first = images.image(0);
        width = first.width;
        height = first.height;
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

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int label(int i) {
        return images.label(i);
    }

    @Override
    public String name(int i) {
        return images.name(i);
    }

    @Override
    public List<String> classes() {
        return images.classes();
    }
}
