package dev.whittle.classify.nn;

import dev.whittle.feature.Scratch;
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
    /** Values at once, which stay in the first-level cache. */
    private static final int BLOCK = 1024;

    private final Scratch<Work> scratch = new Scratch<>(Work::new);

    @Override
    public Shape output(List<Shape> inputs) {
        return Layers.one(inputs, "Gelu");
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    /** {@code to[i] = e^(-x[i]²/2)}. */
    private static void density(Flow flow, float[] x, float[] to, int start, int end) {
        for (int i = start; i < end; i++) {
            to[i] = -0.5f * (x[i] * x[i]);
        }
        flow.kernels().linear().exp(to, start, end - start);
    }

    /**
     * Φ(x), given e^(-x²/2). The last lines are {@code x < 0 ? tail : 1 - tail} without a branch, since the compiler
     * makes no vectors of a loop with one: negative is 1 for x &lt; 0, also for the smallest number, else 0. For both
     * values the terms are exact, even for a tail of -0.
     */
    private static float distribution(float x, float density) {
        float t = 1 / (1 + 0.5f * Math.abs(x));
        float high = 0.2932703f
                + t * (-0.95585495f + t * (1.2062763f + t * (-0.8002207f + t * (0.28272122f + t * -0.042368412f))));
        float p = -3.6347685e-06f
                + t * (0.19960125f + t * (0.19745888f + t * (0.16730979f + t * (-0.04819003f + t * high))));
        float tail = density * p;
        float negative = Math.min(1f, Math.max(0f, x * -0x1p127f * 0x1p127f));
        return negative * tail - (negative - 1) * (1 - tail);
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        int end = to * flow.width();
        for (int start = from * flow.width(); start < end; start += BLOCK) {
            int next = Math.min(end, start + BLOCK);
            density(flow, flow.x(0), flow.y(), start, next);
            multiply(flow.x(0), flow.y(), start, next);
        }
    }

    /** {@code y[i] = x[i]·Φ(x[i])}, where y holds e^(-x²/2) before. */
    private static void multiply(float[] x, float[] y, int start, int end) {
        for (int i = start; i < end; i++) {
            y[i] = x[i] * distribution(x[i], y[i]);
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        if (flow.dx(0) == null) {
            return;
        }
        Work work = flow.run().take(scratch);
        int end = to * flow.width();
        for (int start = from * flow.width(); start < end; start += BLOCK) {
            int n = Math.min(BLOCK, end - start);
            System.arraycopy(flow.x(0), start, work.x, 0, n);
            System.arraycopy(flow.dy(), start, work.dy, 0, n);
            density(flow, work.x, work.density, 0, n);
            work.derivative(n);
            System.arraycopy(work.dy, 0, flow.dx(0), start, n);
        }
        flow.run().giveBack(scratch, work);
    }

    /**
     * A block of values of one thread. All begin at 0, since the compiler makes no vectors of a loop over several
     * arrays from different places.
     */
    private static final class Work {
        final float[] x = new float[BLOCK];
        final float[] density = new float[BLOCK];
        final float[] phi = new float[BLOCK];
        final float[] dy = new float[BLOCK];

        /** Multiplies dy by Φ(x) + x·φ(x), given e^(-x²/2). */
        void derivative(int n) {
            for (int i = 0; i < n; i++) {
                phi[i] = distribution(x[i], density[i]);
            }
            for (int i = 0; i < n; i++) {
                dy[i] = (phi[i] + x[i] * (DENSITY * density[i])) * dy[i];
            }
        }
    }

    @Override
    public String toString() {
        return "Gelu";
    }
}
