package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameRangesTest {
    private static String name(int i) {
        return String.format(Locale.ROOT, "%06d.png", i);
    }

    private static NameRanges.Sample sample(IntStream numbers) {
        return NameRanges.Sample.of(numbers.mapToObj(
                        i -> FeatureRow.bad(new EncodedImage(name(i), null, null, "none"), "none"))
                .iterator());
    }

    @Test
    void samplesAreEquallyFarFromEachOther() {
        assertEquals(1, sample(IntStream.range(0, 128)).each());
        NameRanges.Sample many = sample(IntStream.range(0, 1000));
        assertEquals(8, many.each());
        assertEquals(IntStream.range(0, 125).mapToObj(i -> name(8 * i)).toList(), many.names());
        assertEquals(0, sample(IntStream.empty()).names().size());
    }

    /** Partitions of 100, 1,000 and 10,000 images, mixed or one after another, are cut into ten equal ranges. */
    @Test
    void rangesHaveAboutTheSameNumberOfImages() {
        List<List<NameRanges.Sample>> cases = List.of(
                List.of(
                        sample(IntStream.range(11_000, 11_100)),
                        sample(IntStream.range(0, 1000)),
                        sample(IntStream.range(1000, 11_000))),
                List.of(
                        sample(IntStream.range(0, 100).map(i -> 111 * i)),
                        sample(IntStream.range(0, 11_100).filter(i -> i % 111 > 0 && i % 11 == 0)),
                        sample(IntStream.range(0, 11_100).filter(i -> i % 111 > 0 && i % 11 > 0))));
        for (List<NameRanges.Sample> samples : cases) {
            NameRanges ranges = NameRanges.of(samples, 10);
            assertEquals(10, ranges.count());
            int[] images = new int[10];
            int last = 0;
            for (int i = 0; i < 11_100; i++) {
                int range = ranges.range(name(i));
                assertTrue(range == last || range == last + 1, "ranges are in the order of the names");
                last = range;
                images[range]++;
            }
            for (int n : images) {
                assertTrue(n > 800 && n < 1450, n + " images in a range");
            }
        }
    }

    @Test
    void partitionsThatAreSortedAreFound() {
        NameRanges.Sample none = sample(IntStream.empty());
        NameRanges.Sample low = sample(IntStream.range(0, 1000));
        NameRanges.Sample high = sample(IntStream.range(1000, 1200));
        assertEquals(List.of(2, 0), NameRanges.sortedAlready(List.of(high, none, low)));
        assertEquals(List.of(), NameRanges.sortedAlready(List.of(none)));
        assertNull(NameRanges.sortedAlready(List.of(high, low, sample(IntStream.of(999)))), "two overlap");
        assertNull(NameRanges.sortedAlready(List.of(sample(IntStream.of(1, 3, 2, 4)))), "one is not sorted");
        assertNull(NameRanges.sortedAlready(List.of(sample(IntStream.of(1, 2, 2)))), "a name is there twice");
        assertEquals(1200, NameRanges.images(List.of(high, none, low)));
    }

    @Test
    void fewNamesHaveFewRanges() {
        assertEquals(1, NameRanges.of(List.of(), 5).count());
        assertEquals(1, NameRanges.of(List.of(sample(IntStream.of(3))), 5).count());
        // The same name is never in two ranges.
        NameRanges twice = NameRanges.of(new ArrayList<>(List.of(sample(IntStream.of(3, 3, 3, 3, 4)))), 5);
        assertEquals(2, twice.count());
        assertEquals(0, twice.range(name(3)));
        assertEquals(1, twice.range(name(4)));
    }
}
