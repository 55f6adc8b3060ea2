package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class SubsetTest {
    private static final Run RUN = Run.defaults().withSeed(5);
    /** The labels of data_reference.py. */
    private static final Dataset DATA =
            new TinyDataset(3, IntStream.range(0, 40).map(i -> i * i % 7 % 3).toArray());

    private static List<Integer> indices(Dataset data) {
        return IntStream.range(0, data.size())
                .mapToObj(i -> Integer.valueOf(data.name(i).substring(5)))
                .toList();
    }

    @Test
    void isAViewInTheGivenOrder() {
        Subset subset = Subset.of(DATA, 7, 3);
        assertEquals(2, subset.size());
        assertEquals(List.of(7, 3), indices(subset));
        assertEquals(7, subset.image(0).getBand(0).get(0, 0));
        assertEquals(DATA.label(3), subset.label(1));
        assertEquals(DATA.classes(), subset.classes());
        assertThrows(IndexOutOfBoundsException.class, () -> subset.image(2));
        assertThrows(IllegalArgumentException.class, () -> Subset.of(DATA, 0, 40));
        assertThrows(IllegalArgumentException.class, () -> Subset.of(DATA, -1));
        assertThrows(IllegalArgumentException.class, () -> Subset.of(DATA, 1, 2, 1));
    }

    @Test
    void hashesWhatItContains() {
        Subset all = Subset.of(DATA, IntStream.range(0, 40).toArray());
        assertEquals(PixelHash.of(DATA), PixelHash.of(all));
        String some = PixelHash.of(Subset.of(DATA, 1, 2));
        assertEquals(some, PixelHash.of(Subset.of(Subset.of(DATA, 2, 1), 1, 0)));
        assertNotEquals(some, PixelHash.of(Subset.of(DATA, 2, 1)));
        assertNotEquals(some, PixelHash.of(Subset.of(DATA, 1, 3)));
    }

    /** Chosen by data_reference.py with a generator, quotas and shuffle of its own. */
    @Test
    void validationSplitAgreesWithTheReference() {
        Subset validation = Subset.stratified(DATA, 11, RUN, "validation split");
        assertEquals(List.of(6, 7, 9, 11, 14, 15, 18, 22, 27, 34, 38), indices(validation));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 13, 20, 40})
    void noImageIsInBothPartsAndNoneIsLost(int count) {
        Subset validation = Subset.stratified(DATA, count, RUN, "validation split");
        assertEquals(count, validation.size());
        List<Integer> all = Stream.concat(indices(validation.complement()).stream(), indices(validation).stream())
                .sorted()
                .toList();
        assertEquals(IntStream.range(0, 40).boxed().toList(), all);
        for (Dataset part : List.of(validation.complement(), validation)) {
            assertEquals(indices(part).stream().sorted().toList(), indices(part));
            for (int i = 0; i < part.size(); i++) {
                assertEquals(DATA.label(indices(part).get(i)), part.label(i));
            }
        }
    }

    @Test
    void everyClassHasItsShare() {
        int[] inClass = new int[3];
        int[] chosen = new int[3];
        for (int label : DATA.labels()) {
            inClass[label]++;
        }
        for (int label : Subset.stratified(DATA, 11, RUN, "validation split").labels()) {
            chosen[label]++;
        }
        for (int c = 0; c < 3; c++) {
            assertTrue(Math.abs(chosen[c] - 11.0 * inClass[c] / 40) < 1, Arrays.toString(chosen));
        }
        // 7 of 10: shares 3.5, 2.8, 0.7: the floors 3, 2, 0 and two more to the remainders .8 and .7.
        assertArrayEquals(new int[] {3, 3, 1}, Subset.quotas(new int[] {5, 4, 1}, 10, 7));
        // 2 of 4 alike: the lower classes first. A class without images gets none.
        assertArrayEquals(new int[] {1, 1, 0, 0, 0}, Subset.quotas(new int[] {1, 1, 1, 1, 0}, 4, 2));
        assertArrayEquals(new int[] {5, 4, 1}, Subset.quotas(new int[] {5, 4, 1}, 10, 10));
    }

    @Test
    void dependsOnSeedAndPurposeAlone() {
        List<Integer> first = indices(Subset.stratified(DATA, 20, RUN, "a"));
        assertEquals(first, indices(Subset.stratified(DATA, 20, RUN.withThreads(7), "a")));
        assertNotEquals(first, indices(Subset.stratified(DATA, 20, RUN.withSeed(6), "a")));
        assertNotEquals(first, indices(Subset.stratified(DATA, 20, RUN, "b")));
    }

    @Test
    void refusesImpossibleSizes() {
        assertThrows(IllegalArgumentException.class, () -> Subset.stratified(DATA, 41, RUN, "a"));
        assertThrows(IllegalArgumentException.class, () -> Subset.stratified(DATA, -1, RUN, "a"));
        assertThrows(IllegalArgumentException.class, () -> new Splits(DATA, new TinyDataset(2, 0, 1)));
    }

    /** The naive order: all images sorted by their places, which are computed as fractions. */
    private static List<Integer> reference(Dataset data, int count, Run run) {
        record Placed(int image, int label, double place) {}
        List<Placed> all = new ArrayList<>();
        for (int c = 0; c < data.classes().size(); c++) {
            int label = c;
            int[] members = IntStream.range(0, data.size())
                    .filter(i -> data.label(i) == label)
                    .toArray();
            int[] order = run.random("curve", c).permutation(members.length);
            for (int j = 0; j < members.length; j++) {
                all.add(new Placed(members[order[j]], c, (2 * j + 1) / (2.0 * members.length)));
            }
        }
        all.sort(Comparator.comparingDouble(Placed::place).thenComparing(Placed::label));
        return all.subList(0, count).stream().map(Placed::image).sorted().toList();
    }

    @Test
    void nestedChoicesHoldAllSmallerOnesAndKeepTheSharesOfTheClasses() {
        int[] inClass = new int[3];
        for (int label : DATA.labels()) {
            inClass[label]++;
        }
        List<Integer> before = List.of();
        for (int count = 0; count <= 40; count++) {
            Subset nested = Subset.nested(DATA, count, RUN, "curve");
            List<Integer> chosen = indices(nested);
            assertEquals(reference(DATA, count, RUN), chosen);
            assertEquals(count, chosen.size());
            assertTrue(chosen.containsAll(before), chosen + " holds " + before);
            before = chosen;
            for (int c = 0; c < 3; c++) {
                int label = c;
                long of = Arrays.stream(nested.labels()).filter(l -> l == label).count();
                assertEquals((double) count * inClass[c] / 40, of, 1.0, "class " + c + " of " + count);
            }
        }
        assertNotEquals(
                indices(Subset.nested(DATA, 20, RUN, "curve")),
                indices(Subset.nested(DATA, 20, RUN.withSeed(6), "curve")));
        // The check can fail: of 6, 6 and 2 images, 10 are 4, 4 and 2 by largest remainders, and 11 are 5, 5 and 1.
        Dataset uneven = new TinyDataset(3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2);
        assertTrue(indices(Subset.nested(uneven, 11, RUN, "curve"))
                .containsAll(indices(Subset.nested(uneven, 10, RUN, "curve"))));
        assertFalse(indices(Subset.stratified(uneven, 11, RUN, "curve"))
                .containsAll(indices(Subset.stratified(uneven, 10, RUN, "curve"))));
        assertThrows(IllegalArgumentException.class, () -> Subset.nested(DATA, 41, RUN, "curve"));
    }
}
