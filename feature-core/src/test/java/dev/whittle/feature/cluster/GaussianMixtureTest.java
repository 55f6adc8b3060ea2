package dev.whittle.feature.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class GaussianMixtureTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    private static GaussianMixture spec(int k, int iterations, double cut) {
        return new GaussianMixture(new KMeans(k, 10, KMeans.Start.KMEANS_PLUS_PLUS, 0), iterations, 0, 1e-6, cut, true);
    }

    /** Values that differ by at most {@code tolerance} times the largest of their column, or 1 if that is less. */
    static void assertClose(String what, float[] expected, float[] actual, int columns, double tolerance) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            double scale = 1;
            for (int j = i % columns; j < expected.length; j += columns) {
                scale = Math.max(scale, Math.abs(expected[j]));
            }
            assertEquals(expected[i], actual[i], tolerance * scale, what + " " + i / columns + ", " + i % columns);
        }
    }

    private static void assertClose(NaiveMixture expected, Mixture actual, double tolerance) {
        int d = actual.columns();
        assertClose("weights", expected.weights().data(), actual.weights().data(), actual.size(), tolerance);
        assertClose("means", expected.means().data(), actual.means().data(), d, tolerance);
        assertClose("variances", expected.variances().data(), actual.variances().data(), d, tolerance);
    }

    /** Rows of some clusters, with columns of different scales far from the origin. */
    private static Matrix rows(int n, int d, int seed) {
        Matrix rows = TestData.gaussians(n, d, seed);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                float x = rows.get(i, j) * (0.5f + j % 3 * 0.2f) + (i % 5 == j % 5 ? 3 : 0);
                rows.set(i, j, x * (j % 2 == 0 ? 1 : 20) + 10 * j);
            }
        }
        return rows;
    }

    private static double[] variances(Matrix rows) {
        return NaiveMixture.variances(rows);
    }

    @ParameterizedTest
    @CsvSource({"40,1,1", "300,3,4", "400,17,9", "2100,3,8"})
    void equalToTheNaiveLoops(int n, int d, int k) {
        Matrix rows = rows(n, d, n);
        for (double cut : new double[] {0, 1e-2}) {
            for (boolean renormalize : new boolean[] {true, false}) {
                GaussianMixture spec =
                        new GaussianMixture(new KMeans(k, 10, KMeans.Start.RANDOM, 0), 6, 0, 0.01, cut, renormalize);
                Codebook codebook = spec.kMeans().fit(rows, RUN);
                NaiveMixture naive = NaiveMixture.start(rows, codebook, 0.01);
                Mixture start = spec.start(rows, codebook, RUN);
                assertClose(naive, start, 1e-5);
                for (int t = 0; t < 6; t++) {
                    naive = naive.next(rows, cut, renormalize, 0.01);
                }
                Mixture fitted = spec.fit(rows, start, RUN);
                assertClose(naive, fitted, 2e-5);
                NaiveMixture wrong = naive.withWeight(0, naive.weights().get(0, 0) + 1e-4f);
                assertThrows(AssertionError.class, () -> assertClose(wrong, fitted, 2e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-6, 0.02})
    void posteriorsOfTheNaiveLoops(double cut) {
        Matrix rows = rows(400, 12, 3);
        for (boolean renormalize : new boolean[] {true, false}) {
            GaussianMixture spec =
                    new GaussianMixture(new KMeans(21, 3, KMeans.Start.RANDOM, 0), 1, 0, 0.01, cut, renormalize);
            Mixture mixture = spec.fit(rows, RUN);
            NaiveMixture naive = new NaiveMixture(mixture.weights(), mixture.means(), mixture.variances());
            float[] out = new float[400 * 21 + 2];
            mixture.posteriors(rows.data(), 0, 400, out, 1, RUN);
            int zeros = 0;
            for (int i = 0; i < 400; i++) {
                double[] expected = naive.posteriors(rows, i, cut, renormalize);
                double sum = 0;
                for (int c = 0; c < 21; c++) {
                    float actual = out[1 + i * 21 + c];
                    // Those near the cut may lie on either side.
                    assertEquals(expected[c], actual, cut > 1e-3 ? 1e-4 : 2e-5, "row " + i + ", component " + c);
                    assertTrue(actual == 0 || actual >= cut * (1 - 1e-6));
                    zeros += actual == 0 ? 1 : 0;
                    sum += actual;
                }
                assertTrue(renormalize || cut == 0 ? Math.abs(sum - 1) < 1e-5 : sum < 1 + 1e-5, "sum " + sum);
            }
            assertTrue(cut == 0 || zeros > 1000, zeros + " are cut");
            assertEquals(0, out[0]);
            assertEquals(0, out[out.length - 1]);
            assertEquals(naive.meanLogDensity(rows), mixture.meanLogDensity(rows, RUN), 2e-5 * 40);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void scikitLearn(int iterations) throws IOException {
        Map<String, float[]> reference = TestData.reference("mixture.txt");
        Matrix rows = new Matrix(400, 6, reference.get("rows"));
        double[] ofAll = variances(rows);
        Matrix start = new Matrix(5, 6);
        for (int i = 0; i < 30; i++) {
            start.data()[i] = (float) ofAll[i % 6];
        }
        Matrix equal = new Matrix(1, 5, new float[] {0.2f, 0.2f, 0.2f, 0.2f, 0.2f});
        Mixture mixture =
                spec(5, iterations, 0).fit(rows, new Mixture(equal, rows.selectRows(0, 1, 2, 3, 4), start), RUN);
        assertClose(
                "weights",
                reference.get("weights" + iterations),
                mixture.weights().data(),
                5,
                1e-5);
        assertClose(
                "means", reference.get("means" + iterations), mixture.means().data(), 6, 1e-5);
        assertClose(
                "variances",
                reference.get("variances" + iterations),
                mixture.variances().data(),
                6,
                1e-5);
        if (iterations == 12) {
            assertEquals(reference.get("logDensity")[0], mixture.meanLogDensity(rows, RUN), 1e-4);
            float[] posteriors = new float[100];
            mixture.posteriors(rows.data(), 0, 20, posteriors, 0, RUN);
            assertClose("posteriors", reference.get("posteriors"), posteriors, 5, 1e-5);
        }
    }

    @Test
    void threadsKernelsAndKindsOfTablesChangeNoBit() {
        Matrix rows = rows(5000, 7, 5);
        GaussianMixture spec = spec(19, 4, 1e-4);
        Mixture expected = spec.fit(rows, RUN.withKernels(KernelChoice.SCALAR.kernels()));
        Rows view = rows.select(IntStream.range(0, 5000).toArray());
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.AUTO.kernels())) {
                Mixture fitted =
                        spec.fit(view, Run.defaults().withThreads(threads).withKernels(kernels));
                assertTrue(expected.weights().bitsEqual(fitted.weights()));
                assertTrue(expected.means().bitsEqual(fitted.means()));
                assertTrue(expected.variances().bitsEqual(fitted.variances()));
            }
        }
        Mixture other = spec.fit(rows, RUN.withSeed(9));
        assertFalse(expected.means().bitsEqual(other.means()), "another start must be seen");
        Mixture restored = spec.restore(expected.arrays(), RUN);
        assertEquals(expected.meanLogDensity(rows, RUN), restored.meanLogDensity(view, RUN.withThreads(2)));
        expected.means().data()[0] = 77;
        expected.arrays().get("means").data()[0] = 77;
        assertTrue(restored.means().bitsEqual(expected.means()), "copies");
    }

    @Test
    void logDensityNeverFalls() {
        Matrix rows = rows(500, 6, 3);
        double before = Double.NEGATIVE_INFINITY;
        double first = 0;
        for (int iterations = 1; iterations <= 12; iterations++) {
            double density = spec(8, iterations, 0).fit(rows, RUN).meanLogDensity(rows, RUN);
            assertTrue(density >= before - 1e-6 * Math.abs(before), "iteration " + iterations);
            first = iterations == 1 ? density : first;
            before = density;
        }
        assertTrue(before > first + 0.01, first + " to " + before);
    }

    @Test
    void stopsAtTheTolerance() {
        Matrix rows = rows(900, 6, 3);
        List<Long> steps = new ArrayList<>();
        Run counting = RUN.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                if (stage.equals("Gaussian mixture")) {
                    steps.add(done);
                }
            }
        });
        KMeans start = new KMeans(8, 1, KMeans.Start.RANDOM, 0);
        new GaussianMixture(start, 500, 1e-3, 0.01, 0, true).fit(rows, counting);
        assertTrue(steps.size() > 2 && steps.size() < 60, steps.size() + " iterations");
        assertEquals(500, steps.get(steps.size() - 1));
        int loose = steps.size();
        steps.clear();
        Matrix moved = rows.copy();
        for (int i = 0; i < moved.data().length; i++) {
            moved.data()[i] *= 1024;
        }
        new GaussianMixture(start, 500, 1e-3, 0.01, 0, true).fit(moved, counting);
        assertEquals(loose, steps.size(), "the unit does not matter");
        steps.clear();
        new GaussianMixture(start, 500, 1e-6, 0.01, 0, true).fit(rows, counting);
        assertTrue(steps.size() > loose, steps.size() + " iterations");
    }

    /** A thousandth of a deviation is lost if rows are squared a million from the origin. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 10_000})
    void theOriginDoesNotMatter(int offset) {
        Matrix rows = TestData.gaussians(3000, 4, 8);
        for (int i = 0; i < rows.data().length; i++) {
            // 64ths, to which ten thousands can be added without rounding.
            rows.data()[i] = Math.round(64 * (rows.data()[i] + 4 * (i / 4 % 3))) / 64f;
        }
        Matrix moved = rows.copy();
        for (int i = 0; i < moved.data().length; i++) {
            moved.data()[i] += offset;
        }
        Mixture expected = spec(3, 5, 0).fit(rows, RUN);
        Mixture actual = spec(3, 5, 0).fit(moved, RUN);
        Matrix means = actual.means();
        for (int i = 0; i < 12; i++) {
            means.data()[i] -= offset;
        }
        assertClose("means", expected.means().data(), means.data(), 4, 2e-5 + 1e-7 * offset);
        assertClose("variances", expected.variances().data(), actual.variances().data(), 4, 2e-4);
    }

    @Test
    void variancesHaveAFloor() {
        Matrix rows = rows(600, 3, 4);
        for (int i = 0; i < 600; i++) {
            rows.set(i, 0, 1000 * (i % 2));
            rows.set(i, 2, 0.1f);
        }
        Mixture mixture =
                new GaussianMixture(new KMeans(6, 10, KMeans.Start.RANDOM, 0), 10, 0, 0.01, 1e-4, true).fit(rows, RUN);
        double[] floor = variances(rows);
        boolean reached = false;
        for (int i = 0; i < 6; i++) {
            reached |= mixture.variances().get(i, 0) == (float) (0.01 * 250_000);
            assertTrue(mixture.variances().get(i, 0) >= (float) (0.01 * 250_000));
            assertTrue(mixture.variances().get(i, 1) >= (float) (0.01 * floor[1]) * (1 - 1e-6f));
            assertEquals(0.01f, mixture.variances().get(i, 2), "of a constant column");
        }
        assertTrue(reached);
    }

    @Test
    void componentsWithoutRowsAreWarnedOf() {
        Matrix rows = new Matrix(400, 2);
        for (int i = 0; i < 400; i++) {
            rows.set(i, 0, i % 3);
            rows.set(i, 1, 5 - i % 3);
        }
        List<String> warnings = new ArrayList<>();
        Run hearing = RUN.withProgress(new Warnings(warnings));
        Mixture mixture = spec(7, 10, 1e-4).fit(rows, hearing);
        float total = 0;
        for (float w : mixture.weights().data()) {
            total += w;
        }
        assertEquals(1, total, 1e-5);
        assertTrue(warnings.stream().anyMatch(w -> w.contains("4 of 7") && w.contains("at most 3")), "" + warnings);
        float[] posteriors = new float[7 * 400];
        mixture.posteriors(rows.data(), 0, 400, posteriors, 0, RUN);
        new Matrix(400, 7, posteriors).requireFinite("posteriors");
    }

    @Test
    void mistakesAreNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> new GaussianMixture(null, 0, 1, 0, 2, true))
                .getMessage();
        for (String part :
                new String[] {"kMeans", "iterations", "got 0", "tolerance", "varianceFloor", "posteriorCut"}) {
            assertTrue(message.contains(part), message);
        }
        Messages.says(() -> spec(10, 1, 0.1), "posteriorCut", "1/10", "0.1");
        Matrix rows = rows(9, 2, 1);
        Messages.says(() -> spec(10, 1, 0).fit(rows, RUN), "k = 10", "9 rows");
        rows.set(3, 1, Float.NaN);
        Messages.says(() -> spec(2, 1, 0).fit(rows, RUN), "row 3, column 1", "NaN");
        Matrix one = Matrix.of(new float[] {1});
        Messages.says(() -> new Mixture(new Matrix(1, 2), one, new Matrix(2, 2)), "1x1", "1x2", "2x2");
        Messages.says(() -> new Mixture(one, one, new Matrix(1, 1)), "variances", "above 0", "0.0");
        Messages.says(() -> new Mixture(Matrix.of(new float[] {0.5f}), one, one), "weights", "0.5");
        Messages.says(
                () -> new Mixture(
                        Matrix.of(new float[] {-1, 2}), new Matrix(2, 1), Matrix.of(new float[] {1}, new float[] {1})),
                "at least 0",
                "-1");
        Messages.says(() -> spec(2, 1, 0).restore(NamedArrays.empty(), RUN), "means");
        Mixture mixture = new Mixture(one, one, one);
        Messages.says(() -> spec(2, 1, 0).fit(new Matrix(9, 3), mixture, RUN), "k = 2", "1 components", "9 rows of 3");
        Messages.says(() -> mixture.meanLogDensity(new Matrix(3, 2), RUN), "1", "2");
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f}) {
            float[] x = new float[200];
            x[150] = bad;
            Messages.says(() -> mixture.posteriors(x, 0, 200, new float[200], 0, RUN), "row 150", Float.toString(bad));
            Messages.says(() -> mixture.add(x, 100, 100, new double[3], RUN), "row 50", Float.toString(bad));
        }
        assertEquals(3, Arrays.stream(new double[mixture.statistics()]).count());
    }
}
