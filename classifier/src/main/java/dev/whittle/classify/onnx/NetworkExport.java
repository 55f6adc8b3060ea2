package dev.whittle.classify.onnx;

import dev.whittle.classify.nn.Add;
import dev.whittle.classify.nn.BatchNorm;
import dev.whittle.classify.nn.Dropout;
import dev.whittle.classify.nn.Elu;
import dev.whittle.classify.nn.Gelu;
import dev.whittle.classify.nn.Identity;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.LeakyRelu;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Maxout;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.nn.Sigmoid;
import dev.whittle.classify.nn.Silu;
import dev.whittle.classify.nn.Softplus;
import dev.whittle.classify.nn.Tanh;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** The layers of a network as ONNX operators. */
final class NetworkExport {
    /** The layers that can be exported, for messages. */
    static final String LAYERS =
            "Linear, Add, BatchNorm, Dropout, Maxout, the activations by value, " + ImageLayerExport.LAYERS;

    private NetworkExport() {}

    /**
     * Adds the layers of a network. The output of layer i, from 1, is called {@code prefix/i-kind}, such as {@code
     * head/2-relu}; that of the last one has the given name.
     *
     * @param input the features, N x inputs
     * @return the name of the output
     * @throws IllegalArgumentException if a layer cannot be exported
     */
    static String add(OnnxGraph graph, String prefix, String input, Network network, String output) {
        List<Network.Step> steps = network.steps();
        List<String> values = new ArrayList<>(List.of(input));
        List<Shape> shapes = new ArrayList<>(List.of(Shape.of(network.inputs())));
        for (int i = 0; i < steps.size(); i++) {
            Network.Step step = steps.get(i);
            String name = prefix + "/" + (i + 1) + "-"
                    + step.layer().getClass().getSimpleName().toLowerCase(Locale.ROOT);
            List<String> inputs = step.inputs().stream().map(values::get).toList();
            List<Shape> in = step.inputs().stream().map(shapes::get).toList();
            String last = i == steps.size() - 1 ? output : name;
            if (!ImageLayerExport.add(graph, name, inputs, step.layer(), in.get(0), last)) {
                add(graph, name, inputs, step, last);
            }
            values.add(last);
            shapes.add(step.layer().output(in));
        }
        return output;
    }

    private static String add(OnnxGraph graph, String name, List<String> inputs, Network.Step step, String output) {
        Layer layer = step.layer();
        if (layer instanceof Silu) {
            String sigmoid = graph.add("Sigmoid", name + "/sigmoid", inputs);
            return graph.add("Mul", output, List.of(inputs.get(0), sigmoid));
        } else if (layer instanceof Gelu) {
            return gelu(graph, name, inputs.get(0), output);
        } else if (layer instanceof Linear linear) {
            return add(graph, name, inputs.get(0), linear, output);
        } else if (layer instanceof BatchNorm norm) {
            return add(graph, name, inputs.get(0), norm, output);
        } else if (layer instanceof Maxout maxout) {
            // The values j, n + j, 2n + j, … are a column of a matrix with a row for each piece.
            String shape = graph.constant(name + "/shape", 0, maxout.count(), step.width());
            String pieces = graph.add("Reshape", name + "/pieces", List.of(inputs.get(0), shape));
            return graph.add(
                    "ReduceMax",
                    output,
                    List.of(pieces),
                    OnnxGraph.attribute("axes", List.of(1)),
                    OnnxGraph.attribute("keepdims", 0));
        } else if (layer instanceof LeakyRelu leaky) {
            return graph.add("LeakyRelu", output, inputs, OnnxGraph.attribute("alpha", leaky.slope()));
        } else if (layer instanceof Elu elu) {
            return graph.add("Elu", output, inputs, OnnxGraph.attribute("alpha", elu.alpha()));
        }
        return graph.add(operator(layer), output, inputs);
    }

    /** x·(1 + erf(x/√2))/2. */
    private static String gelu(OnnxGraph graph, String name, String x, String output) {
        String root = graph.constant(name + "/root", new float[] {(float) Math.sqrt(0.5)}, 1);
        String erf = graph.add("Erf", name + "/erf", List.of(graph.add("Mul", name + "/scaled", List.of(x, root))));
        String one = graph.constant(name + "/one", new float[] {1}, 1);
        String twice = graph.add("Add", name + "/twice", List.of(erf, one));
        String half = graph.constant(name + "/half", new float[] {0.5f}, 1);
        String distribution = graph.add("Mul", name + "/distribution", List.of(twice, half));
        return graph.add("Mul", output, List.of(x, distribution));
    }

    /** The operator of a layer without settings. */
    private static String operator(Layer layer) {
        if (layer instanceof Add) {
            return "Add";
        } else if (layer instanceof Relu) {
            return "Relu";
        } else if (layer instanceof Softplus) {
            return "Softplus";
        } else if (layer instanceof Tanh) {
            return "Tanh";
        } else if (layer instanceof Sigmoid) {
            return "Sigmoid";
        } else if (layer instanceof Identity || layer instanceof Dropout) {
            // After training nothing is dropped.
            return "Identity";
        }
        throw new IllegalArgumentException("the layer " + layer + ", since only " + LAYERS + " can be");
    }

    private static String add(OnnxGraph graph, String name, String input, Linear layer, String output) {
        List<String> inputs = new ArrayList<>(List.of(input));
        inputs.add(
                graph.constant(name + "/weights", layer.parameters().get(0).values(), layer.inputs(), layer.outputs()));
        if (layer.parameters().size() > 1) {
            inputs.add(graph.constant(name + "/bias", layer.parameters().get(1).values(), layer.outputs()));
        }
        return graph.add("Gemm", output, inputs);
    }

    private static String add(OnnxGraph graph, String name, String input, BatchNorm layer, String output) {
        // Sorted by name: the mean and the variance.
        SortedMap<String, Matrix> moments = layer.buffers().asMap();
        Matrix mean = moments.get(moments.firstKey());
        Matrix variance = moments.get(moments.lastKey());
        int width = mean.columns();
        return graph.add(
                "BatchNormalization",
                output,
                List.of(
                        input,
                        graph.constant(
                                name + "/gamma", layer.parameters().get(0).values(), width),
                        graph.constant(name + "/beta", layer.parameters().get(1).values(), width),
                        graph.constant(name + "/mean", mean.data(), width),
                        graph.constant(name + "/variance", variance.data(), width)),
                OnnxGraph.attribute("epsilon", (float) layer.epsilon()));
    }
}
