package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.inference.CorrectedResampledT;
import dev.whittle.classify.inference.ImagesAndSeeds;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferencesTest {
    @TempDir
    private Path temp;

    /**
     * Pixels under softmax: by image the best is ahead by 0, 0, ½, 0, 1, 0, by seed by ⅓, ⅙. So v1 = 0.875/5/6 and v2 =
     * 2/144/2. Of the rest, e is ±5/12 for the third image and ±1/12 for the others, so v12 = 60/144/5/12.
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
        // By SciPy 1.10.1, with t(5) and t(1).
        assertEquals(64.76680019, first.error(), 1e-6);
        // The same for both seeds, so all chance is that of images: 2.5706·√(0.3/6).
        assertEquals(50, differences.cells().get(1).points(), 1e-9);
        assertEquals(57.480, differences.cells().get(1).error(), 5e-4);
        Differences.Difference itself = differences.cells().get(2);
        assertEquals(0, itself.points());
        // That the predictions of six images are equal does not show equal accuracies: 2.5706·√(2/7/8).
        assertEquals(48.5794, itself.error(), 5e-4);
        assertFalse(itself.certain());
    }

    private static Differences.Difference resampled(boolean[][] best, boolean[][] other, int trainImages) {
        return new Differences.Difference("f", "h", CorrectedResampledT.difference(best, other, trainImages));
    }

    private static Differences.Difference difference(boolean[][] best, boolean[][] other) {
        return new Differences.Difference("f", "h", ImagesAndSeeds.difference(best, other));
    }

    /**
     * Three seeds with 10 test and 40 training images each, ahead by 3, 1 and 2 images: x = 0.3, 0.1, 0.2, so s² =
     * 0.01, and the error is t·√((1/3 + 10/40)·0.01) with SciPy's t(2) = 4.302653. The uncorrected error is smaller.
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
        Differences.Difference d = resampled(best, other, 40);
        assertEquals(20, d.points(), 1e-9);
        assertEquals(100 * 4.302653 * Math.sqrt((1.0 / 3 + 0.25) * 0.01), d.error(), 1e-4);
        assertFalse(d.certain());
        assertTrue(d.error() > 100 * 4.302653 * Math.sqrt(0.01 / 3) + 1);
        // With ever more training images the correction vanishes.
        assertEquals(
                100 * 4.302653 * Math.sqrt(0.01 / 3),
                resampled(best, other, 1_000_000_000).error(),
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
        Differences.Difference d = resampled(best, new boolean[2][10], 40);
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
        Differences.Difference d = difference(best, half);
        assertEquals(50, d.points(), 1e-9);
        assertEquals(198.4217 * Math.sqrt(25.0 / 99 / 100), d.error(), 1e-3);
        assertTrue(d.certain());
        // Each ahead on other images: as many as make up for it, nothing is certain.
        boolean[][] other = new boolean[1][100];
        Arrays.fill(other[0], 50, 100, true);
        assertEquals(0, difference(other, half).points(), 1e-9);
        assertFalse(difference(other, half).certain());
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
        Differences.Difference d = difference(best, other);
        assertEquals(10, d.points(), 1e-9);
        assertFalse(d.certain());
    }
}
