package dev.whittle.feature.data;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/**
 * The two parts of a data set: the training images, and the test images, which are used once. Both have the same
 * classes.
 *
 * @param origin how the images came about
 */
public record Splits(Dataset train, Dataset test, Origin origin) {
    public Splits {
        if (!train.classes().equals(test.classes())) {
            throw new IllegalArgumentException(
                    "Training data has the classes " + train.classes() + ", test data " + test.classes());
        }
        requireClasses(train.classes());
    }

    /** @throws IllegalArgumentException if a class has no name, or two have one, as results tell classes by names */
    static void requireClasses(List<String> classes) {
        Set<String> before = new HashSet<>();
        for (String name : classes) {
            if (name == null || !before.add(name)) {
                throw new IllegalArgumentException(
                        "Each class needs a name of its own, got " + (name == null ? "null" : "'" + name + "' twice"));
            }
        }
    }

    /** The most classes that a message names. */
    private static final int NAMED = 10;

    /** Images that are as they were published. */
    public Splits(Dataset train, Dataset test) {
        this(train, test, Origin.UNCHANGED);
    }

    /**
     * Splits each class at random. The images of a class C, in their order, are permuted by the generator named
     * "folder split C", 0. The first are for training, the rest for the test. So a class is divided the same way
     * whatever other classes there are.
     *
     * @param testFraction the share of test images, above 0 and below 1: floor(n·fraction + 0.5) of a class of n, but
     *     at least 1 and at most n-1
     * @param run its seed decides which images
     * @throws IllegalArgumentException if a class has fewer than 2 images
     */
    public static Splits stratified(Dataset images, double testFraction, Run run) {
        if (!(testFraction > 0 && testFraction < 1)) {
            throw new IllegalArgumentException("The share of test images is above 0 and below 1, got " + testFraction);
        }
        return divided(
                images, 2, (c, n) -> n - Math.max(1, Math.min(n - 1, (int) Math.floor(n * testFraction + 0.5))), run);
    }

    /**
     * Splits each class at random, as {@link #stratified} does, with the same number of training images of each.
     *
     * @throws IllegalArgumentException if a class has no more than {@code trainPerClass} images
     */
    public static Splits trainPerClass(Dataset images, int trainPerClass, Run run) {
        if (trainPerClass < 1) {
            throw new IllegalArgumentException("Each class needs 1 training image or more, got " + trainPerClass);
        }
        return divided(images, trainPerClass + 1, (c, n) -> trainPerClass, run);
    }

    /**
     * Splits each class at random, as {@link #stratified} does, with as many test images of each class as another
     * division of the same images has.
     *
     * @param test how many test images each class has
     * @throws IllegalArgumentException if these are not the numbers of all classes, or a class has fewer images
     */
    public static Splits testPerClass(Dataset images, int[] test, Run run) {
        if (test.length != images.classes().size()) {
            throw new IllegalArgumentException(
                    "There are " + images.classes().size() + " classes, but numbers of test images of " + test.length);
        }
        return divided(
                images,
                0,
                (c, n) -> {
                    if (test[c] < 0 || test[c] > n) {
                        throw new IllegalArgumentException(
                                "Class '" + images.classes().get(c) + "' has " + n + " images, so 0 to " + n
                                        + " are for the test, got " + test[c]);
                    }
                    return n - test[c];
                },
                run);
    }

    /** @param training of a class and its number of images how many are for training */
    private static Splits divided(Dataset images, int least, IntBinaryOperator training, Run run) {
        int[] labels = images.labels();
        BitSet test = new BitSet(labels.length);
        List<String> small = new ArrayList<>();
        for (int c = 0; c < images.classes().size(); c++) {
            int label = c;
            String name = images.classes().get(c);
            int[] members = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == label)
                    .toArray();
            if (members.length < least) {
                small.add("'" + name + "' has " + members.length);
                continue;
            }
            int[] order = run.random("folder split " + name, 0).permutation(members.length);
            for (int i = training.applyAsInt(c, members.length); i < members.length; i++) {
                test.set(members[order[i]]);
            }
        }
        if (!small.isEmpty()) {
            int more = small.size() - NAMED;
            throw new IllegalArgumentException("each class needs at least " + least
                    + " images, so that some are left for the test, but "
                    + String.join(", ", small.subList(0, Math.min(NAMED, small.size())))
                    + (more > 0 ? ", and so on for " + more + " more" : ""));
        }
        Subset tested = Subset.of(images, test.stream().toArray());
        return new Splits(tested.complement(), tested);
    }
}
