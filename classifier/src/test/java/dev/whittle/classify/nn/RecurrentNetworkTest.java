package dev.whittle.classify.nn;

import static dev.whittle.classify.nn.NetworkTest.RUN;
import static dev.whittle.classify.nn.NetworkTest.linear;
import static dev.whittle.classify.nn.NetworkTest.parameter;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.optim.Parameter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class RecurrentNetworkTest {
    /**
     * The recurrence h_t = tanh(x_t·U + h_{t-1}·W + b), unrolled: shared parameters, whose derivatives are summed over
     * the steps.
     */
    @Test
    void anUnrolledRecurrentNetworkSumsTheDerivativesOfItsSharedParameters() {
        int steps = 5;
        int units = 4;
        Parameter u = parameter("U", Initializer.XAVIER.draw(3, units, RUN.random("U", 0)));
        Parameter w = parameter("W", Initializer.XAVIER.draw(units, units, RUN.random("W", 0)));
        Parameter b = new Parameter("b", new float[] {0.1f, -0.2f, 0.3f, 0}, false);
        Graph graph = new Graph(Shape.of(3 * steps));
        Graph.Value h = null;
        for (int t = 0; t < steps; t++) {
            Graph.Value sum = graph.chain(graph.input(), new Slice(3 * t, Shape.of(3)), new Linear(3, units, u, b));
            if (h != null) {
                sum = graph.add(new Add(), sum, graph.add(new Linear(units, units, w, null), h));
            }
            h = graph.add(new Tanh(), sum);
        }
        Network network = graph.network(graph.add(linear("out", units, 3), h));
        assertEquals(
                List.of("U", "b", "W", "out/weights", "out/bias"),
                network.parameters().stream().map(Parameter::name).toList());
        Samples samples = TestSamples.clouds(17, 3 * steps, 3, 1, 1);
        GradientCheck.network(network, new CrossEntropy(), samples, RUN);

        // Back-propagation through time by its formulas, in double.
        int[] order = IntStream.range(0, 17).toArray();
        network.training(new CrossEntropy(), RUN).gradient(samples, order, 0, 17, 0);
        double[] expected = throughTime(samples, steps, units, network.parameters());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], w.gradient()[i], 1e-6);
        }
    }

    private static double[] throughTime(Samples samples, int steps, int units, List<Parameter> p) {
        float[] u = p.get(0).values();
        float[] b = p.get(1).values();
        float[] w = p.get(2).values();
        float[] v = p.get(3).values();
        double[] gradient = new double[w.length];
        for (int s = 0; s < samples.size(); s++) {
            double[][] h = new double[steps + 1][units];
            for (int t = 0; t < steps; t++) {
                for (int j = 0; j < units; j++) {
                    double a = b[j];
                    for (int i = 0; i < 3; i++) {
                        a += samples.inMemory("the test").get(s, 3 * t + i) * u[i * units + j];
                    }
                    for (int i = 0; i < units; i++) {
                        a += h[t][i] * w[i * units + j];
                    }
                    h[t + 1][j] = Math.tanh(a);
                }
            }
            double[] e = new double[3];
            for (int c = 0; c < 3; c++) {
                for (int i = 0; i < units; i++) {
                    e[c] += h[steps][i] * v[i * 3 + c];
                }
                e[c] = Math.exp(e[c]);
            }
            double total = e[0] + e[1] + e[2];
            double[] dh = new double[units];
            for (int i = 0; i < units; i++) {
                for (int c = 0; c < 3; c++) {
                    double d = e[c] / total - (samples.labels()[s] == c ? 1 : 0);
                    dh[i] += d * v[i * 3 + c] / samples.size();
                }
            }
            for (int t = steps - 1; t >= 0; t--) {
                double[] before = new double[units];
                for (int j = 0; j < units; j++) {
                    double da = dh[j] * (1 - h[t + 1][j] * h[t + 1][j]);
                    for (int i = 0; i < units; i++) {
                        gradient[i * units + j] += da * h[t][i];
                        before[i] += da * w[i * units + j];
                    }
                }
                dh = before;
            }
        }
        return gradient;
    }
}
