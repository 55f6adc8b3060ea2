package dev.whittle.feature.data;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;

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
    }

    /** Images that are as they were published. */
    public Splits(Dataset train, Dataset test) {
        this(train, test, Origin.UNCHANGED);
    }

    /**
     * Splits images at random. Each class has the same share in both parts, see {@link Subset#stratified}.
     *
     * @param testFraction the share of test images, above 0 and below 1; it is rounded to whole images, with at least 1
     *     in each part
     * @param run its seed decides which images
     */
    public static Splits stratified(Dataset images, double testFraction, Run run) {
        if (!(testFraction > 0 && testFraction < 1) || images.size() < 2) {
            throw new IllegalArgumentException("A split needs 2 images or more and a share above 0 and below 1, got "
                    + images.size() + " images and " + testFraction);
        }
        int count = (int) Math.max(1, Math.min(images.size() - 1L, Math.round(testFraction * images.size())));
        Subset test = Subset.stratified(images, count, run, "test images");
        return new Splits(test.complement(), test);
    }
}
