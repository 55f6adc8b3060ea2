package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.loss.SquaredError;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The check finds planted faults, and leaves what it checks as it was. */
class GradientCheckTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Shape IMAGE = Shape.of(2, 3, 2);

    private static Rng rng(String purpose) {
        return RUN.random(purpose, 0);
    }

    /** Right forward, and wrong backward in one way. */
    private abstract static class Planted implements Layer {
        final Layer right;

        Planted(Layer right) {
            this.right = right;
        }

        @Override
        public Shape output(List<Shape> inputs) {
            return right.output(inputs);
        }

        @Override
        public List<Parameter> parameters() {
            return right.parameters();
        }

        @Override
        public boolean rowByRow() {
            return right.rowByRow();
        }

        @Override
        public int pieces() {
            return right.pieces();
        }

        @Override
        public void forward(Flow flow, int from, int to) {
            right.forward(flow, from, to);
        }

        @Override
        public void backward(Flow flow, int from, int to) {
            right.backward(flow, from, to);
        }

        @Override
        public void addGradient(Flow flow, int piece) {
            right.addGradient(flow, piece);
        }
    }

    private static void assertFound(Layer planted, String where, Shape... inputs) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> GradientCheck.layer(planted, List.of(inputs), 11, RUN))
                .getMessage();
        assertTrue(message.startsWith(where + ": derivative "), message);
    }

    /** The largest error of the judged derivatives is that of the report; d/dx max(0, x) is 0 or 1. */
    @Test
    void theReportHasAllDerivatives() {
        GradientCheck.Report report = GradientCheck.layer(new Relu(), List.of(Shape.of(5)), 11, RUN);
        assertEquals(55, report.derivatives().size());
        assertEquals(55, report.judged() + report.kinks());
        double error = 0;
        double largest = 0;
        for (GradientCheck.Derivative d : report.derivatives()) {
            assertEquals("features", d.array());
            error = d.judged() ? Math.max(error, Math.abs(d.computed() - d.difference())) : error;
            largest = Math.max(largest, Math.abs(d.difference()));
        }
        assertEquals(error / largest, report.relative(), 1e-12);
        assertEquals(
                report.kinks(),
                report.derivatives().stream().filter(d -> !d.judged()).count());
    }

    @Test
    void onePercentIsFound() {
        assertFound(
                new Planted(new Tanh()) {
                    @Override
                    public void backward(Flow flow, int from, int to) {
                        super.backward(flow, from, to);
                        for (int i = from * flow.width(); i < to * flow.width(); i++) {
                            flow.dx(0)[i] *= 1.01f;
                        }
                    }
                },
                "features",
                IMAGE);
        Linear linear = new Linear("l", 7, 5, Initializer.HE, rng("l"));
        assertFound(
                new Planted(linear) {
                    @Override
                    public void addGradient(Flow flow, int piece) {
                        super.addGradient(flow, piece);
                        for (int i = 0; i < 5; i++) {
                            linear.parameters().get(1).gradient()[i] *= piece == 0 ? 0.99f : 1;
                        }
                    }
                },
                "l/bias",
                Shape.of(7));
    }

    @Test
    void aForgottenSumIsFound() {
        // The derivative of one of the inputs.
        assertFound(
                new Planted(new Add()) {
                    @Override
                    public void backward(Flow flow, int from, int to) {
                        super.backward(flow, from, to);
                        java.util.Arrays.fill(flow.dx(1), from * flow.width(1), to * flow.width(1), 0);
                    }
                },
                "features",
                IMAGE,
                IMAGE);
        // One row of the batch.
        Linear linear = new Linear("l", 7, 5, Initializer.HE, rng("l"));
        assertFound(
                new Planted(linear) {
                    @Override
                    public void addGradient(Flow flow, int piece) {
                        super.addGradient(flow, piece);
                        for (int j = 0; piece == 0 && j < 5; j++) {
                            linear.parameters().get(1).gradient()[j] -= flow.dy()[j];
                        }
                    }
                },
                "l/bias",
                Shape.of(7));
        // A layer that writes the derivatives of a parameter instead of adding them, shared with another.
        Parameter shared = new Parameter("shared", Initializer.XAVIER.draw(4, 4, rng("shared")), true);
        Layer writes = new Planted(new Linear(4, 4, shared, null)) {
            @Override
            public void addGradient(Flow flow, int piece) {
                java.util.Arrays.fill(shared.gradient(), 0);
                super.addGradient(flow, piece);
            }
        };
        assertThrows(IllegalArgumentException.class, () -> checkTwice(new Linear(4, 4, shared, null), writes));
        assertDoesNotThrow(() -> checkTwice(new Linear(4, 4, shared, null), new Linear(4, 4, shared, null)));
    }

    private static void checkTwice(Layer first, Layer second) {
        Graph graph = new Graph(Shape.of(4));
        Network network = graph.network(graph.chain(graph.input(), first, new Tanh(), second));
        GradientCheck.network(network, new SquaredError(), TestSamples.clouds(9, 4, 4, 1, 1), RUN);
    }

    @Test
    void wrongLossIsFound() {
        Loss wrong = new Loss() {
            @Override
            public double sumAndGradient(
                    float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
                double sum = new CrossEntropy().sumAndGradient(scores, rows, classes, labels, offset, scale, kernels);
                IntStream.range(0, scores.length).forEach(i -> scores[i] *= 1.01f);
                return sum;
            }
        };
        String message = assertThrows(IllegalArgumentException.class, () -> GradientCheck.loss(wrong, 5, 4, RUN))
                .getMessage();
        assertTrue(message.startsWith("scores: derivative "), message);
    }

    private static Network normalised(Layer last) {
        Graph graph = new Graph(Shape.of(4));
        return graph.network(graph.chain(
                graph.input(),
                new Linear("in", 4, 5, Initializer.XAVIER, rng("in")),
                new BatchNorm("norm", 5),
                new Linear("out", 5, 3, Initializer.XAVIER, rng("out")),
                last));
    }

    private static void assertSame(NamedArrays before, Network network) {
        before.asMap()
                .forEach((name, m) -> assertTrue(m.bitsEqual(network.arrays().array(name)), name));
    }

    @Test
    void theNetworkIsLeftAsItWas() {
        Samples samples = TestSamples.clouds(13, 4, 3, 1, 1);
        Network network = normalised(new Identity());
        network.training(new CrossEntropy(), RUN)
                .gradient(samples, IntStream.range(0, 13).toArray(), 0, 13, 0);
        NamedArrays before = network.arrays();
        GradientCheck.network(network, new CrossEntropy(), samples, RUN);
        assertSame(before, network);
    }

    @Test
    void theNetworkIsLeftAsItWasWhereALayerFails() {
        Samples samples = TestSamples.clouds(13, 4, 3, 1, 1);
        // Somewhere among the differences by parameters, which follow those by 13·4 features.
        for (int fails : new int[] {1, 2, 13 * 4 * 12 + 2, 13 * 4 * 12 + 3, 13 * 4 * 12 + 100}) {
            Network network = normalised(new Planted(new Identity()) {
                private int calls;

                @Override
                public void forward(Flow flow, int from, int to) {
                    if (++calls == fails) {
                        throw new IllegalStateException("planted");
                    }
                    super.forward(flow, from, to);
                }
            });
            NamedArrays before = network.arrays();
            assertThrows(
                    IllegalStateException.class,
                    () -> GradientCheck.network(network, new CrossEntropy(), samples, RUN));
            assertSame(before, network);
        }
    }

    @Test
    void whatCannotBeJudgedIsNoPass() {
        Layer noise = new Planted(new Identity()) {
            private int calls;

            @Override
            public void forward(Flow flow, int from, int to) {
                super.forward(flow, from, to);
                flow.y()[0] += calls++ % 7;
            }
        };
        String message = assertThrows(
                        IllegalArgumentException.class, () -> GradientCheck.layer(noise, List.of(Shape.of(2)), 1, RUN))
                .getMessage();
        assertEquals("Only 0 of 2 derivatives can be judged; the others are at kinks", message);
    }
}
