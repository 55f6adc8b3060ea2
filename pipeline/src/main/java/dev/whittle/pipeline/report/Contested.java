package dev.whittle.pipeline.report;

import dev.whittle.pipeline.report.Thumbnails.Thumbnail;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The test images that most cells get wrong, and those on which the cells disagree most, with the first seed.
 *
 * @param cells how many cells there are
 * @param hardest wrong in most cells first; of equal ones by their number
 * @param disagreeing the more evenly the cells are split between classes, the earlier; of equal ones by their number
 */
public record Contested(int cells, List<Item> hardest, List<Item> disagreeing) {
    /** Of either kind. */
    private static final int MOST = 12;

    /**
     * A test image.
     *
     * @param truth its class
     * @param picture null if there is none
     * @param voices what the cells say, the most frequent class first; of equal ones the lower class
     */
    public record Item(String name, String truth, Thumbnail picture, List<Voice> voices) {}

    /**
     * The cells that name one class.
     *
     * @param right whether it is that of the image
     * @param cells how many
     * @param who their names; a feature alone if it says so under all its heads
     */
    public record Voice(String predicted, boolean right, int cells, String who) {}

    /** Without images if there is only one cell, whose errors are shown elsewhere. */
    static Contested of(FirstSeed firstSeed, Thumbnails thumbnails) {
        int all = firstSeed.cells().size();
        if (all < 2) {
            return new Contested(all, List.of(), List.of());
        }
        int[] labels = firstSeed.test().labels();
        int classes = firstSeed.test().classes().size();
        long[] right = new long[labels.length];
        long[] together = new long[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int[] votes = votes(firstSeed, i, classes);
            right[i] = votes[labels[i]];
            together[i] = squares(votes);
        }
        return new Contested(
                all,
                first(labels.length, i -> right[i], all).stream()
                        .map(i -> item(firstSeed, i, thumbnails))
                        .toList(),
                first(labels.length, i -> together[i], (long) all * all).stream()
                        .map(i -> item(firstSeed, i, thumbnails))
                        .toList());
    }

    private static int[] votes(FirstSeed firstSeed, int image, int classes) {
        int[] votes = new int[classes];
        firstSeed.cells().forEach(cell -> votes[cell.predicted()[image]]++);
        return votes;
    }

    /** How many pairs of cells, each cell with itself too, agree: the smaller, the more evenly they are split. */
    private static long squares(int[] votes) {
        return IntStream.of(votes).asLongStream().map(n -> n * n).sum();
    }

    /** The images with the smallest values, of those below a limit. */
    private static List<Integer> first(int images, ToLongFunction<Integer> value, long limit) {
        return IntStream.range(0, images)
                .boxed()
                .filter(i -> value.applyAsLong(i) < limit)
                .sorted(Comparator.comparingLong(value))
                .limit(MOST)
                .toList();
    }

    private static Item item(FirstSeed firstSeed, int image, Thumbnails thumbnails) {
        List<String> classes = firstSeed.test().classes();
        int label = firstSeed.test().label(image);
        int[] votes = votes(firstSeed, image, classes.size());
        List<Voice> voices = IntStream.range(0, votes.length)
                .boxed()
                .filter(c -> votes[c] > 0)
                .sorted(Comparator.comparingInt(c -> -votes[c]))
                .map(c -> new Voice(classes.get(c), c == label, votes[c], who(firstSeed, image, c)))
                .toList();
        return new Item(
                firstSeed.test().name(image),
                classes.get(label),
                thumbnails.add(image).orElse(null),
                voices);
    }

    private static String who(FirstSeed firstSeed, int image, int predicted) {
        Set<String> divided = new HashSet<>();
        for (FirstSeed.Cell cell : firstSeed.cells()) {
            if (cell.predicted()[image] != predicted) {
                divided.add(cell.feature());
            }
        }
        Set<String> names = new LinkedHashSet<>();
        for (FirstSeed.Cell cell : firstSeed.cells()) {
            if (cell.predicted()[image] == predicted) {
                names.add(divided.contains(cell.feature()) ? cell.name() : cell.feature());
            }
        }
        return String.join(", ", names);
    }
}
