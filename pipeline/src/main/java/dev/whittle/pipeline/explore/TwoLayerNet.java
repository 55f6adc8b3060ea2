package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.SquaredError;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Initializer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The lecture's program in twenty lines: a net of two layers without bias, ReLU between them, on 64 samples of 1,000
 * standard normal features, with 100 hidden units and ten outputs; 500 steps of gradient descent on the squared error
 * to the unit vector of a random class, its mean over the samples.
 */
public final class TwoLayerNet {
    /** How many steps the lecture's program takes. */
    public static final int STEPS = 500;

    private static final int SAMPLES = 64;
    private static final int FEATURES = 1000;
    private static final int HIDDEN = 100;
    private static final int OUTPUTS = 10;

    private final Samples samples;
    private final Trainable net;
    private final int[] order = IntStream.range(0, SAMPLES).toArray();

    /** Draws samples and weights, the weights with He's deviation. */
    public TwoLayerNet(Run run) {
        samples = samples(run);
        Parameter w1 = new Parameter("w1", Initializer.HE.draw(FEATURES, HIDDEN, run.random("w1", 0)), true);
        Parameter w2 = new Parameter("w2", Initializer.HE.draw(HIDDEN, OUTPUTS, run.random("w2", 0)), true);
        Graph graph = new Graph(Shape.of(FEATURES));
        Graph.Value scores = graph.chain(
                graph.input(),
                new Linear(FEATURES, HIDDEN, w1, null),
                new Relu(),
                new Linear(HIDDEN, OUTPUTS, w2, null));
        net = graph.network(scores).training(new SquaredError(), run);
    }

    /** The samples, of a generator of the purpose "two layers". */
    public static Samples samples(Run run) {
        Rng random = run.random("two layers", 0);
        Matrix x = new Matrix(SAMPLES, FEATURES);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return new Samples(
                x, IntStream.range(0, SAMPLES).map(i -> random.nextInt(OUTPUTS)).toArray(), OUTPUTS);
    }

    /** A step of gradient descent; returns the mean loss before it. @param rate the learning rate η */
    public double step(float rate) {
        double loss = net.gradient(samples, order, 0, SAMPLES, 0).loss() / SAMPLES;
        for (Parameter p : net.parameters()) {
            for (int i = 0; i < p.values().length; i++) {
                p.values()[i] -= rate * p.gradient()[i];
            }
        }
        return loss;
    }

    /** The mean losses before each step, up to the first one that is not finite, which is not among them. */
    public static double[] losses(float rate, Run run) {
        TwoLayerNet net = new TwoLayerNet(run);
        List<Double> losses = new ArrayList<>();
        double loss = net.step(rate);
        while (losses.size() < STEPS && Double.isFinite(loss)) {
            losses.add(loss);
            loss = net.step(rate);
        }
        return losses.stream().mapToDouble(d -> d).toArray();
    }
}
