package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.Flow;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Passes a value of a graph on unchanged, and keeps it and its derivative. Like a layer with parameters, it makes the
 * backward pass come as far as its place. A probe belongs to one network, which is trained by one thread at a time.
 */
public final class Probe implements Layer {
    private float[] value = {};
    private float[] derivative = {};

    /** The value of each sample of the last batch, one sample after the other; empty before the first batch. */
    public float[] value() {
        return value.clone();
    }

    /** The derivatives of the mean loss of the last batch by {@link #value}. */
    public float[] derivative() {
        return derivative.clone();
    }

    @Override
    public Shape output(List<Shape> inputs) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("A probe takes one value, got " + inputs.size());
        }
        return inputs.get(0);
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        int width = flow.width();
        System.arraycopy(flow.x(0), from * width, flow.y(), from * width, (to - from) * width);
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        int width = flow.width();
        if (flow.dx(0) != null) {
            System.arraycopy(flow.dy(), from * width, flow.dx(0), from * width, (to - from) * width);
        }
    }

    @Override
    public int pieces() {
        return 1;
    }

    /** There is no parameter, but this is where the derivatives of all samples are known. */
    @Override
    public void addGradient(Flow flow, int piece) {
        value = Arrays.copyOf(flow.y(), flow.rows() * flow.width());
        derivative = Arrays.copyOf(flow.dy(), flow.rows() * flow.width());
    }

    @Override
    public String toString() {
        return "Probe";
    }
}
