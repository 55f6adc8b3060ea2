package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Initializer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean cross entropy of the softmax along a line in the space of all parameters, (1 - t)·A + t·B, where A and B are
 * drawn at random. The 50 samples have 10 standard normal features and a random one of 10 classes.
 *
 * @param t places on the line, evenly spaced from -¼ to 1¼; A is at 0 and B at 1
 * @param loss at each of them
 */
public record LossSlice(double[] t, double[] loss) {
    private static final int POINTS = 61;
    private static final int SAMPLES = 50;
    private static final int FEATURES = 10;
    private static final int CLASSES = 10;
    private static final int WIDTH = 32;

    /** Of a linear classifier with the softmax. @param index the number of the line */
    public static LossSlice linear(int index, Run run) {
        return of(1, index, run);
    }

    /** Of a network of four linear layers with ReLU between them, 32 units wide. @param index the number of the line */
    public static LossSlice network(int index, Run run) {
        return of(4, index, run);
    }

    private static LossSlice of(int layers, int index, Run run) {
        String purpose = "loss slice of " + layers + " layers";
        Rng random = run.random(purpose, index);
        Network network = network(layers, random);
        Network other = network(layers, random);
        Samples samples = samples(run.random(purpose + ", samples", index));
        int[] order = IntStream.range(0, SAMPLES).toArray();
        Trainable training = network.training(new CrossEntropy(), run);
        List<float[]> a =
                network.parameters().stream().map(p -> p.values().clone()).toList();
        List<float[]> b = other.parameters().stream().map(Parameter::values).toList();
        double[] t = new double[POINTS];
        double[] loss = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            t[i] = -0.25 + 1.5 * i / (POINTS - 1);
            for (int p = 0; p < a.size(); p++) {
                float[] values = network.parameters().get(p).values();
                for (int j = 0; j < values.length; j++) {
                    values[j] = (float) ((1 - t[i]) * a.get(p)[j] + t[i] * b.get(p)[j]);
                }
            }
            loss[i] = training.evaluate(samples, order, 0, SAMPLES).loss() / SAMPLES;
        }
        return new LossSlice(t, loss);
    }

    private static Network network(int layers, Rng random) {
        Graph graph = new Graph(Shape.of(FEATURES));
        Graph.Value value = graph.input();
        int inputs = FEATURES;
        for (int layer = 1; layer < layers; layer++) {
            value = graph.chain(value, new Linear("layer" + layer, inputs, WIDTH, Initializer.HE, random), new Relu());
            inputs = WIDTH;
        }
        return graph.network(graph.add(new Linear("scores", inputs, CLASSES, Initializer.HE, random), value));
    }

    private static Samples samples(Rng random) {
        Matrix features = new Matrix(SAMPLES, FEATURES);
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            for (int j = 0; j < FEATURES; j++) {
                features.set(i, j, (float) random.nextGaussian());
            }
            labels[i] = random.nextInt(CLASSES);
        }
        return new Samples(features, labels, CLASSES);
    }

    /**
     * The least second difference, loss(t - h) - 2·loss(t) + loss(t + h), relative to the largest loss. For a convex
     * function it is at least 0, but for rounding.
     */
    public double leastCurvature() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < loss.length - 1; i++) {
            least = Math.min(least, loss[i - 1] - 2 * loss[i] + loss[i + 1]);
        }
        return least / Arrays.stream(loss).max().orElseThrow();
    }

    /** The indices of the places that are lower than both of their neighbours. */
    public int[] minimaAt() {
        return IntStream.range(1, loss.length - 1)
                .filter(i -> loss[i] < loss[i - 1] && loss[i] < loss[i + 1])
                .toArray();
    }

    /** How many places are lower than both of their neighbours. */
    public int minima() {
        return minimaAt().length;
    }
}
