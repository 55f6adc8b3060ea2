package dev.whittle.classify.nn;

import java.util.List;

/**
 * x·Φ(x), where Φ is the normal distribution function, with derivative Φ(x) + x·φ(x): Hendrycks and Gimpel, "Gaussian
 * error linear units" (2016). Not the approximation by tanh.
 *
 * <p>For a = |x|, Φ(-a) = e^(-a²/2)·P(1/(1 + a/2)) with a polynomial P of degree 10, whose relative error is below
 * 10⁻⁷ up to a = 14; beyond, the exponential is 0. {@code src/test/reference/images.py} computes its coefficients.
 */
public final class Gelu implements Layer {
    private static final float DENSITY = 0.39894228f; // 1/√(2π)

    @Override
    public Shape output(List<Shape> inputs) {
        return Layers.one(inputs, "Gelu");
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    /** The array first holds e^(-x²/2). */
    private static void density(Flow flow, float[] to, int start, int end) {
        float[] x = flow.x(0);
        for (int i = start; i < end; i++) {
            to[i] = -0.5f * (x[i] * x[i]);
        }
        flow.kernels().linear().exp(to, start, end - start);
    }

    /** Φ(x), given e^(-x²/2). */
    private static float distribution(float x, float density) {
        float t = 1 / (1 + 0.5f * Math.abs(x));
        float high = 0.2932703f
                + t * (-0.95585495f + t * (1.2062763f + t * (-0.8002207f + t * (0.28272122f + t * -0.042368412f))));
        float p = -3.6347685e-06f
                + t * (0.19960125f + t * (0.19745888f + t * (0.16730979f + t * (-0.04819003f + t * high))));
        float tail = density * p;
        return x < 0 ? tail : 1 - tail;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        float[] x = flow.x(0);
        float[] y = flow.y();
        int start = from * flow.width();
        int end = to * flow.width();
        density(flow, y, start, end);
        for (int i = start; i < end; i++) {
            y[i] = x[i] * distribution(x[i], y[i]);
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
        density(flow, dx, start, end);
        for (int i = start; i < end; i++) {
            dx[i] = (distribution(x[i], dx[i]) + x[i] * (DENSITY * dx[i])) * dy[i];
        }
    }

    @Override
    public String toString() {
        return "Gelu";
    }
}
