package dev.whittle.classify.nn;

import dev.whittle.classify.optim.Optimizer;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * Back-propagation over mini-batches. In a step, rows of the batch go forward and their derivatives back in parallel chunks of rows
 * (rows do not meet there); then each layer's weights are updated in parallel chunks of W's rows, where the sum over the batch is
 * one fma chain per weight.
 */
final class MiniBatchTraining {
    private static final int CHUNK_ROWS = 128;
    private static final int CHUNK_WEIGHT_ROWS = 128;

    private final Layers layers;
    private final Loss loss;
    private final float l2;
    private final Run run;
    private final List<Updater> weightUpdaters = new ArrayList<>();
    private final List<Updater> biasUpdaters = new ArrayList<>();
    /** activations[0] is the batch itself, activations[i + 1] the output of layer i; derivatives are laid out alike. */
    private final float[][] activations;

    private final float[][] derivatives;
    private final int[] labels;
    private final double[] chunkLoss;
    private final int[] chunkCorrect;

    MiniBatchTraining(Layers layers, Loss loss, double l2, Optimizer optimizer, double momentum, int batch, Run run) {
        this.layers = layers;
        this.loss = loss;
        this.l2 = (float) l2;
        this.run = run;
        activations = new float[layers.depth() + 1][];
        derivatives = new float[layers.depth() + 1][];
        activations[0] = new float[batch * layers.inputs()];
        for (int i = 0; i < layers.depth(); i++) {
            Dense layer = layers.get(i);
            weightUpdaters.add(updater(optimizer, layer.weights.length, momentum));
            biasUpdaters.add(updater(optimizer, layer.outputs, momentum));
            activations[i + 1] = new float[batch * layer.outputs];
            derivatives[i + 1] = new float[batch * layer.outputs];
        }
        labels = new int[batch];
        chunkLoss = new double[(batch + CHUNK_ROWS - 1) / CHUNK_ROWS];
        chunkCorrect = new int[chunkLoss.length];
    }

    /** What a step saw before it changed anything: sums over its samples. */
    record Seen(double loss, int correct) {}

    /**
     * One step on the samples {@code order[from]} to {@code order[to - 1]}: the gradient is that of their mean loss plus (l2/2)‖W‖².
     *
     * @param step number of the step, from 0
     */
    Seen step(float[] x, int[] y, int[] order, int from, int to, double rate, long step) {
        int rows = to - from;
        run.parallel(rows, CHUNK_ROWS, (a, b) -> forwardAndBack(x, y, order, from, rows, a, b));
        for (int i = 0; i < layers.depth(); i++) {
            update(i, rows, rate, step);
        }
        double sum = 0;
        int correct = 0;
        for (int c = 0; c * CHUNK_ROWS < rows; c++) {
            sum += chunkLoss[c];
            correct += chunkCorrect[c];
        }
        return new Seen(sum, correct);
    }

    private void forwardAndBack(float[] x, int[] y, int[] order, int from, int rows, int a, int b) {
        int inputs = layers.inputs();
        for (int r = a; r < b; r++) {
            System.arraycopy(x, order[from + r] * inputs, activations[0], r * inputs, inputs);
            labels[r] = y[order[from + r]];
        }
        int depth = layers.depth();
        for (int i = 0; i < depth; i++) {
            Dense layer = layers.get(i);
            layer.forward(
                    run.kernels(), b - a, activations[i], a * layer.inputs, activations[i + 1], a * layer.outputs);
            if (i < depth - 1) {
                Relu.forward(activations[i + 1], a * layer.outputs, b * layer.outputs);
            }
        }
        int classes = layers.outputs();
        float[] scores = new float[(b - a) * classes];
        System.arraycopy(activations[depth], a * classes, scores, 0, scores.length);
        chunkCorrect[a / CHUNK_ROWS] = Loss.correct(scores, b - a, classes, labels, a);
        chunkLoss[a / CHUNK_ROWS] = loss.sumAndGradient(scores, b - a, classes, labels, a, 1f / rows, run.kernels());
        System.arraycopy(scores, 0, derivatives[depth], a * classes, scores.length);
        for (int i = depth - 1; i > 0; i--) {
            Dense layer = layers.get(i);
            layer.backward(
                    run.kernels(), b - a, derivatives[i + 1], a * layer.outputs, derivatives[i], a * layer.inputs);
            Relu.backward(activations[i], derivatives[i], a * layer.inputs, b * layer.inputs);
        }
    }

    private void update(int i, int rows, double rate, long step) {
        Dense layer = layers.get(i);
        float[] dy = derivatives[i + 1];
        float[] db = new float[layer.outputs];
        layer.biasGradient(rows, dy, db);
        run.parallel(layer.inputs, CHUNK_WEIGHT_ROWS, (from, to) -> {
            float[] w = layer.weights;
            int first = from * layer.outputs;
            float[] gradient = new float[(to - from) * layer.outputs];
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] = l2 * w[first + j];
            }
            layer.addWeightGradient(run.kernels(), rows, activations[i], dy, from, to, gradient);
            weightUpdaters.get(i).update(w, gradient, 0, first, to * layer.outputs, rate, step);
        });
        biasUpdaters.get(i).update(layer.bias, db, 0, 0, db.length, rate, step);
    }

    /** (l2/2)‖W‖² over all layers. */
    double penalty() {
        double squares = 0;
        for (int i = 0; i < layers.depth(); i++) {
            for (float w : layers.get(i).weights) {
                squares += (double) w * w;
            }
        }
        return l2 / 2 * squares;
    }

    /** A rule at work on one array of parameters. */
    @FunctionalInterface
    private interface Updater {
        void update(float[] w, float[] g, int gOffset, int from, int to, double rate, long step);
    }

    private static Updater updater(Optimizer optimizer, int size, double momentum) {
        return switch (optimizer) {
            case SGD -> {
                float mu = (float) momentum;
                float[] v = new float[size];
                yield (w, g, gOffset, from, to, rate, step) -> {
                    float eta = (float) rate;
                    for (int i = from, j = gOffset; i < to; i++, j++) {
                        v[i] = mu * v[i] - eta * g[j];
                        w[i] += v[i];
                    }
                };
            }
            case ADAM -> {
                float beta1 = (float) momentum;
                float beta2 = 0.999f;
                float[] m = new float[size];
                float[] v = new float[size];
                yield (w, g, gOffset, from, to, rate, step) -> {
                    float eta = (float) (rate / (1 - StrictMath.pow(beta1, step + 1.0)));
                    float correction = (float) (1 / (1 - StrictMath.pow(beta2, step + 1.0)));
                    for (int i = from, j = gOffset; i < to; i++, j++) {
                        m[i] = beta1 * m[i] + (1 - beta1) * g[j];
                        v[i] = beta2 * v[i] + (1 - beta2) * (g[j] * g[j]);
                        w[i] -= eta * m[i] / ((float) Math.sqrt(v[i] * correction) + 1e-8f);
                    }
                };
            }
            default -> throw new IllegalArgumentException("MLP: optimizer must be sgd or adam, got " + optimizer);
        };
    }
}
