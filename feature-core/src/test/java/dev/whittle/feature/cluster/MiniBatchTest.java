package dev.whittle.feature.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class MiniBatchTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Made by src/test/reference/words.py with scikit-learn's MiniBatchKMeans. */
    @Test
    void thatOfScikitLearn() throws IOException {
        Matrix rows = new Matrix(240, 5, TestData.reference("kmeans.txt").get("rows"));
        Matrix start = rows.selectRows(0, 1, 2, 3, 4, 5);
        MiniBatch.Steps steps = new MiniBatch.Steps(start, new Matrix(1, 5));
        for (int at = 0; at < 240; at += 60) {
            steps.step(rows.select(IntStream.range(at, at + 60).toArray()), RUN);
        }
        float[] expected = TestData.reference("minibatch.txt").get("centroids");
        assertArrayEquals(expected, steps.words().centroids().data(), 1e-5f);
    }

    /** Algorithm 1 of the paper: one row after another, in double. */
    @Test
    void thatOfThePaper() {
        int n = 3000;
        int d = 6;
        int k = 15;
        Matrix rows = TestData.gaussians(n, d, 3);
        Matrix start = rows.selectRows(IntStream.range(0, k).toArray());
        double[][] c = new double[k][d];
        for (int w = 0; w < k; w++) {
            for (int j = 0; j < d; j++) {
                c[w][j] = start.get(w, j);
            }
        }
        int[] v = new int[k];
        for (int t = 1; t <= 20; t++) {
            Rng rng = RUN.random("k-means/mini-batch/0", t);
            int[] batch = IntStream.range(0, 250).map(i -> rng.nextInt(n)).toArray();
            int[] nearest = new int[250];
            for (int i = 0; i < 250; i++) {
                for (int w = 1; w < k; w++) {
                    nearest[i] = squared(rows.row(batch[i]), c[w]) < squared(rows.row(batch[i]), c[nearest[i]])
                            ? w
                            : nearest[i];
                }
            }
            for (int i = 0; i < 250; i++) {
                double[] word = c[nearest[i]];
                double rate = 1.0 / ++v[nearest[i]];
                for (int j = 0; j < d; j++) {
                    word[j] = (1 - rate) * word[j] + rate * rows.get(batch[i], j);
                }
            }
        }
        Codebook words = new MiniBatch(20, 250).from(rows, start, 0, RUN);
        for (int w = 0; w < k; w++) {
            for (int j = 0; j < d; j++) {
                assertEquals(c[w][j], words.centroids().get(w, j), 1e-5);
            }
        }
        assertEquals(20, words.training().orElseThrow().iterations().size());
    }

    private static double squared(float[] x, double[] c) {
        double sum = 0;
        for (int j = 0; j < c.length; j++) {
            sum += (x[j] - c[j]) * (x[j] - c[j]);
        }
        return sum;
    }

    @Test
    void threadsKernelsAndTablesChangeNoBit() {
        Matrix rows = TestData.gaussians(9000, 13, 2);
        KMeans spec = new KMeans(37, 6, Start.KMEANS_PARALLEL, 0, 1, 5000);
        Codebook expected = spec.fit(rows, RUN.withKernels(KernelChoice.SCALAR.kernels()));
        for (int threads : new int[] {1, 2, 7}) {
            Codebook other = spec.fit(rows.select(IntStream.range(0, 9000).toArray()), RUN.withThreads(threads));
            assertTrue(expected.centroids().bitsEqual(other.centroids()), threads + " threads");
        }
        assertFalse(
                expected.centroids().bitsEqual(spec.fit(rows, RUN.withSeed(2)).centroids()));
    }

    @Test
    void comesNearLloydsEnergy() {
        Matrix rows = TestData.gaussians(4000, 5, 9);
        double lloyd = new KMeans(20, 50, Start.RANDOM, 0).fit(rows, RUN).energy(rows, RUN);
        double batches =
                new KMeans(20, 100, Start.RANDOM, 0, 1, 400).fit(rows, RUN).energy(rows, RUN);
        assertTrue(batches < 1.05 * lloyd, batches + " " + lloyd);
    }

    @Test
    void aBatchOfAllRowsIsLloydsIteration() {
        Matrix rows = TestData.gaussians(500, 5, 9);
        Codebook all = new KMeans(9, 5, Start.RANDOM, 0).fit(rows, RUN);
        Codebook batch = new KMeans(9, 5, Start.RANDOM, 0, 1, 500).fit(rows, RUN);
        assertTrue(all.centroids().bitsEqual(batch.centroids()));
        batch = new KMeans(9, 5, Start.RANDOM, 0, 1, 499).fit(rows, RUN);
        assertFalse(all.centroids().bitsEqual(batch.centroids()));
    }

    @Test
    void wordsWithoutRowsStayAndAreWarnedOf() {
        Matrix rows = TestData.gaussians(500, 5, 9);
        List<String> warnings = new ArrayList<>();
        Run hearing = RUN.withProgress(new Warnings(warnings));
        Codebook words = new KMeans(100, 1, Start.RANDOM, 0, 1, 50).fit(rows, hearing);
        int dead = words.training().orElseThrow().dead();
        assertTrue(dead >= 50, dead + " of 100 words after 50 rows");
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains(dead + " of 100") && warnings.get(0).contains("larger batch"));
        int[] start = Arrays.copyOf(RUN.random("k-means/random", 0).permutation(500), 100);
        int stayed = 0;
        for (int w = 0; w < 100; w++) {
            stayed += Arrays.equals(rows.row(start[w]), words.centroids().row(w)) ? 1 : 0;
        }
        assertTrue(stayed >= dead, stayed + " " + dead);
    }

    /** Rows of a word are counted over all batches, in an int. */
    @Test
    void moreRowsThanCanBeCountedAreRefused() {
        new KMeans(2, 1 << 16, Start.RANDOM, 0, 1, (1 << 15) - 1);
        Messages.says(
                () -> new KMeans(2, 1 << 16, Start.RANDOM, 0, 1, 1 << 15),
                "iterations times batch",
                "2147483647",
                "65536 and 32768");
    }
}
