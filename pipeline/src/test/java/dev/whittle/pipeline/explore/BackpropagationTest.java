package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.nn.Flow;
import dev.whittle.classify.nn.GradientCheck;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Initializer;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.nn.Sigmoid;
import dev.whittle.classify.nn.Tanh;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Beside the values of {@code backpropagation.py} and {@code two_layer_net.py} among the references. */
class BackpropagationTest {
    private static final Run RUN = Run.defaults();

    private static void check(Layer activation, double f, double[] byX, double[] byW) {
        NeuronGraph neuron = NeuronGraph.of(activation, RUN);
        assertEquals(f, neuron.get("f").value(), 1e-6);
        for (int i = 0; i < byX.length; i++) {
            assertEquals(byX[i], neuron.get("x" + i).derivative(), 1e-6, "x" + i);
        }
        for (int i = 0; i < byW.length; i++) {
            assertEquals(byW[i], neuron.get("w" + i).derivative(), 1e-6, "w" + i);
        }
    }

    /** The lecture rounds the first to 0.73, 0.39 and -0.59, and -0.20, -0.39 and 0.20. */
    @Test
    void aNeuronHasTheDerivativesOfTheLecture() {
        check(new Sigmoid(), 0.7310585786300049, new double[] {0.39322386648296365, -0.5898357997244457}, new double[] {
            -0.19661193324148182, -0.39322386648296365, 0.19661193324148182
        });
        check(new Relu(), 1, new double[] {2, -3}, new double[] {-1, -2, 1});
        check(new Tanh(), 0.7615941559557649, new double[] {0.8399486832280522, -1.259923024842078}, new double[] {
            -0.4199743416140261, -0.8399486832280522, 0.4199743416140261
        });
        assertThrows(AssertionError.class, () -> check(new Relu(), 1, new double[] {-3, 2}, new double[] {-1, -2, 1}));
    }

    /** By hand: -2, 6, their sum 4, and 1 with the bias. */
    @Test
    void theQuantitiesBetweenAreTheProductsAndSums() {
        NeuronGraph neuron = NeuronGraph.of(new Sigmoid(), RUN);
        assertEquals(-2, neuron.get("w0x0").value());
        assertEquals(6, neuron.get("w1x1").value());
        assertEquals(4, neuron.get("sum").value());
        assertEquals(1, neuron.get("s").value());
        assertEquals(1, neuron.get("f").derivative());
        for (String name : List.of("w0x0", "w1x1", "sum", "s")) {
            assertEquals(0.19661193324148182, neuron.get(name).derivative(), 1e-7, name);
        }
        assertThrows(IllegalArgumentException.class, () -> neuron.get("w3"));
    }

    private static void check(double x, double y, double block, double sum) {
        SharedValue at = SharedValue.of(x, RUN);
        assertEquals(y, at.y(), 1e-6);
        assertEquals(y - x, at.f(), 1e-6);
        assertEquals(1, at.shortcut());
        assertEquals(block, at.block(), 1e-6);
        assertEquals(sum, at.sum(), 1e-6);
    }

    @Test
    void theDerivativesOfAValueUsedTwiceAddUp() {
        check(-2, -2.7494969748043, 0.0020114260245388455, 1.0020114260245387);
        check(-0.5, -1.0711956169668237, 0.629961512421039, 1.6299615124210391);
        check(0, 0, 1.5, 2.5);
        check(1, 1.7230206850568626, 0.10597623727974667, 1.1059762372797466);
        assertThrows(AssertionError.class, () -> check(0, 0, 1.5, 1.5));
    }

    /** Of each parameter in turn, the sum of its absolute derivatives, and Σ (i + 1)·dᵢ/n over its n derivatives. */
    private static void check(GraphExample example, double loss, double[][] expected) {
        int n = example.samples().size();
        double found = example.network()
                .training(new CrossEntropy(), RUN)
                .gradient(example.samples(), new int[] {0, 1, 2}, 0, n, 0)
                .loss();
        assertEquals(loss, found / n, 1e-6);
        List<Parameter> parameters = example.network().parameters();
        assertEquals(expected.length, parameters.size());
        for (int p = 0; p < expected.length; p++) {
            float[] gradient = parameters.get(p).gradient();
            double sum = 0;
            double weighted = 0;
            for (int i = 0; i < gradient.length; i++) {
                sum += Math.abs(gradient[i]);
                weighted += (i + 1.0) * gradient[i] / gradient.length;
            }
            assertEquals(expected[p][0], sum, 1e-6, parameters.get(p).name());
            assertEquals(expected[p][1], weighted, 1e-6, parameters.get(p).name());
        }
    }

    private static final double[][] RECURRENT = {
        {2.765380372304741, -0.03667561778327864},
        {0.4969225372097608, -0.14694027213843858},
        {2.0499833449722464, 0.0284875699106009},
        {0.5838851901247688, -0.01010029185805674}
    };

