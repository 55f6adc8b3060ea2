package dev.whittle.classify.nn;

import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.List;

/**
 * Batch normalisation of each value of a vector, or of each band of an image: y = γ·(x - μ)/√(σ² + ε) + β. In training
 * μ and σ² are the mean and the variance (divided by n) over the n values of the batch. A value of a vector has n rows;
 * a band of an image has n rows times its rows and columns, and one γ and one β for all of them. For use after
 * training, running means are kept: m ← (1 - momentum)·m + momentum·μ, and the same for the variance, but divided by n
 * - 1. Ioffe and Szegedy, "Batch normalization" (2015), algorithms 1 and 2; momentum 0.1 and ε = 10⁻⁵ are PyTorch's.
 *
 * <p>So rows depend on each other: in training this layer waits for all chunks of a batch's rows and processes the
 * whole batch. Sums are in double, one for each value, in the order of the rows; then those of a band are added in
 * order. Threads divide the values or bands among them, not the rows. A batch of one vector has no variance. If the
 * batch size leaves one row, {@link dev.whittle.classify.optim.MiniBatchTraining} adds it to the batch before; PyTorch
 * refuses it.
 */
public final class BatchNorm implements Layer {
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;
    private static final int CHUNK_COLUMNS = 64;

    /** How many means there are, and how many values of a row have the same one. */
    private final int bands;

    private final int places;
    private final int width;
    private final Shape shape;
    private final double momentum;
    private final double epsilon;
    private final Parameter gamma;
    private final Parameter beta;
    /** Without γ if it is not trained. */
    private final List<Parameter> parameters;

    private final Matrix mean;
    private final Matrix variance;
    private final String varianceName;
    private final LiveArrays buffers;

    /**
     * For the batch and each value: μ, 1/√(σ² + ε), and the sums of dy and of dy·(x - μ)/√(σ² + ε). All values of a
     * band have the same ones.
     */
    private double[] mu = {};

    private double[] inverse;
    private double[] sumDy;
    private double[] sumDyX;
    /** γ and β of each value. */
    private float[] gammas;

    private float[] betas;

    /** The batch while it is normalised or differentiated, else null, so that no batch outlives training. */
    private Flow flow;

    private final Run.Chunk normalize = this::normalize;
    private final Run.Chunk derive = this::derive;

    public BatchNorm(String name, int width) {
        this(name, Shape.of(width));
    }

    public BatchNorm(String name, Shape shape) {
        this(name, shape, MOMENTUM, EPSILON);
    }

    /**
     * @param name its arrays are {@code name/gamma}, {@code name/beta}, {@code name/mean} and {@code name/variance}
     * @param shape of a row: a vector, or bands x rows x columns
     * @param momentum the share of the newest batch in the running means, above 0 and at most 1
     * @param epsilon ε, above 0
     */
    public BatchNorm(String name, Shape shape, double momentum, double epsilon) {
        this(name, shape, momentum, epsilon, true, new Parameter(name + "/beta", new float[shape.dimension(0)], false));
    }

