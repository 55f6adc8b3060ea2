package dev.whittle.feature.hog;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One of {@link Hog.Layout} with its settings: how its votes are shared, what is made of the histograms, and in which
 * order the values are. In all layouts the values of a cell, or of a block, are together.
 */
interface HogLayout {
    /** The side of a cell in pixels. */
    int cellSize();

    /** The bins of a cell that are shown in pictures. */
    int bins();

    /** What is wrong with the settings for this layout, beyond their ranges. */
    Optional<String> violation();

    /** The side in cells of what has values of its own: 1 for cells, 2 for blocks. */
    default int side() {
        return 1;
    }

    /** The number of values of a cell, or of a block. */
    int values();

    /**
     * The index of the first value of the cell, or the block, in a row and a column of an image of down×across cells.
     */
    default int index(int row, int column, int down, int across) {
        return (row * (across - side() + 1) + column) * values();
    }

    /** Makes the way from images to descriptors, with its working memory. */
    Supplier<Describer> describers(EngineChoice engines);

    /** The histogram of a cell, as it can be read from the descriptor of an image of down×across cells. */
    default float[] histogram(float[] descriptor, int row, int column, int down, int across) {
        int from = index(row, column, down, across);
        return Arrays.copyOfRange(descriptor, from, from + bins());
    }

    /**
     * The direction of gradients at the centre of a bin of {@link #histogram}, in radians from the x axis towards the y
     * axis.
     */
    double direction(int bin);

    /**
     * The number of values for an image of this shape.
     *
     * @throws IllegalArgumentException if it cannot be described, or has too many values
     */
    default int length(int width, int height, int bands) {
        if (bands != 1 && bands != 3) {
            throw new IllegalArgumentException("HoG takes images of 1 or 3 bands, got " + bands);
        }
        long minimum = (long) side() * cellSize();
        if (width < minimum || height < minimum) {
            throw new IllegalArgumentException("HoG with "
                    + (side() == 1 ? "" : "blocks of " + side() + "x" + side() + " ") + "cells of " + cellSize() + "x"
                    + cellSize() + " pixels needs an image of at least " + minimum + "x" + minimum + " pixels, got "
                    + width + "x" + height + "; take a smaller cellSize, or larger images");
        }
        long down = height / cellSize() - side() + 1;
        long across = width / cellSize() - side() + 1;
        long length = down * across * values();
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("HoG of an image of " + width + "x" + height + " pixels has " + length
                    + " values, expected at most " + Integer.MAX_VALUE);
        }
        return (int) length;
    }
}
