package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.Add;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.nn.Tanh;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/**
 * A residual block of one value, y = x + f(x) with f(x) = v·tanh(u·x): x is used twice, and ∂y/∂x is the sum of what
 * comes back on both ways (He, Zhang, Ren and Sun, "Identity mappings in deep residual networks", 2016, equation 5).
 *
 * @param x the input
 * @param f f(x)
 * @param y x + f(x)
 * @param shortcut the derivative that comes back through the shortcut, 1
 * @param block the derivative that comes back through f, f'(x)
 * @param sum the derivative by x, of both ways
 */
public record SharedValue(double x, double f, double y, double shortcut, double block, double sum) {
    static final float INNER = 2;
    static final float OUTER = 0.75f;

    /** With u = 2 and v = ¾. */
    public static SharedValue of(double x, Run run) {
        return of(x, INNER, OUTER, run);
    }

    public static SharedValue of(double x, float u, float v, Run run) {
        Probe input = new Probe();
        Probe toSum = new Probe();
        Probe toBlock = new Probe();
        Probe block = new Probe();
        Graph graph = new Graph(Shape.of(1));
        Graph.Value shared = graph.add(input, graph.input());
        Graph.Value f = graph.chain(
                shared,
                toBlock,
                new Linear(1, 1, new Parameter("u", new float[] {u}, true), null),
                new Tanh(),
                new Linear(1, 1, new Parameter("v", new float[] {v}, true), null),
                block);
        Network network = graph.network(graph.add(new Add(), graph.add(toSum, shared), f));
        double y = Output.backpropagate(network, Matrix.of(new float[] {(float) x}), run);
        return new SharedValue(
                input.value()[0],
                block.value()[0],
                y,
                toSum.derivative()[0],
                toBlock.derivative()[0],
                input.derivative()[0]);
    }
}
