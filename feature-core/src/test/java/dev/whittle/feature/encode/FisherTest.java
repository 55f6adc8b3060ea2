package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class FisherTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    private static float[] code(Mixture mixture, Matrix x) {
        FisherEncoder encoder = new FisherEncoder(mixture);
        double[] statistics = encoder.start();
        encoder.add(x.data(), 0, x.rows(), statistics, RUN);
        float[] code = new float[encoder.length()];
        encoder.code(statistics, x.rows(), code, 0, RUN);
        return code;
    }

    /** The equations, in double, one descriptor after another. */
    private static float[] naive(Mixture mixture, Matrix x, double cut, boolean renormalize) {
        int k = mixture.size();
        int d = mixture.columns();
        int n = x.rows();
        double[] u = new double[k * d];
        double[] v = new double[k * d];
        for (int i = 0; i < n; i++) {
            double[] gamma = posteriors(mixture, x, i, cut, renormalize);
            for (int c = 0; c < k; c++) {
                double w = mixture.weights().get(0, c);
                for (int j = 0; j < d; j++) {
                    double z = ((double) x.get(i, j) - mixture.means().get(c, j))
                            / Math.sqrt(mixture.variances().get(c, j));
                    u[c * d + j] += gamma[c] * z / (n * Math.sqrt(w));
                    v[c * d + j] += gamma[c] * (z * z - 1) / (n * Math.sqrt(2 * w));
                }
            }
        }
        float[] code = new float[2 * k * d];
        for (int i = 0; i < k * d; i++) {
            code[i] = (float) u[i];
            code[k * d + i] = (float) v[i];
        }
        return code;
    }

    private static double[] posteriors(Mixture mixture, Matrix x, int i, double cut, boolean renormalize) {
        int k = mixture.size();
        double[] log = new double[k];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < k; c++) {
            log[c] = StrictMath.log(mixture.weights().get(0, c));
            for (int j = 0; j < mixture.columns(); j++) {
                double variance = mixture.variances().get(c, j);
                double difference = (double) x.get(i, j) - mixture.means().get(c, j);
                log[c] -= (StrictMath.log(variance) + difference * difference / variance) / 2;
            }
            greatest = Math.max(greatest, log[c]);
        }
        double sum = 0;
        for (int c = 0; c < k; c++) {
            log[c] = StrictMath.exp(log[c] - greatest);
            sum += log[c];
        }
        double kept = 0;
        for (int c = 0; c < k; c++) {
            log[c] = log[c] / sum < cut ? 0 : log[c] / sum;
            kept += log[c];
        }
        for (int c = 0; c < k && renormalize; c++) {
            log[c] /= kept;
        }
        return log;
    }

    private static void assertClose(float[] expected, float[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance, "value " + i);
        }
    }

    @Test
    void byHand() {
        // A single Gaussian with mean 1 and deviation 2 has the posterior 1: z = 1 and 2.
        Matrix one = Matrix.of(new float[] {1});
        Mixture mixture = new Mixture(one, one, Matrix.of(new float[] {4}));
        float[] code = code(mixture, Matrix.of(new float[] {3}, new float[] {5}));
        assertClose(new float[] {1.5f, (float) (1.5 / Math.sqrt(2))}, code, 1e-6);
    }

    private static Mixture reference(double cut, boolean renormalize) throws IOException {
        Map<String, float[]> values = TestData.reference("mixture.txt");
        return new Mixture(
                new Matrix(1, 5, values.get("weights12")),
                new Matrix(5, 6, values.get("means12")),
                new Matrix(5, 6, values.get("variances12")),
                cut,
                renormalize);
    }

    private static Matrix descriptors() throws IOException {
        Matrix rows = new Matrix(400, 6, TestData.reference("mixture.txt").get("rows"));
        return rows.selectRows(IntStream.range(100, 300).toArray());
    }

    @Test
    void vlfeat() throws IOException {
        float[] code = code(reference(1e-6, false), descriptors());
        float[] expected = TestData.reference("encodings.txt").get("fisher");
        assertClose(expected, code, 1e-5);
        float[] swapped = expected.clone();
        System.arraycopy(expected, 0, swapped, 30, 30);
        System.arraycopy(expected, 30, swapped, 0, 30);
        assertThrows(AssertionError.class, () -> assertClose(swapped, code, 1e-5));
        float[] negated = expected.clone();
        for (int i = 30; i < 60; i++) {
            negated[i] *= -1;
        }
        assertThrows(AssertionError.class, () -> assertClose(negated, code, 1e-5), "scikit-image's signs");
    }

    @Test
    void numpyWithoutACut() throws IOException {
        assertClose(TestData.reference("encodings.txt").get("numpy"), code(reference(0, true), descriptors()), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 600})
    void equalToTheNaiveLoops(int n) {
        int k = 17;
        int d = 9;
        Matrix weights = new Matrix(1, k);
        Matrix variances = TestData.gaussians(k, d, 2);
        for (int c = 0; c < k; c++) {
            weights.data()[c] = (c + 1) * 2f / (k * (k + 1));
        }
        for (int i = 0; i < k * d; i++) {
            variances.data()[i] = 0.3f + Math.abs(variances.data()[i]);
        }
        Matrix x = TestData.gaussians(n, d, n);
        for (double cut : new double[] {0, 1e-4, 0.03}) {
            for (boolean renormalize : new boolean[] {true, false}) {
                Mixture mixture = new Mixture(weights, TestData.gaussians(k, d, 1), variances, cut, renormalize);
                assertClose(naive(mixture, x, cut, renormalize), code(mixture, x), 1e-5);
            }
        }
    }

    /** At the maximum of the likelihood its gradient is 0. */
    @Test
    void theRowsOfTheMixtureItselfHaveASmallCode() throws IOException {
        Matrix all = new Matrix(400, 6, TestData.reference("mixture.txt").get("rows"));
        assertTrue(greatest(code(reference(0, true), all)) < 0.05);
        assertTrue(greatest(code(reference(0, true), all.selectRows(1, 2, 3))) > 0.5);
    }

    private static float greatest(float[] code) {
        float greatest = 0;
        for (float v : code) {
            greatest = Math.max(greatest, Math.abs(v));
        }
        return greatest;
    }

    @Test
    void aComponentWithoutWeightHasTheCodeZero() {
        Matrix means = Matrix.of(new float[] {0, 0}, new float[] {5, 5});
        Matrix variances = Matrix.of(new float[] {1, 1}, new float[] {1, 1});
        Mixture mixture = new Mixture(Matrix.of(new float[] {1, 0}), means, variances);
        float[] code = code(mixture, Matrix.of(new float[] {5, 4}, new float[] {1, 1}));
        assertClose(new float[] {3, 2.5f, 0, 0}, Arrays.copyOf(code, 4), 1e-6);
        assertClose(new float[] {0, 0}, Arrays.copyOfRange(code, 6, 8), 0);
    }

    @Test
    void mistakesAreNamed() {
        Messages.says(() -> new Fisher(null), "mixture");
        assertEquals(256, Fisher.defaults().mixture().k());
    }
}
