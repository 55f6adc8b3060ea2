package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Tanh;
import dev.whittle.classify.optim.Parameter;
import java.util.List;
import java.util.StringJoiner;

/**
 * A small network of two inputs that runs in the page: sliders choose the inputs, and the page computes the values of
 * all layers and marks the point in the figure's first drawing.
 *
 * @param inputs the names of both, x and y in the drawing
 * @param from the least value of both
 * @param to the largest
 * @param start where the sliders stand at first, in steps of a twentieth from 0
 * @param data the layers as JSON: weights and biases in millionths, rounded, so that the page has the same bytes on
 *     every machine
 */
public record PageNetwork(List<String> inputs, double from, double to, List<Integer> start, String data) {
    /** How many positions of a slider make 1. */
    private static final int STEPS = 20;

    public PageNetwork {
        inputs = List.copyOf(inputs);
        start = List.copyOf(start);
    }

    /**
     * @param names of the values of each step that is shown, an empty text for one that is not
     * @param drawing the box in which the point is marked
     * @throws IllegalArgumentException if the network has other layers than linear ones, ReLU and tanh in a chain
     */
    static PageNetwork of(
            Network network,
            List<String> names,
            List<String> inputs,
            double[] range,
            List<Integer> start,
            Plot drawing) {
        List<Network.Step> steps = network.steps();
        if (names.size() != steps.size() || network.inputs() != 2) {
            throw new IllegalArgumentException("A network of two inputs is expected, with a name for each of its "
                    + steps.size() + " layers, got " + network.inputs() + " inputs and the names " + names);
        }
        StringJoiner layers = new StringJoiner(",", "[", "]");
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).inputs().equals(List.of(i))) {
                throw new IllegalArgumentException("A chain of layers is expected, got " + network);
            }
            layers.add(layer(steps.get(i).layer(), names.get(i)));
        }
        StringJoiner pixels = new StringJoiner(",", "[", "]");
        for (double pixel : drawing.pixels()) {
            pixels.add(Long.toString(Math.round(100 * pixel)));
        }
        String data = "{\"pixels\":" + pixels + ",\"layers\":" + layers + "}";
        return new PageNetwork(inputs, range[0], range[1], start, data);
    }

    private static String layer(Layer layer, String name) {
        String start = "{\"name\":\"" + name + "\",";
        if (layer instanceof Linear linear) {
            return start + "\"w\":" + millionths(linear.parameters().get(0)) + ",\"b\":"
                    + millionths(linear.parameters().get(1)) + "}";
        }
        if (layer instanceof Relu || layer instanceof Tanh) {
            return start + "\"f\":\"" + (layer instanceof Relu ? "relu" : "tanh") + "\"}";
        }
        throw new IllegalArgumentException("Linear layers, ReLU and tanh run in the page, got " + layer);
    }

    private static String millionths(Parameter parameter) {
        StringJoiner values = new StringJoiner(",", "[", "]");
        for (float value : parameter.values()) {
            values.add(Long.toString(Math.round(1e6 * value)));
        }
        return values.toString();
    }

    /** The least position of a slider. */
    public long least() {
        return Math.round(from * STEPS);
    }

    /** The largest position of a slider. */
    public long largest() {
        return Math.round(to * STEPS);
    }
}
