package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferencesTest {
    @TempDir
    private Path temp;

    /**
     * Pixels under softmax: by image the best is ahead by 0, 0, ½, 0, 1, 0, by seed by ⅓, ⅙. So v1 = 0.875/5/6, v2 =
     * 2/144/2, their sum has 5.97 degrees of freedom, of which SciPy 1.17.1 has the quantile 2.449722, and the error is
     * 2.449722·√0.0361111.
     */
    @Test
    void byHand() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Summary summary = Summary.of(comparison);
        Differences differences = Differences.of(comparison, summary.best());
        Differences.Difference first = differences.cells().get(0);
        assertEquals("pixels", first.feature());
        assertEquals("softmax", first.head());
        assertEquals(25, first.points(), 1e-9);
        assertEquals(46.551887, first.error(), 1e-5);
        // The same for both seeds, so all chance is that of images: 2.5706·√(0.3/6).
        assertEquals(50, differences.cells().get(1).points(), 1e-9);
        assertEquals(57.480, differences.cells().get(1).error(), 5e-4);
        Differences.Difference itself = differences.cells().get(2);
        assertEquals(0, itself.points());
        assertEquals(0, itself.error());
        assertFalse(itself.certain());
    }

    /**
     * Three seeds with 10 test and 40 training images each, ahead by 3, 1 and 2 images: x = 0.3, 0.1, 0.2, so s² =
     * 0.01,
     * and the error is t·√((1/3 + 10/40)·0.01) with SciPy's t(2) = 4.302653. The uncorrected error is smaller.
     */
    @Test
    void divisionsOfEachSeedAreComparedByTheCorrectedResampledT() {
        boolean[][] best = new boolean[3][10];
        boolean[][] other = new boolean[3][10];
        int[] ahead = {3, 1, 2};
        for (int s = 0; s < 3; s++) {
            Arrays.fill(other[s], 0, 4 + s, true);
            // On other images: only the sums of a seed count.
            Arrays.fill(best[s], 10 - (4 + s + ahead[s]), 10, true);
        }
        Differences.Difference d = Differences.resampled("f", "h", best, other, 40);
        assertEquals(20, d.points(), 1e-9);
        assertEquals(100 * 4.302653 * Math.sqrt((1.0 / 3 + 0.25) * 0.01), d.error(), 1e-4);
        assertFalse(d.certain());
        assertTrue(d.error() > 100 * 4.302653 * Math.sqrt(0.01 / 3) + 1);
        // With ever more training images the correction vanishes.
        assertEquals(
                100 * 4.302653 * Math.sqrt(0.01 / 3),
                Differences.resampled("f", "h", best, other, 1_000_000_000).error(),
                1e-4);
    }

    /**
     * Two seeds, ahead by the same one of 10 images: d = 1, 0, …, 0 has the mean 0.1 and the squared error of the mean
     * 0.9/9/10 = 0.01, which stands for the variance over the seeds.
     */
    @Test
    void seedsThatAgreeByChanceAreNotCertain() {
        boolean[][] best = new boolean[2][10];
        best[0][3] = true;
        best[1][7] = true;
        Differences.Difference d = Differences.resampled("f", "h", best, new boolean[2][10], 40);
        assertEquals(10, d.points(), 1e-9);
        assertEquals(100 * 12.706205 * Math.sqrt((1.0 / 2 + 0.25) * 0.01), d.error(), 1e-3);
        assertFalse(d.certain());
    }

    /** One right for 50 more of 100 images: 50 ± 100·t(99)·√(25/99/100), where SciPy has t(99) = 1.984217. */
    @Test
    void aCertainDifference() {
        boolean[][] best = new boolean[1][100];
        Arrays.fill(best[0], true);
        boolean[][] half = new boolean[1][100];
        Arrays.fill(half[0], 0, 50, true);
        Differences.Difference d = Differences.difference("f", "h", best, half);
        assertEquals(50, d.points(), 1e-9);
        assertEquals(198.4217 * Math.sqrt(25.0 / 99 / 100), d.error(), 1e-3);
        assertTrue(d.certain());
        // Each ahead on other images: as many as make up for it, nothing is certain.
        boolean[][] other = new boolean[1][100];
        Arrays.fill(other[0], 50, 100, true);
        assertEquals(0, Differences.difference("f", "h", other, half).points(), 1e-9);
        assertFalse(Differences.difference("f", "h", other, half).certain());
    }

    /** Seeds that disagree make a difference uncertain that many images alone would make certain. */
    @Test
    void seedsCount() {
        boolean[][] best = new boolean[2][10_000];
        Arrays.fill(best[0], true);
        Arrays.fill(best[1], true);
        boolean[][] other = new boolean[2][10_000];
        Arrays.fill(other[0], true);
        Arrays.fill(other[1], 0, 8_000, true);
        Differences.Difference d = Differences.difference("f", "h", best, other);
        assertEquals(10, d.points(), 1e-9);
        assertFalse(d.certain());
    }

    /** scipy.stats.t.ppf(0.975, freedom), SciPy 1.17.1; degrees of freedom need not be whole. */
    @ParameterizedTest
    @CsvSource({
        "1,12.706205",
        "2,4.302653",
        "2.9,3.245438",
        "5.97,2.449896",
        "10,2.228139",
        "11,2.200985",
        "12,2.178813",
        "20,2.085963",
        "30,2.042272",
        "100,1.983972",
        "1e9,1.959964",
        "Infinity,1.959964"
    })
    void quantiles(double freedom, double expected) {
        assertEquals(expected, Differences.t(freedom), 1e-6);
    }

    @Test
    void theQuantileFallsToThatOfTheNormalDistribution() {
        assertTrue(Differences.t(9.9e6) > Differences.t(1e7));
        assertEquals(Differences.t(9.9e6), Differences.t(1e7), 1e-6);
    }
}
