package dev.whittle.feature;

/** The spec of an {@link ImageStep} that learns from images and knows beforehand which shape its results will have. */
public interface LearnedShape {
    /** As {@link ImageStep#shape} of the fitted step. */
    ImageShape shape(ImageShape image);

    /** About how many bytes of Java's heap learning needs; 0 if it needs little. */
    default long heapBytes() {
        return 0;
    }
}
