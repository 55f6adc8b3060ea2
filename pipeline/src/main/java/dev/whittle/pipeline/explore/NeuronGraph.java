package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.Add;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.nn.Slice;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Each quantity of a neuron, f = a(w₀·x₀ + w₁·x₁ + w₂) with an activation a, and the derivative of f by it. With the
 * sigmoid and w = (2, -3, -3), x = (-1, -2) it is the example of the lecture CS231n, "Backpropagation".
 *
 * @param quantities in the order in which they are computed: x0, w0, x1, w1, w2, w0x0, w1x1, sum, s, f
 */
public record NeuronGraph(List<Quantity> quantities) {
    /** The example of the lecture. */
    private static final float[] X = {-1, -2};

    private static final float[] W = {2, -3, -3};

    /**
     * A quantity of the graph.
     *
     * @param name one of those above
     * @param derivative of f by the quantity
     */
    public record Quantity(String name, double value, double derivative) {}

    public NeuronGraph {
        quantities = List.copyOf(quantities);
    }

    /** The example of the lecture, with this activation of a single value. */
    public static NeuronGraph of(Layer activation, Run run) {
        return of(activation, X, W, run);
    }

    /**
     * Goes through the graph once forward and once back.
     *
     * @param x two inputs
     * @param w two weights and the bias
     */
    public static NeuronGraph of(Layer activation, float[] x, float[] w, Run run) {
        Parameter[] weights = new Parameter[2];
        Probe[] inputs = {new Probe(), new Probe()};
        Probe[] products = {new Probe(), new Probe()};
        Graph graph = new Graph(Shape.of(2));
        Graph.Value[] product = new Graph.Value[2];
        for (int i = 0; i < 2; i++) {
            weights[i] = new Parameter("w" + i, new float[] {w[i]}, true);
            product[i] = graph.chain(
                    graph.input(),
                    new Slice(i, Shape.of(1)),
                    inputs[i],
                    new Linear(1, 1, weights[i], null),
                    products[i]);
        }
        Parameter bias = new Parameter("w2", new float[] {w[2]}, false);
        Parameter one = new Parameter("one", new float[] {1}, false);
        Probe sum = new Probe();
        Probe s = new Probe();
        Probe f = new Probe();
        Graph.Value output =
                graph.chain(graph.add(new Add(), product), sum, new Linear(1, 1, one, bias), s, activation, f);
        Output.backpropagate(graph.network(output), Matrix.of(x), run);
        List<Quantity> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            all.add(quantity("x" + i, inputs[i]));
            all.add(new Quantity("w" + i, w[i], weights[i].gradient()[0]));
        }
        all.add(new Quantity("w2", w[2], bias.gradient()[0]));
        all.add(quantity("w0x0", products[0]));
        all.add(quantity("w1x1", products[1]));
        all.add(quantity("sum", sum));
        all.add(quantity("s", s));
        all.add(quantity("f", f));
        return new NeuronGraph(all);
    }

    private static Quantity quantity(String name, Probe probe) {
        return new Quantity(name, probe.value()[0], probe.derivative()[0]);
    }

    /** @throws IllegalArgumentException if there is no quantity of this name */
    public Quantity get(String name) {
        return quantities.stream()
                .filter(q -> q.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no quantity '" + name + "'; there are "
                        + quantities.stream().map(Quantity::name).toList()));
    }
}
