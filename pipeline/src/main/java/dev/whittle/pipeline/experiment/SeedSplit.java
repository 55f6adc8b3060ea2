package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.CrossValidation;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Subset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images of one seed, or of one fold of a seed: two disjoint subsets of the training images. Its test
 * images are those of its plan.
 *
 * @param seed of all that is random in learning the feature and the head
 * @param imagesOf the seed that chose the images, if it is another one; null if it is the same
 * @param fold the number of the fold that is tested; null without folds
 * @param inner the number of the inner fold that is held out in place of validation images; null where none is
 * @param images how many images are fitted to, if these are fewer than there are; null for all
 * @param train the images fitted to
 * @param validation the images held out; may be empty
 */
record SeedSplit(
        long seed, Long imagesOf, Integer fold, Integer inner, Integer images, Subset train, Subset validation) {
    /** The splits of all seeds of a plan in which they have the same images. */
    static List<SeedSplit> of(Plan plan, Run run) {
        List<SeedSplit> splits = new ArrayList<>();
        for (SeedFold of : plan.runsOfCell()) {
            long seed = of.seed();
            Subset validation =
                    Subset.stratified(plan.data().train(), plan.validation(), run.withSeed(seed), "validation split");
            splits.add(new SeedSplit(seed, null, of.fold(), null, null, validation.complement(), validation));
        }
        return splits;
    }

    /**
     * Fewer images, every class with its share: so many of those fitted to, and as large a share of those held out.
     * They are the same for all features and heads, and are among those of every larger number.
     */
    SeedSplit with(Plan plan, int fewer, Run run) {
        Run seeded = run.withSeed(seed);
        int heldOut = heldOut(fewer);
        return new SeedSplit(
                seed,
                imagesOf,
                fold,
                null,
                fewer,
                nested(plan, train, fewer, seeded, "fewer training images"),
                nested(plan, validation, heldOut, seeded, "fewer validation images"));
    }

    /** The same images, with another seed for all that is random in learning. */
    SeedSplit learnedWith(long other) {
        return new SeedSplit(other, other == seed ? null : Long.valueOf(seed), fold, inner, images, train, validation);
    }

    /**
     * The inner folds of the images fitted to, as {@link CrossValidation} divides them: every class has its share in
     * each. The seed that chose the images divides them, in each fold of an outer cross-validation in another way.
     */
    List<SeedSplit> inner(Plan plan) {
        int count = plan.heldOut().folds();
        Run own = Run.defaults().withSeed(imagesOf == null ? seed : imagesOf);
        long divided = own.random("inner folds", fold == null ? 0 : fold).nextLong();
        int[] of = CrossValidation.folds(count).assign(train.labels(), own.withSeed(divided));
        int[] all = train.indices();
        List<SeedSplit> splits = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int out = k;
            int[][] parts = new int[2][];
            for (int held = 0; held < 2; held++) {
                boolean isHeld = held == 1;
                parts[held] = IntStream.range(0, all.length)
                        .filter(i -> (of[i] == out) == isHeld)
                        .map(i -> all[i])
                        .toArray();
            }
            splits.add(new SeedSplit(
                    seed,
                    imagesOf,
                    fold,
                    k,
                    images,
                    Subset.of(plan.data().train(), parts[0]),
                    Subset.of(plan.data().train(), parts[1])));
        }
        return splits;
    }

    /** Whether the same images are fitted to, and held out, as by another split of the same division. */
    boolean hasImagesOf(SeedSplit other) {
        return Arrays.equals(train.indices(), other.train.indices())
                && Arrays.equals(validation.indices(), other.validation.indices());
    }

    /** Which run of a cell has these images. */
    SeedFold of() {
        return new SeedFold(seed, fold);
    }

    /** How many images are held out beside so many to fit to. */
    int heldOut(int fewer) {
        return (int) ((long) fewer * validation.size() / train.size());
    }

    /** As a subset of the training images of the plan, which all tables of features have in this order. */
    private static Subset nested(Plan plan, Subset images, int count, Run run, String purpose) {
        int[] all = images.indices();
        int[] chosen = Subset.nested(images, count, run, purpose).indices();
        return Subset.of(
                plan.data().train(), Arrays.stream(chosen).map(i -> all[i]).toArray());
    }
}
