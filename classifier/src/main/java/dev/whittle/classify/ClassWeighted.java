package dev.whittle.classify;

/** A head whose loss can weight the samples by their class. */
public interface ClassWeighted extends TrainingNeeds {
    /** The weight of a sample's loss by its class. */
    ClassWeights classWeights();

    /** @throws IllegalArgumentException if there are weights, but not one for each class */
    @Override
    default void checkClasses(int classes) {
        classWeights().checkClasses(classes);
    }
}
