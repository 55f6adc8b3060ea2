package dev.whittle.feature.hog;

/**
 * How much a pixel row (or column) counts in the histograms of a unit, which is a cell or a block. Weight {@code [r][d + cellSize]} is
 * that of the row d pixels below the unit's first, for the r-th histogram row of the unit; d runs from -cellSize to 2·cellSize-1.
 */
final class BlockWindow {
    /** OpenCV centres the Gaussian of a block at its pixel 2·cellSize/2; the middle of its pixels is half a pixel before. */
    static final double OPENCV_OFFSET = 0.5;

    private BlockWindow() {}

    /** The cell's own pixels, each fully. */
    static float[][] plain(int cellSize) {
        float[] w = new float[3 * cellSize];
        for (int d = 0; d < cellSize; d++) {
            w[cellSize + d] = 1;
        }
        return new float[][] {w};
    }

    /** The triangle of bilinear interpolation: 1 at the cell's centre, 0 at the centres of its neighbours. */
    static float[][] triangle(int cellSize) {
        float[] w = new float[3 * cellSize];
        for (int d = -cellSize; d < 2 * cellSize; d++) {
            w[cellSize + d] = (float) triangle(cellSize, d, 0);
        }
        return new float[][] {w};
    }

    /** The triangles of a block's two cells, cut at the block, under the Gaussian with σ = cellSize/2. */
    static float[][] block(int cellSize, double offset) {
        float[][] w = new float[2][3 * cellSize];
        double sigma = cellSize / 2.0;
        for (int r = 0; r < 2; r++) {
            for (int d = 0; d < 2 * cellSize; d++) {
                double z = (d - (cellSize - 0.5 + offset)) / sigma;
                w[r][cellSize + d] = (float) (StrictMath.exp(-0.5 * z * z) * triangle(cellSize, d, r));
            }
        }
        return w;
    }

    private static double triangle(int cellSize, int d, int cell) {
        return Math.max(0, 1 - Math.abs((d + 0.5) / cellSize - 0.5 - cell));
    }
}
