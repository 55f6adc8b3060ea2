package dev.whittle.classify;

import java.util.List;

/** A head whose loss may count the samples of some classes more than those of others. */
public interface ClassWeighted extends TrainingNeeds {
    /** What the loss of a sample counts, by its class, above 0; empty for 1. */
    List<Double> classWeights();

    /** Adds to the checks of a head that weights are given, above 0 and finite. */
    static Checks check(Checks checks, List<Double> classWeights) {
        return checks.require(
                classWeights != null
                        && classWeights.stream()
                                .allMatch(w -> w != null && w.floatValue() > 0 && Float.isFinite(w.floatValue())),
                "classWeights must be given, all above 0 and finite",
                classWeights);
    }

    /** @throws IllegalArgumentException if there are weights, but not as many as classes */
    @Override
    default void checkClasses(int classes) {
        if (!classWeights().isEmpty() && classWeights().size() != classes) {
            throw new IllegalArgumentException(
                    "There are " + classes + " classes, but " + classWeights().size() + " classWeights");
        }
    }
}
