package dev.whittle.classify.nn;

import dev.whittle.classify.optim.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Graph} for images, with the groups of layers that ready networks are made of, and names of their values. */
final class ImageGraph {
    /** The weights of a layer: an array of {@code inputs * outputs} values. */
    @FunctionalInterface
    interface Weights {
        /**
         * @param initializer how they are drawn before training
         * @param convolution whether the layer is a convolution, whose weights are saved as outputs x inputs; those
         *     of a linear layer are saved as inputs x outputs
         */
        float[] of(String layer, Initializer initializer, int inputs, int outputs, boolean convolution);
    }

    private final Graph graph;
    private final Weights weights;
    private final Map<String, Graph.Value> named = new LinkedHashMap<>();
    private final List<WhiteningConv2d> whitening = new ArrayList<>();

    ImageGraph(Graph graph, Weights weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /** The values that have names, in the order of the network. */
    Map<String, Graph.Value> named() {
        return named;
    }

    /** The layers that are fitted to the training images. */
    List<WhiteningConv2d> whitening() {
        return whitening;
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
        Conv2d convolution = convolution(name, x, filters, window, Initializer.HE);
        return graph.chain(x, convolution, new BatchNorm(name, convolution.output()));
    }

    private Conv2d convolution(String name, Graph.Value x, int filters, Window window, Initializer initializer) {
        int length = Conv2d.length(x.shape(), window);
        float[] w = weights.of(name, initializer, length, filters, true);
        Parameter parameter = new Parameter(name + "/weights", w, new float[w.length], true, 1, length);
        return new Conv2d(x.shape(), filters, window, parameter, null);
    }

    /** A {@link WhiteningConv2d} of the training images, with GELU, a value with this name. */
    Graph.Value whitened(String name, Graph.Value x, int size, double biasRate) {
        WhiteningConv2d layer = new WhiteningConv2d(name, x.shape(), size, biasRate);
        whitening.add(layer);
        return name(name, graph.chain(x, layer, new Gelu()));
    }

    /**
     * A convolution without bias that keeps rows and columns. At first each filter passes one band unchanged, as far
     * as there are bands; the other filters are drawn.
     */
    Graph.Value nearIdentity(String name, Graph.Value x, int filters, int size) {
        Conv2d convolution = convolution(name, x, filters, Window.same(size), Initializer.UNIFORM);
        float[] w = convolution.parameters().get(0).values();
        int area = size * size;
        int bands = x.shape().dimension(0);
        for (int f = 0; f < Math.min(filters, bands); f++) {
            int filter = f * bands * area;
            Arrays.fill(w, filter, filter + bands * area, 0);
            w[filter + f * area + area / 2] = 1;
        }
        return graph.add(convolution, x);
    }

    /**
     * Batch normalisation without γ and nearly without ε, whose running means follow the last batches closely; and
     * GELU, a value with this name.
     */
    Graph.Value centred(String name, Graph.Value x, double biasRate) {
        int bands = x.shape().dimension(0);
        Parameter beta = new Parameter(name + "/beta", new float[bands], new float[bands], true, biasRate, 0);
        return name(name, graph.chain(x, new BatchNorm(name, x.shape(), 0.4, 1e-12, false, beta), new Gelu()));
    }

    /** {@link #convolution} and ReLU, a value with this name. */
    Graph.Value rectified(String name, Graph.Value x, int filters, Window window) {
        return name(name, graph.add(new Relu(), convolution(name, x, filters, window)));
    }

    /** A linear layer of the values of an image or vector, batch normalisation and ReLU, a value with this name. */
    Graph.Value hidden(String name, Graph.Value x, int outputs) {
        Graph.Value value = linear(name, x, outputs, Initializer.HE, null);
        return name(name, graph.chain(value, new BatchNorm(name, outputs), new Relu()));
    }

    /** A linear layer of the values of an image or vector, with a bias. */
    Graph.Value linear(String name, Graph.Value x, int outputs) {
        return linear(name, x, outputs, Initializer.HE, new Parameter(name + "/bias", new float[outputs], false));
    }

    /** A linear layer of the values of an image or vector, without a bias. */
    Graph.Value unbiased(String name, Graph.Value x, int outputs) {
        return linear(name, x, outputs, Initializer.UNIFORM, null);
    }

    private Graph.Value linear(String name, Graph.Value x, int outputs, Initializer initializer, Parameter bias) {
        Graph.Value vector = x.shape().rank() == 1 ? x : graph.add(new Flatten(), x);
        int inputs = vector.shape().size();
        Parameter w = new Parameter(name + "/weights", weights.of(name, initializer, inputs, outputs, false), true);
        return graph.add(new Linear(inputs, outputs, w, bias), vector);
    }
}
