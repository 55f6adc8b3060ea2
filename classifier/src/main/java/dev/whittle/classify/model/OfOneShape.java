package dev.whittle.classify.model;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ChangedImages;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;

/**
 * Images that must have the shape of a model's training images. An image of another shape is refused when it is
 * decoded.
 */
record OfOneShape(ImageShape shape, Dataset images) implements ChangedImages {
    @Override
    public Planar<GrayU8> image(int i) {
        Planar<GrayU8> image = images.image(i);
        shape.check(image, images.name(i));
        return image;
    }
}
