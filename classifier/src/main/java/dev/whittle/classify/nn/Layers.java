package dev.whittle.classify.nn;

import java.util.List;

/** Checks of the inputs of layers. */
final class Layers {
    private Layers() {}

    static Shape one(List<Shape> inputs, String who) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException(who + " takes one input, got " + inputs.size());
        }
        return inputs.get(0);
    }

    /** The shape of images, bands x rows x columns; {@code who} takes no other shape. */
    static Shape image(Shape shape, String who) {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException(who + " takes images, bands x rows x columns, got " + shape);
        }
        return shape;
    }

    /**
     * The shape of the images of a layer that keeps it for its computations.
     *
     * @param before the shape in the graph that the layer is in, or null if it is in none
     * @throws IllegalArgumentException if it is in a graph with images of another shape
     */
    static Shape sameImage(Shape before, List<Shape> inputs, Layer layer, String who) {
        Shape image = image(one(inputs, who), who);
        if (before != null && !before.equals(image)) {
            throw new IllegalArgumentException(layer + " is in a graph with images of " + before + ", and got " + image
                    + "; make another layer for them");
        }
        return image;
    }
}
