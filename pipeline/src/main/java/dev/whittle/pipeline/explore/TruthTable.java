package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.nn.Activation;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.List;

/** Functions of two bits as samples of two classes. */
public enum TruthTable {
    AND(0, 0, 0, 1),
    OR(0, 1, 1, 1),
    XOR(0, 1, 1, 0);

    private final int[] labels;

    TruthTable(int... labels) {
        this.labels = labels;
    }

    /** The inputs (0, 0), (0, 1), (1, 0) and (1, 1) with the function's value as their class. */
    public Samples samples() {
        return new Samples(new Matrix(4, 2, new float[] {0, 0, 0, 1, 1, 0, 1, 1}), labels.clone(), 2);
    }

    /**
     * The derivatives by w₁, w₂ and b of the mean log-likelihood at w = 0, b = 0, where the probability of class 1 is
     * σ(w·x + b): the mean of (y - ½)·(x, 1).
     */
    public double[] gradientAtZero(Run run) {
        // The softmax of the scores 0 and w·x + b; the derivatives of the loss are those of -log p.
        Parameter weights = new Parameter("weights", new float[4], true);
        Parameter bias = new Parameter("bias", new float[2], false);
        Graph graph = new Graph(Shape.of(2));
        Network network = graph.network(graph.add(new Linear(2, 2, weights, bias), graph.input()));
        network.training(new CrossEntropy(), run).gradient(samples(), new int[] {0, 1, 2, 3}, 0, 4, 0);
        // Weights are stored input by input, so those of class 1 are at 1 and 3.
        return new double[] {-weights.gradient()[1], -weights.gradient()[3], -bias.gradient()[1]};
    }

    /** A network with this number of hidden ReLUs, one or more, trained by 500 steps of Adam on the cross entropy. */
    public Network trained(int hidden, Run run) {
        MiniBatches steps = MiniBatches.builder()
                .optimizer(Optimizer.ADAM)
                .learningRate(0.05)
                .epochs(500)
                .batchSize(4)
                .build();
        return new Mlp(List.of(hidden), Activation.RELU, LossName.CROSS_ENTROPY, 0, false, 0, 0, steps)
                .train(samples(), run)
                .scores();
    }

    /**
     * XOR with two hidden units by hand: h₁ = max(0, x₁ + x₂), h₂ = max(0, x₁ + x₂ - 1). The score of class 1 is
     * h₁ - 2·h₂ - ½, that of class 0 is 0 (Goodfellow, Bengio and Courville 2016, section 6.1).
     */
    public static Network xorByHand() {
        Graph graph = new Graph(Shape.of(2));
        Linear first = new Linear(
                2,
                2,
                new Parameter("layer1/weights", new float[] {1, 1, 1, 1}, true),
                new Parameter("layer1/bias", new float[] {0, -1}, false));
        Linear second = new Linear(
                2,
                2,
                new Parameter("layer2/weights", new float[] {0, 1, 0, -2}, true),
                new Parameter("layer2/bias", new float[] {0, -0.5f}, false));
        return graph.network(graph.chain(graph.input(), first, new Relu(), second));
    }
}
