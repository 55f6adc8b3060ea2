package dev.whittle.feature;

/**
 * A learned feature that states what it needs of images and of memory. This is checked before anything is trained,
 * which may take hours.
 */
public interface FeatureNeeds {
    /**
     * The number of values of the feature of an image of this shape.
     *
     * @throws IllegalArgumentException if the feature is not defined for such an image, with the reason
     */
    int length(int width, int height, int bands);

    /** About how many bytes of Java's heap {@link Spec#fit} needs for images with this number of bands. */
    long heapBytes(int bands);
}
