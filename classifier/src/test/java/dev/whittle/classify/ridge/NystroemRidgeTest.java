package dev.whittle.classify.ridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Rbf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NystroemRidgeTest extends HeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return new KernelRidge(0.5, 0.5, 300);
    }

    @Override
    protected long pinnedCrc() {
        return 0xd220bbf7L;
    }

    @Override
    @Test
    protected void oneSampleIsEnough() {
        Samples one = new Samples(Matrix.of(new float[] {1, -2, 3}), new int[] {1}, 3);
        Classifier fitted = new KernelRidge(0.5, 0.5, 1).fit(one, RUN);
        assertArrayEquals(new int[] {1}, fitted.predict(one.inMemory("the test"), RUN));
        Messages.says(() -> head().fit(one, RUN), "300 landmarks", "got 1", "fewer landmarks");
    }

    /** It has no iterations, but reports how far it is. */
    @Override
    @Test
    protected void progressShowsTheObjectiveFall() {
        List<String> steps = new ArrayList<>();
        new KernelRidge(0.5, 0.5, 20).fit(TestSamples.clouds(5000, 5, 3, 2, 1), RUN.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                steps.add(stage + " " + done + " of " + total);
            }
        }));
        List<String> expected = List.of("kernels 2048 of 5000", "kernels 4096 of 5000", "kernels 5000 of 5000");
        assertEquals(expected, steps.subList(0, 3));
        assertTrue(steps.get(3).startsWith("factor"), steps.toString());
    }

    private static int[] landmarks(int m, int n, Run run) {
        int[] landmarks = Arrays.copyOf(run.random("nystroem", 0).permutation(n), m);
        Arrays.sort(landmarks);
        return landmarks;
    }

    /** The scores of src/test/reference/kernel_ridge.py, which has the same landmarks. */
    @Test
    void theScoresOfScikitLearn() {
        assertArrayEquals(new int[] {0, 1, 3, 8, 9, 15, 22, 23, 25, 31, 39, 43}, landmarks(12, 50, RUN));
        float[][] expected = {
            {
                0.38311841f,
                -0.47877072f,
                -0.83351693f,
                0.60868337f,
                -0.62138234f,
                -1.0961108f,
                -0.31606168f,
                -0.094940003f,
                -0.80407441f,
                0.20045886f,
                -0.66489312f,
                -0.76738038f
            },
            {
                0.070059086f,
                -0.39151232f,
                -0.67265937f,
                0.63858237f,
                -0.76617516f,
                -0.90998622f,
                -0.397191f,
                -0.050603002f,
                -0.67556706f,
                0.031056079f,
                -0.5925377f,
                -0.54602577f
            },
            {
                0.13002412f, -0.13069128f, -0.15521218f, 0.24601844f, -0.25170968f, -0.44539382f,
                0.049070709f, -0.072683447f, -0.230621f, 0.34075257f, -0.42390429f, -0.49363906f
            }
        };
        double[][] settings = {{0.1, 1}, {0.01, 0.3}, {2, 4}};
        for (int i = 0; i < 3; i++) {
            Classifier fitted = new KernelRidge(settings[i][0], settings[i][1], 12).fit(KernelRidgeTest.samples(), RUN);
            Matrix scores = fitted.scores(KernelRidgeTest.rows(50, 54), RUN);
            assertArrayEquals(expected[i], scores.data(), 1e-5f);
            assertTrue(Math.abs(scores.get(0, 0) - expected[(i + 1) % 3][0]) > 0.01, "other settings are not seen");
        }
    }

    /** The definition: Gauss's elimination in double, on kernels computed one by one in double. */
    private static double[][] naive(Samples train, int[] landmarks, double gamma, double lambda, Matrix x) {
        Matrix rows = train.inMemory("the test");
        int m = landmarks.length;
        int classes = train.classes();
        double[][] ofSamples = kernels(gamma, rows, rows, landmarks);
        double[][] equations = new double[m][m + classes];
        for (int i = 0; i < m; i++) {
            for (int r = 0; r < rows.rows(); r++) {
                for (int j = 0; j < m; j++) {
                    equations[i][j] += ofSamples[r][i] * ofSamples[r][j];
                }
                for (int c = 0; c < classes; c++) {
                    equations[i][m + c] += train.labels()[r] == c ? ofSamples[r][i] : -ofSamples[r][i];
                }
            }
            for (int j = 0; j < m; j++) {
                equations[i][j] += lambda * ofSamples[landmarks[i]][j];
            }
        }
        double[][] a = Naive.solve(equations);
        double[][] kernels = kernels(gamma, x, rows, landmarks);
        double[][] scores = new double[x.rows()][classes];
        for (int r = 0; r < x.rows(); r++) {
            for (int i = 0; i < m; i++) {
                for (int c = 0; c < classes; c++) {
                    scores[r][c] += a[i][c] * kernels[r][i];
                }
            }
        }
        return scores;
    }

    private static double[][] kernels(double gamma, Matrix x, Matrix rows, int[] landmarks) {
        double[][] kernels = new double[x.rows()][landmarks.length];
        for (int r = 0; r < x.rows(); r++) {
            for (int i = 0; i < landmarks.length; i++) {
                kernels[r][i] = KernelRidgeTest.rbf(gamma, x, r, rows, landmarks[i]);
            }
        }
        return kernels;
    }

    /**
     * Several tiles of landmarks and two chunks of samples. With the last kernel K_mm has a condition of some
     * 10<sup>9</sup>: landmarks that others explain are left out, which changes scores a little. If the equations were
     * summed up in float as they stand, scores would be off by 0.5.
     */
    @ParameterizedTest
    @CsvSource({"0.5, 10, 4e-5", "0.5, 0.1, 3e-4", "0.5, 1e-3, 6e-4", "0.1, 0.1, 6e-3"})
    void theScoresOfTheNaiveSolution(double gammaScale, double lambda, double tolerance) {
        Samples train = TestSamples.clouds(2100, 8, 4, 1, 5);
        Matrix x = TestSamples.clouds(40, 8, 4, 1, 5).inMemory("the test");
        double gamma = Rbf.gamma(gammaScale, train.features(), RUN);
        int[] landmarks = landmarks(270, 2100, RUN);
        double[][] expected = naive(train, landmarks, gamma, lambda, x);
        Matrix actual = new KernelRidge(lambda, gammaScale, 270).fit(train, RUN).scores(x, RUN);
        double off = Naive.worst(expected, actual);
        assertTrue(off < tolerance, "off by " + off);
        double another = Naive.worst(naive(train, landmarks, gamma, 2 * lambda, x), actual);
        assertTrue(another > 3 * tolerance, "the comparison does not see another lambda: " + another);
        if (gammaScale == 0.5) {
            landmarks[5]++;
            another = Naive.worst(naive(train, landmarks, gamma, lambda, x), actual);
            assertTrue(another > 3 * tolerance, "the comparison does not see another landmark: " + another);
        }
    }

    @Test
    void threadsAndKernelsChangeNoBitOfSeveralChunks() {
        Samples train = TestSamples.clouds(2100, 8, 4, 1, 5);
        Matrix x = TestSamples.clouds(200, 8, 4, 1, 5).inMemory("the test");
        KernelRidge head = new KernelRidge(0.1, 0.5, 270);
        Run plain = RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
        Matrix expected = head.fit(train, plain).scores(x, plain);
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                Run run = RUN.withThreads(threads).withKernels(kernels);
                assertTrue(expected.bitsEqual(head.fit(train, run).scores(x, run)), threads + " threads");
            }
        }
        Matrix other = expected.copy();
        other.set(199, 3, Math.nextUp(other.get(199, 3)));
        assertFalse(expected.bitsEqual(other), "the comparison does not see a bit");
    }

    /** Each sample is there twice, so K_mm is singular. The solution is still that of exact kernel ridge. */
    @Test
    void withAllSamplesAsLandmarksItIsExact() {
        Samples once = TestSamples.clouds(120, 8, 4, 1, 5);
        int[] twice = IntStream.range(0, 240).map(i -> i % 120).toArray();
        Samples train = new Samples(
                once.features().select(twice),
                IntStream.of(twice).map(i -> once.labels()[i]).toArray(),
                4);
        Matrix x = TestSamples.clouds(40, 8, 4, 1, 5).inMemory("the test");
        double gamma = Rbf.gamma(0.5, train.features(), RUN);
        double[][] expected = KernelRidgeTest.naive(train, gamma, 0.1, x);
        double off = Naive.worst(
                expected, new KernelRidge(0.1, 0.5, 240).fit(train, RUN).scores(x, RUN));
        double fewer = Naive.worst(
                expected, new KernelRidge(0.1, 0.5, 100).fit(train, RUN).scores(x, RUN));
        assertTrue(off < 5e-5, "off by " + off);
        assertTrue(fewer > 1e-2, "the comparison does not see fewer landmarks: " + fewer);
    }

    @Test
    void landmarksComeFromTheSeed() {
        Samples train = TestSamples.clouds(200, 8, 4, 1, 5);
        Matrix x = train.inMemory("the test");
        KernelRidge head = new KernelRidge(0.1, 0.5, 20);
        Matrix scores = head.fit(train, RUN.withSeed(7)).scores(x, RUN);
        assertTrue(scores.bitsEqual(head.fit(train, RUN.withSeed(7)).scores(x, RUN)));
        assertFalse(scores.bitsEqual(head.fit(train, RUN.withSeed(8)).scores(x, RUN)));
    }

    /** Rows may be larger than memory. */
    @Test
    void samplesAreReadInRanges() {
        Samples train = TestSamples.clouds(12_000, 6, 4, 1, 5);
        Rows ranges = new Rows() {
            @Override
            public int rows() {
                return train.features().rows();
            }

            @Override
            public int columns() {
                return train.features().columns();
            }

            @Override
            public void read(int row, int n, float[] to, int at) {
                assertTrue(6 * n <= 1 << 16, n + " rows at once");
                train.features().read(row, n, to, at);
            }
        };
        KernelRidge head = new KernelRidge(0.1, 0.5, 50);
        Matrix x = train.inMemory("the test");
        Matrix scores = head.fit(new Samples(ranges, train.labels(), 4), RUN).scores(x, RUN);
        assertTrue(scores.bitsEqual(head.fit(train, RUN).scores(x, RUN)));
    }

    @Test
    void memoryIsThatOfLandmarks() {
        KernelRidge head = new KernelRidge(0.1, 1, 4000);
        long bytes = head.heapBytes(50_000, 500, 10);
        assertTrue(bytes > 10L * 4000 * 4000 && bytes < 20L * 4000 * 4000, "" + bytes);
        assertEquals(bytes, head.heapBytes(1_000_000, 500, 10));
        KernelRidge most = new KernelRidge(0.1, 1, 46_340);
        Messages.says(
                () -> TrainingNeeds.check(most, 50_000, 500, 10, "image", 0),
                "50,000 images of 500 values",
                "GiB",
                "fewer landmarks");
        Messages.says(() -> most.heapBytes(50_000, 50_000, 10), "46340", "50000", "landmarks");
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(
                () -> new KernelRidge(0, -1, 0),
                "lambda",
                "0.0",
                "gammaScale",
                "-1.0",
                "landmarks",
                "1 to 46340",
                "got 0");
        Messages.says(() -> new KernelRidge(1, 1, 50_000), "landmarks", "46340", "50000");
        Messages.says(() -> new KernelRidge(Double.NaN, Double.NaN, -3), "lambda", "NaN", "gammaScale", "-3");
        Messages.says(() -> head().fit(new Samples(new Matrix(400, 3), new int[400], 2), RUN), "variance of 0");
        Classifier fitted = head().fit(TestSamples.clouds(400, 5, 3, 2, 1), RUN);
        Messages.says(() -> new KernelRidge(0.5, 0.5, 301).restore(fitted.arrays(), RUN), "points", "301", "300");
    }
}
