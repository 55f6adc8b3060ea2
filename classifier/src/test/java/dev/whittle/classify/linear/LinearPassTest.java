package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.classify.CentralDifferences;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.loss.Loss;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinearPassTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int D = 7;
    private static final int CLASSES = 4;
    private static final double L2 = 0.3;
    /** More than 16 chunks of 8 rows, so that several groups are summed, the last chunk with 5 rows. */
    private static final Samples SAMPLES = TestSamples.clouds(301, D, CLASSES, 1, 3);

    static Stream<Arguments> losses() {
        return Stream.concat(
                Stream.of(Arguments.of(new CrossEntropy(), null, null)),
                Stream.of(Formulation.values())
                        .flatMap(f -> Stream.of(Hinge.values()).map(h -> Arguments.of(LinearSvm.loss(f, h), f, h))));
    }

    private static double[] point() {
        Rng rng = new Rng(5, "point", 0);
        // Multiples of 1/64, so that rounding to float changes nothing.
        return IntStream.range(0, CLASSES * D + CLASSES)
                .mapToDouble(i -> Math.rint(64 * rng.nextGaussian()) / 64)
                .toArray();
    }

    /** The objective by its formulas, in double. */
    private static double naive(Formulation formulation, Hinge hinge, double[] p) {
        double sum = 0;
        for (int i = 0; i < SAMPLES.size(); i++) {
            double[] s = new double[CLASSES];
            for (int c = 0; c < CLASSES; c++) {
                s[c] = p[CLASSES * D + c];
                for (int j = 0; j < D; j++) {
                    s[c] += p[c * D + j] * SAMPLES.inMemory("the test").get(i, j);
                }
            }
            int y = SAMPLES.labels()[i];
            if (formulation != null) {
                sum += hinge(formulation, hinge, s, y);
                continue;
            }
            double exps = 0;
            for (int c = 0; c < CLASSES; c++) {
                exps += Math.exp(s[c]);
            }
            sum += Math.log(exps) - s[y];
        }
        double squares =
                IntStream.range(0, CLASSES * D).mapToDouble(i -> p[i] * p[i]).sum();
        return sum / SAMPLES.size() + L2 / 2 * squares;
    }

    private static double hinge(Formulation formulation, Hinge hinge, double[] s, int y) {
        double sum = 0;
        double largest = 0;
        for (int c = 0; c < s.length; c++) {
            double slack = formulation == Formulation.ONE_VS_REST
                    ? c == y ? 1 - s[c] : 1 + s[c]
                    : c == y ? 0 : 1 + s[c] - s[y];
            double value = Math.max(0, slack);
            value = hinge == Hinge.SQUARED ? value * value : value;
            sum += value;
            largest = Math.max(largest, value);
        }
        return formulation == Formulation.CRAMMER_SINGER ? largest : sum;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void valueAndGradientAreThoseOfTheFormula(Loss loss, Formulation formulation, Hinge hinge) {
        LinearPass pass = new LinearPass(SAMPLES, loss, List.of(), 8, RUN);
        double[] gradient = new double[pass.parameters()];
        double value = pass.meanAndGradient(L2, Intercept.FREE, point(), gradient);
        assertEquals(naive(formulation, hinge, point()), value, 1e-6 * value);
        // The hinge has kinks; with h this small none lies between the two points of a difference.
        CentralDifferences.check(p -> naive(formulation, hinge, p), point(), gradient, 1e-7, 2e-5);
    }

    @Test
    void orderedPassSeesTheNamedSamples() {
        int[] order = RUN.random("order", 0).permutation(SAMPLES.size());
        int[] named = java.util.Arrays.copyOfRange(order, 20, 241);
        Samples some = new Samples(
                SAMPLES.inMemory("the test").selectRows(named),
                IntStream.of(named).map(i -> SAMPLES.labels()[i]).toArray(),
                CLASSES);
        LinearPass all = new LinearPass(SAMPLES, new CrossEntropy(), List.of(), 8, RUN);
        LinearPass part = new LinearPass(some, new CrossEntropy(), List.of(), 8, RUN);
        double[] expected = new double[all.parameters()];
        double[] gradient = new double[all.parameters()];
        double value = part.meanAndGradient(0, Intercept.FREE, point(), expected);
        for (int i = 0; i < gradient.length; i++) {
            (i < CLASSES * D ? all.weights() : all.bias())[i % (CLASSES * D)] = (float) point()[i];
        }
        assertEquals(value, all.meanAndGradient(order, 20, 241, gradient));
        assertArrayEquals(expected, gradient);
        assertEquals(part.correct(), all.correct());
    }

    /** (10³⁰ + 1) - 10³⁰ is 0. */
    @Test
    void chunksAreAddedInTheirOrder() {
        List<LinearChunk> chunks = DoubleStream.of(1e30, 1, -1e30)
                .mapToObj(v -> new LinearChunk(v, 1, new float[] {(float) v, 1}, new double[] {v}))
                .toList();
        double[] gradient = new double[3];
        LinearSums sums = new LinearSums(gradient);
        sums.add(chunks, RUN);
        assertEquals(0, sums.loss());
        assertEquals(3, sums.correct());
        assertArrayEquals(new double[] {0, 3, 0}, gradient);
        double[] other = new double[3];
        new LinearSums(other).add(List.of(chunks.get(0), chunks.get(2), chunks.get(1)), RUN);
        assertArrayEquals(new double[] {1, 3, 1}, other, "planted: another order");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theMeanAloneIsTheSameBits(Loss loss, Formulation formulation, Hinge hinge) {
        for (List<Double> classWeights : List.of(List.<Double>of(), weights())) {
            LinearPass pass = new LinearPass(SAMPLES, loss, classWeights, 8, RUN);
            double expected = pass.meanAndGradient(0, Intercept.FREE, point(), new double[pass.parameters()]);
            int correct = pass.correct();
            assertEquals(expected, new LinearPass(SAMPLES, loss, classWeights, 8, RUN).mean(point()));
            assertEquals(expected, pass.mean(point()));
            assertEquals(correct, pass.correct());
        }
    }

    private static List<Double> weights() {
        return IntStream.range(0, CLASSES).mapToObj(c -> 0.5 + c).toList();
    }
}
