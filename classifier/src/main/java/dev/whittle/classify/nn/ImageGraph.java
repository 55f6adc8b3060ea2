package dev.whittle.classify.nn;

import dev.whittle.classify.optim.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link Graph} for images, with the groups of layers that ready networks are made of, and names of their values. */
final class ImageGraph {
    /** The weights of a layer: an array of {@code inputs * outputs} values. */
    @FunctionalInterface
    interface Weights {
        /**
         * @param convolution whether the layer is a convolution, whose weights are saved as outputs x inputs; those
         *     of a linear layer are saved as inputs x outputs
         */
        float[] of(String layer, int inputs, int outputs, boolean convolution);
    }

    private final Graph graph;
    private final Weights weights;
    private final Map<String, Graph.Value> named = new LinkedHashMap<>();

    ImageGraph(Graph graph, Weights weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /** The values that have names, in the order of the network. */
    Map<String, Graph.Value> named() {
        return named;
    }

    /** Gives a value a name. */
    Graph.Value name(String name, Graph.Value value) {
        named.put(name, value);
        return value;
    }

    Graph.Value add(Layer layer, Graph.Value... values) {
        return graph.add(layer, values);
    }

    /** A convolution without bias, and batch normalisation. */
    Graph.Value convolution(String name, Graph.Value x, int filters, Window window) {
        int length = Conv2d.length(x.shape(), window);
        Parameter w = new Parameter(name + "/weights", weights.of(name, length, filters, true), true);
        Conv2d convolution = new Conv2d(x.shape(), filters, window, w, null);
        return graph.chain(x, convolution, new BatchNorm(name, convolution.output()));
    }

    /** {@link #convolution} and ReLU, a value with this name. */
    Graph.Value rectified(String name, Graph.Value x, int filters, Window window) {
        return name(name, graph.add(new Relu(), convolution(name, x, filters, window)));
    }

    /** A linear layer of the values of an image or vector, batch normalisation and ReLU, a value with this name. */
    Graph.Value hidden(String name, Graph.Value x, int outputs) {
        Graph.Value value = linear(name, x, outputs, null);
        return name(name, graph.chain(value, new BatchNorm(name, outputs), new Relu()));
    }

    /** A linear layer of the values of an image or vector, with a bias. */
    Graph.Value linear(String name, Graph.Value x, int outputs) {
        return linear(name, x, outputs, new Parameter(name + "/bias", new float[outputs], false));
    }

    private Graph.Value linear(String name, Graph.Value x, int outputs, Parameter bias) {
        Graph.Value vector = x.shape().rank() == 1 ? x : graph.add(new Flatten(), x);
        int inputs = vector.shape().size();
        Parameter w = new Parameter(name + "/weights", weights.of(name, inputs, outputs, false), true);
        return graph.add(new Linear(inputs, outputs, w, bias), vector);
    }
}
