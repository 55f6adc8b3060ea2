package dev.whittle.classify.nn;

import java.util.List;

/** The sum of inputs of the same shape, in their order: the end of a residual block. */
public final class Add implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        if (inputs.isEmpty() || inputs.stream().anyMatch(shape -> !shape.equals(inputs.get(0)))) {
            throw new IllegalArgumentException("Add takes inputs of one shape, got " + inputs);
        }
        return inputs.get(0);
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        int start = from * flow.width();
        int end = to * flow.width();
        float[] y = flow.y();
        System.arraycopy(flow.x(0), start, y, start, end - start);
        for (int k = 1; k < flow.inputs(); k++) {
            float[] x = flow.x(k);
            for (int i = start; i < end; i++) {
                y[i] += x[i];
            }
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        int start = from * flow.width();
        int length = to * flow.width() - start;
        for (int k = 0; k < flow.inputs(); k++) {
            if (flow.dx(k) != null) {
                System.arraycopy(flow.dy(), start, flow.dx(k), start, length);
            }
        }
    }

    @Override
    public String toString() {
        return "Add";
    }
}
