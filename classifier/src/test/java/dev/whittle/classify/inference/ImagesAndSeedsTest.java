package dev.whittle.classify.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImagesAndSeedsTest {
    private static boolean[][] correct(String... seeds) {
        boolean[][] correct = new boolean[seeds.length][];
        for (int s = 0; s < seeds.length; s++) {
            correct[s] = new boolean[seeds[s].length()];
            for (int i = 0; i < correct[s].length; i++) {
                correct[s][i] = seeds[s].charAt(i) == '1';
            }
        }
        return correct;
    }

    /** By the mean squares of statsmodels 0.13.5: reference/inference.py. */
    @Test
    void asStatsmodels() {
        boolean[][] first = new boolean[3][40];
        boolean[][] second = new boolean[3][40];
        for (int s = 0; s < 3; s++) {
            for (int i = 0; i < 40; i++) {
                first[s][i] = (i * 7919 + s * 104729 + i * i * (s + 3)) % 11 < 8;
                second[s][i] = (i * 6101 + s * 7907 + i * i * (s + 2)) % 13 < 8;
            }
        }
        Difference difference = ImagesAndSeeds.difference(first, second);
        assertEquals(0.125, difference.mean(), 1e-12);
        assertEquals(2, difference.sources().size());
        Difference.Source seeds = difference.sources().get(0);
        Difference.Source images = difference.sources().get(1);
        assertEquals(0.00895833333333334, seeds.variance(), 1e-12);
        assertEquals(2, seeds.freedom());
        assertEquals(0.0002564102564102578, images.variance(), 1e-12);
        assertEquals(39, images.freedom());
    }

    /** One seed: d = 1, 1, 0, -1 has the mean ¼ and the sample variance 11/12. */
    @Test
    void oneSeed() {
        Difference difference = ImagesAndSeeds.difference(correct("1101"), correct("0011"));
        assertEquals(new Difference(0.25, difference.sources()), difference);
        assertEquals(1, difference.sources().size());
        assertEquals(11.0 / 12 / 4, difference.variance(), 1e-12);
        assertEquals(3, difference.sources().get(0).freedom());
    }

    /** Seeds that give the same predictions say nothing more than one of them. */
    @Test
    void equalSeedsAreAsOne() {
        Difference one = ImagesAndSeeds.difference(correct("1101"), correct("0011"));
        Difference three = ImagesAndSeeds.difference(correct("1101", "1101", "1101"), correct("0011", "0011", "0011"));
        assertEquals(one.mean(), three.mean());
        assertEquals(one.error(0.95), three.error(0.95), 1e-9);
        assertEquals(one.p(), three.p(), 1e-9);
    }

    @Test
    void exchangedMethods() {
        boolean[][] first = correct("110110", "101110");
        boolean[][] second = correct("010010", "111000");
        Difference one = ImagesAndSeeds.difference(first, second);
        Difference other = ImagesAndSeeds.difference(second, first);
        assertEquals(one.mean(), -other.mean());
        assertEquals(one.variance(), other.variance());
        assertEquals(one.practical(0.005).better(), other.practical(0.005).worse());
    }

    /** Without a difference p is 1; how wide the interval is depends on the number of images. */
    @Test
    void identicalRows() {
        for (int seeds = 1; seeds <= 3; seeds++) {
            boolean[][] few = new boolean[seeds][2];
            Difference two = ImagesAndSeeds.difference(few, few);
            assertEquals(0, two.mean());
            assertEquals(1, two.p());
            assertTrue(two.practical(0.005).equal() < 0.1, "2 images show no equality");
            boolean[][] many = new boolean[seeds][10_000];
            Arrays.fill(many[0], true);
            Difference same = ImagesAndSeeds.difference(many, many);
            assertEquals(1, same.p());
            assertTrue(same.practical(0.005).equal() > 0.999, "10,000 images do");
        }
    }

    /** The variance of 1, 1, 1, -1 by hand: mean ½, squares 3, so 3/3/4. */
    @Test
    void twoImagesProveNothing() {
        Difference difference = ImagesAndSeeds.difference(correct("11"), correct("00"));
        assertEquals(1, difference.mean());
        assertEquals(0.25, difference.variance(), 1e-12);
        assertTrue(difference.p() > 0.2);
        // Each ahead with one seed on another image: all means are equal, but not all d.
        Difference crossed = ImagesAndSeeds.difference(correct("10", "01"), correct("01", "10"));
        assertEquals(0, crossed.mean());
        assertEquals(1, crossed.p());
        assertTrue(crossed.error(0.95) > 1);
    }

    /** d = 1 alone is 1, 1, -1 with the two more: mean ⅓, squares 8/3, so 8/3/2/3. */
    @Test
    void oneImageProvesLess() {
        Difference difference = ImagesAndSeeds.difference(correct("1"), correct("0"));
        assertEquals(1, difference.mean());
        assertEquals(4.0 / 9, difference.variance(), 1e-12);
        assertTrue(difference.p() > 0.2);
        assertTrue(
                ImagesAndSeeds.difference(correct("1", "1"), correct("0", "1")).p() > 0.2);
        assertEquals(
                1,
                ImagesAndSeeds.difference(correct("1", "0"), correct("0", "1")).p());
    }

    /** Both seeds ahead by one image, not the same one: the interaction exceeds v1, and v2 is 0. Then v1 counts. */
    @Test
    void aVarianceOfZeroByChance() {
        Difference difference = ImagesAndSeeds.difference(correct("1000", "0100"), correct("0000", "0000"));
        assertEquals(0.25, difference.mean());
        assertEquals(1.0 / 12 / 4, difference.variance(), 1e-12);
    }

    /**
     * With one seed the first method is ahead on five images and behind on five. With the other seeds both agree on all
     * images. Then v1 is v12 and v2 is 0, so v1 counts. Computed from means, v1 - v12 was 10⁻¹⁵ of v1 and not 0, which
     * gave an interval of almost no width.
     */
    @Test
    void aVarianceOfZeroIsNoRoundingError() {
        for (int seeds : new int[] {2, 3, 5, 7, 10}) {
            for (int images : new int[] {10, 49, 100, 1000}) {
                boolean[][] first = new boolean[seeds][images];
                boolean[][] second = new boolean[seeds][images];
                for (int i = 0; i < 5; i++) {
                    first[0][i] = true;
                    second[0][images - 1 - i] = true;
                }
                Difference difference = ImagesAndSeeds.difference(first, second);
                assertEquals(0, difference.mean());
                assertEquals(1, difference.p());
                double expected = 10.0 / seeds / seeds / (images - 1) / images;
                assertEquals(expected, difference.variance(), 1e-12 * expected, seeds + " seeds, " + images);
            }
        }
    }

    @Test
    void refusesWhatCannotBeCompared() {
        Messages.says(() -> ImagesAndSeeds.difference(new boolean[2][0], new boolean[2][0]), "test images", "none");
        Messages.says(() -> ImagesAndSeeds.difference(correct("10", "11"), correct("10")), "same seeds", "2 and 1");
        Messages.says(
                () -> ImagesAndSeeds.difference(correct("10", "11"), correct("10", "111")),
                "as many test images",
                "seed 1");
        assertThrows(
                IllegalArgumentException.class, () -> ImagesAndSeeds.difference(new boolean[0][], new boolean[0][]));
    }
}
