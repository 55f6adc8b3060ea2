package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.HogKernels;

/**
 * Sums the votes of an image into the histograms of units with {@link HogKernels}, in the order that {@link Hog}
 * defines. Holds the scratch memory of one thread.
 *
 * <p>Works tile by tile, so that with 9 bins all of it, some 35 KB, stays in a first-level cache of 48. A tile is a
 * piece of a row of cells, or a few whole rows where they are short. Tiles overlap by the cells that units on both
 * sides need, which are summed twice.
 */
final class TileSums implements UnitSums {
    private static final int TILE = HogKernels.TILE;

    private final HogKernels kernels;
    private final int cellSize;
    private final Window window;
    /** Null for blocks with votes of their own. */
    private final TileCells cells;

    private int width;
    private int height;
    private int across;
    private int down;
    /** Rows of cells of a tile, which make a band; its columns; and columns from one tile to the next. */
    private int tileRows;

    private int tileColumns;
    private int step;

    /** The rows of a tile that cannot be read from the image itself, so long each. */
    private final byte[] rows;

    private final int line;
    /** Where the rows left, right, above and below of each row of pixels of the cells begin. */
    private final int[] leftAt;

    private final int[] rightAt;
    private final int[] upAt;
    private final int[] downAt;
    private final int[] gx;
    private final int[] gy;
    private int[] otherX = {};
    private int[] otherY = {};
    /** Of blocks: what the tile above gave to them, and their histograms. */
    private final float[] kept;

    private final float[] histograms;

    TileSums(HogKernels kernels, int cellSize, int bins, Window window) {
        this.kernels = kernels;
        this.cellSize = cellSize;
        this.window = window;
        line = TILE * cellSize + 2;
        rows = new byte[(cellSize + 2) * line];
        leftAt = new int[cellSize];
        rightAt = new int[cellSize];
        upAt = new int[cellSize];
        downAt = new int[cellSize];
        boolean blocks = window.parts() == 2;
        cells = blocks ? null : new TileCells(kernels, bins, window);
        kept = new float[blocks ? HogKernels.kept(cellSize, bins) : 0];
        histograms = new float[blocks ? 4 * bins * TILE : 0];
        gx = new int[cellSize * ((cellSize + 3) / 4 * 4) * TILE];
        gy = new int[gx.length];
    }

    @Override
    public void sum(Planar<GrayU8> image, Units to) {
        prepare(image.width, image.height, image.getNumBands());
        for (int column = 0; column == 0 || column + window.before() + window.after() < across; column += step) {
            sum(image, column, Math.min(tileColumns, across - column), to);
        }
    }

    /** Sums the tiles from a column of cells on, one below the other. */
    private void sum(Planar<GrayU8> image, int column, int columns, Units to) {
        if (cells != null) {
            cells.begin(across, down, tileRows, tileColumns);
        }
        for (int first = 0; first < down; first += tileRows) {
            int n = Math.min(tileRows, down - first);
            differences(image.getBand(0), first, n, column, columns, gx, gy);
            for (int b = 1; b < image.getNumBands(); b++) {
                differences(image.getBand(b), first, n, column, columns, otherX, otherY);
                kernels.keepLonger(gx, gy, otherX, otherY, gx.length);
            }
            if (cells != null) {
                cells.sum(gx, gy, first, n, column, columns, to);
            } else {
                blocks(first, n, column, columns, to);
            }
        }
    }

    private void prepare(int newWidth, int newHeight, int bands) {
        if (newWidth != width || newHeight != height) {
            width = newWidth;
            height = newHeight;
            across = width / cellSize;
            down = height / cellSize;
            tileColumns = Math.min(across, TILE);
            tileRows = Math.min(down, TILE / tileColumns);
            step = across <= TILE ? across : TILE - window.before() - window.after();
        }
        if (bands > 1 && otherX.length == 0) {
            otherX = new int[gx.length];
            otherY = new int[gx.length];
        }
    }

    /** The gradients of a tile of n rows of cells in one band. */
    private void differences(GrayU8 image, int first, int n, int column, int columns, int[] x, int[] y) {
        int at = image.startIndex + column * cellSize;
        int from = at + first * cellSize * image.stride;
        int below = at + Math.min((first + 1) * cellSize, height - 1) * image.stride;
        // Whole vectors are read, past the last cells too, so the array must have room for that.
        if (n == 1 && from > 0 && below + line < image.data.length) {
            for (int v = 0; v < cellSize; v++) {
                int row = first * cellSize + v;
                leftAt[v] = from + v * image.stride - 1;
                rightAt[v] = leftAt[v] + 2;
                upAt[v] = at + GradientRow.reflect(row - 1, height) * image.stride;
                downAt[v] = at + GradientRow.reflect(row + 1, height) * image.stride;
            }
            kernels.differences(image.data, leftAt, image.data, rightAt, cellSize, x);
            kernels.differences(image.data, upAt, image.data, downAt, cellSize, y);
            if (column == 0 || column + columns == across) {
                ends(image, first, 1, column, columns, x);
            }
            return;
        }
        for (int v = -1; v <= cellSize; v++) {
            for (int k = 0; k < n; k++) {
                int row = at + GradientRow.reflect((first + k) * cellSize + v, height) * image.stride;
                System.arraycopy(
                        image.data, row, rows, (v + 1) * line + 1 + k * columns * cellSize, columns * cellSize);
            }
        }
        for (int v = 0; v < cellSize; v++) {
            leftAt[v] = (v + 1) * line;
            rightAt[v] = (v + 1) * line + 2;
            upAt[v] = v * line + 1;
            downAt[v] = (v + 2) * line + 1;
        }
        kernels.differences(rows, leftAt, rows, rightAt, cellSize, x);
        kernels.differences(rows, upAt, rows, downAt, cellSize, y);
        ends(image, first, n, column, columns, x);
    }

    /**
     * The differences at the ends of the rows of a tile, whose neighbours are not beside them in memory, or mirrored:
     * then they are 0.
     */
    private void ends(GrayU8 image, int first, int n, int column, int columns, int[] x) {
        byte[] data = image.data;
        boolean mirrored = (column + columns) * cellSize == width;
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

    /** The blocks whose lower cells are in a tile of n rows from {@code first} on. */
    private void blocks(int first, int n, int column, int columns, Units to) {
        boolean top = first == 0;
        kernels.blockSums(gx, gy, window.taps(), tileRows == 1 ? TILE : columns, top, kept, histograms);
        int rows = top ? n - 1 : n;
        if (rows > 0) {
            to.units(top ? 0 : first - 1, rows, column, columns - 1, across, histograms, TILE);
        }
    }
}
