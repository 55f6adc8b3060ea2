package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Allocation;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class NetworkTest {
    static final Run RUN = Run.defaults().withThreads(2);

    static Parameter parameter(String name, float... values) {
        return new Parameter(name, values, true);
    }

    static Linear linear(String name, int inputs, int outputs) {
        return new Linear(name, inputs, outputs, Initializer.XAVIER, RUN.random(name, 0));
    }

    private static Samples one(float... x) {
        return new Samples(Matrix.of(x), new int[1], 2);
    }

    /**
     * Two networks of the same layers and parameters, whose third layer shares those of the first, or of the second.
     */
    @Test
    void aCheckpointTellsWhichLayersShare() {
        List<String> structures = new ArrayList<>();
        for (boolean first : new boolean[] {true, false, true}) {
            Parameter a = parameter("a", 1, 2, 3, 4);
            Parameter b = parameter("b", 5, 6, 7, 8);
            Graph graph = new Graph(Shape.of(2));
            Graph.Value v = graph.add(new Linear(2, 2, a, null), graph.input());
            v = graph.add(new Linear(2, 2, b, null), v);
            Network network = graph.network(graph.add(new Linear(2, 2, first ? a : b, null), v));
            structures.add(network.training(new CrossEntropy(), RUN).structure());
        }
        assertNotEquals(structures.get(0), structures.get(1));
        assertEquals(structures.get(0), structures.get(2));
    }

    /** y = 3·a·x + a·x with a = 2 at x = 5, of which the loss is y itself: ∂a = 4·5 by hand. */
    @Test
    void aValueUsedTwiceSumsItsDerivatives() {
        Parameter a = parameter("a", 2);
        Parameter three = parameter("three", 3);
        Graph graph = new Graph(Shape.of(1));
        Graph.Value ax = graph.add(new Linear(1, 1, a, null), graph.input());
        Network network = graph.network(graph.add(new Add(), graph.add(new Linear(1, 1, three, null), ax), ax));
        Loss itself = (s, rows, classes, labels, offset, scale, kernels) -> {
            double y = s[0];
            s[0] = scale;
            return y;
        };
        assertEquals(
                40,
                network.training(new OfOutputs(1, itself), RUN)
                        .gradient(one(5), new int[1], 0, 1, 0)
                        .loss());
        assertEquals(20, a.gradient()[0]);
        assertEquals(10, three.gradient()[0]);
        assertEquals(40, network.scores(Matrix.of(new float[] {5}), RUN).get(0, 0));
    }

    /** A residual block and an inception block, dropout and batch normalisation. */
    private static Network blocks() {
        Graph graph = new Graph(Shape.of(20));
        Graph.Value x = graph.chain(graph.input(), linear("in", 20, 16), new Relu());
        Graph.Value r = graph.add(new Add(), x, graph.chain(x, linear("r", 16, 16), new BatchNorm("n", 16), new Elu()));
        Graph.Value c = graph.add(
                new Concatenate(),
                graph.chain(r, linear("a", 16, 5), new Softplus()),
                graph.chain(r, linear("b", 16, 8), new Maxout(2), new Dropout("d", 0.5)),
                r);
        return graph.network(graph.add(linear("out", 25, 5), c));
    }

    private static List<float[]> gradients(Run run, Samples samples, int[] order) {
        Network network = blocks();
        Trainable training = network.training(new CrossEntropy(), run);
        List<float[]> all = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
            Trainable.Seen seen = training.gradient(samples, order, step * 400, step * 400 + 300 + step, step);
            all.add(new float[] {(float) seen.loss(), seen.correct()});
            network.parameters().forEach(p -> all.add(p.gradient().clone()));
        }
        training.buffers().asMap().values().forEach(m -> all.add(m.data().clone()));
        all.add(network.scores(samples.features(), run).data());
        return all;
    }

    private static void assertSameBits(List<float[]> a, List<float[]> b) {
        assertEquals(a.size(), b.size());
        for (int i = 0; i < a.size(); i++) {
            assertArrayEquals(bits(a.get(i)), bits(b.get(i)), "array " + i);
        }
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    @Test
    void threadsKernelsAndWhereFeaturesLieChangeNoBit() {
        Samples samples = TestSamples.clouds(1333, 20, 5, 1, 1);
        int[] order = RUN.random("order", 0).permutation(1333);
        List<float[]> expected =
                gradients(RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels()), samples, order);
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                assertSameBits(expected, gradients(RUN.withThreads(threads).withKernels(kernels), samples, order));
            }
        }
        Matrix x = samples.inMemory("the test");
        Rows elsewhere = new Rows() {
            @Override
            public int rows() {
                return x.rows();
            }

            @Override
            public int columns() {
                return x.columns();
            }

            @Override
            public void read(int row, int n, float[] to, int at) {
                x.read(row, n, to, at);
            }
        };
        assertSameBits(expected, gradients(RUN, new Samples(elsewhere, samples.labels(), 5), order));
        List<float[]> otherSeed = gradients(RUN.withSeed(2), samples, order);
        assertTrue(!Arrays.equals(expected.get(1), otherSeed.get(1)), "dropout is of the seed");
    }

    @Test
    void smallerBatchesAfterLargerOnesSeeNothingOfThem() {
        Samples samples = TestSamples.clouds(400, 20, 5, 1, 1);
        int[] order = IntStream.range(0, 400).toArray();
        Network network = blocks();
        Trainable training = network.training(new CrossEntropy(), RUN);
        training.gradient(samples, order, 0, 400, 0);
        Trainable.Seen after = training.gradient(samples, order, 7, 19, 1);
        float[] gradient = network.parameters().get(0).gradient().clone();
        assertEquals(after, blocks().training(new CrossEntropy(), RUN).gradient(samples, order, 7, 19, 1));
        Network fresh = blocks();
        fresh.training(new CrossEntropy(), RUN).gradient(samples, order, 7, 19, 1);
        assertArrayEquals(fresh.parameters().get(0).gradient(), gradient);
    }

    @Test
    void aStepAllocatesNothing() {
        Samples samples = TestSamples.clouds(300, 20, 5, 1, 1);
        int[] order = IntStream.range(0, 300).toArray();
        Run run = RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
        for (Network network : List.of(
                Mlp.defaults().initial(20, 5, run).scores(),
                // Without dropout, whose generators are objects until they are compiled away.
                normalised())) {
            NetworkTraining training = network.training(new CrossEntropy(), run, false);
            Allocation.assertNone("a step", () -> training.compute(samples, order, 0, 300, 0));
        }
    }

    private static Network normalised() {
        Graph graph = new Graph(Shape.of(20));
        Graph.Value x = graph.chain(graph.input(), linear("in", 20, 16), new BatchNorm("n", 16), new Tanh());
        return graph.network(graph.chain(graph.add(new Add(), x, x), linear("out", 16, 5)));
    }

    @Test
    void layersThatNobodyNeedsAreLeftOut() {
        Graph graph = new Graph(Shape.of(3));
        Graph.Value y = graph.add(linear("y", 3, 2), graph.input());
        graph.add(linear("unused", 2, 2), y);
        assertEquals(2, graph.network(y).parameters().size());
    }

    @Test
    void refusesWhatIsNoNetwork() {
        Graph graph = new Graph(Shape.of(3));
        Linear linear = linear("a", 3, 2);
        Graph.Value y = graph.add(linear, graph.input());
        assertRefused("is in the graph already", () -> graph.add(linear, graph.input()));
        assertRefused("A linear layer of 3 inputs got 2", () -> graph.add(linear("b", 3, 2), y));
        assertRefused("Add takes inputs of one shape, got [3, 2]", () -> graph.add(new Add(), graph.input(), y));
        assertRefused("of another graph", () -> new Graph(Shape.of(3)).add(new Relu(), y));
        assertRefused("not its input", () -> graph.network(graph.input()));
        assertRefused("called a/weights", () -> graph.network(graph.add(linear("a", 2, 2), y)));
        assertRefused("takes one input, got 2", () -> graph.add(new Relu(), y, y));
        assertRefused("no multiple", () -> graph.add(new Maxout(2), graph.input()));
        assertRefused("does not lie in 3 values", () -> graph.add(new Slice(2, Shape.of(2)), graph.input()));
        assertRefused("takes vectors, got 3x1", () -> new BatchNorm("n", 3).output(List.of(Shape.of(3, 1))));
        assertRefused(
                "differ in their first dimension only",
                () -> new Concatenate().output(List.of(Shape.of(3, 1), Shape.of(3, 2))));
        assertRefused("got [0]", () -> Shape.of(0));
        assertRefused("got 1.0", () -> new Dropout("d", 1));
        assertRefused("below 1 as a float, got 0.999999999", () -> new Dropout("d", 0.999999999));
        assertRefused("trained on 3 features, got 5", () -> graph.network(y).scores(new Matrix(1, 5), RUN));
    }

    @Test
    void refusesParametersThatShareOneOfTwoArrays() {
        Parameter a = parameter("a", 1, 2, 3, 4);
        for (boolean values : new boolean[] {true, false}) {
            Parameter b = values
                    ? new Parameter("b", a.values(), new float[4], true)
                    : new Parameter("b", new float[4], a.gradient(), true);
            Graph graph = new Graph(Shape.of(2));
            Graph.Value y =
                    graph.chain(graph.input(), new Linear(2, 2, a, null), new Tanh(), new Linear(2, 2, b, null));
            assertRefused(
                    "The parameters a and b of the network have one array of "
                            + (values ? "values but two of derivatives" : "derivatives but two of values")
                            + "; layers that share a parameter must be given the same Parameter",
                    () -> graph.network(y));
        }
    }

    @Test
    void setChangesNothingUnlessAllIsRight() {
        Network network = blocks();
        NamedArrays before = network.arrays();
        List<String> names = List.copyOf(before.asMap().keySet());
        for (String wrong : names) {
            NamedArrays arrays = NamedArrays.empty();
            for (String name : names) {
                Matrix m = before.get(name).copy();
                m.data()[0] = name.equals(wrong) ? Float.NaN : 77;
                arrays = arrays.with(name, m);
            }
            NamedArrays damaged = arrays;
            assertRefused("array '" + wrong + "'", () -> network.set(damaged));
            for (String name : names) {
                assertTrue(before.get(name).bitsEqual(network.arrays().get(name)), wrong + " has changed " + name);
            }
        }
    }

    @Test
    void trainingRefusesSamplesThatDoNotFit() {
        Samples samples = TestSamples.clouds(40, 20, 5, 1, 1);
        int[] order = IntStream.range(0, 40).toArray();
        for (LossName loss : LossName.values()) {
            for (int outputs : new int[] {1, 3, 6}) {
                assertDoesNotFit(
                        "For 5 classes, the loss needs 5 outputs of the network, got " + outputs,
                        linear("a", 20, outputs),
                        loss.loss(),
                        samples,
                        order);
            }
        }
        for (int inputs : new int[] {19, 30}) {
            assertDoesNotFit(
                    "The network takes " + inputs + " features, got samples of 20",
                    linear("a", inputs, 5),
                    new CrossEntropy(),
                    samples,
                    order);
        }
    }

    private static void assertDoesNotFit(String message, Linear layer, Loss loss, Samples samples, int[] order) {
        Graph graph = new Graph(Shape.of(layer.inputs()));
        Network network = graph.network(graph.add(layer, graph.input()));
        Trainable training = network.training(loss, RUN);
        assertRefused(message, () -> training.gradient(samples, order, 0, 8, 0));
        assertRefused(message, () -> training.evaluate(samples, order, 0, 8));
        assertRefused(message, () -> GradientCheck.network(network, loss, samples, RUN));
    }

    @Test
    void aCheckpointNeedsPartsThatDescribeThemselves() {
        Graph graph = new Graph(Shape.of(3));
        Network network = graph.network(graph.add(linear("a", 3, 2), graph.input()));
        assertEquals(
                "Network[3 Linear(3, 2)[0]] [a/weights, a/bias] CrossEntropy",
                network.training(new CrossEntropy(), RUN).structure());
        Loss unnamed = (s, rows, classes, labels, offset, scale, kernels) -> 0;
        assertRefused(
                unnamed.getClass().getName() + " needs a toString",
                () -> network.training(unnamed, RUN).structure());
        Layer layer = new Layer() {
            @Override
            public Shape output(List<Shape> inputs) {
                return inputs.get(0);
            }

            @Override
            public void forward(Flow flow, int from, int to) {}

            @Override
            public void backward(Flow flow, int from, int to) {}
        };
        Network odd = graph.network(graph.add(layer, graph.input()));
        assertRefused(
                layer.getClass().getName() + " needs a toString",
                () -> odd.training(new CrossEntropy(), RUN).structure());
    }

    private static void assertRefused(String message, Runnable what) {
        String got = assertThrows(IllegalArgumentException.class, what::run).getMessage();
        assertTrue(got.contains(message), got);
    }
}
