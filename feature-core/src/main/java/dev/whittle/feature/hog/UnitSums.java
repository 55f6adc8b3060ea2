package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * Sums the votes of an image into the histograms of its units, in the order that {@link Hog} defines. A unit is a cell with one
 * histogram, or a block with 2×2.
 */
interface UnitSums {
    /** Hears of finished units: value v of unit {@code column + j} of row {@code row + r} is at {@code h[v * stride + r * across + j]}. */
    interface Units {
        void units(int row, int rows, int column, int columns, int across, float[] h, int stride);
    }

    /** Sums a whole image of at least one unit. */
    void sum(Planar<GrayU8> image, Units to);
}
