package dev.whittle.classify.nn;

import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * Batch normalisation of each value of a vector: y = γ·(x - μ)/√(σ² + ε) + β. In training μ and σ² are the mean and the
 * variance (divided by n) over the batch. For use after training, running means are kept: m ← (1 - momentum)·m +
 * momentum·μ, and the same for the variance, but divided by n - 1. Ioffe and Szegedy, "Batch normalization" (2015),
 * algorithms 1 and 2; momentum 0.1 and ε = 10⁻⁵ are PyTorch's.
 *
 * <p>So rows depend on each other: in training this layer waits for all chunks of a batch's rows and processes the
 * whole batch. Sums are in double, one for each value, in the order of the rows. Threads divide the values among them,
 * not the rows. A batch of one row has no variance. If the batch size leaves one row, {@link
 * dev.whittle.classify.optim.MiniBatchTraining} adds it to the batch before; PyTorch refuses it.
 */
public final class BatchNorm implements Layer {
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;
    private static final int CHUNK_COLUMNS = 64;

    private final int width;
    private final double momentum;
    private final double epsilon;
    private final Parameter gamma;
    private final Parameter beta;
    private final Matrix mean;
    private final Matrix variance;
    private final LiveArrays buffers;

    /** For the batch: μ, 1/√(σ² + ε), and the sums of dy and of dy·(x - μ)/√(σ² + ε). */
    private final double[] mu;

    private final double[] inverse;
    private final double[] sumDy;
    private final double[] sumDyX;

    private Flow flow;
    private final Run.Chunk normalize = this::normalize;
    private final Run.Chunk derive = this::derive;

    public BatchNorm(String name, int width) {
        this(name, width, MOMENTUM, EPSILON);
    }

    /**
     * @param name its arrays are {@code name/gamma}, {@code name/beta}, {@code name/mean} and {@code name/variance}
     * @param momentum the share of the newest batch in the running means, above 0 and at most 1
     * @param epsilon ε, above 0
     */
    public BatchNorm(String name, int width, double momentum, double epsilon) {
        if (!(momentum > 0 && momentum <= 1) || !(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException(
                    "Batch normalisation needs a momentum above 0 and at most 1, and an epsilon" + " above 0, got "
                            + momentum + " and " + epsilon);
        }
        this.width = Shape.of(width).size();
        this.momentum = momentum;
        this.epsilon = epsilon;
        gamma = new Parameter(name + "/gamma", new float[width], false);
        beta = new Parameter(name + "/beta", new float[width], false);
        mean = new Matrix(1, width);
        variance = new Matrix(1, width);
        Arrays.fill(gamma.values(), 1);
        Arrays.fill(variance.data(), 1);
        buffers = LiveArrays.empty().with(name + "/mean", mean).with(name + "/variance", variance);
        mu = new double[width];
        inverse = new double[width];
        sumDy = new double[width];
        sumDyX = new double[width];
    }

    /** ε, which is added to variances. */
    public double epsilon() {
        return epsilon;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        if (Layers.one(inputs, "BatchNorm").vector("BatchNorm") != width) {
            throw new IllegalArgumentException("Batch normalisation of " + width + " values got " + inputs.get(0));
        }
        return inputs.get(0);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(gamma, beta);
    }

    @Override
    public LiveArrays buffers() {
        return buffers;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public boolean rowByRow() {
        return false;
    }

    @Override
    public int leastBatch() {
        return 2;
    }

    @Override
    public void forward(Flow f, int from, int to) {
        if (f.training()) {
            flow = f;
            f.run().parallel(width, CHUNK_COLUMNS, normalize);
            return;
        }
        float[] x = f.x(0);
        float[] y = f.y();
        for (int r = from; r < to; r++) {
            for (int j = 0; j < width; j++) {
                double scale = 1 / Math.sqrt(variance.data()[j] + epsilon);
                y[r * width + j] = affine(x[r * width + j], mean.data()[j], scale, j);
            }
        }
    }

    private float affine(float x, double m, double scale, int j) {
        return (float) (gamma.values()[j] * ((x - m) * scale) + beta.values()[j]);
    }

    private void normalize(int from, int to) {
        float[] x = flow.x(0);
        float[] y = flow.y();
        int n = flow.rows();
        Arrays.fill(mu, from, to, 0);
        Arrays.fill(inverse, from, to, 0);
        for (int r = 0; r < n; r++) {
            for (int j = from; j < to; j++) {
                mu[j] += x[r * width + j];
            }
        }
        for (int j = from; j < to; j++) {
            mu[j] /= n;
        }
        for (int r = 0; r < n; r++) {
            for (int j = from; j < to; j++) {
                double d = x[r * width + j] - mu[j];
                inverse[j] += d * d;
            }
        }
        for (int j = from; j < to; j++) {
            double unbiased = inverse[j] / Math.max(1, n - 1);
            mean.data()[j] = (float) ((1 - momentum) * mean.data()[j] + momentum * mu[j]);
            variance.data()[j] = (float) ((1 - momentum) * variance.data()[j] + momentum * unbiased);
            inverse[j] = 1 / Math.sqrt(inverse[j] / n + epsilon);
        }
        for (int r = 0; r < n; r++) {
            for (int j = from; j < to; j++) {
                y[r * width + j] = affine(x[r * width + j], mu[j], inverse[j], j);
            }
        }
    }

    /** With x̂ = (x - μ)/√(σ² + ε): dx = γ/√(σ² + ε)·(dy - Σdy/n - x̂·Σ(dy·x̂)/n). */
    @Override
    public void backward(Flow f, int from, int to) {
        flow = f;
        f.run().parallel(width, CHUNK_COLUMNS, derive);
    }

    private void derive(int from, int to) {
        float[] x = flow.x(0);
        float[] dy = flow.dy();
        float[] dx = flow.dx(0);
        int n = flow.rows();
        Arrays.fill(sumDy, from, to, 0);
        Arrays.fill(sumDyX, from, to, 0);
        for (int r = 0; r < n; r++) {
            for (int j = from; j < to; j++) {
                double d = dy[r * width + j];
                sumDy[j] += d;
                sumDyX[j] += d * ((x[r * width + j] - mu[j]) * inverse[j]);
            }
        }
        for (int r = 0; dx != null && r < n; r++) {
            for (int j = from; j < to; j++) {
                int i = r * width + j;
                double normalized = (x[i] - mu[j]) * inverse[j];
                double d = dy[i] - (sumDy[j] + normalized * sumDyX[j]) / n;
                dx[i] = (float) (gamma.values()[j] * inverse[j] * d);
            }
        }
    }

    @Override
    public int pieces() {
        return 1;
    }

    @Override
    public void addGradient(Flow f, int piece) {
        for (int j = 0; j < width; j++) {
            gamma.gradient()[j] += (float) sumDyX[j];
            beta.gradient()[j] += (float) sumDy[j];
        }
    }

    @Override
    public String toString() {
        return "BatchNorm(" + momentum + ", " + epsilon + ")";
    }
}
