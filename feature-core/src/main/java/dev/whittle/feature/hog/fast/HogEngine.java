package dev.whittle.feature.hog.fast;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * Turns an image into histograms of oriented gradients, for one {@link dev.whittle.feature.kernel.hog.Orientation} and
 * one {@link dev.whittle.feature.kernel.hog.SpatialWeights}. All engines give the same bits as {@code HogDefinition},
 * which is one of them. An engine holds the working memory of one call.
 */
public interface HogEngine {
    /**
     * Writes the histograms of all cells: row by row of cells, the bins of a cell together. Not for weights of blocks.
     *
     * @param image of at least one cell
     */
    void cells(Planar<GrayU8> image, float[] out, int offset);

    /**
     * Writes the blocks of 2×2 cells, one cell apart, each normalised by L2-Hys: row by row of blocks; in a block its
     * cells row by row; in a cell its bins.
     *
     * @param image of at least one block
     */
    void blocks(Planar<GrayU8> image, float[] out, int offset);
}
