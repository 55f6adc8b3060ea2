package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RngTest {
    @Test
    void seedPurposeAndIndexEachChangeTheStream() {
        long first = new Rng(1, "a", 0).nextLong();
        assertEquals(first, new Rng(1, "a", 0).nextLong());
        assertNotEquals(first, new Rng(2, "a", 0).nextLong());
        assertNotEquals(first, new Rng(1, "b", 0).nextLong());
        assertNotEquals(first, new Rng(1, "a", 1).nextLong());
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
