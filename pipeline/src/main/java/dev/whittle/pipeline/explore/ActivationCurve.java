package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Maxout;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/**
 * An activation of one input, and its derivative by backpropagation through the layer.
 *
 * @param x from -4 to 4
 * @param value f(x)
 * @param derivative f'(x)
 */
public record ActivationCurve(double[] x, double[] value, double[] derivative) {
    private static final int POINTS = 161;

    /** Of a layer that computes each of its values from one input. */
    public static ActivationCurve of(Layer activation, Run run) {
        return of(activation, new float[] {1}, run);
    }

    /** Of the largest of the linear functions {@code slope·x}. */
    public static ActivationCurve maxout(float[] slopes, Run run) {
        return of(new Maxout(slopes.length), slopes, run);
    }

    private static ActivationCurve of(Layer activation, float[] slopes, Run run) {
        // x → slopes·x + bias → activation: the derivative by x is that by each bias times its slope.
        Parameter weights = new Parameter("weights", slopes, true);
        Parameter bias = new Parameter("bias", new float[slopes.length], false);
        Graph graph = new Graph(Shape.of(1));
        Graph.Value linear = graph.add(new Linear(1, slopes.length, weights, bias), graph.input());
        Network network = graph.network(graph.add(activation, linear));
        double[] x = new double[POINTS];
        double[] value = new double[POINTS];
        double[] derivative = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = (i - POINTS / 2) / 20.0;
            Matrix input = Matrix.of(new float[] {(float) x[i]});
            value[i] = network.scores(input, run).get(0, 0);
            derivative[i] = derivative(network, input, slopes, bias, run);
        }
        return new ActivationCurve(x, value, derivative);
    }

    private static double derivative(Network network, Matrix input, float[] slopes, Parameter bias, Run run) {
        Output.backpropagate(network, input, run);
        double sum = 0;
        for (int j = 0; j < slopes.length; j++) {
            sum += slopes[j] * (double) bias.gradient()[j];
        }
        return sum;
    }
}
