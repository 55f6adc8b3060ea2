package dev.whittle.feature.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("bits")
class PivotedCholeskyTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final double TOLERANCE = 1e-10;

    /** X·Xᵀ for n normal rows of {@code rank} values, of very different lengths. */
    private static double[][] products(int n, int rank) {
        double[][] x = new double[n][rank];
        for (int i = 0; i < n; i++) {
            Rng rng = new Rng(1, "row", i);
            for (int j = 0; j < rank; j++) {
                x[i][j] = rng.nextGaussian() * StrictMath.pow(10, i % 7 - 3);
            }
        }
        return products(x);
    }

    private static double[][] products(double[][] x) {
        double[][] lower = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                for (int k = 0; k < x[0].length; k++) {
                    lower[i][j] += x[i][k] * x[j][k];
                }
            }
        }
        return lower;
    }

    private static double[][] copy(double[][] a) {
        double[][] copy = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            copy[i] = a[i].clone();
        }
        return copy;
    }

    /** Column by column, without blocks and without exchanging rows. */
    private static double[][] naive(double[][] lower, double tolerance, List<Integer> pivots) {
        int n = lower.length;
        double[] scale = new double[n];
        double[] left = new double[n];
        for (int i = 0; i < n; i++) {
            scale[i] = Math.sqrt(lower[i][i]);
            left[i] = scale[i] > 0 ? 1 : 0;
        }
        double[][] l = new double[n][n];
        while (pivots.size() < n) {
            int q = -1;
            for (int i = 0; i < n; i++) {
                if (!pivots.contains(i) && (q < 0 || left[i] > left[q])) {
                    q = i;
                }
            }
            if (!(left[q] > tolerance)) {
                break;
            }
            int j = pivots.size();
            double root = Math.sqrt(left[q]);
            pivots.add(q);
            for (int i = 0; i < n; i++) {
                double by = scale[i] * scale[q];
                double v = by > 0 ? lower[Math.max(i, q)][Math.min(i, q)] / by : 0;
                for (int p = 0; p < j; p++) {
                    v = Math.fma(-l[q][p], l[i][p], v);
                }
                if (i == q) {
                    l[i][j] = root;
                } else if (!pivots.contains(i)) {
                    l[i][j] = v / root;
                    left[i] = Math.fma(-l[i][j], l[i][j], left[i]);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                l[i][j] *= scale[i];
            }
        }
        return l;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "5, 5", "63, 63", "64, 64", "65, 40", "200, 200", "200, 130", "200, 64", "300, 1"})
    void theSameBitsAsColumnByColumn(int n, int rank) {
        double[][] a = products(n, rank);
        List<Integer> pivots = new ArrayList<>();
        double[][] expected = naive(a, TOLERANCE, pivots);
        for (int threads : new int[] {1, 3}) {
            PivotedCholesky factor = PivotedCholesky.of(copy(a), 1000, TOLERANCE, RUN.withThreads(threads));
            assertEquals(rank, factor.rank());
            assertArrayEquals(pivots.stream().mapToInt(p -> p).toArray(), factor.pivots());
            assertSame(expected, rows(factor, n));
            double[][] wrong = rows(factor, n);
            wrong[n - 1][0] = Math.nextUp(wrong[n - 1][0]);
            assertThrows(AssertionError.class, () -> assertSame(expected, wrong));
        }
    }

    private static double[][] rows(PivotedCholesky factor, int n) {
        return java.util.stream.IntStream.range(0, n).mapToObj(factor::row).toArray(double[][]::new);
    }

    private static void assertSame(double[][] expected, double[][] rows) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertEquals(expected[i][j], j < rows[i].length ? rows[i][j] : 0, i + ", " + j);
            }
        }
    }

    @Test
    void theProductIsTheMatrix() {
        double[][] a = products(150, 100);
        double[][] l = rows(PivotedCholesky.of(copy(a), 1000, TOLERANCE, RUN), 150);
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < Math.min(l[i].length, l[j].length); k++) {
                    sum += l[i][k] * l[j][k];
                }
                assertEquals(a[i][j], sum, 1e-12 * Math.sqrt(a[i][i] * a[j][j]));
            }
        }
    }

    /** Equal rows, zero rows and multiples add no column. */
    @Test
    void dependentRowsAreLeftOut() {
        double[][] x = new double[90][40];
        for (int i = 0; i < x.length; i++) {
            Rng rng = new Rng(1, "row", i % 30);
            for (int j = 0; j < 40; j++) {
                x[i][j] = i % 10 == 0 ? 0 : rng.nextGaussian() * (i < 60 ? 1 : -1e4);
            }
        }
        PivotedCholesky factor = PivotedCholesky.of(products(x), 1000, TOLERANCE, RUN);
        assertEquals(27, factor.rank());
        assertEquals(
                27,
                java.util.stream.IntStream.of(factor.pivots())
                        .filter(p -> p % 10 > 0)
                        .map(p -> p % 30)
                        .distinct()
                        .count());
        double[][] l = rows(factor, 90);
        for (double v : l[20]) {
            assertEquals(0, v);
        }
        assertEquals(-1e4 * l[7][0], l[67][0], 1e-9 * Math.abs(l[67][0]));
    }

    /** The first columns are those of the whole factor. */
    @Test
    void endsAtTheLargestNumberOfColumns() {
        double[][] a = products(150, 150);
        PivotedCholesky all = PivotedCholesky.of(copy(a), 1000, TOLERANCE, RUN);
        for (int most : new int[] {1, 64, 100, 150}) {
            PivotedCholesky some = PivotedCholesky.of(copy(a), most, TOLERANCE, RUN);
            assertEquals(most, some.rank());
            for (int i = 0; i < 150; i++) {
                double[] expected = all.row(i);
                assertArrayEquals(
                        java.util.Arrays.copyOf(expected, Math.min(most, expected.length)),
                        java.util.Arrays.copyOf(some.row(i), Math.min(most, expected.length)));
            }
        }
    }

    @Test
    void zerosHaveRankZero() {
        PivotedCholesky factor = PivotedCholesky.of(products(new double[3][2]), 1000, TOLERANCE, RUN);
        assertEquals(0, factor.rank());
        assertEquals(0, factor.row(2).length);
    }

    @Test
    void solvesForTheRowsOfThePivots() {
        PivotedCholesky factor = PivotedCholesky.of(products(70, 50), 1000, TOLERANCE, RUN);
        double[][] x = new double[3][50];
        for (int c = 0; c < 3; c++) {
            for (int j = 0; j < 50; j++) {
                x[c][j] = j + c;
            }
        }
        factor.solveTransposed(x);
        double[][] l = rows(factor, 70);
        for (int c = 0; c < 3; c++) {
            for (int j = 0; j < 50; j++) {
                double sum = 0;
                for (int i = j; i < 50; i++) {
                    sum += l[factor.pivots()[i]][j] * x[c][i];
                }
                assertEquals(j + c, sum, 1e-8);
            }
        }
    }
}
