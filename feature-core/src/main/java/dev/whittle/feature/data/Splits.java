package dev.whittle.feature.data;

import dev.whittle.feature.Dataset;

/** The two parts of a data set: what may be learned from, and what is measured on, once. Both have the same classes. */
public record Splits(Dataset train, Dataset test) {
    public Splits {
        if (!train.classes().equals(test.classes())) {
            throw new IllegalArgumentException(
                    "Training data has the classes " + train.classes() + ", test data " + test.classes());
        }
    }
}
