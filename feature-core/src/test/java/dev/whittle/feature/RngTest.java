package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class RngTest {
    @Test
    void seedPurposeAndIndexEachChangeTheStream() {
        long first = new Rng(1, "a", 0).nextLong();
        assertEquals(first, new Rng(1, "a", 0).nextLong());
        assertNotEquals(first, new Rng(2, "a", 0).nextLong());
        assertNotEquals(first, new Rng(1, "b", 0).nextLong());
        assertNotEquals(first, new Rng(1, "a", 1).nextLong());
    }

    /** Expected values from src/test/reference/rng.py. */
    @Test
    void firstOutputsArePinned() {
        assertLongs(new Rng(1, "kmeans++", 0), 0xC8AB45771CB54252L, 0x1CDE1CDC68258028L, 0x7F74CE79119F1690L);
        assertLongs(new Rng(0, "", 0), 0x41E5779B7CF5E194L, 0xFF324DDEC2F4B5BCL, 0xB6C9A3C3292A8D61L);
        assertLongs(
                new Rng(-1, "Gr\u00F6\u00DFe", 1L << 40),
                0x10FF923DFD1D3BDAL,
                0x650FEA9C5F8E12DFL,
                0x6299DBD707DE9413L);

        Rng ints = new Rng(1, "ints", 2);
        // Bounds just above 2^30 are where a quarter of all draws is rejected.
        int[] bounds = {1, 2, 7, 1000, Integer.MAX_VALUE, (1 << 30) + 1, (1 << 30) + 1, (1 << 30) + 1, (1 << 30) + 1};
        int[] expected = {0, 0, 5, 285, 648261281, 982114760, 737790174, 1009273154, 706402244};
        for (int i = 0; i < bounds.length; i++) {
            assertEquals(expected[i], ints.nextInt(bounds[i]));
        }

        assertEquals(0x1.c51fd7eafc808p-4, new Rng(1, "double", 0).nextDouble());
        assertEquals(0x1.4b4f076985a3cp-3, new Rng(1, "double", 1).nextDouble());
        assertEquals(0x1.1c6f1p-2f, new Rng(1, "float", 0).nextFloat());
        assertEquals(0x1.816c74p-2f, new Rng(1, "float", 1).nextFloat());
        Rng gauss = new Rng(1, "gauss", 0);
        assertEquals(0x1.fbb4533f30079p-1, gauss.nextGaussian());
        assertEquals(-0x1.5510fa3b16ce8p+0, gauss.nextGaussian());
        assertEquals(0x1.6fb77f90bf365p-1, gauss.nextGaussian());
        assertArrayEquals(new int[] {5, 1, 9, 7, 3, 8, 4, 6, 2, 0}, new Rng(1, "order", 3).permutation(10));
    }

    private static void assertLongs(Rng rng, long... expected) {
        for (long e : expected) {
            assertEquals(e, rng.nextLong());
        }
    }

    @Test
    void boundedDrawsAreUniform() {
        Rng rng = new Rng(7, "uniform", 0);
        int[] count = new int[7];
        for (int i = 0; i < 70_000; i++) {
            count[rng.nextInt(7)]++;
        }
        for (int c : count) {
            // A binomial count of 10,000 has a standard deviation of 93.
            assertTrue(Math.abs(c - 10_000) < 5 * 93, Arrays.toString(count));
        }
        assertThrows(IllegalArgumentException.class, () -> rng.nextInt(0));
    }

    @Test
    void gaussiansHaveMeanZeroAndVarianceOne() {
        Rng rng = new Rng(7, "normal", 0);
        double sum = 0;
        double squares = 0;
        int n = 100_000;
        for (int i = 0; i < n; i++) {
            double x = rng.nextGaussian();
            sum += x;
            squares += x * x;
        }
        assertEquals(0, sum / n, 5 / Math.sqrt(n));
        assertEquals(1, squares / n, 5 * Math.sqrt(2.0 / n));
    }

    @Test
    void permutationHoldsEachIndexOnce() {
        int[] p = new Rng(3, "order", 5).permutation(101);
        int[] sorted = p.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            assertEquals(i, sorted[i]);
        }
    }
}
