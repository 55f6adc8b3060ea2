package dev.whittle.classify.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviationIntervalTest {
    /** SciPy 1.10.1, reference/inference.py. */
    @ParameterizedTest
    @CsvSource({
        "10, 1, 0.95, 0.6878352067489997, 1.8256101825195739",
        "2, 0.5, 0.95, 0.22307459246035444, 15.955079674821961",
        "5, 2, 0.9, 1.2986103347711349, 4.744711382819512",
        "30, 0.01, 0.99, 0.0074438964201649065, 0.014866648290710317"
    })
    void itIsThatOfScipy(int n, double sd, double level, double low, double high) {
        DeviationInterval found = DeviationInterval.of(sd, n, level);
        assertEquals(low, found.low(), 1e-8 * low);
        assertEquals(high, found.high(), 1e-8 * high);
    }

    /** Of normal values it has the deviation in it as often as it says. */
    @Test
    void itCovers() {
        Random random = new Random(7);
        int covered = 0;
        for (int t = 0; t < 4000; t++) {
            double[] values = random.doubles(6).map(u -> random.nextGaussian()).toArray();
            DeviationInterval of = DeviationInterval.of(Math.sqrt(Moments.variance(values)), 6, 0.9);
            covered += of.low() <= 1 && 1 <= of.high() ? 1 : 0;
        }
        // 3600 ± 4 deviations of 19.
        assertTrue(Math.abs(covered - 3600) < 76, covered + "");
    }

    @Test
    void noDeviationHasNoWidth() {
        assertEquals(new DeviationInterval(0, 0), DeviationInterval.of(0, 4, 0.95));
        assertThrows(IllegalArgumentException.class, () -> DeviationInterval.of(1, 1, 0.95));
        assertThrows(IllegalArgumentException.class, () -> DeviationInterval.of(-1, 3, 0.95));
        assertThrows(IllegalArgumentException.class, () -> DeviationInterval.of(1, 3, 1));
    }
}
