package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerceptronTest extends LinearHeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return Perceptron.defaults();
    }

    @Override
    protected long pinnedCrc() {
        return 0x25288b5aL;
    }

    /** Equal scores at the start go to the first class, so the way depends on which that is. */
    @Override
    protected double permutationAgreement() {
        return 0.9;
    }

    private static double mistakes(Samples samples, int epochs, Run run) {
        double[] sum = {0};
        new Perceptron(false, epochs).fit(samples, run.withProgress(new Progress() {
            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                sum[0] += objective * samples.size();
            }
        }));
        return Math.rint(sum[0]);
    }

    /** Novikoff's bound, with a separating W that is known. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mistakesOnSeparableSamplesAreBounded(long seed) {
        int d = 6;
        int classes = 3;
        Rng rng = new Rng(seed, "separable", 0);
        double[][] w = new double[classes][d];
        double length = 0;
        for (double[] row : w) {
            for (int j = 0; j < d; j++) {
                row[j] = rng.nextGaussian();
                length += row[j] * row[j];
            }
        }
        Matrix x = new Matrix(400, d);
        int[] labels = new int[400];
        double margin = Double.POSITIVE_INFINITY;
        double radius = 0;
        for (int i = 0; i < 400; ) {
            double squares = 1;
            double[] s = new double[classes];
            for (int j = 0; j < d; j++) {
                x.set(i, j, (float) rng.nextGaussian());
                squares += (double) x.get(i, j) * x.get(i, j);
                for (int c = 0; c < classes; c++) {
                    s[c] += w[c][j] * x.get(i, j);
                }
            }
            double[] sorted = s.clone();
            Arrays.sort(sorted);
            double gap = (sorted[classes - 1] - sorted[classes - 2]) / Math.sqrt(length);
            if (gap > 0.2) {
                for (int c = 0; c < classes; c++) {
                    labels[i] = s[c] == sorted[classes - 1] ? c : labels[i];
                }
                margin = Math.min(margin, gap);
                radius = Math.max(radius, Math.sqrt(squares));
                i++;
            }
        }
        Samples samples = new Samples(x, labels, classes);
        requireFewMistakes(mistakes(samples, 10_000, RUN), radius, margin);
        LinearClassifier head = new Perceptron(false, 10_000).fit(samples, RUN);
        assertEquals(
                Convergence.Stop.NO_MISTAKES, head.convergence().orElseThrow().stop());
        assertArrayEquals(labels, head.predict(x, RUN));
    }

    private static void requireFewMistakes(double mistakes, double radius, double margin) {
        double bound = 2 * radius * radius / (margin * margin);
        assertTrue(mistakes > 0 && mistakes <= bound, mistakes + " mistakes, bound " + bound);
    }

    /**
     * Where samples are orthogonal none helps another, and the bound is nearly reached: a margin of twice the size
     * would break it. With W = Σ ±e_i/√(2n) the margin of samples of length r along the axes is r·√(2/n).
     */
    @Test
    void orthogonalSamplesNearlyReachTheBound() {
        int n = 60;
        float r = 100;
        Matrix x = new Matrix(n, n);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            x.set(i, i, r);
            labels[i] = i % 2;
        }
        double mistakes = mistakes(new Samples(x, labels, 2), 1000, RUN);
        double radius = Math.sqrt(r * r + 1);
        double margin = r * Math.sqrt(2.0 / n);
        requireFewMistakes(mistakes, radius, margin);
        assertThrows(AssertionError.class, () -> requireFewMistakes(mistakes, radius, 2 * margin));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1000})
    void exclusiveOrNeverSettles(int epochs) {
        Samples xor = TestSamples.xor(1);
        Convergence reached =
                new Perceptron(false, epochs).fit(xor, RUN).convergence().orElseThrow();
        assertEquals(Convergence.Stop.EPOCHS, reached.stop());
        assertEquals(epochs, reached.iterations());
        assertTrue(reached.objective() > 0);
        assertTrue(mistakes(xor, epochs, RUN) >= epochs, "an epoch without mistakes");
    }

    /** By hand: the order of two samples does not matter here, since the first mistake is on the sample of class 1. */
    @Test
    void oneMistakeByHand() {
        Samples two = new Samples(Matrix.of(new float[] {2, 0}, new float[] {-1, 3}), new int[] {0, 1}, 2);
        LinearClassifier head = new Perceptron(false, 10).fit(two, RUN);
        assertArrayEquals(
                new float[] {1, -3, -1, 3}, head.arrays().get("weights").data());
        assertArrayEquals(new float[] {-1, 1}, head.arrays().get("bias").data());
    }

    /** The average, against a plain sum of all W. */
    @Test
    void averageIsTheMeanOverAllSteps() {
        Samples samples = TestSamples.clouds(40, 3, 3, 0.3, 4);
        int epochs = 3;
        double[] w = new double[9];
        double[] sum = new double[9];
        double[] b = new double[3];
        for (int e = 1; e <= epochs; e++) {
            for (int i : RUN.random("perceptron order", e).permutation(40)) {
                float[] x = samples.inMemory("the test").row(i);
                double[] s = b.clone();
                for (int k = 0; k < 9; k++) {
                    s[k / 3] += w[k] * x[k % 3];
                }
                int best = s[1] > s[0] ? 1 : 0;
                best = s[2] > s[best] ? 2 : best;
                int y = samples.labels()[i];
                if (best != y) {
                    b[y]++;
                    b[best]--;
                    for (int j = 0; j < 3; j++) {
                        w[3 * y + j] += x[j];
                        w[3 * best + j] -= x[j];
                    }
                }
                for (int k = 0; k < 9; k++) {
                    sum[k] += w[k];
                }
            }
        }
        float[] averaged = new Perceptron(true, epochs)
                .fit(samples, RUN)
                .arrays()
                .get("weights")
                .data();
        float[] last = new Perceptron(false, epochs)
                .fit(samples, RUN)
                .arrays()
                .get("weights")
                .data();
        double difference = 0;
        for (int k = 0; k < 9; k++) {
            assertEquals(w[k], last[k], 1e-5);
            // After step t there are t + 1 of them, so the mean is over the W that follow each sample.
            assertEquals(sum[k] / (40 * epochs), averaged[k], 1e-5);
            difference += Math.abs(averaged[k] - last[k]);
        }
        assertTrue(difference > 0.1);
    }

    /**
     * By hand, from W = 0 with samples (2, 0) of class 0 and (0, 3) of class 1, the first one first. Class 0 wins the
     * ties, so the second is wrong: W is (0, -3; 0, 3), b (-1, 1). In the next epoch the first has scores -1 and 1 and
     * is wrong: W is (2, -3; -2, 3), b (0, 0), with which both are right.
     */
    @Test
    void mistakesAreThoseOfTheTraining() {
        Samples two = new Samples(Matrix.of(new float[] {2, 0}, new float[] {0, 3}), new int[] {0, 1}, 2);
        long seed = 0;
        while (new Rng(seed, "perceptron order", 1).permutation(2)[0] != 0) {
            seed++;
        }
        Run run = RUN.withSeed(seed);
        List<Perceptron.Mistake> mistakes = new Perceptron(true, 5).mistakes(two, run);
        assertEquals(
                List.of(List.of(1, 1, 0), List.of(2, 0, 1)),
                mistakes.stream()
                        .map(m -> List.of(m.epoch(), m.sample(), m.winner()))
                        .toList());
        assertArrayEquals(new float[] {0, -3, 0, 3, -1, 1}, mistakes.get(0).weights());
        assertArrayEquals(new float[] {2, -3, -2, 3, 0, 0}, mistakes.get(1).weights());
        float[] last =
                new Perceptron(false, 5).fit(two, run).templates().orElseThrow().data();
        assertArrayEquals(new float[] {2, -3, -2, 3}, last);
    }

    @Test
    void refusesNoEpochs() {
        assertEquals(
                "Perceptron: epochs must be at least 1, got 0",
                assertThrows(IllegalArgumentException.class, () -> new Perceptron(true, 0))
                        .getMessage());
    }
}
