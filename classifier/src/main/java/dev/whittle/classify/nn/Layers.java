package dev.whittle.classify.nn;

import dev.whittle.feature.Matrix;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/** Dense layers, one on the other, with ReLU between them: what {@link Mlp} trains and {@link HiddenLayer} cuts off. */
final class Layers {
    private final List<Dense> layers;

    private Layers(List<Dense> layers) {
        this.layers = List.copyOf(layers);
    }

    /** Untrained: inputs → hidden sizes → outputs. */
    static Layers he(int inputs, List<Integer> hidden, int outputs, Run run) {
        List<Dense> layers = new ArrayList<>();
        int from = inputs;
        for (int i = 0; i <= hidden.size(); i++) {
            int to = i < hidden.size() ? hidden.get(i) : outputs;
            layers.add(Dense.he(from, to, run.random("He initialisation", i)));
            from = to;
        }
        return new Layers(layers);
    }

    int depth() {
        return layers.size();
    }

    Dense get(int i) {
        return layers.get(i);
    }

    int inputs() {
        return layers.get(0).inputs;
    }

    int outputs() {
        return layers.get(layers.size() - 1).outputs;
    }

    Layers withoutLast() {
        return new Layers(layers.subList(0, layers.size() - 1));
    }

    /** The rows of the last layer's output; its ReLU is the caller's to add. */
    void forward(Kernels kernels, int rows, float[] x, int xOffset, float[] out, int outOffset) {
        float[] input = x;
        int offset = xOffset;
        for (int i = 0; i < layers.size() - 1; i++) {
            Dense layer = layers.get(i);
            float[] y = new float[rows * layer.outputs];
            layer.forward(kernels, rows, input, offset, y, 0);
            Relu.forward(y, 0, y.length);
            input = y;
            offset = 0;
        }
        layers.get(layers.size() - 1).forward(kernels, rows, input, offset, out, outOffset);
    }

    /** Copies of all weights ({@code layer1/weights}, inputs × outputs, …) and biases ({@code layer1/bias}, 1 × outputs, …). */
    NamedArrays arrays() {
        NamedArrays arrays = NamedArrays.empty();
        for (int i = 0; i < layers.size(); i++) {
            Dense layer = layers.get(i);
            arrays = arrays.with(name(i, "weights"), new Matrix(layer.inputs, layer.outputs, layer.weights.clone()))
                    .with(name(i, "bias"), new Matrix(1, layer.outputs, layer.bias.clone()));
        }
        return arrays;
    }

    /** @param sizes outputs of each layer, -1 for any */
    static Layers restore(NamedArrays arrays, List<Integer> sizes) {
        List<Dense> layers = new ArrayList<>();
        int inputs = -1;
        for (int i = 0; i < sizes.size(); i++) {
            Matrix weights = arrays.get(name(i, "weights"), inputs, sizes.get(i));
            Matrix bias = arrays.get(name(i, "bias"), 1, weights.columns());
            if (weights.rows() == 0 || weights.columns() == 0) {
                throw new IllegalArgumentException("Array '" + name(i, "weights") + "' is " + weights.rows() + "x"
                        + weights.columns() + ", expected at least 1x1");
            }
            layers.add(new Dense(
                    weights.copy().requireFinite("array '" + name(i, "weights") + "'"),
                    bias.copy().requireFinite("array '" + name(i, "bias") + "'").data()));
            inputs = weights.columns();
        }
        return new Layers(layers);
    }

    private static String name(int i, String array) {
        return "layer" + (i + 1) + "/" + array;
    }
}