    /**
     * @param scaled false if γ stays 1 and is not saved
     * @param beta β, a value for each value of a vector or for each band
     */
    BatchNorm(String name, Shape shape, double momentum, double epsilon, boolean scaled, Parameter beta) {
        if (!(momentum > 0 && momentum <= 1) || !(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException(
                    "Batch normalisation needs a momentum above 0 and at most 1, and an epsilon" + " above 0, got "
                            + momentum + " and " + epsilon);
        }
        if (shape.rank() != 1) {
            Layers.image(shape, "Batch normalisation of more than a vector");
        }
        this.shape = shape;
        bands = shape.dimension(0);
        places = shape.inner();
        width = shape.size();
        this.momentum = momentum;
        this.epsilon = epsilon;
        gamma = new Parameter(name + "/gamma", new float[bands], false);
        this.beta = beta;
        parameters = scaled ? List.of(gamma, beta) : List.of(beta);
        mean = new Matrix(1, bands);
        variance = new Matrix(1, bands);
        Arrays.fill(gamma.values(), 1);
        Arrays.fill(variance.data(), 1);
        varianceName = name + "/variance";
        buffers = LiveArrays.empty().with(name + "/mean", mean).with(varianceName, variance);
    }

    private boolean scaled() {
        return parameters.size() == 2;
    }

    /** γ, one for each band; not a copy. */
    public float[] gamma() {
        return gamma.values();
    }

    /** β, one for each band; not a copy. */
    public float[] beta() {
        return beta.values();
    }

    /** ε, which is added to variances. */
    public double epsilon() {
        return epsilon;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape one = Layers.one(inputs, "BatchNorm");
        if (shape.rank() == 1) {
            one.vector("BatchNorm");
        }
        if (!one.equals(shape)) {
            throw new IllegalArgumentException("Batch normalisation of " + shape + " values got " + one);
        }
        return one;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public LiveArrays buffers() {
        return buffers;
    }

    @Override
    public void check(NamedArrays arrays) {
        for (float v : arrays.get(varianceName, 1, bands).data()) {
            if (v < 0) {
                throw new IllegalArgumentException(
                        "Array '" + varianceName + "' must hold variances of at least 0, got " + v);
            }
        }
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
        return places > 1 ? 1 : 2;
    }

    @Override
    public void forward(Flow f, int from, int to) {
        if (f.training()) {
            reserve();
            parallel(f, normalize);
            return;
        }
        float[] x = f.x(0);
        float[] y = f.y();
        for (int c = 0; c < bands; c++) {
            double m = mean.data()[c];
            double scale = 1 / Math.sqrt(variance.data()[c] + epsilon);
            for (int r = from; r < to; r++) {
                for (int i = r * width + c * places, end = i + places; i < end; i++) {
                    y[i] = affine(x[i], m, scale, gamma.values()[c], beta.values()[c]);
                }
            }
        }
    }

    /** The memory for training, which a network in use does not need. */
    private void reserve() {
        if (mu.length == 0) {
            mu = new double[width];
            inverse = new double[width];
            sumDy = new double[width];
            sumDyX = new double[width];
            gammas = new float[width];
            betas = new float[width];
        }
    }

    private void parallel(Flow f, Run.Chunk chunk) {
        flow = f;
        try {
            f.run().parallel(bands, Math.max(1, CHUNK_COLUMNS / places), chunk);
        } finally {
            flow = null;
        }
    }

    private static float affine(float x, double m, double scale, float g, float b) {
        return (float) (g * ((x - m) * scale) + b);
    }

    /** Adds the sums of the values of each band in order; then all of them have their sum. */
    private void joinBands(double[] sums, int from, int to) {
        for (int c = from; places > 1 && c < to; c++) {
            double sum = 0;
            for (int j = c * places; j < (c + 1) * places; j++) {
                sum += sums[j];
            }
            Arrays.fill(sums, c * places, (c + 1) * places, sum);
        }
    }

    private void normalize(int firstBand, int endBand) {
        float[] x = flow.x(0);
        float[] y = flow.y();
        int rows = flow.rows();
        int from = firstBand * places;
        int to = endBand * places;
        double n = (double) rows * places;
        Arrays.fill(mu, from, to, 0);
        Arrays.fill(inverse, from, to, 0);
        for (int r = 0; r < rows; r++) {
            for (int j = from; j < to; j++) {
                mu[j] += x[r * width + j];
            }
        }
        joinBands(mu, firstBand, endBand);
        for (int j = from; j < to; j++) {
            mu[j] /= n;
        }
        for (int r = 0; r < rows; r++) {
            for (int j = from; j < to; j++) {
                double d = x[r * width + j] - mu[j];
                inverse[j] += d * d;
            }
        }
        joinBands(inverse, firstBand, endBand);
        for (int c = firstBand; c < endBand; c++) {
            int j = c * places;
            double unbiased = inverse[j] / Math.max(1, n - 1);
            mean.data()[c] = (float) ((1 - momentum) * mean.data()[c] + momentum * mu[j]);
            variance.data()[c] = (float) ((1 - momentum) * variance.data()[c] + momentum * unbiased);
            Arrays.fill(gammas, j, j + places, gamma.values()[c]);
            Arrays.fill(betas, j, j + places, beta.values()[c]);
        }
        for (int j = from; j < to; j++) {
            inverse[j] = 1 / Math.sqrt(inverse[j] / n + epsilon);
        }
        for (int r = 0; r < rows; r++) {
            for (int j = from; j < to; j++) {
                y[r * width + j] = affine(x[r * width + j], mu[j], inverse[j], gammas[j], betas[j]);
            }
        }
    }

    /** With x̂ = (x - μ)/√(σ² + ε): dx = γ/√(σ² + ε)·(dy - Σdy/n - x̂·Σ(dy·x̂)/n). */
    @Override
    public void backward(Flow f, int from, int to) {
        parallel(f, derive);
    }

    private void derive(int firstBand, int endBand) {
        float[] x = flow.x(0);
        float[] dy = flow.dy();
        float[] dx = flow.dx(0);
        int rows = flow.rows();
        int from = firstBand * places;
        int to = endBand * places;
        double n = (double) rows * places;
        Arrays.fill(sumDy, from, to, 0);
        Arrays.fill(sumDyX, from, to, 0);
        for (int r = 0; r < rows; r++) {
            for (int j = from; j < to; j++) {
                double d = dy[r * width + j];
                sumDy[j] += d;
                sumDyX[j] += d * ((x[r * width + j] - mu[j]) * inverse[j]);
            }
        }
        joinBands(sumDy, firstBand, endBand);
        joinBands(sumDyX, firstBand, endBand);
        for (int r = 0; dx != null && r < rows; r++) {
            for (int j = from; j < to; j++) {
                int i = r * width + j;
                double normalized = (x[i] - mu[j]) * inverse[j];
                double d = dy[i] - (sumDy[j] + normalized * sumDyX[j]) / n;
                dx[i] = (float) (gammas[j] * inverse[j] * d);
            }
        }
    }

    @Override
    public int pieces() {
        return 1;
    }

    @Override
    public void addGradient(Flow f, int piece) {
        for (int c = 0; c < bands; c++) {
            if (scaled()) {
                gamma.gradient()[c] += (float) sumDyX[c * places];
            }
            beta.gradient()[c] += (float) sumDy[c * places];
        }
    }

    @Override
    public String toString() {
        return "BatchNorm(" + (places > 1 ? shape + ", " : "") + momentum + ", " + epsilon
                + (scaled() ? ")" : ", no gamma)");
    }
}
