package dev.whittle.classify.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Describes a network: each layer takes earlier values, so that any directed acyclic graph can be described.
 *
 * <pre>{@code
 * Graph graph = new Graph(Shape.of(64));
 * Value x = graph.input();
 * Value h = graph.add(new Relu(), graph.add(new Linear("a", 64, 64, Initializer.HE, run.random("a", 0)), x));
 * Value y = graph.add(new Linear("b", 64, 10, Initializer.HE, run.random("b", 0)), graph.add(new Add(), x, h));
 * Network network = graph.network(y);
 * }</pre>
 *
 * <p>If a value is used several times, its derivatives are the sum over its uses, beginning with the last use.
 */
public final class Graph {
    private final Value input;
    private final List<Nodes.Node> nodes = new ArrayList<>();

    /** @param input the shape of a sample's features */
    public Graph(Shape input) {
        this.input = new Value(0, input);
    }

    /** The output of a layer, or the features. */
    public final class Value {
        private final int index;
        private final Shape shape;

        private Value(int index, Shape shape) {
            this.index = index;
            this.shape = shape;
        }

        public Shape shape() {
            return shape;
        }

        private Graph graph() {
            return Graph.this;
        }
    }

    public Value input() {
        return input;
    }

    /**
     * The output of a layer.
     *
     * @throws IllegalArgumentException if the layer cannot take these values, or is in the graph already
     */
    public Value add(Layer layer, Value... inputs) {
        List<Shape> shapes = new ArrayList<>();
        for (Value v : inputs) {
            if (v.graph() != this) {
                throw new IllegalArgumentException("A value of another graph was given to " + layer);
            }
            shapes.add(v.shape);
        }
        for (Nodes.Node node : nodes) {
            if (node.layer() == layer) {
                throw new IllegalArgumentException(layer
                        + " is in the graph already; to share parameters, make another layer with the same Parameter");
            }
        }
        Shape shape = layer.output(shapes);
        nodes.add(new Nodes.Node(
                layer,
                Arrays.stream(inputs).mapToInt(v -> v.index).toArray(),
                Arrays.stream(inputs).mapToInt(v -> v.shape.size()).toArray(),
                shape));
        return new Value(nodes.size(), shape);
    }

    /** Adds layers of one input, one after another. */
    public Value chain(Value from, Layer... layers) {
        Value value = from;
        for (Layer layer : layers) {
            value = add(layer, value);
        }
        return value;
    }

    /** The network that computes a value, with only the layers that it needs. */
    public Network network(Value output) {
        if (output.graph() != this || output.index == 0) {
            throw new IllegalArgumentException("The output of a network is a value of its graph, and not its input");
        }
        boolean[] needed = new boolean[nodes.size() + 1];
        needed[output.index] = true;
        for (int i = output.index; i > 0; i--) {
            if (needed[i]) {
                for (int v : nodes.get(i - 1).inputs()) {
                    needed[v] = true;
                }
            }
        }
        int[] place = new int[nodes.size() + 1];
        List<Nodes.Node> kept = new ArrayList<>();
        for (int i = 1; i <= output.index; i++) {
            if (needed[i]) {
                Nodes.Node node = nodes.get(i - 1);
                int[] inputs = Arrays.stream(node.inputs()).map(v -> place[v]).toArray();
                kept.add(new Nodes.Node(node.layer(), inputs, node.widths(), node.output()));
                place[i] = kept.size();
            }
        }
        return new Network(new Nodes(input.shape.size(), kept));
    }
}
