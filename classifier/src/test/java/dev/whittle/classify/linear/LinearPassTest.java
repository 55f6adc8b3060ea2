package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.classify.CentralDifferences;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.nn.CrossEntropy;
import dev.whittle.classify.nn.Loss;
import dev.whittle.classify.nn.OneVsRestHinge;
import dev.whittle.classify.nn.WestonWatkins;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearPassTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int D = 7;
    private static final int CLASSES = 4;
    private static final double L2 = 0.3;
    /** More than 16 chunks of 8 rows, so that several groups are summed, the last chunk with 5 rows. */
    private static final Samples SAMPLES = TestSamples.clouds(301, D, CLASSES, 1, 3);

    static Stream<Loss> losses() {
        return Stream.concat(
                Stream.of(new CrossEntropy(), new WestonWatkins(), new OneVsRestHinge(true)),
                Stream.of(LinearSvm.Formulation.values())
                        .flatMap(f -> Stream.of(LinearSvm.Hinge.values()).map(h -> new MulticlassHinge(f, h))));
    }

    private static double[] point() {
        Rng rng = new Rng(5, "point", 0);
        // Multiples of 1/64, so that rounding to float changes nothing.
        return IntStream.range(0, CLASSES * D + CLASSES)
                .mapToDouble(i -> Math.rint(64 * rng.nextGaussian()) / 64)
                .toArray();
    }

    /** The objective by its formulas, in double. */
    private static double naive(Loss loss, double[] p) {
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
            if (loss instanceof MulticlassHinge h) {
                sum += hinge(h, s, y);
                continue;
            }
            double exps = 0;
            for (int c = 0; c < CLASSES; c++) {
                exps += Math.exp(s[c]);
                if (loss instanceof WestonWatkins && c != y) {
                    sum += Math.max(0, s[c] - s[y] + 1);
                } else if (loss instanceof OneVsRestHinge) {
                    sum += Math.pow(Math.max(0, 1 - (c == y ? s[c] : -s[c])), 2);
                }
            }
            sum += loss instanceof CrossEntropy ? Math.log(exps) - s[y] : 0;
        }
        double squares =
                IntStream.range(0, CLASSES * D).mapToDouble(i -> p[i] * p[i]).sum();
        return sum / SAMPLES.size() + L2 / 2 * squares;
    }

    private static double hinge(MulticlassHinge h, double[] s, int y) {
        double sum = 0;
        double largest = 0;
        for (int c = 0; c < s.length; c++) {
            double slack = h.formulation() == LinearSvm.Formulation.ONE_VS_REST
                    ? c == y ? 1 - s[c] : 1 + s[c]
                    : c == y ? 0 : 1 + s[c] - s[y];
            double value = Math.max(0, slack);
            value = h.hinge() == LinearSvm.Hinge.SQUARED ? value * value : value;
            sum += value;
            largest = Math.max(largest, value);
        }
        return h.formulation() == LinearSvm.Formulation.CRAMMER_SINGER ? largest : sum;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void valueAndGradientAreThoseOfTheFormula(Loss loss) {
        LinearPass pass = new LinearPass(SAMPLES, loss, 8, RUN);
        double[] gradient = new double[pass.parameters()];
        double value = pass.meanAndGradient(L2, point(), gradient);
        assertEquals(naive(loss, point()), value, 1e-6 * value);
        // The hinge has kinks; with h this small none lies between the two points of a difference.
        CentralDifferences.check(p -> naive(loss, p), point(), gradient, 1e-7, 2e-5);
    }

    @Test
    void orderedPassSeesTheNamedSamples() {
        int[] order = RUN.random("order", 0).permutation(SAMPLES.size());
        int[] named = java.util.Arrays.copyOfRange(order, 20, 241);
        Samples some = new Samples(
                SAMPLES.inMemory("the test").selectRows(named),
                IntStream.of(named).map(i -> SAMPLES.labels()[i]).toArray(),
                CLASSES);
        LinearPass all = new LinearPass(SAMPLES, new CrossEntropy(), 8, RUN);
        LinearPass part = new LinearPass(some, new CrossEntropy(), 8, RUN);
        double[] expected = new double[all.parameters()];
        double[] gradient = new double[all.parameters()];
        double value = part.meanAndGradient(null, 0, some.size(), point(), expected);
        assertEquals(value, all.meanAndGradient(order, 20, 241, point(), gradient));
        assertArrayEquals(expected, gradient);
        assertEquals(part.correct(), all.correct());
    }
}
