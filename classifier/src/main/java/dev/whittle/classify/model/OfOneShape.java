package dev.whittle.classify.model;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import java.util.List;

/**
 * Images that must have the shape of a model's training images. An image of another shape is refused when it is
 * decoded.
 */
record OfOneShape(ImageShape shape, Dataset images) implements Dataset {
    @Override
    public int size() {
        return images.size();
    }

    @Override
    public Planar<GrayU8> image(int i) {
        Planar<GrayU8> image = images.image(i);
        shape.check(image, images.name(i));
        return image;
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
