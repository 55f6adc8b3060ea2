package dev.whittle.classify.onnx;

import dev.whittle.classify.nn.AveragePool2d;
import dev.whittle.classify.nn.BandScaling;
import dev.whittle.classify.nn.Conv2d;
import dev.whittle.classify.nn.Flatten;
import dev.whittle.classify.nn.GlobalAveragePool;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.MaxPool2d;
import dev.whittle.classify.nn.RandomCrop;
import dev.whittle.classify.nn.RandomFlip;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.nn.Window;
import java.util.ArrayList;
import java.util.List;

/** The layers of networks on images as ONNX operators. An image is N x bands x rows x columns. */
final class ImageLayerExport {
    /** The layers that can be exported, for messages. */
    static final String LAYERS = "convolutions, pools and what scales, flips and crops images";

    private ImageLayerExport() {}

    /**
     * Adds a layer.
     *
     * @param in the shape of its first input
     * @return whether it is a layer for images
     */
    static boolean add(OnnxGraph graph, String name, List<String> inputs, Layer layer, Shape in, String output) {
        String input = inputs.get(0);
        if (layer instanceof BandScaling scaling) {
            scaled(graph, name, input, scaling, output);
        } else if (layer instanceof Conv2d convolution) {
            convolution(graph, name, input, convolution, in, output);
        } else if (layer instanceof MaxPool2d pool) {
            graph.add("MaxPool", output, inputs, window(pool.window()));
        } else if (layer instanceof AveragePool2d pool) {
            graph.add("AveragePool", output, inputs, window(pool.window()));
        } else if (layer instanceof GlobalAveragePool) {
            graph.add("Flatten", output, List.of(graph.add("GlobalAveragePool", name + "/means", inputs)));
        } else if (layer instanceof Flatten) {
            graph.add("Flatten", output, inputs);
        } else if (layer instanceof RandomCrop || layer instanceof RandomFlip) {
            // After training images are neither moved nor mirrored.
            graph.add("Identity", output, inputs);
        } else {
            return false;
        }
        return true;
    }

    /** From vectors to images, (x - mean) · scale band by band. */
    private static void scaled(OnnxGraph graph, String name, String input, BandScaling layer, String output) {
        Shape image = layer.image();
        int bands = image.dimension(0);
        String shape = graph.constant(name + "/shape", -1, bands, image.dimension(1), image.dimension(2));
        String images = graph.add("Reshape", name + "/images", List.of(input, shape));
        String mean = graph.constant(name + "/mean", layer.means(), bands, 1, 1);
        String centred = graph.add("Sub", name + "/centred", List.of(images, mean));
        String scale = graph.constant(name + "/scale", layer.scales(), bands, 1, 1);
        graph.add("Mul", output, List.of(centred, scale));
    }

    private static void convolution(OnnxGraph graph, String name, String input, Conv2d layer, Shape in, String output) {
        int filters = layer.output().dimension(0);
        int size = layer.window().size();
        List<String> inputs = new ArrayList<>(List.of(input));
        float[] weights = layer.parameters().get(0).values();
        inputs.add(graph.constant(name + "/weights", weights, filters, in.dimension(0), size, size));
        if (layer.parameters().size() > 1) {
            inputs.add(graph.constant(name + "/bias", layer.parameters().get(1).values(), filters));
        }
        graph.add("Conv", output, inputs, window(layer.window()));
    }

    private static ProtoMessage[] window(Window window) {
        int size = window.size();
        int stride = window.stride();
        int padding = window.padding();
        return new ProtoMessage[] {
            OnnxGraph.attribute("kernel_shape", List.of(size, size)),
            OnnxGraph.attribute("strides", List.of(stride, stride)),
            OnnxGraph.attribute("pads", List.of(padding, padding, padding, padding))
        };
    }
}
