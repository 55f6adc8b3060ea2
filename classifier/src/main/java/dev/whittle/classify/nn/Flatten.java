package dev.whittle.classify.nn;

import java.util.List;

/** The values of any shape as a vector. They lie in one row anyway, so nothing moves. */
public final class Flatten implements Layer {
    private final Identity identity = new Identity();

    @Override
    public Shape output(List<Shape> inputs) {
        return Shape.of(Layers.one(inputs, "Flatten").size());
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
        identity.forward(flow, from, to);
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        identity.backward(flow, from, to);
    }

    @Override
    public String toString() {
        return "Flatten";
    }
}
