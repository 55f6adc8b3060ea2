package dev.whittle.classify.ridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Rbf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelRidgeTest extends HeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return new KernelRidge(0.5, 0.5);
    }

    @Override
    protected long pinnedCrc() {
        return 0x3993b1e1L;
    }

    /** It has no iterations, but reports how far it is. */
    @Override
    @Test
    protected void progressShowsTheObjectiveFall() {
        TreeSet<String> stages = new TreeSet<>();
        List<Long> kernels = new ArrayList<>();
        head().fit(TestSamples.clouds(300, 5, 3, 2, 1), RUN.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                stages.add(stage);
                if (stage.equals("kernels")) {
                    kernels.add(done);
                    assertEquals(300, total);
                }
            }
        }));
        assertEquals(new TreeSet<>(List.of("factor", "kernels")), stages);
        assertTrue(kernels.contains(300L) && kernels.size() > 3, kernels.toString());
    }

    /** The samples of src/test/reference/kernel_ridge.py. */
    static Matrix rows(int from, int to) {
        Matrix x = new Matrix(to - from, 5);
        for (int i = from; i < to; i++) {
            for (int j = 0; j < 5; j++) {
                x.set(i - from, j, (float) ((i * 7919 + i * i % 1009 * (j + 1) * 31 + j * j * 977) % 101 / 50.0 - 1));
            }
        }
        return x;
    }

    static Samples samples() {
        Matrix x = rows(0, 50);
        int[] labels = new int[50];
        for (int i = 0; i < 50; i++) {
            labels[i] = (x.get(i, 0) * x.get(i, 1) > 0 ? 1 : 0) + (x.get(i, 2) > 0.5f ? 1 : 0);
        }
        return new Samples(x, labels, 3);
    }

    private static float[] scores(double lambda, double gammaScale) {
        return new KernelRidge(lambda, gammaScale)
                .fit(samples(), RUN)
                .scores(rows(50, 54), RUN)
                .data();
    }

    /** Kernels are float: their rounding counts 1/λ times. */
    @Test
    void theScoresOfScikitLearn() {
        assertArrayEquals(
                new float[] {
                    0.12368044f,
                    -0.059707171f,
                    -0.91640002f,
                    0.82673886f,
                    -0.75107337f,
                    -1.0992428f,
                    -0.8403946f,
                    0.77096475f,
                    -0.92632143f,
                    0.77135812f,
                    -0.63393744f,
                    -1.1362291f
                },
                scores(0.1, 1.0),
                1e-5f);
        assertArrayEquals(
                new float[] {
                    -0.35301689f, 0.42492408f, -1.0428535f, 0.78639195f, -0.68288074f, -1.1055018f,
                    -0.80045664f, 0.73986591f, -0.94235555f, 0.71305825f, -0.55218558f, -1.1609268f
                },
                scores(0.01, 0.3),
                3e-5f);
        assertArrayEquals(
                new float[] {
                    0.11642054f,
                    -0.11619064f,
                    -0.17453657f,
                    0.2567178f,
                    -0.25589043f,
                    -0.44226879f,
                    -0.27093759f,
                    0.24593248f,
                    -0.42077834f,
                    0.44575062f,
                    -0.45262967f,
                    -0.59642139f
                },
                scores(2.0, 4.0),
                1e-5f);
    }

    /** Gauss's elimination in double, on kernels computed one by one in double. */
    static double[][] naive(Samples train, double gamma, double lambda, Matrix x) {
        Matrix rows = train.inMemory("the test");
        int n = train.size();
        int classes = train.classes();
        double[][] a = new double[n][n + classes];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = rbf(gamma, rows, i, rows, j) + (i == j ? lambda : 0);
            }
            for (int c = 0; c < classes; c++) {
                a[i][n + c] = train.labels()[i] == c ? 1 : -1;
            }
        }
        for (int p = 0; p < n; p++) {
            for (int i = 0; i < n; i++) {
                double by = i == p ? 0 : a[i][p] / a[p][p];
                for (int j = p; by != 0 && j < n + classes; j++) {
                    a[i][j] -= by * a[p][j];
                }
            }
        }
        double[][] scores = new double[x.rows()][classes];
        for (int r = 0; r < x.rows(); r++) {
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < classes; c++) {
                    scores[r][c] += a[i][n + c] / a[i][i] * rbf(gamma, x, r, rows, i);
                }
            }
        }
        return scores;
    }

    static double rbf(double gamma, Matrix a, int i, Matrix b, int j) {
        double sum = 0;
        for (int c = 0; c < a.columns(); c++) {
            double d = (double) a.get(i, c) - b.get(j, c);
            sum += d * d;
        }
        return StrictMath.exp(-gamma * sum);
    }

    /** Several blocks of the factor and of the sums, also with a small λ, where the factor alone is not exact. */
    @Test
    void theScoresOfTheNaiveSolution() {
        Samples train = TestSamples.clouds(330, 8, 4, 1, 5);
        Matrix x = TestSamples.clouds(40, 8, 4, 1, 5).inMemory("the test");
        for (double lambda : new double[] {1, 0.01, 1e-4}) {
            double gamma = Rbf.gamma(0.5, train.features(), RUN);
            double[][] expected = naive(train, gamma, lambda, x);
            Matrix actual = new KernelRidge(lambda, 0.5).fit(train, RUN).scores(x, RUN);
            // Kernels are float: their rounding counts 1/λ times.
            double tolerance = Math.max(1e-5, 2e-6 / lambda);
            assertTrue(
                    Naive.worst(expected, actual) < tolerance, lambda + " is off by " + Naive.worst(expected, actual));
            double[][] other = naive(train, gamma, 2 * lambda, x);
            assertTrue(Naive.worst(other, actual) > tolerance, "the comparison does not see another lambda");
        }
    }

    @Test
    void exclusiveOrIsSeparated() {
        Samples xor = TestSamples.xor(25);
        assertArrayEquals(xor.labels(), KernelRidge.defaults().fit(xor, RUN).predict(xor.inMemory("the test"), RUN));
    }

    /** Equal samples with different labels: K is singular, K + λI is not. */
    @Test
    void equalSamplesAreNoTrouble() {
        Matrix x = new Matrix(90, 2);
        int[] labels = new int[90];
        for (int i = 0; i < 90; i++) {
            x.set(i, 0, i % 3);
            labels[i] = i % 30 < 3 ? 1 : 0;
        }
        Matrix scores =
                new KernelRidge(1e-2, 1).fit(new Samples(x, labels, 2), RUN).scores(x, RUN);
        // A tenth of the labels at each place is 1: the mean target is ±0.8.
        for (int i = 0; i < 90; i++) {
            assertEquals(0.8, scores.get(i, 0), 0.01);
            assertEquals(-0.8, scores.get(i, 1), 0.01);
        }
    }

    /** Samples in a file give the same bits as those in memory. */
    @Test
    void samplesMayBeMapped(@TempDir Path folder) throws IOException {
        Samples train = TestSamples.clouds(300, 8, 4, 1, 5);
        Matrix x = train.inMemory("the test");
        Rows mapped = Tables.onDisk(x, folder.resolve("x.npy"), RUN);
        Matrix scores = head().fit(new Samples(mapped, train.labels(), 4), RUN).scores(mapped, RUN);
        assertTrue(scores.bitsEqual(head().fit(train, RUN).scores(x, RUN)));
    }

    @Test
    void howManySamplesFitIsSaid() {
        KernelRidge head = KernelRidge.defaults();
        long heap = 4L << 30;
        String advice = head.advice(1000, 10, heap);
        assertTrue(advice.contains("set landmarks") && advice.contains("4,096 MiB"), advice);
        int fits = Integer.parseInt(
                advice.replaceAll(".*at most ([0-9,]+) samples of.*", "$1").replace(",", ""));
        assertTrue(head.heapBytes(fits, 1000, 10) <= heap && head.heapBytes(fits + 1, 1000, 10) > heap, advice);
        assertTrue(fits > 31_000 && fits < 32_768, advice);
        assertTrue(head.advice(1000, 10, 1L << 50).contains("46,340 samples"));
        Messages.says(() -> head.heapBytes(60_000, 1, 10), "60,000", "46,340", "set landmarks");
        Samples many = new Samples(new Matrix(50_000, 1), new int[50_000], 2);
        Messages.says(() -> head.fit(many, RUN), "50,000", "set landmarks", "46,340");
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(() -> new KernelRidge(0, -1), "lambda", "0.0", "gammaScale", "-1.0");
        Messages.says(() -> head().fit(new Samples(new Matrix(5, 3), new int[5], 2), RUN), "variance of 0");
        Samples twice = new Samples(new Matrix(2, 1, new float[] {1, 1}).then(new Matrix(1, 1)), new int[3], 2);
        Messages.says(() -> new KernelRidge(1e-9, 1).fit(twice, RUN), "lambda", "1.0E-9", "larger");
    }

    @Test
    void itIsSymmetricInItsSamples() {
        Samples train = samples();
        int[] order = IntStream.range(0, 50).map(i -> (i * 7 + 3) % 50).toArray();
        Samples other = new Samples(
                train.features().select(order),
                IntStream.of(order).map(i -> train.labels()[i]).toArray(),
                3);
        float[] a = head().fit(train, RUN).scores(rows(50, 60), RUN).data();
        float[] b = head().fit(other, RUN).scores(rows(50, 60), RUN).data();
        assertArrayEquals(a, b, 1e-5f);
    }
}
