package dev.whittle.classify.nn;

import java.util.List;

/**
 * x/(1 + e^-x), also called swish, with derivative s·(1 + x·(1 - s)), where s = 1/(1 + e^-x). Elfwing, Uchibe and Doya,
 * "Sigmoid-weighted linear units for neural network function approximation in reinforcement learning" (2018).
 */
public final class Silu implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        return Layers.one(inputs, "Silu");
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        float[] x = flow.x(0);
        float[] y = flow.y();
        int start = from * flow.width();
        int end = to * flow.width();
        Sigmoid.of(flow.kernels(), x, y, start, end);
        for (int i = start; i < end; i++) {
            y[i] *= x[i];
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        if (dx == null) {
            return;
        }
        float[] x = flow.x(0);
        float[] dy = flow.dy();
        int start = from * flow.width();
        int end = to * flow.width();
        Sigmoid.of(flow.kernels(), x, dx, start, end);
        for (int i = start; i < end; i++) {
            float s = dx[i];
            dx[i] = s * (1 + x[i] * (1 - s)) * dy[i];
        }
    }

    @Override
    public String toString() {
        return "Silu";
    }
}
