package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.TestSamples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.loss.SquaredError;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layer, every loss and random networks have the derivatives that differences give. */
class GradientsTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Shape IMAGE = Shape.of(2, 3, 2);
    private static final Shape LARGER = Shape.of(2, 5, 4);

    private static Layer scaling() {
        BandScaling scaling = new BandScaling("s", LARGER);
        scaling.fit(TestSamples.clouds(9, 40, 2, 1, 1).features(), RUN);
        return scaling;
    }

    private static Layer whitening() {
        WhiteningConv2d whitening = new WhiteningConv2d("w", LARGER, 2, 3);
        whitening.fit(TestSamples.clouds(9, 40, 2, 1, 1).features(), new BandScaling("s", LARGER), RUN);
        return whitening;
    }

    private static Layer convolution(Window window) {
        return new Conv2d("c", LARGER, 3, window, true, Initializer.HE, rng("c"));
    }

    private static Rng rng(String purpose) {
        return RUN.random(purpose, 0);
    }

    static Stream<Map.Entry<Layer, List<Shape>>> layers() {
        return Stream.of(
                Map.entry(new Linear("l", 7, 5, Initializer.HE, rng("l")), List.of(Shape.of(7))),
                Map.entry(new Linear("l", 200, 3, Initializer.XAVIER, rng("l")), List.of(Shape.of(200))),
                Map.entry(
                        new Linear(7, 2, new Parameter("w", Initializer.HE.draw(7, 2, rng("w")), true), null),
                        List.of(Shape.of(7))),
                Map.entry(new Relu(), List.of(IMAGE)),
                Map.entry(new LeakyRelu(), List.of(IMAGE)),
                Map.entry(new LeakyRelu(0.2), List.of(IMAGE)),
                Map.entry(new Elu(), List.of(IMAGE)),
                Map.entry(new Elu(0.7), List.of(IMAGE)),
                Map.entry(new Softplus(), List.of(IMAGE)),
                Map.entry(new Maxout(3), List.of(Shape.of(12))),
                Map.entry(new Tanh(), List.of(IMAGE)),
                Map.entry(new Sigmoid(), List.of(IMAGE)),
                Map.entry(new Identity(), List.of(IMAGE)),
                Map.entry(new Dropout("d", 0.3), List.of(IMAGE)),
                Map.entry(new BatchNorm("b", 9), List.of(Shape.of(9))),
                Map.entry(new BatchNorm("b", IMAGE), List.of(IMAGE)),
                Map.entry(new Gelu(), List.of(IMAGE)),
                Map.entry(new Silu(), List.of(IMAGE)),
                Map.entry(convolution(Window.same(3)), List.of(LARGER)),
                Map.entry(convolution(new Window(3, 2, 1)), List.of(LARGER)),
                Map.entry(convolution(new Window(4, 1, 0)), List.of(LARGER)),
                Map.entry(new MaxPool2d(2, 2), List.of(LARGER)),
                Map.entry(new AveragePool2d(3, 2), List.of(LARGER)),
                Map.entry(new GlobalAveragePool(), List.of(LARGER)),
                Map.entry(new RandomFlip("f", false), List.of(LARGER)),
                Map.entry(new RandomFlip("g", true), List.of(LARGER)),
                Map.entry(new RandomCrop("c", 2, Border.ZERO), List.of(LARGER)),
                Map.entry(new RandomCrop("d", 2, Border.REFLECTED), List.of(LARGER)),
                Map.entry(new RandomCutout("c", 3), List.of(LARGER)),
                Map.entry(new Scale(-0.3), List.of(LARGER)),
                Map.entry(scaling(), List.of(Shape.of(40))),
                Map.entry(whitening(), List.of(LARGER)),
                Map.entry(
                        new BatchNorm("b", IMAGE, 0.4, 1e-12, false, new Parameter("beta", new float[2], false)),
                        List.of(IMAGE)),
                Map.entry(new Flatten(), List.of(IMAGE)),
                Map.entry(new Slice(3, Shape.of(2, 2)), List.of(Shape.of(9))),
                Map.entry(new Add(), List.of(IMAGE, IMAGE, IMAGE)),
                Map.entry(new Concatenate(), List.of(IMAGE, Shape.of(1, 3, 2), Shape.of(4, 3, 2))));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void layerIsRight(Map.Entry<Layer, List<Shape>> layer) {
        GradientCheck.Report report = GradientCheck.layer(layer.getKey(), layer.getValue(), 11, RUN);
        assertTrue(report.judged() > 4 * report.kinks(), report.toString());
        // Near a kink of the first or second derivative, differences are less exact.
        boolean smooth = !(layer.getKey() instanceof Elu) && report.kinks() == 0;
        assertTrue(report.worst() < (smooth ? 0.1 : 1), report.toString());
    }

    @ParameterizedTest
    @EnumSource(LossName.class)
    void lossIsRight(LossName loss) {
        GradientCheck.Report report = GradientCheck.loss(loss.loss(), 40, 6, RUN);
        assertTrue(report.judged() > 4 * report.kinks(), report.toString());
        boolean smooth = Set.of(LossName.CROSS_ENTROPY, LossName.BINARY_LOGISTIC, LossName.SQUARED_ERROR)
                .contains(loss);
        assertTrue(report.worst() < (smooth ? 0.1 : 1), report.toString());
    }

    @Test
    void smoothedCrossEntropyIsRight() {
        GradientCheck.Report report = GradientCheck.loss(new CrossEntropy(0.2), 40, 6, RUN);
        assertTrue(report.kinks() == 0 && report.worst() < 0.1, report.toString());
        // Targets of 0.9 and 0.1 of two classes, whose probabilities are 3/4 and 1/4.
        float[] scores = {(float) Math.log(3), 0};
        double loss = new CrossEntropy(0.2).sumAndGradient(scores, 1, 2, new int[] {0}, 0, 1, RUN.kernels());
        assertEquals(-0.9 * Math.log(0.75) - 0.1 * Math.log(0.25), loss, 1e-6);
        assertEquals(0.75 - 0.9, scores[0], 1e-6);
        assertEquals(0.25 - 0.1, scores[1], 1e-6);
        assertThrows(IllegalArgumentException.class, () -> new CrossEntropy(1));
    }

    /** y = a·x for one a, which says that it may work in place, though ∂a needs x and ∂y. */
    private static final class Factor implements Layer {
        private final Parameter a;

        Factor(Parameter a) {
            this.a = a;
        }

        @Override
        public Shape output(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(a);
        }

        @Override
        public boolean inPlace() {
            return true;
        }

        @Override
        public int pieces() {
            return 1;
        }

        @Override
        public void forward(Flow flow, int from, int to) {
            for (int i = from * flow.width(); i < to * flow.width(); i++) {
                flow.y()[i] = a.values()[0] * flow.x(0)[i];
            }
        }

        @Override
        public void backward(Flow flow, int from, int to) {
            for (int i = from * flow.width(); flow.dx(0) != null && i < to * flow.width(); i++) {
                flow.dx(0)[i] = a.values()[0] * flow.dy()[i];
            }
        }

        @Override
        public void addGradient(Flow flow, int piece) {
            for (int i = 0; i < flow.rows() * flow.width(); i++) {
                a.gradient()[0] += flow.dy()[i] * (flow.y()[i] / a.values()[0]);
            }
        }
    }

    @Test
    void aLayerWithParametersIsNotPutInPlace() {
        Parameter a = new Parameter("a", new float[] {2}, true);
        GradientCheck.layer(new Factor(a), List.of(IMAGE), 11, RUN);
        // Nothing before has parameters, so that nobody wants the derivatives of its input.
        Graph graph = new Graph(Shape.of(3));
        Network network = graph.network(graph.chain(graph.input(), new Identity(), new Factor(a)));
        network.training(new SquaredError(), RUN)
                .gradient(
                        TestSamples.clouds(9, 3, 3, 1, 1), IntStream.range(0, 9).toArray(), 0, 9, 0);
        assertTrue(a.gradient()[0] != 0);
    }

    /**
     * Layers of random kinds, each on random values made before, which are used any number of times; then all ends in
     * one sum.
     */
    private static Network randomGraph(long seed) {
        Rng rng = new Rng(seed, "random graph", 0);
        Graph graph = new Graph(Shape.of(6));
        List<Graph.Value> values = new ArrayList<>(List.of(graph.input()));
        Parameter shared = new Parameter("shared", Initializer.XAVIER.draw(6, 6, rng), true);
        for (int i = 0; i < 10; i++) {
            Graph.Value a = values.get(rng.nextInt(values.size()));
            Graph.Value b = values.get(rng.nextInt(values.size()));
            String name = "node" + i;
            values.add(
                    switch (rng.nextInt(8)) {
                        case 0 -> graph.add(new Linear(name, 6, 6, Initializer.XAVIER, rng), a);
                        case 1 -> graph.add(new Linear(6, 6, shared, null), a);
                        case 2 -> graph.add(new Tanh(), a);
                        case 3 -> graph.add(new Sigmoid(), a);
                        case 4 -> graph.add(new Add(), a, b);
                        case 5 -> graph.add(new Maxout(2), graph.add(new Concatenate(), a, b));
                        case 6 -> graph.add(new BatchNorm(name, 6), a);
                        default -> graph.add(new Dropout(name, 0.2), graph.add(new Softplus(), a));
                    });
        }
        Graph.Value sum = graph.add(new Add(), values.toArray(new Graph.Value[0]));
        return graph.network(graph.add(new Linear("last", 6, 3, Initializer.XAVIER, rng), sum));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomGraphIsRight(long seed) {
        GradientCheck.Report report = GradientCheck.network(
                randomGraph(seed), new CrossEntropy(), TestSamples.clouds(13, 6, 3, 1, seed), RUN);
        assertTrue(report.judged() > 4 * report.kinks(), report.toString());
        assertTrue(report.worst() < 0.5, report.toString());
    }
}
