package dev.whittle.feature.color;

/** The spec of a {@link Palette} that learns from images and knows beforehand how many colours it will have. */
public interface LearnedColors {
    /** As {@link Palette#size} of the fitted palette. */
    int colors();

    /** About how many bytes of Java's heap learning needs; 0 if it needs little. */
    default long heapBytes() {
        return 0;
    }
}
