package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    static Stream<Spec<Samples, Transform>> specs() {
        return Stream.of(TemperatureScaling.defaults(), PlattScaling.defaults());
    }

    /** Normal scores times {@code factor}; labels drawn from the softmax of the scores without it. */
    private static Samples drawn(int n, float factor) {
        Rng rng = new Rng(3, "calibration", 0);
        Matrix s = new Matrix(n, 4);
        for (int i = 0; i < s.data().length; i++) {
            s.data()[i] = (float) (1.5 * rng.nextGaussian());
        }
        Matrix p = Softmax.probabilities(s, RUN);
        int[] labels = new int[n];
        for (int r = 0; r < n; r++) {
            double u = rng.nextDouble();
            for (int c = 0; c < 3 && u >= p.get(r, c); c++) {
                u -= p.get(r, c);
                labels[r] = c + 1;
            }
        }
        for (int i = 0; i < s.data().length; i++) {
            s.data()[i] *= factor;
        }
        return new Samples(s, labels, 4);
    }

    private static double logLoss(Matrix p, int[] labels) {
        double sum = 0;
        for (int r = 0; r < labels.length; r++) {
            sum -= Math.log(p.get(r, labels[r]));
        }
        return sum / labels.length;
    }

    /** Labels that were drawn at temperature 1 and scores seven times too large. */
    @Test
    void temperatureIsFound() {
        Samples samples = drawn(20_000, 7);
        Transform fitted = TemperatureScaling.defaults().fit(samples, RUN);
        assertEquals(1 / 7.0, fitted.arrays().get("inverseTemperature").get(0, 0), 0.005);
        Matrix scores = samples.inMemory("the test");
        Matrix p = fitted.apply(scores, RUN);
        assertArrayEquals(Classifier.largest(scores), Classifier.largest(p));
        double calibrated = logLoss(p, samples.labels());
        assertTrue(calibrated < logLoss(Softmax.probabilities(scores, RUN), samples.labels()) - 0.5);
        // The optimum: either side of it is worse.
        for (float other : new float[] {0.98f, 1.02f}) {
            Matrix scaled = scores.copy();
            for (int i = 0; i < scaled.data().length; i++) {
                scaled.data()[i] *=
                        other * fitted.arrays().get("inverseTemperature").get(0, 0);
            }
            assertTrue(logLoss(Softmax.probabilities(scaled, RUN), samples.labels()) > calibrated);
        }
    }

    /** However small or large scores are, and wherever they lie, A and B are those of the same likelihood. */
    @ParameterizedTest
    @CsvSource({"40, 1e-7, 0", "40, 1e-3, 0", "40, 1e7, 0", "5000, 1e-7, 0", "40, 1, 100", "40, 1e-7, 1e-5"})
    void plattsProbabilitiesDoNotDependOnTheScale(int n, float scale, float offset) {
        Samples samples = drawn(n, 1);
        Matrix scores = samples.inMemory("the test");
        Matrix other = scores.copy();
        for (int i = 0; i < other.data().length; i++) {
            other.data()[i] = other.data()[i] * scale + offset;
        }
        Matrix expected = PlattScaling.defaults().fit(samples, RUN).apply(scores, RUN);
        Matrix p = PlattScaling.defaults()
                .fit(new Samples(other, samples.labels(), 4), RUN)
                .apply(other, RUN);
        for (int i = 0; i < p.data().length; i++) {
            assertEquals(expected.data()[i], p.data()[i], offset == 0 ? 1e-6 : 1e-4);
        }
    }

    /** The optimum of Platt's likelihood, and nothing beside it. */
    @Test
    void sigmoidsAreStationary() {
        Samples samples = drawn(40, 1);
        Matrix ab = PlattScaling.defaults().fit(samples, RUN).arrays().get("sigmoids");
        for (int c = 0; c < 4; c++) {
            assertStationary(samples, c, ab.get(c, 0), ab.get(c, 1), true);
            assertStationary(samples, c, ab.get(c, 0) + 0.01, ab.get(c, 1), false);
        }
    }

    /** At the optimum both derivatives of the likelihood with Platt's targets vanish. */
    private static void assertStationary(Samples samples, int c, double a, double b, boolean expected) {
        int positive = 0;
        for (int y : samples.labels()) {
            positive += y == c ? 1 : 0;
        }
        int negative = samples.size() - positive;
        double g1 = 0;
        double g2 = 0;
        for (int i = 0; i < samples.size(); i++) {
            double s = samples.inMemory("the test").get(i, c);
            double t = samples.labels()[i] == c ? (positive + 1.0) / (positive + 2.0) : 1 / (negative + 2.0);
            double p = 1 / (1 + Math.exp(a * s + b));
            g1 += s * (t - p);
            g2 += t - p;
        }
        assertEquals(expected, Math.abs(g1) < 1e-4 && Math.abs(g2) < 1e-4, g1 + " " + g2);
    }

    @Test
    void plattImprovesWhatIsOverconfident() {
        Samples samples = drawn(5000, 7);
        Matrix scores = samples.inMemory("the test");
        Matrix p = PlattScaling.defaults().fit(samples, RUN).apply(scores, RUN);
        assertTrue(logLoss(p, samples.labels()) < logLoss(Softmax.probabilities(scores, RUN), samples.labels()) - 0.4);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void probabilitiesSumToOne(Spec<Samples, Transform> spec) {
        Samples samples = drawn(1000, 2);
        Matrix scores = samples.inMemory("the test");
        Transform fitted = spec.fit(samples, RUN);
        Matrix p = fitted.apply(scores, RUN);
        for (int r = 0; r < p.rows(); r++) {
            double sum = 0;
            for (float v : p.row(r)) {
                assertTrue(v >= 0 && v <= 1);
                sum += v;
            }
            assertEquals(1, sum, 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aColumnForEachClassIsNeeded(Spec<Samples, Transform> spec) {
        Samples samples = drawn(50, 1);
        Samples noScores = new Samples(samples.features(), samples.labels(), 5);
        String message = assertThrows(IllegalArgumentException.class, () -> spec.fit(noScores, RUN))
                .getMessage();
        assertTrue(message.contains("5 classes, got 4 columns"), message);
    }

    /** By Laplace's rule, however the scores are scaled. */
    @Test
    void scoresThatSeparateMakeNobodySure() {
        for (float scale : new float[] {1, 0.01f, 1000}) {
            Matrix s = Matrix.of(
                    new float[] {5 * scale, 0, scale},
                    new float[] {0, 4 * scale, scale},
                    new float[] {9 * scale, -1 * scale, 0},
                    new float[] {0, scale, 2 * scale});
            int[] labels = {0, 1, 0, 2};
            Matrix p = TemperatureScaling.defaults()
                    .fit(new Samples(s, labels, 3), RUN)
                    .apply(s, RUN);
            double mean = 0;
            for (int i = 0; i < 4; i++) {
                mean += p.get(i, labels[i]) / 4;
            }
            assertEquals(5 / 6.0, mean, 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void scoresOfAnySizeGiveFiniteProbabilities(Spec<Samples, Transform> spec) {
        for (float scale : new float[] {1e-40f, 1e-30f, 1e-10f, 1e10f, 1e30f, 3e38f}) {
            Matrix s = new Matrix(40, 2);
            int[] labels = new int[40];
            for (int i = 0; i < 40; i++) {
                labels[i] = i % 2;
                s.set(i, i % 10 == 0 ? 1 - labels[i] : labels[i], scale * ((1 + i) / 50f));
            }
            spec.fit(new Samples(s, labels, 2), RUN).apply(s, RUN).requireFinite("probabilities");
        }
    }

    /** Scores that separate the labels, one class only, equal scores: all have an answer. */
    @ParameterizedTest
    @MethodSource("specs")
    void extremesGiveFiniteProbabilities(Spec<Samples, Transform> spec) {
        Matrix separate = Matrix.of(new float[] {5, 0}, new float[] {0, 5}, new float[] {9, -1});
        Matrix equal = new Matrix(3, 2);
        Matrix alike = Matrix.of(new float[] {5.3f, 1e-9f}, new float[] {5.3f, 1e-9f}, new float[] {5.3f, 1e-9f});
        for (Matrix s : new Matrix[] {separate, equal, alike}) {
            for (int[] labels : new int[][] {{0, 1, 0}, {0, 0, 0}, {1, 0, 1}}) {
                Samples samples = new Samples(s, labels, 2);
                spec.fit(samples, RUN).apply(s, RUN).requireFinite("probabilities");
            }
        }
    }
}
