package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Perceptron;
import dev.whittle.classify.linear.Perceptron.Mistake;
import dev.whittle.classify.nn.Network;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PerceptronsTest {
    private static final Run RUN = Run.defaults();

    /** Ink counted by hand: a 1 has 3 in its foot and 7 above, a 2 has 14 pixels, an 8 has 17. */
    @Test
    void digitsWithoutChangesHaveTheirPixels() {
        Samples clean = SmallDigits.samples(1, 0, RUN);
        int[] ink = new int[10];
        for (int i = 0; i < 10; i++) {
            for (float pixel : row(clean, i)) {
                ink[i] += (int) pixel;
            }
        }
        assertEquals(List.of(10, 14, 17), List.of(ink[1], ink[2], ink[8]));
        assertArrayEquals(
                new int[] {0, 0, 1, 0, 0, 0, 0, 0, 0, 0},
                SmallDigits.isIt(2, clean).labels());
    }

    @Test
    void aShareOfThePixelsIsChanged() {
        Samples clean = SmallDigits.samples(100, 0, RUN);
        Samples changed = SmallDigits.samples(100, 0.06, RUN);
        int different = 0;
        for (int i = 0; i < clean.size(); i++) {
            float[] a = row(clean, i);
            float[] b = row(changed, i);
            for (int p = 0; p < a.length; p++) {
                different += a[p] == b[p] ? 0 : 1;
            }
        }
        // 35,000 pixels: four deviations are 178.
        assertEquals(2100, different, 178);
    }

    private static float[] row(Samples samples, int i) {
        float[] x = new float[35];
        samples.features().read(i, 1, x, 0);
        return x;
    }

    /** The rule of the figure's equation for one w and b, written down in double. */
    @Test
    void mistakesAreThoseOfTheBinaryRule() {
        Samples twos = SmallDigits.isIt(2, SmallDigits.samples(10, 0.06, RUN));
        double[] w = new double[35];
        double b = 0;
        List<Integer> wrong = new ArrayList<>();
        List<double[]> weights = new ArrayList<>();
        for (int epoch = 1, before = -1; wrong.size() > before; epoch++) {
            before = wrong.size();
            for (int i : RUN.random("perceptron order", epoch).permutation(twos.size())) {
                float[] x = row(twos, i);
                double score = b;
                for (int p = 0; p < 35; p++) {
                    score += w[p] * x[p];
                }
                boolean two = twos.labels()[i] == 1;
                if (two != score > 0) {
                    wrong.add(i);
                    b += two ? 1 : -1;
                    for (int p = 0; p < 35; p++) {
                        w[p] += two ? x[p] : -x[p];
                    }
                    weights.add(w.clone());
                }
            }
        }
        List<Mistake> found = new Perceptron(false, 100).mistakes(twos, RUN);
        assertEquals(wrong, found.stream().map(Mistake::sample).toList());
        assertTrue(wrong.size() > 3);
        for (int m = 0; m < wrong.size(); m++) {
            for (int p = 0; p < 35; p++) {
                assertEquals(weights.get(m)[p], found.get(m).weights()[35 + p]);
            }
        }
    }

    @Test
    void onlyXorIsNotLearned() {
        List<Convergence.Stop> stops = new ArrayList<>();
        for (TruthTable table : TruthTable.values()) {
            stops.add(new Perceptron(false, 200)
                    .fit(table.samples(), RUN)
                    .convergence()
                    .orElseThrow()
                    .stop());
        }
        assertEquals(
                List.of(Convergence.Stop.NO_MISTAKES, Convergence.Stop.NO_MISTAKES, Convergence.Stop.EPOCHS), stops);
    }

    /** By hand, the mean of (y - ½)·(x, 1): AND (0, 0, -¼), OR (¼, ¼, ¼), XOR (0, 0, 0). */
    @Test
    void gradientsAtZero() {
        assertArrayEquals(new double[] {0, 0, -0.25}, TruthTable.AND.gradientAtZero(RUN), 1e-7);
        assertArrayEquals(new double[] {0.25, 0.25, 0.25}, TruthTable.OR.gradientAtZero(RUN), 1e-7);
        assertArrayEquals(new double[] {0, 0, 0}, TruthTable.XOR.gradientAtZero(RUN), 1e-7);
    }

    @ParameterizedTest
    @EnumSource(TruthTable.class)
    void labelsAreThoseOfTheFunction(TruthTable table) {
        for (int i = 0; i < 4; i++) {
            boolean a = i / 2 == 1;
            boolean b = i % 2 == 1;
            boolean expected = switch (table) {
                case AND -> a && b;
                case OR -> a || b;
                case XOR -> a ^ b;
            };
            assertEquals(expected ? 1 : 0, table.samples().labels()[i]);
            float[] x = new float[2];
            table.samples().features().read(i, 1, x, 0);
            assertArrayEquals(new float[] {a ? 1 : 0, b ? 1 : 0}, x);
        }
    }

    /** h₁ - 2·h₂ - ½ at the four inputs: h is (0, 0), (1, 0), (1, 0), (2, 1). */
    @Test
    void twoHiddenUnitsComputeXor() {
        Matrix scores = TruthTable.xorByHand().scores(TruthTable.XOR.samples().features(), RUN);
        for (int i = 0; i < 4; i++) {
            assertEquals(0, scores.get(i, 0));
            assertEquals(i == 1 || i == 2 ? 0.5f : -0.5f, scores.get(i, 1));
        }
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreads() {
        Network one = TruthTable.XOR.trained(4, RUN.withThreads(1));
        Network seven = TruthTable.XOR.trained(4, RUN.withThreads(7));
        Matrix x = (Matrix) TruthTable.XOR.samples().features();
        assertTrue(one.scores(x, RUN).bitsEqual(seven.scores(x, RUN)));
        Network other = TruthTable.XOR.trained(4, RUN.withSeed(RUN.seed() + 1));
        assertFalse(one.scores(x, RUN).bitsEqual(other.scores(x, RUN)), "the comparison can fail");
    }
}
