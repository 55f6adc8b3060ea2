package dev.whittle.classify;

/** A head that knows before its training what that needs, so that it can be said before hours of features. */
public interface TrainingNeeds {
    /** @throws IllegalArgumentException if it cannot be trained for so many classes, with the reason */
    default void checkClasses(int classes) {}

    /**
     * The bytes of Java's heap that training takes for so many samples, besides the features as they are given; 0 for
     * little.
     */
    default long heapBytes(int samples, int features, int classes) {
        return 0;
    }
}
