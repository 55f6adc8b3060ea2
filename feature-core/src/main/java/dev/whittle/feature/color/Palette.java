package dev.whittle.feature.color;

import dev.whittle.feature.Fitted;

/** A list of colours, and which of them stands for each colour of RGB. Fitted, immutable, thread-safe. */
public interface Palette extends Fitted {
    /** The number of colours, at least 1. */
    int size();

    /** The colour of this number as {@code red << 16 | green << 8 | blue}. */
    int color(int number);

    /**
     * The number of the colour that stands for a pixel.
     *
     * @param red 0 to 255, as the others
     */
    int numberOf(int red, int green, int blue);
}
