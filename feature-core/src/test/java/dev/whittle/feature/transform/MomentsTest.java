package dev.whittle.feature.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Chunks;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Statistics of chunks, and what comes of adding them in chunk order. */
@Tag("bits")
class MomentsTest {
    /** Columns far from 0 and of different scales, so that the order of sums shows in the last bits. */
    private static Matrix rows(int n, int d) {
        Matrix rows = TestData.gaussians(n, d, 4);
        for (int i = 0; i < rows.data().length; i++) {
            rows.data()[i] = rows.data()[i] * (1 + i % d) + 1000 * (i % d);
        }
        return rows;
    }

    private static Rows notAMatrix(Matrix rows) {
        return rows.select(IntStream.range(0, rows.rows()).toArray());
    }

    private static void assertBits(double[] expected, double[] actual) {
        assertArrayEquals(
                Arrays.stream(expected).mapToLong(Double::doubleToRawLongBits).toArray(),
                Arrays.stream(actual).mapToLong(Double::doubleToRawLongBits).toArray());
    }

    @Test
    void byHand() {
        Matrix x = Matrix.of(
                new float[] {1, 10}, new float[] {2, 20}, new float[] {4, 10}, new float[] {5, 40}, new float[] {9, 9});
        assertArrayEquals(new double[] {11, 70}, Moments.sums(x, 1, 4, Run.defaults()));
        double[] mean = {3, 20};
        assertArrayEquals(new double[] {11 - 3 * 3, 70 - 3 * 20}, Moments.differences(x, mean, 1, 4, Run.defaults()));
        assertArrayEquals(new double[] {1 + 1 + 4, 0 + 100 + 400}, Moments.squares(x, mean, 1, 4, Run.defaults()));
        // -1·0 + 1·-10 + 2·20; below the diagonal nothing.
        assertArrayEquals(new double[] {6, 30, 0, 500}, Moments.products(x, mean, 1, 4, Run.defaults()));
        assertArrayEquals(new double[] {0, 0}, Moments.sums(x, 2, 2, Run.defaults()));
        assertArrayEquals(new double[] {4, 6}, Chunks.add(new double[] {1, 2}, new double[] {3, 4}));
    }

    /** Each chunk in the order of its rows, in double, and the chunks in theirs: written out. */
    @Test
    void theSumsAreThoseOfTheDefinition() {
        Matrix x = rows(2 * Moments.CHUNK_ROWS + 77, 3);
        double[] mean = new double[3];
        for (int from = 0; from < x.rows(); from += Moments.CHUNK_ROWS) {
            double[] chunk = new double[3];
            for (int r = from; r < Math.min(x.rows(), from + Moments.CHUNK_ROWS); r++) {
                for (int c = 0; c < 3; c++) {
                    chunk[c] += x.get(r, c);
                }
            }
            for (int c = 0; c < 3; c++) {
                mean[c] = from == 0 ? chunk[c] : mean[c] + chunk[c];
            }
        }
        for (int c = 0; c < 3; c++) {
            mean[c] /= x.rows();
        }
        for (int threads : new int[] {1, 2, 7}) {
            Run run = Run.defaults().withThreads(threads);
            assertBits(mean, Moments.mean(x, run));
            assertBits(mean, Moments.mean(notAMatrix(x), run));
        }
        double[] planted = mean.clone();
        planted[1] = Math.nextUp(planted[1]);
        assertThrows(AssertionError.class, () -> assertBits(planted, Moments.mean(x, Run.defaults())));
    }

    /** Statistics of chunks made elsewhere, in any order, are those of this machine; another cut or order is not. */
    @Test
    void chunksMayBeMadeAnywhereAndAreAddedInOrder() {
        int n = 3 * Moments.PRODUCT_CHUNK_ROWS - 5;
        Matrix x = rows(n, 4);
        Run run = Run.defaults().withThreads(2);
        double[] mean = Moments.mean(x, run);
        double[] expected = Moments.covariance(x, mean, run);
        double[][] chunks = new double[3][];
        for (int c : new int[] {2, 0, 1}) {
            int from = c * Moments.PRODUCT_CHUNK_ROWS;
            chunks[c] = Moments.products(
                    notAMatrix(x), mean, from, Math.min(n, from + Moments.PRODUCT_CHUNK_ROWS), Run.defaults());
        }
        double[] inOrder = sum(chunks, 0, 1, 2);
        double[] backwards = sum(chunks, 2, 1, 0);
        for (int i = 0; i < 4; i++) {
            for (int j = i; j < 4; j++) {
                assertEquals(expected[i * 4 + j], inOrder[i * 4 + j] / (n - 1));
                assertEquals(expected[i * 4 + j], expected[j * 4 + i]);
            }
        }
        assertFalse(Arrays.equals(inOrder, backwards), "this table would not show another order");
        assertFalse(Arrays.equals(inOrder, Moments.products(x, mean, 0, n, Run.defaults())), "nor another cut");
        for (int threads : new int[] {1, 7}) {
            assertBits(expected, Moments.covariance(notAMatrix(x), mean, run.withThreads(threads)));
        }
    }

    private static double[] sum(double[][] chunks, int... order) {
        double[] sum = chunks[order[0]].clone();
        for (int i = 1; i < order.length; i++) {
            Chunks.add(sum, chunks[order[i]]);
        }
        return sum;
    }

    @Test
    void aVarianceIsOnTheCovariancesDiagonal() {
        Matrix x = rows(900, 3);
        Run run = Run.defaults();
        double[] mean = Moments.mean(x, run);
        double[] variance = Moments.variance(x, mean, run);
        double[] covariance = Moments.covariance(x, mean, run);
        for (int c = 0; c < 3; c++) {
            assertEquals(covariance[c * 4] * 899, variance[c] * 900, 1e-9 * variance[c] * 900);
        }
    }

    @Test
    void tooManyColumnsAreRefused() {
        Rows wide = new ComputedRows(2, 46_341, (row, n, to, at) -> {});
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Moments.products(wide, new double[46_341], 0, 2, Run.defaults()))
                .getMessage();
        assertTrue(message.contains("46341") && message.contains("46340"), message);
    }
}
