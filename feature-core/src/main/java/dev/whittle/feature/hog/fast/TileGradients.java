package dev.whittle.feature.hog.fast;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.hog.HogKernels;

/** The gradients of the pixels of a tile, sorted by their column in the cell, as {@link HogKernels} take them. */
final class TileGradients {
    private static final int TILE = HogKernels.TILE;

    private final HogKernels kernels;
    private final int cellSize;

    /** The gradient in column p and row v of cell i is at {@code (p * cellSize + v) * TILE + i}. */
    final int[] gx;

    final int[] gy;
    /** Those of a further band. */
    private int[] otherX = {};

    private int[] otherY = {};

    /** The rows of a tile that cannot be read from the image itself, each {@link #line} long. */
    private final byte[] rows;

    private final int line;
    /** Where the rows left, right, above and below of each row of pixels of the cells begin. */
    private final int[] leftAt;

    private final int[] rightAt;
    private final int[] upAt;
    private final int[] downAt;

    TileGradients(HogKernels kernels, int cellSize) {
        this.kernels = kernels;
        this.cellSize = cellSize;
        line = TILE * cellSize + 2;
        rows = new byte[(cellSize + 2) * line];
        leftAt = new int[cellSize];
        rightAt = new int[cellSize];
        upAt = new int[cellSize];
        downAt = new int[cellSize];
        gx = new int[cellSize * ((cellSize + 3) / 4 * 4) * TILE];
        gy = new int[gx.length];
    }

    /** Computes the gradients of so many columns of n rows of cells, from {@code column} and {@code first} on. */
    void compute(Planar<GrayU8> image, int first, int n, int column, int columns) {
        int bands = image.getNumBands();
        if (bands > 1 && otherX.length == 0) {
            otherX = new int[gx.length];
            otherY = new int[gx.length];
        }
        differences(image.getBand(0), first, n, column, columns, gx, gy);
        for (int b = 1; b < bands; b++) {
            differences(image.getBand(b), first, n, column, columns, otherX, otherY);
            kernels.keepLonger(gx, gy, otherX, otherY, gx.length);
        }
    }

    /** The gradients in one band. */
    private void differences(GrayU8 image, int first, int n, int column, int columns, int[] x, int[] y) {
        int height = image.height;
        int at = image.startIndex + column * cellSize;
        int from = at + first * cellSize * image.stride;
        int below = at + Math.min((first + 1) * cellSize, height - 1) * image.stride;
        // Whole vectors are read, past the last cells too, so the array must have room for that.
        if (n == 1 && from > 0 && below + line < image.data.length) {
            for (int v = 0; v < cellSize; v++) {
                int row = first * cellSize + v;
                leftAt[v] = from + v * image.stride - 1;
                rightAt[v] = leftAt[v] + 2;
                upAt[v] = at + Border.reflect(row - 1, height) * image.stride;
                downAt[v] = at + Border.reflect(row + 1, height) * image.stride;
            }
            kernels.differences(image.data, leftAt, image.data, rightAt, cellSize, x);
            kernels.differences(image.data, upAt, image.data, downAt, cellSize, y);
            if (column == 0 || column + columns == image.width / cellSize) {
                ends(image, first, 1, column, columns, x);
            }
            return;
        }
        copyRows(image, first, n, at, columns * cellSize);
        kernels.differences(rows, leftAt, rows, rightAt, cellSize, x);
        kernels.differences(rows, upAt, rows, downAt, cellSize, y);
        ends(image, first, n, column, columns, x);
    }

    /** Copies rows of pixels of a tile, from the image's column at {@code at} on, and says where they are. */
    private void copyRows(GrayU8 image, int first, int n, int at, int width) {
        for (int v = -1; v <= cellSize; v++) {
            for (int k = 0; k < n; k++) {
                int row = at + Border.reflect((first + k) * cellSize + v, image.height) * image.stride;
                System.arraycopy(image.data, row, rows, (v + 1) * line + 1 + k * width, width);
            }
        }
        for (int v = 0; v < cellSize; v++) {
            leftAt[v] = (v + 1) * line;
            rightAt[v] = (v + 1) * line + 2;
            upAt[v] = v * line + 1;
            downAt[v] = (v + 2) * line + 1;
        }
    }

    /**
     * Corrects the differences at the ends of the rows of a tile, whose neighbours are not beside them in memory. At
     * the border of the image neighbours are mirrored, so the difference is 0.
     */
    private void ends(GrayU8 image, int first, int n, int column, int columns, int[] x) {
        byte[] data = image.data;
        boolean mirrored = (column + columns) * cellSize == image.width;
        for (int v = 0; v < cellSize; v++) {
            for (int k = 0; k < n; k++) {
                int left = image.startIndex + ((first + k) * cellSize + v) * image.stride + column * cellSize;
                int right = left + columns * cellSize - 1;
                int to = v * TILE + k * columns;
                x[to] = column == 0 ? 0 : (data[left + 1] & 0xFF) - (data[left - 1] & 0xFF);
                x[to + (cellSize - 1) * cellSize * TILE + columns - 1] =
                        mirrored ? 0 : (data[right + 1] & 0xFF) - (data[right - 1] & 0xFF);
            }
        }
    }
}
