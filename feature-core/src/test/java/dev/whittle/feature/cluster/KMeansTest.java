package dev.whittle.feature.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("bits")
class KMeansTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** The textbook's loops, with all of Lloyd's iteration written out in one thread. */
    private static Matrix naiveLloyd(Matrix rows, Matrix start, int iterations, double tolerance) {
        int n = rows.rows();
        int d = rows.columns();
        int k = start.rows();
        Matrix centroids = start.copy();
        int[] before = null;
        double energyBefore = 0;
        for (int t = 0; t < iterations; t++) {
            int[] nearest = naiveAssign(rows, centroids);
            double energy = 0;
            float[] distance = new float[n];
            for (int i = 0; i < n; i++) {
                distance[i] = KernelChoice.SCALAR
                        .kernels()
                        .linear()
                        .squaredDistance(rows.data(), i * d, centroids.data(), nearest[i] * d, d);
                energy += distance[i];
            }
            if (before != null
                    && (Arrays.equals(nearest, before) || energyBefore - energy <= tolerance * energyBefore)) {
                break;
            }
            before = nearest.clone();
            energyBefore = energy;
            for (int c = 0; c < k; c++) {
                if (count(nearest, c) == 0) {
                    int farthest = -1;
                    for (int i = 0; i < n; i++) {
                        if (distance[i] > 0
                                && count(nearest, nearest[i]) > 1
                                && (farthest < 0 || distance[i] > distance[farthest])) {
                            farthest = i;
                        }
                    }
                    if (farthest >= 0) {
                        nearest[farthest] = c;
                        distance[farthest] = 0;
                    }
                }
            }
            for (int c = 0; c < k; c++) {
                int members = count(nearest, c);
                for (int j = 0; j < d && members > 0; j++) {
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += nearest[i] == c ? rows.get(i, j) : 0;
                    }
                    centroids.set(c, j, (float) (sum / members));
                }
            }
        }
        return centroids;
    }

    private static int[] naiveAssign(Matrix rows, Matrix centroids) {
        int d = rows.columns();
        int[] nearest = new int[rows.rows()];
        for (int i = 0; i < nearest.length; i++) {
            double best = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centroids.rows(); c++) {
                double distance = 0;
                for (int j = 0; j < d; j++) {
                    double difference = (double) rows.get(i, j) - centroids.get(c, j);
                    distance += difference * difference;
                }
                if (distance < best) {
                    best = distance;
                    nearest[i] = c;
                }
            }
        }
        return nearest;
    }

    private static int count(int[] words, int word) {
        int count = 0;
        for (int w : words) {
            count += w == word ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "50,3,7", "700,9,16", "3000,17,33"})
    void equalToTheNaiveLoops(int n, int d, int k) {
        Matrix rows = TestData.gaussians(n, d, n);
        Matrix start = rows.selectRows(new Rng(5, "start", n).permutation(n)).copy();
        start = new Matrix(k, d, Arrays.copyOf(start.data(), k * d));
        Codebook fast = new Lloyd(12, 1e-4).from(rows, start, RUN);
        Matrix naive = naiveLloyd(rows, start, 12, 1e-4);
        assertTrue(naive.bitsEqual(fast.centroids()));
        assertArrayEquals(naiveAssign(rows, naive), fast.assign(rows, RUN));
        naive.set(0, 0, Math.nextUp(naive.get(0, 0)));
        assertFalse(naive.bitsEqual(fast.centroids()), "one bit must be seen");
    }

    @Test
    void equalToTheNaiveLoopsWhereClustersRunEmpty() {
        Matrix rows = TestData.gaussians(60, 2, 8);
        // Five centroids far from everything, and two equal ones.
        Matrix start = Matrix.of(
                rows.row(0),
                new float[] {50, 50},
                new float[] {60, 60},
                new float[] {70, 70},
                rows.row(1),
                new float[] {80, 80},
                rows.row(1),
                new float[] {90, -90});
        Codebook fast = new Lloyd(30, 0).from(rows, start, RUN);
        assertTrue(naiveLloyd(rows, start, 30, 0).bitsEqual(fast.centroids()));
        int[] words = fast.assign(rows, RUN);
        for (int c = 0; c < 8; c++) {
            assertTrue(count(words, c) > 0, "centroid " + c + " is empty");
        }
    }

    /** Made by src/test/reference/words.py with scikit-learn's KMeans from the same start. */
    @Test
    void thatOfScikitLearn() throws IOException {
        Map<String, float[]> reference = TestData.reference("kmeans.txt");
        Matrix rows = new Matrix(240, 5, reference.get("rows"));
        Codebook codebook = new Lloyd(300, 0).from(rows, rows.selectRows(0, 1, 2, 3, 4, 5), RUN);
        assertArrayEquals(reference.get("centroids"), codebook.centroids().data(), 1e-5f);
        int[] words = codebook.assign(rows, RUN);
        for (int i = 0; i < words.length; i++) {
            assertEquals(reference.get("labels")[i], words[i], "row " + i);
        }
        double energy = reference.get("energy")[0];
        assertEquals(energy, codebook.energy(rows, RUN), 1e-6 * energy);
    }

    /** After few iterations of many rows, where roundings send some rows another way; made by the same script. */
    @Test
    void energyOfScikitLearn() throws IOException {
        Matrix rows = new Matrix(20_000, 32);
        for (long i = 0; i < rows.rows(); i++) {
            for (int j = 0; j < 32; j++) {
                rows.set((int) i, j, (i * 7919 + i * i % 10007 * (j + 1) * 31 + j * j * 977) % 1009 / 1009f);
            }
        }
        Matrix start = new Matrix(128, 32, Arrays.copyOf(rows.data(), 128 * 32));
        Codebook codebook = new Lloyd(10, 0).from(rows, start, RUN);
        double energy = TestData.reference("energy.txt").get("energy")[0];
        assertEquals(energy, codebook.energy(rows, RUN), 1e-4 * energy);
    }

    @ParameterizedTest
    @EnumSource(Start.class)
    void threadsAndKernelsChangeNoBit(Start start) {
        Matrix rows = TestData.gaussians(5000, 13, 2);
        KMeans spec = new KMeans(37, 6, start, 0);
        Codebook expected = spec.fit(rows, RUN.withKernels(KernelChoice.SCALAR.kernels()));
        for (int threads : new int[] {1, 2, 7}) {
            Codebook other = spec.fit(rows, RUN.withThreads(threads).withKernels(KernelChoice.AUTO.kernels()));
            assertTrue(expected.centroids().bitsEqual(other.centroids()), threads + " threads");
        }
        assertFalse(
                expected.centroids().bitsEqual(spec.fit(rows, RUN.withSeed(9)).centroids()));
        Codebook restored = spec.restore(expected.arrays(), RUN);
        assertArrayEquals(expected.assign(rows, RUN), restored.assign(rows, RUN));
    }

    @ParameterizedTest
    @EnumSource(Start.class)
    void energyNeverIncreases(Start start) {
        Matrix rows = TestData.gaussians(800, 6, 3);
        double before = Double.POSITIVE_INFINITY;
        double first = 0;
        for (int iterations = 1; iterations <= 25; iterations++) {
            double energy = new KMeans(12, iterations, start, 0).fit(rows, RUN).energy(rows, RUN);
            assertTrue(energy <= before * (1 + 1e-6), "iteration " + iterations + ": " + before + " to " + energy);
            first = iterations == 1 ? energy : first;
            before = energy;
        }
        assertTrue(before < 0.97 * first, first + " to " + before);
    }

    @Test
    void stopsAtTheTolerance() {
        Matrix rows = TestData.gaussians(800, 6, 3);
        double loose = new KMeans(12, 1000, Start.RANDOM, 0.2).fit(rows, RUN).energy(rows, RUN);
        double tight = new KMeans(12, 1000, Start.RANDOM, 0).fit(rows, RUN).energy(rows, RUN);
        assertTrue(tight < loose, tight + " " + loose);
        Codebook converged = new KMeans(12, 1000, Start.RANDOM, 0).fit(rows, RUN);
        Codebook again = new Lloyd(1, 0).from(rows, converged.centroids(), RUN);
        assertTrue(converged.centroids().bitsEqual(again.centroids()), "a fixed point of Lloyd's iteration");
    }

    @ParameterizedTest
    @EnumSource(Start.class)
    void asManyCentroidsAsRowsHaveNoEnergy(Start start) {
        Matrix rows = TestData.gaussians(30, 4, 4);
        Codebook codebook = new KMeans(30, 10, start, 0).fit(rows, RUN);
        assertEquals(0, codebook.energy(rows, RUN));
        assertEquals(30, words(codebook, rows).size());
    }

    @ParameterizedTest
    @EnumSource(Start.class)
    void duplicateRows(Start start) {
        // 40 rows, but only 3 different ones, and more centroids than that.
        Matrix rows = new Matrix(40, 2);
        for (int i = 0; i < 40; i++) {
            rows.set(i, 0, i % 3);
            rows.set(i, 1, 5 - i % 3);
        }
        Codebook codebook = new KMeans(7, 20, start, 0).fit(rows, RUN);
        assertEquals(0, codebook.energy(rows, RUN));
        assertEquals(3, words(codebook, rows).size());
        codebook.centroids().requireFinite("centroids");
    }

    @ParameterizedTest
    @EnumSource(Start.class)
    void wellSeparatedClustersAreFound(Start start) {
        Matrix rows = TestData.gaussians(400, 3, 6);
        for (int i = 0; i < 400; i++) {
            rows.set(i, 0, rows.get(i, 0) + 40 * (i % 4));
        }
        // A random start may begin twice in one cluster; k-means++ practically never does.
        double best = Double.POSITIVE_INFINITY;
        Codebook codebook = null;
        for (int seed = 0; seed < (start == Start.RANDOM ? 30 : 1); seed++) {
            Codebook c = new KMeans(4, 50, start, 0).fit(rows, RUN.withSeed(seed));
            if (c.energy(rows, RUN) < best) {
                best = c.energy(rows, RUN);
                codebook = c;
            }
        }
        int[] words = codebook.assign(rows, RUN);
        for (int i = 0; i < 400; i++) {
            assertEquals(words[i % 4], words[i]);
        }
        assertEquals(3, best / 400, 0.3);
    }

    @Test
    void plusPlusStartsFarApart() {
        Matrix rows = new Matrix(1000, 1);
        rows.set(77, 0, 1000);
        rows.set(901, 0, -500);
        // 998 zeros and two others: only those have a weight once a zero is chosen.
        Codebook codebook = new KMeans(3, 1, Start.KMEANS_PLUS_PLUS, 0).fit(rows, RUN);
        float[] sorted = codebook.centroids().data().clone();
        Arrays.sort(sorted);
        assertArrayEquals(new float[] {-500, 0, 1000}, sorted);
    }

    @Test
    void permutedCentroidsPermuteTheWords() {
        Matrix rows = TestData.gaussians(500, 7, 9);
        Codebook codebook = new KMeans(20, 5, Start.RANDOM, 0).fit(rows, RUN);
        int[] order = new Rng(1, "order", 0).permutation(20);
        Codebook permuted = new Codebook(codebook.centroids().selectRows(order));
        int[] a = codebook.assign(rows, RUN);
        int[] b = permuted.assign(rows, RUN);
        for (int i = 0; i < 500; i++) {
            assertEquals(a[i], order[b[i]]);
        }
        int[] rowOrder = new Rng(2, "order", 0).permutation(500);
        int[] c = codebook.assign(rows.selectRows(rowOrder), RUN);
        for (int i = 0; i < 500; i++) {
            assertEquals(a[rowOrder[i]], c[i]);
        }
    }

    @Test
    void tiesGoToTheFirst() {
        Codebook codebook =
                new Codebook(Matrix.of(new float[] {9}, new float[] {1}, new float[] {-1}, new float[] {1}));
        assertArrayEquals(new int[] {1, 1, 2, 0}, codebook.assign(new Matrix(4, 1, new float[] {0, 2, -3, 7}), RUN));
    }

    @Test
    void mistakesAreNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> new KMeans(0, -1, null, Double.NaN))
                .getMessage();
        for (String part : new String[] {"k must", "got 0", "iterations", "got -1", "start", "NaN"}) {
            assertTrue(message.contains(part), message);
        }
        Matrix rows = TestData.gaussians(5, 2, 1);
        message = assertThrows(IllegalArgumentException.class, () -> new KMeans(6, 1, Start.RANDOM, 0).fit(rows, RUN))
                .getMessage();
        assertTrue(message.contains("k = 6") && message.contains("5 rows"), message);
        rows.set(3, 1, Float.NaN);
        assertThrows(IllegalArgumentException.class, () -> new KMeans(2, 1, Start.RANDOM, 0).fit(rows, RUN));
        Codebook codebook = new Codebook(new Matrix(2, 3));
        assertThrows(IllegalArgumentException.class, () -> codebook.assign(new Matrix(1, 2), RUN));
        assertThrows(
                IllegalArgumentException.class,
                () -> new KMeans(3, 1, Start.RANDOM, 0).restore(codebook.arrays(), RUN));
    }

    /** The same rows in other sizes have the same words, or it is said. */
    @ParameterizedTest
    @EnumSource(Start.class)
    void squaresThatAreNoFloatsAreNamed(Start start) {
        KMeans spec = new KMeans(3, 10, start, 0);
        int[] expected = null;
        for (float scale : new float[] {1, 0x1p-50f, 0x1p55f, 0x1p-75f}) {
            Matrix rows = new Matrix(60, 2);
            for (int i = 0; i < 120; i++) {
                rows.data()[i] = scale * (i * 37 % 101);
            }
            List<String> warnings = new ArrayList<>();
            int[] words =
                    spec.fit(rows, RUN.withProgress(new Warnings(warnings))).assign(rows, RUN);
            expected = expected == null ? words : expected;
            if (scale == 0x1p-75f) {
                assertTrue(warnings.toString().contains("too small for floats"), warnings.toString());
            } else {
                assertEquals(List.of(), warnings);
                assertArrayEquals(expected, words);
            }
        }
        Matrix rows = new Matrix(60, 2);
        for (int i = 0; i < 120; i++) {
            rows.data()[i] = 1e20f * (i * 37 % 101);
        }
        Messages.says(() -> spec.fit(rows, RUN), "squared distances", "too large for floats", "standardise");
    }

    @Test
    void fewerDifferentRowsThanCentroidsAreWarnedOf() {
        Matrix rows = new Matrix(400, 3);
        for (int i = 0; i < 400; i++) {
            rows.set(i, 1, i % 10);
        }
        List<String> warnings = new ArrayList<>();
        Run hearing = RUN.withProgress(new Warnings(warnings));
        for (Start start : Start.values()) {
            warnings.clear();
            new KMeans(50, 20, start, 0).fit(rows, hearing);
            assertEquals(1, warnings.size());
            for (String part : new String[] {"10 of 50", "400 rows", "at most 10"}) {
                assertTrue(warnings.get(0).contains(part), warnings.get(0));
            }
            warnings.clear();
            new KMeans(10, 20, Start.KMEANS_PLUS_PLUS, 0).fit(rows, hearing);
            assertEquals(List.of(), warnings);
        }
    }

    private static Set<Integer> words(Codebook codebook, Matrix rows) {
        Set<Integer> words = new HashSet<>();
        for (int w : codebook.assign(rows, RUN)) {
            words.add(w);
        }
        return words;
    }
}
