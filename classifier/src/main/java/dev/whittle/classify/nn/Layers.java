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
}
