package dev.whittle.feature.kernel.hog;

/**
 * How votes are shared in space: the weight that a row of pixels has in the histogram of a cell. Columns have the same
 * weights as rows, and a pixel's weight is the product of its row's and its column's. The histograms are those of one
 * cell, or of the 2×2 cells of a block.
 */
public final class SpatialWeights {
    private final int cellSize;
    /** Weight {@code [r][d + cellSize]} is {@link #of}(r, d). */
    private final float[][] weights;

    private SpatialWeights(int cellSize, int side) {
        this.cellSize = cellSize;
        weights = new float[side][3 * cellSize];
    }

    /** No sharing: the cell's own pixels have weight 1. */
    public static SpatialWeights hard(int cellSize) {
        SpatialWeights hard = new SpatialWeights(cellSize, 1);
        for (int d = 0; d < cellSize; d++) {
            hard.weights[0][cellSize + d] = 1;
        }
        return hard;
    }

    /** Bilinear sharing between cells (CVPR 2005, §6.3): 1 at the cell's centre, 0 at the centres of its neighbours. */
    public static SpatialWeights bilinear(int cellSize) {
        SpatialWeights bilinear = new SpatialWeights(cellSize, 1);
        for (int d = -cellSize; d < 2 * cellSize; d++) {
            bilinear.weights[0][cellSize + d] = (float) triangle(cellSize, d, 0);
        }
        return bilinear;
    }

    /**
     * Bilinear sharing between the cells of a block only, under a Gaussian window over the block (CVPR 2005, §6.4) with
     * σ = cellSize/2.
     *
     * @param offset of the Gaussian's centre from the block's, in pixels
     */
    public static SpatialWeights block(int cellSize, double offset) {
        SpatialWeights block = new SpatialWeights(cellSize, 2);
        double sigma = cellSize / 2.0;
        for (int r = 0; r < 2; r++) {
            for (int d = 0; d < 2 * cellSize; d++) {
                double z = (d - (cellSize - 0.5 + offset)) / sigma;
                block.weights[r][cellSize + d] = (float) (StrictMath.exp(-0.5 * z * z) * triangle(cellSize, d, r));
            }
        }
        return block;
    }

    private static double triangle(int cellSize, int d, int cell) {
        return Math.max(0, 1 - Math.abs((d + 0.5) / cellSize - 0.5 - cell));
    }

    /** The side of a cell in pixels. */
    public int cellSize() {
        return cellSize;
    }

    /** 1 where cells have histograms of their own, 2 where each block of 2×2 cells has histograms of its own. */
    public int side() {
        return weights.length;
    }

    /**
     * The weight of a row of pixels for the histograms in row r of the block, or of the cell with r = 0.
     *
     * @param d the row's distance below the first row of the block or cell, -cellSize ≤ d &lt; 2·cellSize
     */
    public float of(int r, int d) {
        return weights[r][cellSize + d];
    }

    /** How many cells before and after its own contribute to a cell's histogram: 0 or 1. */
    public int reach() {
        for (int d = 0; d < cellSize; d++) {
            if (of(0, d - cellSize) != 0) {
                return 1;
            }
        }
        return 0;
    }
}
