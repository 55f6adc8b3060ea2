package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.nn.Add;
import dev.whittle.classify.nn.Concatenate;
import dev.whittle.classify.nn.Conv2d;
import dev.whittle.classify.nn.GlobalAveragePool;
import dev.whittle.classify.nn.GradientCheck;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.MaxPool2d;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.nn.Slice;
import dev.whittle.classify.nn.Softplus;
import dev.whittle.classify.nn.Tanh;
import dev.whittle.classify.nn.Window;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.stream.IntStream;

/**
 * A small network that is no chain of layers, with a sample of each of three classes. All numbers follow from {@link
 * #number}, so that other programs can make the same ones. Where the papers have ReLU there is softplus, which has a
 * derivative everywhere.
 *
 * @param network the graph
 * @param samples what its loss, the mean cross entropy of the softmax, is computed on
 */
public record GraphExample(Network network, Samples samples) {
    private static final int CLASSES = 3;
    private static final Shape IMAGE = Shape.of(2, 4, 4);
    private static final int UNITS = 4;
    private static final int INPUTS = 3;
    private static final int STEPS = 3;

    /**
     * The i-th number of an array: between -1 and 1, looking random.
     *
     * @param array which array: 0 for the features, p for the p-th parameter of the network
     */
    public static float number(int array, int i) {
        return ((i * 779981L + array * 355573L + i * i % 101 * 1301L) % 1000003 - 500001) / 500000f;
    }

    /**
     * An inception block (Szegedy et al., "Going deeper with convolutions", 2015, figure 2b), with stride 2:
     * convolutions of three sizes and a pooling see the same image, and their outputs are concatenated.
     */
    public static GraphExample inception() {
        Numbers numbers = new Numbers();
        Graph graph = new Graph(IMAGE);
        Graph.Value x = graph.input();
        Graph.Value one = numbers.convolution(graph, x, 2, new Window(1, 2, 0));
        Graph.Value three = numbers.convolution(graph, x, 2, new Window(1, 1, 0));
        three = numbers.convolution(graph, three, 3, new Window(3, 2, 1));
        Graph.Value five = numbers.convolution(graph, x, 1, new Window(1, 1, 0));
        five = numbers.convolution(graph, five, 2, new Window(5, 2, 2));
        Graph.Value pool = graph.add(new MaxPool2d(2, 2), x);
        pool = numbers.convolution(graph, pool, 1, new Window(1, 1, 0));
        Graph.Value all = graph.add(new Concatenate(), one, three, five, pool);
        return of(graph, graph.chain(all, new GlobalAveragePool(), numbers.linear(8, CLASSES)), IMAGE.size());
    }

    /**
     * A residual block (He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016, figure 2): the
     * image is added to what two convolutions make of it.
     */
    public static GraphExample residual() {
        Numbers numbers = new Numbers();
        Graph graph = new Graph(IMAGE);
        Graph.Value x = graph.input();
        Graph.Value f = numbers.convolution(graph, x, 2, Window.same(3));
        f = graph.add(numbers.convolution(f.shape(), 2, Window.same(3)), f);
        Graph.Value sum = graph.chain(graph.add(new Add(), x, f), new Softplus());
        return of(graph, graph.chain(sum, new GlobalAveragePool(), numbers.linear(2, CLASSES)), IMAGE.size());
    }

    /**
     * A recurrent network of four units, unrolled over three steps of three features: h_t = tanh(W·(h_{t-1}, x_t) + b).
     * The three linear layers have the same parameters. The features are h_0, x_1, x_2 and x_3.
     */
    public static GraphExample recurrent() {
        Numbers numbers = new Numbers();
        Graph graph = new Graph(Shape.of(UNITS + STEPS * INPUTS));
        Parameter w = numbers.next("W", (UNITS + INPUTS) * UNITS);
        Parameter b = numbers.next("b", UNITS);
        Graph.Value h = graph.add(new Slice(0, Shape.of(UNITS)), graph.input());
        for (int t = 0; t < STEPS; t++) {
            Graph.Value x = graph.add(new Slice(UNITS + t * INPUTS, Shape.of(INPUTS)), graph.input());
            Graph.Value both = graph.add(new Concatenate(), h, x);
            h = graph.chain(both, new Linear(UNITS + INPUTS, UNITS, w, b), new Tanh());
        }
        return of(graph, graph.add(numbers.linear(UNITS, CLASSES), h), UNITS + STEPS * INPUTS);
    }

    private static GraphExample of(Graph graph, Graph.Value scores, int features) {
        float[] x = new float[CLASSES * features];
        for (int i = 0; i < x.length; i++) {
            x[i] = number(0, i);
        }
        int[] labels = IntStream.range(0, CLASSES).toArray();
        return new GraphExample(graph.network(scores), new Samples(new Matrix(CLASSES, features, x), labels, CLASSES));
    }

    /** Compares all derivatives with finite differences. */
    public GradientCheck.Report check(Run run) {
        return GradientCheck.network(network, new CrossEntropy(), samples, run.withThreads(1));
    }

    /** Makes parameters one after another, of {@link #number}. */
    private static final class Numbers {
        private int parameters;

        private Parameter next(String name, int length) {
            parameters++;
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = number(parameters, i);
            }
            return new Parameter(name, values, true);
        }

        private Parameter next(int length) {
            return next("p" + (parameters + 1), length);
        }

        private Conv2d convolution(Shape input, int filters, Window window) {
            int length = input.dimension(0) * window.size() * window.size();
            return new Conv2d(input, filters, window, next(filters * length), next(filters));
        }

        private Graph.Value convolution(Graph graph, Graph.Value x, int filters, Window window) {
            return graph.chain(x, convolution(x.shape(), filters, window), new Softplus());
        }

        private Linear linear(int inputs, int outputs) {
            return new Linear(inputs, outputs, next(inputs * outputs), next(outputs));
        }
    }
}
