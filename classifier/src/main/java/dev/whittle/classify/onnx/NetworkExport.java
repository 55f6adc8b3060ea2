package dev.whittle.classify.onnx;

import dev.whittle.classify.nn.Add;
import dev.whittle.classify.nn.BatchNorm;
import dev.whittle.classify.nn.Dropout;
import dev.whittle.classify.nn.Elu;
import dev.whittle.classify.nn.Flatten;
import dev.whittle.classify.nn.Identity;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.LeakyRelu;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Maxout;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.RandomCrop;
import dev.whittle.classify.nn.RandomCutout;
import dev.whittle.classify.nn.RandomFlip;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Scale;
import dev.whittle.classify.nn.Sigmoid;
import dev.whittle.classify.nn.Softplus;
import dev.whittle.classify.nn.Tanh;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The layers of a network as ONNX operators. */
final class NetworkExport {
    /** The layers that can be exported, for messages. */
    static final String LAYERS =
            "linear layers, convolutions, pools, batch normalisation, dropout, maxout, sums and the usual activations";

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
        for (int i = 0; i < steps.size(); i++) {
            Network.Step step = steps.get(i);
            String name = prefix + "/" + (i + 1) + "-"
                    + step.layer().getClass().getSimpleName().toLowerCase(Locale.ROOT);
            List<String> inputs = step.inputs().stream().map(values::get).toList();
            values.add(add(graph, name, inputs, step, i == steps.size() - 1 && isVector(step) ? output : name));
        }
        Network.Step last = steps.get(steps.size() - 1);
        return isVector(last) ? output : graph.add("Flatten", output, List.of(values.get(steps.size())));
    }

    private static boolean isVector(Network.Step step) {
        return step.output().rank() == 1;
    }

    private static String add(OnnxGraph graph, String name, List<String> inputs, Network.Step step, String output) {
        Layer layer = step.layer();
        if (layer instanceof Linear linear) {
            return add(graph, name, inputs.get(0), linear, output);
        } else if (layer instanceof BatchNorm norm) {
            return add(graph, name, inputs.get(0), norm, output);
        } else if (layer instanceof Maxout maxout) {
            // The values j, n + j, 2n + j, … are a column of a matrix with a row for each piece.
            String shape = graph.constant(
                    name + "/shape", 0, maxout.count(), step.output().size());
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
        } else if (layer instanceof Scale scale) {
            String factor = graph.constant(name + "/factor", new float[] {scale.factor()}, 1);
            return graph.add("Mul", output, List.of(inputs.get(0), factor));
        }
        String ofImages = ImageLayersExport.add(graph, name, inputs, step, output);
        return ofImages != null ? ofImages : graph.add(operator(layer), output, inputs);
    }

    /** The operator of a layer without settings. */
    private static String operator(Layer layer) {
        if (layer instanceof Relu) {
            return "Relu";
        } else if (layer instanceof Softplus) {
            return "Softplus";
        } else if (layer instanceof Tanh) {
            return "Tanh";
        } else if (layer instanceof Sigmoid) {
            return "Sigmoid";
        } else if (layer instanceof Flatten) {
            return "Flatten";
        } else if (layer instanceof Add) {
            return "Sum";
        } else if (layer instanceof Identity
                || layer instanceof Dropout
                || layer instanceof RandomFlip
                || layer instanceof RandomCrop
                || layer instanceof RandomCutout) {
            // After training nothing is dropped, flipped, moved or cut out.
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
        Matrix mean = ImageLayersExport.buffer(layer, "mean");
        Matrix variance = ImageLayersExport.buffer(layer, "variance");
        int width = mean.columns();
        return graph.add(
                "BatchNormalization",
                output,
                List.of(
                        input,
                        graph.constant(name + "/gamma", layer.gamma(), width),
                        graph.constant(name + "/beta", layer.beta(), width),
                        graph.constant(name + "/mean", mean.data(), width),
                        graph.constant(name + "/variance", variance.data(), width)),
                OnnxGraph.attribute("epsilon", (float) layer.epsilon()));
    }
}
