package dev.whittle.classify.nn;

import java.util.Arrays;
import java.util.List;

/**
 * Consecutive values of a vector, with a shape: one step of a sequence, or one of several inputs that are given as one
 * vector.
 */
public final class Slice implements Layer {
    private final int start;
    private final Shape shape;

    /** @param start the first value taken */
    public Slice(int start, Shape shape) {
        if (start < 0) {
            throw new IllegalArgumentException("A slice starts at 0 or later, got " + start);
        }
        this.start = start;
        this.shape = shape;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        int width = Layers.one(inputs, "Slice").vector("Slice");
        if (width - start < shape.size()) {
            throw new IllegalArgumentException(
                    "A slice of " + shape + " from " + start + " does not lie in " + width + " values");
        }
        return shape;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        copy(flow.x(0), start, flow.width(0), flow.y(), 0, flow.width(), from, to);
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        if (dx != null) {
            Arrays.fill(dx, from * flow.width(0), to * flow.width(0), 0);
            copy(flow.dy(), 0, flow.width(), dx, start, flow.width(0), from, to);
        }
    }

    /** Copies values of each row, as many as the shorter row has, between two places. */
    static void copy(float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, int from, int to) {
        for (int r = from; r < to; r++) {
            System.arraycopy(x, r * xRow + xAt, y, r * yRow + yAt, Math.min(xRow, yRow));
        }
    }

    @Override
    public String toString() {
        return "Slice(" + start + ", " + shape + ")";
    }
}
