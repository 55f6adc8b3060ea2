package dev.whittle.classify.onnx;

import static dev.whittle.classify.onnx.OnnxGraph.attribute;

import dev.whittle.classify.nn.AveragePool2d;
import dev.whittle.classify.nn.BandScaling;
import dev.whittle.classify.nn.Conv2d;
import dev.whittle.classify.nn.Gelu;
import dev.whittle.classify.nn.GlobalAveragePool;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.MaxPool2d;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.nn.Silu;
import dev.whittle.classify.nn.WhiteningConv2d;
import dev.whittle.classify.nn.Window;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The layers of networks on images as ONNX operators. Images are N x bands x rows x columns. */
final class ImageLayersExport {
    private ImageLayersExport() {}

    /** Adds a layer; returns the name of its output, or null if it is none of these layers. */
    static String add(OnnxGraph graph, String name, List<String> inputs, Network.Step step, String output) {
        Layer layer = step.layer();
        String x = inputs.get(0);
        if (layer instanceof Conv2d convolution) {
            return convolution(graph, name, x, convolution, step.output().dimension(0), output);
        } else if (layer instanceof WhiteningConv2d whitening) {
            return convolution(
                    graph, name, x, whitening.convolution(), step.output().dimension(0), output);
        } else if (layer instanceof MaxPool2d pool) {
            return graph.add("MaxPool", output, inputs, size(pool.window()), stride(pool.window()));
        } else if (layer instanceof AveragePool2d pool) {
            return graph.add("AveragePool", output, inputs, size(pool.window()), stride(pool.window()));
        } else if (layer instanceof GlobalAveragePool) {
            return graph.add("Flatten", output, List.of(graph.add("GlobalAveragePool", name + "/means", inputs)));
        } else if (layer instanceof BandScaling scaling) {
            return scaled(graph, name, x, scaling, step.output(), output);
        } else if (layer instanceof Silu) {
            return graph.add("Mul", output, List.of(x, graph.add("Sigmoid", name + "/sigmoid", inputs)));
        } else if (layer instanceof Gelu) {
            return gelu(graph, name, x, output);
        }
        return null;
    }

    private static ProtoMessage size(Window window) {
        return attribute("kernel_shape", List.of(window.size(), window.size()));
    }

    private static ProtoMessage stride(Window window) {
        return attribute("strides", List.of(window.stride(), window.stride()));
    }

    private static String convolution(
            OnnxGraph graph, String name, String x, Conv2d layer, int filters, String output) {
        List<Parameter> parameters = layer.parameters();
        float[] weights = parameters.get(0).values();
        Window window = layer.window();
        int area = window.size() * window.size();
        List<String> inputs = new ArrayList<>(List.of(x));
        inputs.add(graph.constant(
                name + "/weights", weights, filters, weights.length / filters / area, window.size(), window.size()));
        if (parameters.size() > 1) {
            inputs.add(graph.constant(name + "/bias", parameters.get(1).values(), filters));
        }
        int p = window.padding();
        return graph.add("Conv", output, inputs, size(window), stride(window), attribute("pads", List.of(p, p, p, p)));
    }

    /** Vectors as images, each band scaled: (x - mean) · scale. */
    private static String scaled(
            OnnxGraph graph, String name, String x, BandScaling layer, Shape image, String output) {
        int bands = image.dimension(0);
        String shape = graph.constant(name + "/shape", 0, bands, image.dimension(1), image.dimension(2));
        String images = graph.add("Reshape", name + "/images", List.of(x, shape));
        String mean = graph.constant(name + "/mean", buffer(layer, "mean").data(), bands, 1, 1);
        String centred = graph.add("Sub", name + "/centred", List.of(images, mean));
        String scale = graph.constant(name + "/scale", buffer(layer, "scale").data(), bands, 1, 1);
        return graph.add("Mul", output, List.of(centred, scale));
    }

    /** The array of a layer that {@code name} is the last part of the name of. */
    static Matrix buffer(Layer layer, String name) {
        SortedMap<String, Matrix> all = new TreeMap<>(layer.buffers().asMap());
        all.putAll(layer.fixed().asMap());
        return all.keySet().stream()
                .filter(key -> key.endsWith("/" + name))
                .findFirst()
                .map(all::get)
                .orElseThrow(() -> new IllegalStateException(
                        "The layer " + layer + " has no array '" + name + "'; there is " + all.keySet()));
    }

    /** x/2 · (1 + erf(x/√2)). */
    private static String gelu(OnnxGraph graph, String name, String x, String output) {
        String root = graph.constant(name + "/root", new float[] {(float) Math.sqrt(0.5)}, 1);
        String one = graph.constant(name + "/one", new float[] {1}, 1);
        String half = graph.constant(name + "/half", new float[] {0.5f}, 1);
        String erf = graph.add("Erf", name + "/erf", List.of(graph.add("Mul", name + "/scaled", List.of(x, root))));
        String twice = graph.add("Add", name + "/twice", List.of(erf, one));
        String part = graph.add("Mul", name + "/part", List.of(twice, half));
        return graph.add("Mul", output, List.of(x, part));
    }
}
