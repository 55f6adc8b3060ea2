package dev.whittle.pipeline.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A negative control: a head that always names the class with the most training images, the first of equal ones.
 *
 * @param label the class
 * @param accuracy the share of the test images that are of this class
 */
record LargestClass(int label, double accuracy) {
    static LargestClass of(int[] train, int[] test, int classes) {
        int[] sizes = new int[classes];
        for (int label : train) {
            sizes[label]++;
        }
        int largest = 0;
        for (int c = 1; c < classes; c++) {
            largest = sizes[c] > sizes[largest] ? c : largest;
        }
        int right = 0;
        for (int label : test) {
            right += label == largest ? 1 : 0;
        }
        return new LargestClass(largest, right / (double) test.length);
    }

    /** Says that a head is no better; empty if it is, or if there is no other class in the test. */
    Optional<String> warning(String name, double ofHead, List<String> classes) {
        return ofHead > accuracy || accuracy == 1
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s is right for %.1f %% of the test images, and whoever always says '%s' is right for %.1f %%",
                        name,
                        100 * ofHead,
                        classes.get(label),
                        100 * accuracy));
    }
}
