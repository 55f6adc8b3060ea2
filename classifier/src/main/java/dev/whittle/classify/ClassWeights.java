package dev.whittle.classify;

import java.util.ArrayList;
import java.util.List;

/**
 * The weight of a sample's loss by its class. In a file it is a list such as {@code [1, 2.5]}, or {@code balanced}.
 *
 * <p>With the weights of {@link #balanced}, all classes count the same, however many samples they have.
 */
public sealed interface ClassWeights {
    /** All weights are 1; an empty list in a file. */
    ClassWeights EQUAL = new OfClasses(List.of());

    /**
     * A weight for each class.
     *
     * @param weights above 0; none if all are 1
     */
    record OfClasses(List<Double> weights) implements ClassWeights {
        public OfClasses {
            if (weights == null
                    || !weights.stream()
                            .allMatch(w -> w != null && w.floatValue() > 0 && Float.isFinite(w.floatValue()))) {
                throw new IllegalArgumentException("classWeights must be all above 0 and finite, got " + weights);
            }
            weights = List.copyOf(weights);
        }
    }

    /** Weights that follow from the training labels. */
    enum Computed implements ClassWeights {
        /** See {@link ClassWeights#balanced}. */
        BALANCED
    }

    /** A weight for each class, in the order of the classes. */
    static ClassWeights of(List<Double> weights) {
        return new OfClasses(weights);
    }

    /**
     * The weight n/(k·n<sub>c</sub>) for class c, where n<sub>c</sub> of the n training samples are of class c, and k
     * classes have samples. So a sample's mean weight is 1. This is scikit-learn's {@code class_weight="balanced"}.
     */
    static ClassWeights balanced() {
        return Computed.BALANCED;
    }

    /** @throws IllegalArgumentException if there are weights, but not one for each class */
    default void checkClasses(int classes) {
        if (this instanceof OfClasses of
                && !of.weights().isEmpty()
                && of.weights().size() != classes) {
            throw new IllegalArgumentException(
                    "There are " + classes + " classes, but " + of.weights().size() + " classWeights");
        }
    }

    /** The weight of each class for these training samples; none if all are 1. A class without samples has weight 1. */
    default List<Double> weights(Samples train) {
        checkClasses(train.classes());
        if (this instanceof OfClasses of) {
            return of.weights();
        }
        long[] counts = new long[train.classes()];
        for (int label : train.labels()) {
            counts[label]++;
        }
        long present = 0;
        for (long count : counts) {
            present += count > 0 ? 1 : 0;
        }
        List<Double> weights = new ArrayList<>();
        for (long count : counts) {
            weights.add(count == 0 ? 1 : train.size() / (double) (present * count));
        }
        return List.copyOf(weights);
    }
}
