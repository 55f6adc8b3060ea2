package dev.whittle.feature;

/** The spec of an {@link ImageStep} that learns from images and knows beforehand which shape its results will have. */
public interface LearnedShape {
    /** As {@link ImageStep#shape} of the fitted step. */
    ImageShape shape(ImageShape image);
}
