package dev.whittle.classify.nn;

import java.util.List;

/** The values of any shape as a vector. The values of a sample already lie in one row, so nothing is moved. */
public final class Flatten extends PassThrough {
    @Override
    public Shape output(List<Shape> inputs) {
        return Shape.of(super.output(inputs).size());
    }
}
