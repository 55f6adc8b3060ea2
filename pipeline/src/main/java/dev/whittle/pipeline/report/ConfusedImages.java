package dev.whittle.pipeline.report;

import dev.whittle.pipeline.report.Thumbnails.Thumbnail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The test images behind the most frequent confusions of each cell, with the first seed. */
public record ConfusedImages(List<Cell> cells) {
    private static final int MOST_PAIRS = 8;
    private static final int MOST_IMAGES = 6;

    /**
     * The confusions of one cell, the most frequent first; of equal ones that of the lower classes.
     *
     * @param complete false where pictures were left out to keep the page small
     */
    public record Cell(String feature, String head, List<Pair> pairs, boolean complete) {}

    /**
     * The first images of one class that were taken for another one.
     *
     * @param text such as "cat taken for dog, 23 images"
     */
    public record Pair(String text, List<Thumbnail> images) {}

    /** @param best its pictures are added first, then those of the other cells in their order */
    static ConfusedImages of(FirstSeed firstSeed, Summary.Cell best, Thumbnails thumbnails) {
        FirstSeed.Cell first = firstSeed.cells().stream()
                .filter(cell ->
                        cell.feature().equals(best.feature()) && cell.head().equals(best.head()))
                .findFirst()
                .orElseThrow();
        Cell ofBest = of(firstSeed, first, thumbnails);
        return new ConfusedImages(firstSeed.cells().stream()
                .map(cell -> cell == first ? ofBest : of(firstSeed, cell, thumbnails))
                .toList());
    }

    private static Cell of(FirstSeed firstSeed, FirstSeed.Cell cell, Thumbnails thumbnails) {
        int[] labels = firstSeed.test().labels();
        List<String> classes = firstSeed.test().classes();
        // By the classes, so that the sort below, which is stable, leaves equal ones in their order.
        Map<Integer, List<Integer>> wrong = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            int predicted = cell.predicted()[i];
            if (predicted != labels[i]) {
                wrong.computeIfAbsent(labels[i] * classes.size() + predicted, k -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Integer> keys = new ArrayList<>(wrong.keySet());
        keys.sort(
                Comparator.comparingInt((Integer key) -> wrong.get(key).size()).reversed());
        List<Pair> pairs = new ArrayList<>();
        boolean complete = true;
        for (int key : keys.subList(0, Math.min(MOST_PAIRS, keys.size()))) {
            List<Integer> all = wrong.get(key);
            List<Thumbnail> images = new ArrayList<>();
            for (int i : all.subList(0, Math.min(MOST_IMAGES, all.size()))) {
                thumbnails.add(i).ifPresent(images::add);
            }
            complete &= images.size() == Math.min(MOST_IMAGES, all.size());
            if (!images.isEmpty()) {
                pairs.add(new Pair(
                        String.format(
                                Locale.ROOT,
                                "%s taken for %s, %,d image%s",
                                classes.get(key / classes.size()),
                                classes.get(key % classes.size()),
                                all.size(),
                                all.size() == 1 ? "" : "s"),
                        images));
            }
        }
        return new Cell(cell.feature(), cell.head(), pairs, complete);
    }
}
