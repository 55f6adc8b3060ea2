package dev.whittle.classify.nn;

import java.util.List;

/** Joins inputs along their first dimension, the only one in which they may differ: the end of an inception block. */
public final class Concatenate implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        int first = 0;
        for (Shape shape : inputs) {
            first += shape.dimension(0);
            if (!shape.equals(inputs.get(0).withFirst(shape.dimension(0)))) {
                throw new IllegalArgumentException(
                        "Concatenate takes inputs that differ in their first dimension only, got " + inputs);
            }
        }
        if (first == 0) {
            throw new IllegalArgumentException("Concatenate takes at least one input");
        }
        return inputs.get(0).withFirst(first);
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        for (int k = 0, at = 0; k < flow.inputs(); at += flow.width(k), k++) {
            Slice.copy(flow.x(k), 0, flow.width(k), flow.y(), at, flow.width(), from, to);
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        for (int k = 0, at = 0; k < flow.inputs(); at += flow.width(k), k++) {
            if (flow.dx(k) != null) {
                Slice.copy(flow.dy(), at, flow.width(), flow.dx(k), 0, flow.width(k), from, to);
            }
        }
    }

    @Override
    public String toString() {
        return "Concatenate";
    }
}
