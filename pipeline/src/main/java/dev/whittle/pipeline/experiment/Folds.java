package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.CrossValidation;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import dev.whittle.pipeline.data.Undivided;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A cross-validation: each seed divides all images of a data set into folds as {@link CrossValidation} does, and each
 * fold is the test images once, with the images of the other folds to learn from. So with each seed every image is a
 * test image exactly once.
 *
 * @param count how many folds, at least 2
 * @param images how many images are divided: a random choice in which every class has its share, the same for all
 *     seeds; or {@link #ALL}
 */
public record Folds(int count, int images) {
    /** All images of the data set. */
    public static final int ALL = Integer.MAX_VALUE;

    private static final int NAMED = 10;
    /** The seed of the choice among all images, which is the same for all seeds of the experiment. */
    private static final long SAME_FOR_ALL = 0;

    public Folds {
        List<String> wrong = new ArrayList<>();
        if (count < 2) {
            wrong.add("a cross-validation has at least 2 folds, got " + count);
        }
        if (images < 1) {
            wrong.add("images is at least 1, got " + images);
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Folds: " + String.join("; ", wrong));
        }
    }

    /** The numbers of the folds. */
    List<Integer> numbers() {
        return IntStream.range(0, count).boxed().toList();
    }

    /**
     * Divides the images of a data set.
     *
     * @return a division for each fold of each seed, seed by seed
     * @throws IOException if there are fewer images than the experiment needs, or a class has fewer than there are
     *     folds
     */
    List<Splits> divide(Undivided all, List<Long> seeds, Run run) throws IOException {
        Dataset chosen = chosen(all.images(), run.withSeed(SAME_FOR_ALL));
        int[] labels = chosen.labels();
        requireAllClasses(labels, chosen.classes());
        List<Splits> divisions = new ArrayList<>();
        for (long seed : seeds) {
            int[] fold = CrossValidation.folds(count).assign(labels, run.withSeed(seed));
            for (int k : numbers()) {
                int[] tested = IntStream.range(0, fold.length)
                        .filter(i -> fold[i] == k)
                        .toArray();
                Subset test = Subset.of(chosen, tested);
                divisions.add(new Splits(test.complement(), test, all.origin()));
            }
        }
        return divisions;
    }

    private Dataset chosen(Dataset all, Run run) throws IOException {
        if (images == ALL || images == all.size()) {
            return all;
        }
        if (images > all.size()) {
            throw new IOException(
                    "The experiment divides " + images + " images into folds, but the data set has " + all.size());
        }
        return Subset.stratified(all, images, run, "images of folds");
    }

    private void requireAllClasses(int[] labels, List<String> classes) throws IOException {
        int[] sizes = new int[classes.size()];
        for (int label : labels) {
            sizes[label]++;
        }
        List<String> small = IntStream.range(0, sizes.length)
                .filter(c -> sizes[c] < count)
                .mapToObj(c -> "'" + classes.get(c) + "' has " + sizes[c])
                .toList();
        if (!small.isEmpty()) {
            int more = small.size() - NAMED;
            throw new IOException("With " + count + " folds each class needs at least " + count
                    + " images, so that every fold has one of them, but "
                    + String.join(", ", small.subList(0, Math.min(NAMED, small.size())))
                    + (more > 0 ? ", and so on for " + more + " more" : "")
                    + "; take fewer folds, or more images of " + (small.size() == 1 ? "this class" : "these classes"));
        }
    }
}
