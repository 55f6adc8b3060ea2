package dev.whittle.classify.optim;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * Linear least squares, (w·x + b - y)²/2 with the label as y, the smallest model there is to train. With {@code noise},
 * its gradient has a random part named by the step, as dropout has; a buffer counts the samples seen.
 */
class LeastSquares implements Trainable {
    final Parameter weights;
    final Parameter bias;
    final Matrix seen = new Matrix(1, 1);
    private final List<Parameter> parameters;
    private final Run run;
    private final float noise;
    private final float[] row;

    LeastSquares(int features, Run run, float noise) {
        this(features, 0, run, noise);
    }

    /** With the weights as a matrix for Muon, if it has columns. */
    LeastSquares(int features, int columns, Run run, float noise) {
        weights = new Parameter("weights", new float[features], new float[features], true, 1, columns);
        bias = new Parameter("bias", new float[1], false);
        parameters = List.of(weights, bias);
        this.run = run;
        this.noise = noise;
        row = new float[features];
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public Seen gradient(Samples samples, int[] order, int from, int to, long step) {
        Arrays.fill(weights.gradient(), 0);
        bias.gradient()[0] = 0;
        double loss = 0;
        int correct = 0;
        float scale = 1f / (to - from);
        for (int i = from; i < to; i++) {
            float residual = residual(samples, order[i]);
            loss += residual * residual / 2;
            correct += Math.abs(residual) < 0.5 ? 1 : 0;
            for (int c = 0; c < row.length; c++) {
                weights.gradient()[c] += scale * residual * row[c];
            }
            bias.gradient()[0] += scale * residual;
        }
        if (noise > 0) {
            Rng rng = run.random("noise", step);
            for (int c = 0; c < row.length; c++) {
                weights.gradient()[c] += noise * (rng.nextFloat() - 0.5f);
            }
        }
        seen.data()[0] += to - from;
        return new Seen(loss, correct);
    }

    @Override
    public Seen evaluate(Samples samples, int[] order, int from, int to) {
        double loss = 0;
        int correct = 0;
        for (int i = from; i < to; i++) {
            float residual = residual(samples, order[i]);
            loss += residual * residual / 2;
            correct += Math.abs(residual) < 0.5 ? 1 : 0;
        }
        return new Seen(loss, correct);
    }

    private float residual(Samples samples, int sample) {
        samples.features().read(sample, 1, row, 0);
        float sum = bias.values()[0];
        for (int c = 0; c < row.length; c++) {
            sum += weights.values()[c] * row[c];
        }
        return sum - samples.labels()[sample];
    }

    @Override
    public LiveArrays buffers() {
        return LiveArrays.empty().with("seen", seen);
    }

    @Override
    public String structure() {
        return "least squares, noise " + noise;
    }
}
