package dev.whittle.feature.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("bits")
class KMeansParallelTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Algorithm 2 of the paper, step by step, with the distances to all candidates. */
    private static int[] naive(Matrix rows, int k, double oversampling, int rounds) {
        int n = rows.rows();
        Rng rng = RUN.random("k-means||", 0);
        List<Integer> candidates = new ArrayList<>(List.of(rng.nextInt(n)));
        for (int round = 0; round < rounds; round++) {
            double cost = 0;
            for (int i = 0; i < n; i++) {
                cost += squared(rows, i, candidates.get(nearest(rows, i, candidates)));
            }
            List<Integer> drawn = new ArrayList<>();
            Rng ofChunk = null;
            for (int i = 0; i < n; i++) {
                if (i % 2048 == 0) {
                    ofChunk = RUN.random("k-means||/0/" + round, i / 2048);
                }
                double p = oversampling * k * squared(rows, i, candidates.get(nearest(rows, i, candidates))) / cost;
                if (ofChunk.nextDouble() < p) {
                    drawn.add(i);
                }
            }
            candidates.addAll(drawn);
        }
        double[] weight = new double[candidates.size()];
        for (int i = 0; i < n; i++) {
            weight[nearest(rows, i, candidates)]++;
        }
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < k) {
            double[] mass = new double[weight.length];
            for (int c = 0; c < mass.length; c++) {
                int row = candidates.get(c);
                mass[c] =
                        weight[c] * (chosen.isEmpty() ? 1 : squared(rows, row, chosen.get(nearest(rows, row, chosen))));
            }
            double left = rng.nextDouble() * Arrays.stream(mass).sum();
            int c = 0;
            while (left >= mass[c]) {
                left -= mass[c++];
            }
            chosen.add(candidates.get(c));
        }
        return chosen.stream().mapToInt(i -> i).toArray();
    }

    private static int nearest(Matrix rows, int row, List<Integer> candidates) {
        int best = 0;
        for (int c = 1; c < candidates.size(); c++) {
            best = squared(rows, row, candidates.get(c)) < squared(rows, row, candidates.get(best)) ? c : best;
        }
        return best;
    }

    private static float squared(Matrix rows, int a, int b) {
        int d = rows.columns();
        return KernelChoice.SCALAR.kernels().linear().squaredDistance(rows.data(), a * d, rows.data(), b * d, d);
    }

    @ParameterizedTest
    @CsvSource({"200,3,5,2,5", "2500,6,8,2,2", "2100,2,20,0.5,5"})
    void equalToTheNaiveSteps(int n, int d, int k, double oversampling, int rounds) {
        Matrix rows = TestData.gaussians(n, d, n);
        int[] expected = naive(rows, k, oversampling, rounds);
        KMeansParallel start = new KMeansParallel(oversampling, rounds);
        assertArrayEquals(expected, start.rows(rows, k, 0, RUN));
        Rows view = rows.select(IntStream.range(0, n).toArray());
        for (int threads : new int[] {2, 7}) {
            assertArrayEquals(expected, start.rows(view, k, 0, RUN.withThreads(threads)));
        }
        assertFalse(Arrays.equals(expected, start.rows(rows, k, 1, RUN)), "other random numbers");
    }

    /** Fewer candidates than words: k-means++ draws the others. */
    @Test
    void withoutRoundsItIsKMeansPlusPlusAfterTheFirstRow() {
        Matrix rows = TestData.gaussians(300, 4, 2);
        int[] chosen = new KMeansParallel(2, 0).rows(rows, 10, 0, RUN);
        assertEquals(10, Arrays.stream(chosen).distinct().count());
        assertEquals(RUN.random("k-means||", 0).nextInt(300), chosen[0]);
    }

    @Test
    void aStartAsGoodAsThatOfKMeansPlusPlus() {
        Matrix rows = TestData.gaussians(5000, 8, 6);
        for (int i = 0; i < rows.data().length; i++) {
            rows.data()[i] += 20 * new Rng(1, "centre", i / 8 % 40 * 8L + i % 8).nextFloat();
        }
        double parallel = 0;
        double plusPlus = 0;
        double random = 0;
        for (int seed = 0; seed < 5; seed++) {
            Run run = RUN.withSeed(seed);
            parallel += energy(rows, KMeansParallel.PAPER.rows(rows, 40, 0, run));
            plusPlus += energy(rows, new KMeansPlusPlus(rows, null, run).draw(40, run.random("k-means++", 0)));
            random += energy(rows, run.random("r", 0).permutation(5000));
        }
        assertTrue(parallel < 1.1 * plusPlus, parallel + " " + plusPlus);
        assertTrue(parallel < 0.7 * random, parallel + " " + random);
    }

    private static double energy(Matrix rows, int[] chosen) {
        return new Codebook(rows.selectRows(Arrays.copyOf(chosen, 40))).energy(rows, RUN);
    }

    /** A float counts up to 2²⁴ only. */
    @Test
    void manyRowsOfACandidateAreCounted() {
        int n = (1 << 24) + 3;
        int[] nearest = new int[n];
        nearest[5] = 1;
        assertEquals(n - 1, (long) KMeansParallel.weights(nearest, 2)[0]);
        assertEquals(1, (long) KMeansParallel.weights(nearest, 2)[1]);
    }
}
