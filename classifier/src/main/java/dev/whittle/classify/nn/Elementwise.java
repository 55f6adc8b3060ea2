package dev.whittle.classify.nn;

import java.util.List;

/** A function of each single value, whose derivative can be computed from its result. */
abstract class Elementwise implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        return Layers.one(inputs, toString());
    }

    @Override
    public boolean inPlace() {
        return true;
    }

    @Override
    public final void forward(Flow flow, int from, int to) {
        int width = flow.width();
        value(flow, flow.x(0), flow.y(), from * width, to * width);
    }

    @Override
    public final void backward(Flow flow, int from, int to) {
        if (flow.dx(0) != null) {
            int width = flow.width();
            derivative(flow.y(), flow.dy(), flow.dx(0), from * width, to * width);
        }
    }

    /** y = f(x); both may be the same array if {@link #inPlace} allows it. */
    abstract void value(Flow flow, float[] x, float[] y, int from, int to);

    /** dx = dy·f'(x), from y; dy and dx may be the same array. */
    abstract void derivative(float[] y, float[] dy, float[] dx, int from, int to);

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
