package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.cluster.Omp1;
import dev.whittle.feature.cluster.RandomFilters;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The encoders with one or two values for each word, by hand and by their definitions. */
@Tag("bits")
class PooledWordsTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    private static KMeans means(int k) {
        return new KMeans(k, 1, Start.RANDOM, 0);
    }

    /** With given words. */
    private static Encoder with(Spec<Rows, Encoder> spec, Matrix words) {
        return spec.restore(
                NamedArrays.empty().with("words", NamedArrays.empty().with("centroids", words)), RUN);
    }

    private static float[] code(Encoder encoder, float... descriptors) {
        int n = descriptors.length / encoder.columns();
        double[] statistics = encoder.start();
        encoder.add(descriptors, 0, n, statistics, RUN);
        float[] code = new float[encoder.length()];
        encoder.code(statistics, n, code, 0, RUN);
        return code;
    }

    private static final Matrix LINE = Matrix.of(new float[] {0}, new float[] {3}, new float[] {10});

    /** Distances 0, 3, 10 and their mean 13/3; distances 4, 1, 6 and their mean 11/3. */
    @Test
    void triangleByHand() {
        Encoder sum = with(new Triangle(means(3), Pooling.SUM), LINE);
        assertArrayEquals(new float[] {13 / 3f, 4 / 3f, 0}, code(sum, 0), 1e-6f);
        assertArrayEquals(new float[] {13 / 3f, 4 / 3f + 8 / 3f, 0}, code(sum, 0, 4), 1e-6f);
        assertArrayEquals(new float[3], code(sum));
        assertArrayEquals(
                new float[] {13 / 6f, 2, 0}, code(with(new Triangle(means(3), Pooling.AVERAGE), LINE), 0, 4), 1e-6f);
        assertArrayEquals(
                new float[] {13 / 3f, 8 / 3f, 0}, code(with(new Triangle(means(3), Pooling.MAX), LINE), 0, 4), 1e-6f);
    }

    /** By the definition, in double, for more descriptors than are encoded at once. */
    @Test
    void triangleByItsDefinition() {
        int n = 2 * ProductEncoder.ROWS + 17;
        int k = 37;
        int d = 19;
        Matrix words = TestData.gaussians(k, d, 3);
        Matrix x = TestData.gaussians(n, d, 4);
        double[] expected = new double[k];
        for (int i = 0; i < n; i++) {
            double[] z = new double[k];
            double mean = 0;
            for (int w = 0; w < k; w++) {
                for (int p = 0; p < d; p++) {
                    z[w] += Math.pow((double) x.get(i, p) - words.get(w, p), 2);
                }
                z[w] = Math.sqrt(z[w]);
                mean += z[w] / k;
            }
            for (int w = 0; w < k; w++) {
                expected[w] += Math.max(0, mean - z[w]);
            }
        }
        float[] code = code(with(new Triangle(means(k), Pooling.SUM), words), x.data());
        for (int w = 0; w < k; w++) {
            assertEquals(expected[w], code[w], 1e-5 * expected[w], "word " + w);
        }
    }

    /** Made by src/test/reference/filters.py. */
    @Test
    void thoseOfNumPy() throws IOException {
        Map<String, float[]> reference = TestData.reference("filters.txt");
        Matrix rows = new Matrix(300, 6, reference.get("rows"));
        float[] some = Arrays.copyOfRange(rows.data(), 600, 1800);
        Matrix atoms = new Matrix(5, 6, reference.get("omp10"));
        Omp1 omp = new Omp1(5, 1);
        assertNear(reference.get("soft-threshold"), code(with(new SoftThreshold(omp, 0.25, Pooling.SUM), atoms), some));
        assertNear(
                reference.get("two-sided-rectifier"),
                code(with(new TwoSidedRectifier(omp, 0.25, Pooling.SUM), atoms), some));
        Matrix words = rows.selectRows(0, 20, 40, 60, 80, 100, 120, 140, 160, 180);
        assertNear(reference.get("triangle"), code(with(new Triangle(means(10), Pooling.SUM), words), some));
    }

    private static void assertNear(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-5 * expected[i], "value " + i);
        }
    }

    /** Products 1 and -2 with the words 1 and -2, 3 and -6; the threshold is 0.5. */
    @Test
    void rectifiersByHand() {
        Matrix words = Matrix.of(new float[] {1}, new float[] {-2});
        RandomFilters two = new RandomFilters(2);
        Encoder soft = with(new SoftThreshold(two, 0.5, Pooling.SUM), words);
        assertArrayEquals(new float[] {0.5f + 2.5f, 0}, code(soft, 1, 3));
        assertArrayEquals(new float[] {0, 1.5f}, code(soft, -1));
        Encoder both = with(new TwoSidedRectifier(two, 0.5, Pooling.SUM), words);
        assertArrayEquals(new float[] {0.5f, 1.5f, 0.5f, 1.5f}, code(both, 1, -1));
        assertArrayEquals(
                new float[] {2.5f, 0, 0, 5.5f}, code(with(new TwoSidedRectifier(two, 0.5, Pooling.MAX), words), 1, 3));
        assertArrayEquals(
                new float[] {1.5f, 0, 0, 3.5f},
                code(with(new TwoSidedRectifier(two, 0.5, Pooling.AVERAGE), words), 1, 3));
    }

    /** exp(-beta·9) is 1/2. */
    @Test
    void softWordsByHand() {
        double beta = StrictMath.log(2) / 9;
        assertArrayEquals(
                new float[] {2 / 3f, 1 / 3f, 0},
                code(with(new SoftWords(means(3), 2, beta, Pooling.SUM), LINE), 0),
                1e-6f);
        double third = StrictMath.pow(2, -100 / 9.0);
        assertArrayEquals(
                new float[] {(float) (1 / (1.5 + third)), (float) (0.5 / (1.5 + third)), (float) (third / (1.5 + third))
                },
                code(with(new SoftWords(means(3), 99, beta, Pooling.SUM), LINE), 0),
                1e-6f);
        // Far from all words the shares are still finite.
        assertArrayEquals(
                new float[] {0, 0, 1}, code(with(new SoftWords(means(3), 3, 1e6, Pooling.AVERAGE), LINE), 1e6f));
        assertArrayEquals(new float[3], code(with(new SoftWords(means(3), 3, 1, Pooling.MAX), LINE)));
    }

    private static double objective(double[] c, Matrix words, float[] x, double ridge) {
        double value = 0;
        for (int p = 0; p < x.length; p++) {
            double difference = x[p];
            for (int w = 0; w < c.length; w++) {
                difference -= c[w] * words.get(w, p);
            }
            value += difference * difference;
        }
        for (double weight : c) {
            value += ridge * weight * weight;
        }
        return value;
    }

    /** No other weights of the same words that sum to 1 have a smaller objective. */
    @Test
    void llcIsTheMinimumOfItsObjective() {
        int d = 6;
        Matrix words = TestData.gaussians(5, d, 3);
        Encoder llc = with(new Llc(means(5), 5, 0.01, Pooling.SUM), words);
        Rng rng = new Rng(5, "llc", 0);
        for (int trial = 0; trial < 20; trial++) {
            float[] x = TestData.gaussians(1, d, 100 + trial).data();
            double trace = 0;
            for (int w = 0; w < 5; w++) {
                for (int p = 0; p < d; p++) {
                    trace += Math.pow((double) words.get(w, p) - x[p], 2);
                }
            }
            double[] c = new double[5];
            double sum = 0;
            float[] code = code(llc, x);
            for (int w = 0; w < 5; w++) {
                c[w] = code[w];
                sum += c[w];
            }
            assertEquals(1, sum, 1e-5);
            double least = objective(c, words, x, 0.01 * trace);
            for (int k = 0; k < 50; k++) {
                double[] other = c.clone();
                int from = rng.nextInt(5);
                other[from] += 0.01;
                other[(from + 1 + rng.nextInt(4)) % 5] -= 0.01;
                assertTrue(objective(other, words, x, 0.01 * trace) > least, "trial " + trial);
            }
        }
    }

    /** Halfway between two words, the third is no neighbour. */
    @Test
    void llcByHand() {
        Encoder llc = with(new Llc(means(3), 2, 1e-4, Pooling.MAX), LINE);
        assertArrayEquals(new float[] {0.5f, 0.5f, 0}, code(llc, 1.5f), 1e-6f);
        assertArrayEquals(new float[] {0.5f, 0.5f, 1}, code(llc, 1.5f, 10), 1e-3f);
        assertArrayEquals(new float[] {1, 0, 0}, code(with(new Llc(means(3), 1, 1e-4, Pooling.SUM), LINE), 1.4f));
        Matrix equal = Matrix.of(new float[] {2}, new float[] {2});
        assertArrayEquals(new float[] {0.5f, 0.5f}, code(with(new Llc(means(2), 2, 1e-4, Pooling.SUM), equal), 2));
    }

    @Test
    void theNearestInOrderAndTheFirstOfEqualOnes() {
        double[] squared = {4, 1, 9, 1, 0, 9};
        assertArrayEquals(new int[] {4, 1, 3, 0}, PooledWords.nearest(squared, new int[4]));
        assertArrayEquals(new int[] {4}, PooledWords.nearest(squared, new int[1]));
        assertArrayEquals(new int[] {4, 1, 3, 0, 2, 5}, PooledWords.nearest(squared, new int[6]));
    }

    @Test
    void whatIsWrongIsSaidAtOnce() {
        Messages.says(() -> new SoftWords(null, 0, -1, null), "kMeans", "neighbours", "beta", "-1", "pooling");
        Messages.says(() -> new Llc(null, 0, Double.NaN, null), "kMeans", "neighbours", "beta", "NaN", "pooling");
        Messages.says(() -> new Triangle(null, null), "kMeans", "pooling");
        Messages.says(() -> new SoftThreshold(null, -1, null), "dictionary", "omp-1", "threshold", "-1", "pooling");
        Messages.says(() -> new TwoSidedRectifier(null, Double.NaN, null), "dictionary", "NaN", "pooling");
    }
}
