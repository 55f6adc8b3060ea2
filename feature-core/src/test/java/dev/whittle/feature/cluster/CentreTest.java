package dev.whittle.feature.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nearest words and k-means far from the origin, where only a centre keeps the differences of squares. */
@Tag("bits")
class CentreTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** The nearest word by the sum of squared differences in double. */
    private static int[] naive(Matrix rows, Matrix words) {
        int[] nearest = new int[rows.rows()];
        for (int i = 0; i < nearest.length; i++) {
            double best = Double.POSITIVE_INFINITY;
            for (int w = 0; w < words.rows(); w++) {
                double distance = 0;
                for (int j = 0; j < rows.columns(); j++) {
                    double difference = (double) rows.get(i, j) - words.get(w, j);
                    distance += difference * difference;
                }
                if (distance < best) {
                    best = distance;
                    nearest[i] = w;
                }
            }
        }
        return nearest;
    }

    /** The loop in the Javadoc of {@link NearestWord}. */
    private static int[] definition(Matrix rows, Matrix words, Matrix centre) {
        int[] nearest = new int[rows.rows()];
        for (int i = 0; i < nearest.length; i++) {
            float best = Float.NEGATIVE_INFINITY;
            for (int w = 0; w < words.rows(); w++) {
                double squares = 0;
                for (int j = 0; j < words.columns(); j++) {
                    double v = words.get(w, j) - centre.get(0, j);
                    squares += v * v;
                }
                float s = -(float) (squares / 2);
                for (int j = 0; j < words.columns(); j++) {
                    s = Math.fma(rows.get(i, j) - centre.get(0, j), words.get(w, j) - centre.get(0, j), s);
                }
                if (s > best) {
                    best = s;
                    nearest[i] = w;
                }
            }
        }
        return nearest;
    }

    private static Matrix shifted(Matrix rows, float offset) {
        Matrix shifted = rows.copy();
        for (int i = 0; i < shifted.data().length; i++) {
            shifted.data()[i] += offset;
        }
        return shifted;
    }

    private static int differences(int[] a, int[] b) {
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            n += a[i] == b[i] ? 0 : 1;
        }
        return n;
    }

    @Test
    void wordsThatAreCloseToEachOtherFarFromTheOrigin() {
        Codebook codebook = new Codebook(Matrix.of(new float[] {10_000}, new float[] {10_001}));
        assertArrayEquals(
                new int[] {1, 0, 1, 0},
                codebook.assign(new Matrix(4, 1, new float[] {10_000.6f, 10_000.4f, 2e4f, 0}), RUN));
        Matrix words = shifted(TestData.gaussians(20, 8, 1), 1e4f);
        Matrix probes = shifted(TestData.gaussians(100, 8, 2), 1e4f);
        int[] expected = naive(probes, words);
        assertArrayEquals(expected, new Codebook(words).assign(probes, RUN));
        int[] atTheOrigin = new Codebook(words, new Matrix(1, 8)).assign(probes, RUN);
        assertTrue(differences(expected, atTheOrigin) > 20, "without a centre many are wrong");
    }

    /** Words and probes so far out that the rounding decides: every rounding must be that of the definition. */
    @ParameterizedTest
    @CsvSource({"1,2,1", "100,7,20", "300,33,50", "300,130,150"})
    void theDefinition(int n, int d, int k) {
        Matrix words = shifted(TestData.gaussians(k, d, 3), 3000);
        Matrix rows = shifted(TestData.gaussians(n, d, 4), 3000);
        Matrix near = shifted(TestData.gaussians(1, d, 5), 2900);
        for (Matrix centre : new Matrix[] {new Matrix(1, d), near, new Codebook(words).centre()}) {
            Codebook codebook = new Codebook(words, centre);
            int[] expected = definition(rows, words, centre);
            for (Kernels kernels : new Kernels[] {KernelChoice.SCALAR.kernels(), KernelChoice.AUTO.kernels()}) {
                assertArrayEquals(expected, codebook.assign(rows, RUN.withKernels(kernels)));
            }
            assertTrue(codebook.centre().bitsEqual(centre));
        }
        assertTrue(
                k == 1 || differences(definition(rows, words, near), definition(rows, words, new Matrix(1, d))) > 0,
                "another centre must be seen");
    }

    @Test
    void theCentreOfWordsIsTheirMean() {
        Codebook codebook = new Codebook(Matrix.of(new float[] {1, 10}, new float[] {2, 20}, new float[] {6, 0}));
        assertTrue(Matrix.of(new float[] {3, 10}).bitsEqual(codebook.centre()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 1000, 10_000, 100_000, 1_000_000})
    void kMeansDoesNotDependOnTheOrigin(int offset) {
        Matrix rows = TestData.gaussians(2000, 6, 7);
        for (int i = 0; i < rows.data().length; i++) {
            // Eighths, to which a million can be added without rounding.
            rows.data()[i] = Math.round(8 * (rows.data()[i] + 5 * (i / 6 % 4))) / 8f;
        }
        Lloyd spec = new Lloyd(50, 0);
        // A row of each cluster: halves of a cluster would have rows at the same distance from both.
        Codebook expected = spec.from(rows, rows.selectRows(0, 1, 2, 3), RUN);
        Matrix moved = shifted(rows, offset);
        Codebook codebook = spec.from(moved, moved.selectRows(0, 1, 2, 3), RUN);
        assertArrayEquals(expected.assign(rows, RUN), codebook.assign(moved, RUN));
        assertArrayEquals(naive(moved, codebook.centroids()), codebook.assign(moved, RUN));
        double energy = expected.energy(rows, RUN);
        // Centroids are rounded to floats, at a million to sixteenths; squared, and a third of it on average.
        double rounding = 2000 * 6 * Math.pow(Math.ulp((float) offset) / 2, 2);
        assertEquals(energy, codebook.energy(moved, RUN), 1e-6 * energy + rounding);
        for (int j = 0; j < 6; j++) {
            double mean = 0;
            for (int i = 0; i < 2000; i++) {
                mean += moved.get(i, j) / 2000.0;
            }
            assertEquals((float) mean, codebook.centre().get(0, j), Math.ulp((float) mean), "the mean of the rows");
        }
    }

    /** scikit-learn centres its rows too; see words.py. */
    @ParameterizedTest
    @ValueSource(ints = {-1000, 100, 10_000})
    void labelsAndEnergyOfScikitLearnAtAnyOffset(int offset) throws IOException {
        Map<String, float[]> reference = TestData.reference("kmeans.txt");
        Matrix rows = shifted(new Matrix(240, 5, reference.get("rows")), offset);
        Codebook codebook = new Lloyd(300, 0).from(rows, rows.selectRows(0, 1, 2, 3, 4, 5), RUN);
        int[] words = codebook.assign(rows, RUN);
        for (int i = 0; i < words.length; i++) {
            assertEquals(reference.get("labels")[i], words[i], "row " + i);
        }
        double energy = reference.get("energy")[0];
        assertEquals(energy, codebook.energy(rows, RUN), 3e-4 * energy);
    }

    /** Model files before there was a centre. */
    @Test
    void arraysWithoutACentreGiveWhatTheyGave() {
        Matrix rows = shifted(TestData.gaussians(300, 9, 1), 500);
        KMeans spec = new KMeans(12, 5, Start.RANDOM, 0);
        Codebook fitted = spec.fit(rows, RUN);
        NamedArrays before = NamedArrays.empty().with("centroids", fitted.centroids());
        Codebook old = spec.restore(before, RUN);
        Matrix zero = new Matrix(1, 9);
        assertTrue(zero.bitsEqual(old.centre()));
        int[] expected = definition(rows, fitted.centroids(), zero);
        assertArrayEquals(expected, old.assign(rows, RUN));
        int[] renewed = spec.restore(fitted.arrays(), RUN).assign(rows, RUN);
        assertArrayEquals(fitted.assign(rows, RUN), renewed);
        assertFalse(Arrays.equals(expected, renewed), "the two must differ, else nothing is shown");
    }

    @Test
    void anotherShapeOfTheCentreIsRefused() {
        Messages.says(() -> new Codebook(new Matrix(2, 3), new Matrix(1, 2)), "1x3", "1x2");
        Messages.says(() -> new Codebook(new Matrix(2, 3), new Matrix(2, 3)), "1x3", "2x3");
        Messages.says(
                () -> new Codebook(new Matrix(1, 2), Matrix.of(new float[] {0, Float.NaN})),
                "centre",
                "column 1",
                "NaN");
        Messages.says(() -> new Codebook(new Matrix(0, 3)), "1 word", "0 words");
        NamedArrays arrays = new Codebook(new Matrix(2, 3)).arrays();
        assertTrue(arrays.asMap().containsKey("centre"));
        Messages.says(
                () -> new KMeans(2, 1, Start.RANDOM, 0)
                        .restore(
                                NamedArrays.empty()
                                        .with("centroids", new Matrix(2, 3))
                                        .with("centre", new Matrix(1, 4)),
                                RUN),
                "centre",
                "1x4",
                "1x3");
    }
}
