package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.TestSamples;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("bits")
class ProductsTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    private static Matrix table(int rows, int columns) {
        return TestSamples.clouds(rows, columns, 3, 1, 4).inMemory("the test");
    }

    private static double exact(Matrix x, int i, int j) {
        double sum = 0;
        for (int k = 0; k < x.columns(); k++) {
            sum += (double) x.get(i, k) * x.get(j, k);
        }
        return sum;
    }

    private static void require(Matrix x, double[][] products) {
        for (int i = 0; i < x.rows(); i++) {
            assertEquals(i + 1, products[i].length);
            for (int j = 0; j <= i; j++) {
                assertEquals(exact(x, i, j), products[i][j], 5e-7 * Math.sqrt(exact(x, i, i) * exact(x, j, j)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 700", "128, 256", "129, 257", "300, 40", "150, 1000"})
    void agreesWithSumsInDouble(int rows, int columns) {
        Matrix x = table(rows, columns);
        double[][] products = Products.lower(x, RUN);
        require(x, products);
        products[rows - 1][0] += 1e-5 * Math.sqrt(exact(x, 0, 0) * exact(x, rows - 1, rows - 1));
        assertThrows(AssertionError.class, () -> require(x, products));
    }

    /** One chain in float would be off by more than a thousandth. */
    @Test
    void sumsOfManyEqualColumnsKeepFiveDigits() {
        Matrix x = new Matrix(2, 1 << 20);
        for (int j = 0; j < x.columns(); j++) {
            x.set(0, j, 0.1f);
            x.set(1, j, 0.3f);
        }
        double expected = (double) 0.1f * 0.3f * x.columns();
        assertEquals(expected, Products.lower(x, RUN)[1][0], 5e-6 * expected);
        float chain = 0;
        for (int j = 0; j < x.columns(); j++) {
            chain = Math.fma(0.1f, 0.3f, chain);
        }
        assertTrue(Math.abs(chain - expected) > 1e-3 * expected, "the chain is " + chain);
    }

    @Test
    void theSameBitsHoweverTheRowsAreCut() {
        Matrix x = table(300, 600);
        double[][] expected = Products.lower(x, RUN);
        Rows file = x.select(java.util.stream.IntStream.range(0, 300).toArray());
        Run scalar = RUN.withThreads(3).withKernels(KernelChoice.SCALAR.kernels());
        for (int panel : new int[] {1, 7, 128, 299, 300}) {
            assertArrayEquals(expected, Products.lower(file, panel, RUN));
            assertArrayEquals(expected, Products.lower(x, panel, scalar));
        }
    }

    @Test
    void largeTilesGiveTheSameBits() {
        Matrix x = table(1100, 30);
        assertArrayEquals(Products.lower(x, 300, RUN), Products.lower(x, 1100, RUN));
    }

    /** Two panels of 2²⁵ values and the result. */
    @Test
    void heapBytesByHand() {
        assertEquals(4L * 1000 * 1001 + 8L * 1000 * 100, Products.heapBytes(1000, 100));
        assertEquals(4L * 1500 * 1501 + 8L * 256 * 131_072, Products.heapBytes(1500, 131_072));
        assertEquals(4L * 10 * 11 + 8L * 2 * 15_000_000, Products.heapBytes(10, 15_000_000));
    }
}
