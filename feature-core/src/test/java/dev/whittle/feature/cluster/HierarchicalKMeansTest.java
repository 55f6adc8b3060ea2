package dev.whittle.feature.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("bits")
class HierarchicalKMeansTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    /** Without random numbers: begins at the first rows. */
    private static final HierarchicalKMeans.Learner FIRST = (rows, k, stream, run) -> new Lloyd(6, 0)
            .from(rows, Matrix.inMemory(rows.select(IntStream.range(0, k).toArray())), run);

    @Test
    void branches() {
        assertEquals(256, HierarchicalKMeans.branches(65_536, 2));
        assertEquals(257, HierarchicalKMeans.branches(65_537, 2));
        assertEquals(40, HierarchicalKMeans.branches(64_000, 3));
        assertEquals(2, HierarchicalKMeans.branches(3, 4));
    }

    @Test
    void sharesByHand() {
        // 1 each; then 10/2, 10/3 and 10/4 are higher than 4/2, which 10/5 is equal to; then 4/2.
        assertArrayEquals(
                new int[] {5, 2, 1, 0},
                HierarchicalKMeans.shares(new double[] {10, 4, 1, 0}, new int[] {50, 50, 50, 0}, 8));
        // No more words than rows, and those without energy come last.
        assertArrayEquals(
                new int[] {2, 3, 4}, HierarchicalKMeans.shares(new double[] {100, 1, 0}, new int[] {2, 3, 9}, 9));
        // Equal ones: the first.
        assertArrayEquals(
                new int[] {2, 2, 1}, HierarchicalKMeans.shares(new double[] {3, 3, 3}, new int[] {9, 9, 9}, 5));
    }

    /** Level by level, as it is told. */
    private static Matrix naive(Matrix rows, int k, int levels) {
        if (levels == 1 || k == 1) {
            return FIRST.learn(rows, k, 0, RUN).centroids();
        }
        Codebook branches = FIRST.learn(rows, HierarchicalKMeans.branches(k, levels), 0, RUN);
        int[] words = branches.assign(rows, RUN);
        int b = branches.size();
        double[] energies = new double[b];
        int[] counts = new int[b];
        for (int i = 0; i < words.length; i++) {
            counts[words[i]]++;
            energies[words[i]] += branches.squaredDistance(rows.data(), i * rows.columns(), words[i], RUN);
        }
        int[] shares = HierarchicalKMeans.shares(energies, counts, k);
        Matrix all = new Matrix(k, rows.columns());
        int first = 0;
        for (int branch = 0; branch < b; branch++) {
            int own = branch;
            int[] index = IntStream.range(0, words.length)
                    .filter(i -> words[i] == own)
                    .toArray();
            if (shares[branch] > 0) {
                Matrix part = naive(rows.selectRows(index), shares[branch], levels - 1);
                System.arraycopy(part.data(), 0, all.data(), first * rows.columns(), part.data().length);
            }
            first += shares[branch];
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"900,3,20,2", "3000,5,64,3", "60,2,60,2", "40,2,1,2", "50,2,3,4"})
    void equalToTheNaiveTree(int n, int d, int k, int levels) {
        Matrix rows = TestData.gaussians(n, d, k);
        Matrix naive = naive(rows, k, levels);
        for (int threads : new int[] {1, 2, 7}) {
            Codebook words = new HierarchicalKMeans(levels).words(rows, k, FIRST, RUN.withThreads(threads));
            assertTrue(naive.bitsEqual(words.centroids()), threads + " threads");
        }
        naive.set(k - 1, d - 1, Math.nextUp(naive.get(k - 1, d - 1)));
        assertFalse(
                naive.bitsEqual(new HierarchicalKMeans(levels)
                        .words(rows, k, FIRST, RUN)
                        .centroids()),
                "planted");
    }

    @ParameterizedTest
    @EnumSource(Start.class)
    void threadsKernelsAndMappedFilesChangeNoBit(Start start, @TempDir Path folder) throws IOException {
        Matrix rows = TestData.gaussians(6000, 9, 2);
        KMeans spec = new KMeans(100, 4, start, 0, 2, 0);
        Codebook expected = spec.fit(rows, RUN.withKernels(KernelChoice.SCALAR.kernels()));
        NpyFile.write(folder.resolve("rows.npy"), rows);
        try (MappedRows mapped = NpyFile.map(folder.resolve("rows.npy"))) {
            for (int threads : new int[] {1, 2, 7}) {
                Codebook other = spec.fit(mapped, RUN.withThreads(threads));
                assertTrue(expected.centroids().bitsEqual(other.centroids()), threads + " threads");
            }
        }
        Codebook restored = spec.restore(expected.arrays(), RUN);
        assertArrayEquals(expected.assign(rows, RUN), restored.assign(rows, RUN));
        assertTrue(restored.training().isEmpty());
    }

    @Test
    void nearlyAsGoodAsOneLevel() {
        Matrix rows = TestData.gaussians(8000, 8, 5);
        for (int i = 0; i < rows.data().length; i++) {
            rows.data()[i] += 6 * new Rng(1, "centre", i / 8 % 100 * 8L + i % 8).nextFloat();
        }
        double one =
                new KMeans(256, 15, Start.KMEANS_PLUS_PLUS, 0).fit(rows, RUN).energy(rows, RUN);
        KMeans tree = new KMeans(256, 15, Start.KMEANS_PLUS_PLUS, 0, 2, 0);
        Codebook words = tree.fit(rows, RUN);
        double two = words.energy(rows, RUN);
        assertTrue(two < 1.15 * one, one + " " + two);
        // The energy of the tree's own assignment is that of nearest words, or more.
        var iterations = words.training().orElseThrow().iterations();
        double last = iterations.get(iterations.size() - 1).energy();
        assertTrue(last > 0.99 * two && last < 1.2 * two, last + " " + two);
        assertEquals(256, words.size());
        assertEquals(256, words.different());
    }

    /** Half of the rows are equal: they need one word. */
    @Test
    void equalRowsGetOneWord() {
        Matrix rows = TestData.gaussians(2000, 4, 7);
        for (int i = 0; i < 1000; i++) {
            Arrays.fill(rows.data(), i * 8, i * 8 + 4, 9);
        }
        Codebook words = new KMeans(100, 10, Start.KMEANS_PLUS_PLUS, 0, 2, 0).fit(rows, RUN);
        assertEquals(100, words.different());
        List<String> warnings = new ArrayList<>();
        Run hearing = RUN.withProgress(new Warnings(warnings));
        for (int i = 0; i < rows.data().length; i++) {
            rows.data()[i] = i / 4 % 30;
        }
        new KMeans(50, 10, Start.KMEANS_PLUS_PLUS, 0, 2, 0).fit(rows, hearing);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("of 50 centroids are different"), warnings.get(0));
    }

    /** Training reads a table in ranges, never as a whole. */
    @ParameterizedTest
    @EnumSource(Start.class)
    void noReadIsLongerThanARange(Start start) {
        Matrix table = TestData.gaussians(20_000, 300, 3);
        for (KMeans spec : List.of(
                new KMeans(40, 2, start, 0), new KMeans(40, 2, start, 0, 2, 0), new KMeans(40, 2, start, 0, 1, 9000))) {
            AtomicInteger longest = new AtomicInteger();
            Rows rows = new Rows() {
                @Override
                public int rows() {
                    return table.rows();
                }

                @Override
                public int columns() {
                    return table.columns();
                }

                @Override
                public void read(int row, int n, float[] to, int at) {
                    longest.accumulateAndGet(n, Math::max);
                    table.read(row, n, to, at);
                }
            };
            Codebook words = spec.fit(rows, RUN);
            assertTrue(longest.get() <= Tables.rowsAtOnce(300), spec + ": " + longest);
            assertEquals(40, words.size());
        }
    }
}
