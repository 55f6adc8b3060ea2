package dev.whittle.classify.nn;

import java.util.List;

/** Each value times a constant. */
public final class Scale implements Layer {
    private final float factor;

    public Scale(double factor) {
        this.factor = (float) factor;
        if (!Float.isFinite(this.factor)) {
            throw new IllegalArgumentException("A scale must be finite as a float, got " + factor);
        }
    }

    /** The constant. */
    public float factor() {
        return factor;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return Layers.one(inputs, "Scale");
    }

    @Override
    public boolean inPlace() {
        return true;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        multiply(flow.x(0), flow.y(), from * flow.width(), to * flow.width());
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        if (flow.dx(0) != null) {
            multiply(flow.dy(), flow.dx(0), from * flow.width(), to * flow.width());
        }
    }

    private void multiply(float[] x, float[] y, int start, int end) {
        for (int i = start; i < end; i++) {
            y[i] = factor * x[i];
        }
    }

    @Override
    public String toString() {
        return "Scale(" + factor + ")";
    }
}
