package dev.whittle.pipeline.data;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Joined;
import dev.whittle.feature.data.Origin;
import dev.whittle.feature.data.Splits;

/**
 * All images of a data set, and the rule by which they are divided at random.
 *
 * @param images for training and for the test
 * @param origin how the images came about
 * @param rule of each division
 */
public record Undivided(Dataset images, Origin origin, Rule rule) {
    /** Divides images at random. */
    @FunctionalInterface
    public interface Rule {
        /**
         * @param run its seed decides which images are for the test
         * @throws IllegalArgumentException if a class has too few images
         */
        Splits of(Dataset images, Run run);
    }

    /** The images of a division together, to be divided with as many test images of each class. */
    static Undivided of(Splits own) {
        return of(new Joined(own.train(), own.test()), own);
    }

    /** The same with all images in another order, which decides what the random numbers mean. */
    static Undivided of(Dataset all, Splits own) {
        int[] test = new int[all.classes().size()];
        for (int label : own.test().labels()) {
            test[label]++;
        }
        return new Undivided(all, own.origin(), (images, run) -> Splits.testPerClass(images, test, run));
    }

    /** A division. @param run its seed decides which images are for the test */
    public Splits divided(Run run) {
        Splits splits = rule.of(images, run);
        return new Splits(splits.train(), splits.test(), origin);
    }
}