    @Test
    void graphsHaveTheDerivativesOfComplexSteps() {
        check(GraphExample.inception(), 1.1066281086919523, new double[][] {
            {0.0653065544692637, 0.002959182607982183},
            {0.025525074311877678, -0.016877521334626357},
            {0.0372509334876619, -0.010361730789630468},
            {0.003759288954101531, -0.0005498205208958609},
            {0.24718890777391453, 0.0228671177531512},
            {0.02026956671919442, -0.002247918627878804},
            {0.09429848512209378, 0.0706719204250025},
            {0.017493783575706513, 0.017493783575706513},
            {0.44277785581077156, 0.034049191535195054},
            {0.03240724400675503, 0.0045211205079613214},
            {0.06382792479585102, 0.051731862896650244},
            {0.02475506706916092, 0.02475506706916092},
            {0.41231264408478907, 0.013095638802499402},
            {0.07861901776801601, 0.022939139037218125}
        });
        check(GraphExample.residual(), 1.3453374285578585, new double[][] {
            {0.41866958265410914, -0.011502546978372061},
            {0.08586729057454523, -0.04357143607262434},
            {1.542565166870593, 0.9195499816860662},
            {0.13564489104627897, 0.1080253851032996},
            {1.0651843244492443, 0.032589059508410394},
            {0.6806770125069521, 0.029277529728697755}
        });
        check(GraphExample.recurrent(), 1.6975581252167349, RECURRENT);
        assertThrows(
                AssertionError.class,
                () -> check(GraphExample.recurrent(), 1.6975581252167349, new double[][] {
                    RECURRENT[0], RECURRENT[1], RECURRENT[2], {0.5838851901247688, -0.01011}
                }));
    }

    /** The three linear layers of the recurrent network have one W and one b. */
    @Test
    void theRecurrentNetworkSharesItsParameters() {
        GraphExample recurrent = GraphExample.recurrent();
        Parameter w = recurrent.network().parameters().get(0);
        assertEquals(
                3,
                recurrent.network().steps().stream()
                        .filter(step -> step.layer().parameters().contains(w))
                        .count());
        assertEquals(4, recurrent.network().parameters().size());
    }

    @Test
    void finiteDifferencesAgree() {
        for (GraphExample example :
                List.of(GraphExample.inception(), GraphExample.residual(), GraphExample.recurrent())) {
            GradientCheck.Report report = example.check(RUN);
            assertTrue(report.relative() < 2e-4, () -> "" + report.relative());
            assertTrue(report.kinks() <= 4, () -> "" + report.kinks());
            assertEquals(report.judged() + report.kinks(), report.derivatives().size());
        }
    }

    /** A layer whose backward pass forgets one percent. */
    private static final class Forgets implements Layer {
        @Override
        public Shape output(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public void forward(Flow flow, int from, int to) {
            int width = flow.width();
            System.arraycopy(flow.x(0), from * width, flow.y(), from * width, (to - from) * width);
        }

        @Override
        public void backward(Flow flow, int from, int to) {
            for (int i = from * flow.width(); i < to * flow.width(); i++) {
                flow.dx(0)[i] = 0.99f * flow.dy()[i];
            }
        }
    }

    @Test
    void aWrongBackwardPassIsFound() {
        GraphExample right = GraphExample.recurrent();
        Graph graph = new Graph(Shape.of(13));
        Graph.Value wrong = graph.chain(
                graph.input(), new Linear("scores", 13, 3, Initializer.HE, RUN.random("scores", 0)), new Forgets());
        GraphExample planted = new GraphExample(graph.network(wrong), right.samples());
        assertThrows(IllegalArgumentException.class, () -> planted.check(RUN));
    }

    /** To 10⁻⁶ of the first loss at all steps, and of the loss itself at the first ones. */
    private static void check(float rate, double[] expected) {
        int[] steps = {0, 1, 10, 50, 100, 200, 499};
        double[] losses = TwoLayerNet.losses(rate, RUN);
        assertEquals(TwoLayerNet.STEPS, losses.length);
        for (int i = 0; i < steps.length; i++) {
            double allowed = i < 3 ? 1e-6 * expected[i] : 1e-6;
            assertEquals(expected[i], losses[steps[i]], allowed, "step " + steps[i] + " at " + rate);
        }
    }

    /** Double precision; NumPy in float differs as much. */
    @Test
    void twoLayersHaveTheLossesOfNumPy() {
        check(0.001f, new double[] {
            27.23632553449133,
            23.4248822355533,
            8.53259142625462,
            0.8885250267696333,
            0.1564633073856718,
            0.013205817357639829,
            8.667167445108822e-05
        });
        check(0.01f, new double[] {
            27.23632553449133,
            6.064904461478284,
            0.12358924683147261,
            8.167687094611737e-05,
            1.264145896865356e-07,
            6.900761765254527e-13,
            4.482672474854416e-28
        });
        assertThrows(AssertionError.class, () -> check(0.001f, new double[] {27.2363, 0, 0, 0, 0, 0, 0}));
        double[] explodes = TwoLayerNet.losses(0.1f, RUN);
        assertTrue(explodes.length < 10 && explodes[explodes.length - 1] > 1e30, () -> "" + explodes.length);
    }

    /** The NumPy lines beside the Java lines are those of the script that made the losses. */
    @Test
    void theSnippetShowsTheLinesOfTheScript() throws Exception {
        String script = Files.readString(Path.of("src/test/reference/two_layer_net.py"));
        List<String> shown = new ArrayList<>();
        for (String line : ExplorePage.snippet("two-layer-net").lines().toList()) {
            int at = line.indexOf(" // ");
            if (at >= 0 && !line.contains("println")) {
                shown.add(line.substring(at + 4));
            }
        }
        assertEquals(11, shown.size());
        shown.forEach(line -> assertTrue(script.contains("    " + line + "\n"), line));
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreads() {
        Run one = RUN.withThreads(1);
        Run seven = RUN.withThreads(7);
        assertEquals(NeuronGraph.of(new Tanh(), one), NeuronGraph.of(new Tanh(), seven));
        assertEquals(SharedValue.of(0.3, one), SharedValue.of(0.3, seven));
        assertEquals(
                GraphExample.inception().check(one), GraphExample.inception().check(seven));
        assertArrayEquals(TwoLayerNet.losses(0.01f, one), TwoLayerNet.losses(0.01f, seven));
    }
}
