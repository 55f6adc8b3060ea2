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
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds change no bit: assignments, distances and means are those of the plain search in every iteration. */
@Tag("bits")
class YinyangTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Tables that bounds could get wrong. */
    enum Data {
        GAUSSIANS,
        /** Small whole numbers: many rows are equally near to several words. */
        TIES,
        /** Each row twice or more, and so are the first words. */
        DUPLICATES,
        /** Rows so near to each other that their differences are roundings. */
        NEARLY_EQUAL,
        /** So far from the origin that a word and its mean lose digits. */
        FAR,
        /** Two clusters far from the centre: the differences of scores within a cluster are mostly roundings. */
        CLUMPS,
        /** The squares are below the smallest normal float. */
        TINY,
        /** The squares overflow. */
        HUGE,
        /** A few rows are far from all others. */
        OUTLIERS;

        Matrix rows(int n, int d, int seed) {
            Matrix rows = TestData.gaussians(n, d, seed);
            float[] x = rows.data();
            Rng rng = new Rng(seed, "data", 0);
            for (int i = 0; i < x.length; i++) {
                switch (this) {
                    case GAUSSIANS, DUPLICATES -> {}
                    case TIES -> x[i] = Math.round(x[i]);
                    case NEARLY_EQUAL -> x[i] = 1 + Math.round(2 * x[i]) * 0x1p-23f;
                    case FAR -> x[i] += 30_000;
                    case CLUMPS -> x[i] = (i / d % 2 == 0 ? 1 : -1) + 4e-4f * x[i];
                    case TINY -> x[i] *= 1e-22f;
                    case HUGE -> x[i] *= 3e18f;
                    case OUTLIERS -> x[i] *= i / d % 50 == 0 ? 1e4f : 1;
                }
            }
            if (this == DUPLICATES) {
                return rows.selectRows(
                        IntStream.range(0, n).map(i -> rng.nextInt(n / 4)).toArray());
            }
            return rows;
        }
    }

    /** Follows Lloyd's iteration with both, and returns the shares that were computed. */
    private static double[] follow(Rows rows, Matrix start, int groups, int iterations, Run run) {
        int n = rows.rows();
        int k = start.rows();
        Matrix centre = Lloyd.centre(rows, run);
        Codebook codebook = new Codebook(start, centre);
        int[] words = new int[n];
        float[] distances = new float[n];
        int[] plainWords = new int[n];
        float[] plainDistances = new float[n];
        Yinyang bounds = new Yinyang(n, codebook, words, distances, groups);
        double[] shares = new double[iterations];
        for (int t = 0; t < iterations; t++) {
            if (t > 0) {
                bounds.move(codebook);
            }
            Means expected = Assignment.all(codebook, rows, plainWords, plainDistances, run);
            Means means = run.fold(n, Means.CHUNK_ROWS, (from, to) -> bounds.of(rows, from, to, run), Means::add);
            assertArrayEquals(plainWords, words, "words of iteration " + t);
            assertArrayEquals(plainDistances, distances, "distances of iteration " + t);
            Matrix next = expected.centroids(codebook.centroids());
            assertTrue(next.bitsEqual(means.centroids(codebook.centroids())), "means of iteration " + t);
            assertEquals(expected.words(), means.words());
            shares[t] = bounds.computed();
            codebook = new Codebook(next, centre);
        }
        assertEquals(k, codebook.size());
        return shares;
    }

    @ParameterizedTest
    @EnumSource(Data.class)
    void equalToThePlainSearchInEveryIteration(Data data) {
        for (int trial = 0; trial < 6; trial++) {
            Rng rng = new Rng(trial, "trial", data.ordinal());
            int n = 300 + rng.nextInt(2000);
            int d = 1 + rng.nextInt(trial % 2 == 0 ? 6 : 40);
            int k = 1 + rng.nextInt(200);
            Matrix rows = data.rows(n, d, trial);
            follow(rows, rows.selectRows(IntStream.range(0, k).toArray()), 1 + rng.nextInt(32), 9, RUN);
        }
    }

    @Test
    void boundsLeaveOutScores() {
        Matrix rows = TestData.gaussians(4000, 16, 3);
        for (int i = 0; i < rows.data().length; i++) {
            rows.data()[i] += 4 * new Rng(1, "centre", i / 16 % 128 * 16L + i % 16).nextFloat();
        }
        double[] shares = follow(rows, rows.selectRows(IntStream.range(0, 128).toArray()), 32, 15, RUN);
        assertEquals(1, shares[0]);
        assertTrue(shares[14] < 0.6, Arrays.toString(shares));
    }

    /** Words that stay where they are need no score but where two words may be equally near. */
    @Test
    void nothingIsComputedWhereNothingMoves() {
        Matrix rows = TestData.gaussians(500, 8, 4);
        Codebook codebook = new Codebook(rows.selectRows(IntStream.range(0, 64).toArray()));
        int[] words = new int[500];
        float[] distances = new float[500];
        Yinyang bounds = new Yinyang(500, codebook, words, distances, 2);
        bounds.of(rows, 0, 500, RUN);
        assertTrue(bounds.isNew());
        bounds.move(codebook);
        bounds.of(rows, 0, 500, RUN);
        assertFalse(bounds.isNew());
        assertEquals(0, bounds.computed());
        assertArrayEquals(codebook.assign(rows, RUN), words);
        // Two equal words: the rows next to them must be compared every time, and the first wins.
        Matrix equal = codebook.centroids();
        System.arraycopy(equal.data(), 0, equal.data(), 40 * 8, 8);
        Codebook twice = new Codebook(equal, codebook.centre());
        bounds = new Yinyang(500, twice, words, distances, 2);
        bounds.of(rows, 0, 500, RUN);
        bounds.move(twice);
        bounds.of(rows, 0, 500, RUN);
        assertTrue(bounds.computed() > 0);
        assertArrayEquals(twice.assign(rows, RUN), words);
        for (int word : words) {
            assertTrue(word != 40);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,4", "7,32"})
    void threadsChunksAndTablesChangeNothing(int threads, int groups) {
        Matrix rows = TestData.gaussians(2 * Means.CHUNK_ROWS + 77, 9, 5);
        Matrix start = rows.selectRows(IntStream.range(0, 150).toArray());
        Rows view = rows.select(IntStream.range(0, rows.rows()).toArray());
        double[] expected = follow(rows, start, groups, 5, RUN.withKernels(KernelChoice.SCALAR.kernels()));
        assertArrayEquals(expected, follow(view, start, groups, 5, RUN.withThreads(threads)));
    }

    /** As a whole, with empty words that are filled, and both rules to stop. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-3})
    void lloydsIterationHasTheSameBitsWithAndWithoutBounds(double tolerance) {
        for (Data data : List.of(Data.GAUSSIANS, Data.TIES, Data.DUPLICATES, Data.OUTLIERS)) {
            Matrix rows = data.rows(4000, 40, 8);
            // Equal words, all but the first of which are empty.
            Matrix start = rows.selectRows(
                    IntStream.range(0, 160).map(i -> i < 140 ? i : 7).toArray());
            Codebook plain = new Lloyd(40, tolerance, 0).from(rows, start, RUN);
            for (double settled : new double[] {0.02, 0.4, 2}) {
                Codebook bounded = new Lloyd(40, tolerance, settled).from(rows, start, RUN);
                assertTrue(plain.centroids().bitsEqual(bounded.centroids()), data + " " + settled);
                var a = plain.training().orElseThrow().iterations();
                var b = bounded.training().orElseThrow().iterations();
                assertEquals(a.size(), b.size());
                for (int i = 0; i < a.size(); i++) {
                    assertEquals(a.get(i).energy(), b.get(i).energy());
                    assertEquals(a.get(i).dead(), b.get(i).dead());
                    assertEquals(a.get(i).refilled(), b.get(i).refilled());
                }
                assertTrue(
                        a.get(0).dead() >= 20 && a.get(0).refilled() == a.get(0).dead());
                if (settled == 2) {
                    assertTrue(b.get(b.size() - 1).computed() < 1, "bounds were used");
                }
            }
        }
    }

    @Test
    void aPlantedFaultIsSeen() {
        Matrix rows = TestData.gaussians(200, 4, 1);
        Codebook codebook = new Codebook(rows.selectRows(IntStream.range(0, 40).toArray()));
        int[] words = new int[200];
        Yinyang bounds = new Yinyang(200, codebook, words, new float[200], 2);
        bounds.of(rows, 0, 200, RUN);
        int[] plain = codebook.assign(rows, RUN);
        assertArrayEquals(plain, words);
        // Bounds of other rows: those of this table in another order.
        bounds.move(codebook);
        Matrix reversed =
                rows.selectRows(IntStream.range(0, 200).map(i -> 199 - i).toArray());
        bounds.of(reversed, 0, 200, RUN);
        assertFalse(Arrays.equals(codebook.assign(reversed, RUN), words));
    }

    /** Ten iterations took 1.24, 1.05, 0.96 and 0.8 of the time with 2048, 3072, 4096 and 8192 words. */
    @Test
    void boundsAreForManyWords() {
        assertFalse(Yinyang.pays(2048, 128) || Yinyang.pays(3072, 128) || Yinyang.pays(1000, 1024));
        assertTrue(Yinyang.pays(4096, 128) && Yinyang.pays(8192, 64));
    }
}
