package dev.whittle.classify.nn;

import java.util.List;

/** The values of any shape as a vector. They lie in one row anyway, so nothing moves. */
public final class Flatten extends PassThrough {
    @Override
    public Shape output(List<Shape> inputs) {
        return Shape.of(super.output(inputs).size());
    }
}
