package dev.whittle.classify.nn;

import dev.whittle.classify.loss.LogOnePlus;
import java.util.List;

/** ln(1 + e^x), a smooth ReLU, with derivative 1/(1 + e^-x). */
public final class Softplus implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        return Layers.one(inputs, "Softplus");
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        float[] x = flow.x(0);
        float[] y = flow.y();
        int end = to * flow.width();
        int start = from * flow.width();
        for (int i = start; i < end; i++) {
            y[i] = -Math.abs(x[i]);
        }
        flow.kernels().linear().exp(y, start, end - start);
        for (int i = start; i < end; i++) {
            y[i] = Math.max(0, x[i]) + LogOnePlus.of(y[i]);
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        if (dx == null) {
            return;
        }
        int start = from * flow.width();
        int end = to * flow.width();
        Sigmoid.of(flow.kernels(), flow.x(0), dx, start, end);
        float[] dy = flow.dy();
        for (int i = start; i < end; i++) {
            dx[i] *= dy[i];
        }
    }

    @Override
    public String toString() {
        return "Softplus";
    }
}
