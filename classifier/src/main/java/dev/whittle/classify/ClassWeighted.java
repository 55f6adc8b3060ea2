package dev.whittle.classify;

import java.util.List;

/** A head whose loss can weight the samples by their class. */
public interface ClassWeighted extends TrainingNeeds {
    /** The weight of a sample's loss for each class, above 0; empty if all are 1. */
    List<Double> classWeights();

    /** Adds a check that all weights are above 0 and finite. */
    static Checks check(Checks checks, List<Double> classWeights) {
        return checks.require(
                classWeights != null
                        && classWeights.stream()
                                .allMatch(w -> w != null && w.floatValue() > 0 && Float.isFinite(w.floatValue())),
                "classWeights must be given, all above 0 and finite",
                classWeights);
    }

    /** @throws IllegalArgumentException if there are weights, but not one for each class */
    @Override
    default void checkClasses(int classes) {
        if (!classWeights().isEmpty() && classWeights().size() != classes) {
            throw new IllegalArgumentException(
                    "There are " + classes + " classes, but " + classWeights().size() + " classWeights");
        }
    }
}
