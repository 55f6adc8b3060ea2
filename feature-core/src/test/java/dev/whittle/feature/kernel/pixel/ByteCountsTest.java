package dev.whittle.feature.kernel.pixel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.whittle.feature.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteCountsTest {
    @Test
    void countsSlicesOfAllSizesAndBeginsAnew() {
        ByteCounts counts = new ByteCounts();
        Rng rng = new Rng(1, "counts", 0);
        for (int size : new int[] {1, 160, 256}) {
            byte[] values = new byte[4000];
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) rng.nextInt(size);
            }
            for (int n : new int[] {0, 1, 7, 31, 32, 33, 39, 40, 1021, 3000}) {
                int[] expected = new int[257];
                for (int i = 0; i < n + 5; i++) {
                    expected[values[i] & 0xFF]++;
                }
                expected[size] = -1;
                int[] actual = new int[257];
                Arrays.fill(actual, -1);
                counts.add(values, 5, n);
                counts.add(values, 0, 5);
                counts.drain(actual, size);
                assertArrayEquals(Arrays.copyOf(expected, size + 1), Arrays.copyOf(actual, size + 1), size + " " + n);
            }
        }
    }

    @Test
    void forgetsWhatWasNotDrained() {
        ByteCounts counts = new ByteCounts();
        counts.add(new byte[100], 0, 100);
        counts.clear();
        counts.add(new byte[] {1}, 0, 1);
        int[] actual = new int[3];
        counts.drain(actual, 3);
        assertArrayEquals(new int[] {0, 1, 0}, actual);
    }
}
