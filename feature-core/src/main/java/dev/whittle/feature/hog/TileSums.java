package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.HogKernels;

/**
 * Sums the votes of an image into the histograms of units with {@link HogKernels}, in the order that {@link Hog} defines. Holds the scratch
 * memory of one thread.
 *
 * <p>Works tile by tile, so that all of it stays in the first-level cache. A tile is a piece of a row of cells, or a few whole rows
 * where they are short. What its cells give to the histograms around is kept until the tiles below are done too. Tiles overlap by the
 * cells that units on both sides need, which are summed twice.
 */
final class TileSums implements UnitSums {
    private static final int TILE = HogKernels.TILE;

    private final HogKernels kernels;
    private final int cellSize;
    private final int bins;
    private final Window window;
    private final int sumsPerCell;
    private final int ring;
    /** The sum and the cell, relative to the unit's own, of each term of a part of a unit. */
    private final int[][] sumOf;

    private final int[][] offsetOf;

    private int width;
    private int height;
    private int across;
    private int down;
    /** Rows of cells of a tile, which make a band; its columns; and columns from one tile to the next. */
    private int tileRows;

    private int tileColumns;
    private int step;

    /** The rows of a tile that cannot be read from the image itself, as they are, and moved by a pixel to either side. */
    private final byte[] rows;

    private final byte[] left;
    private final byte[] right;
    /** Where the rows left, right, above and below of each row of pixels of the cells begin. */
    private final int[] leftAt;

    private final int[] rightAt;
    private final int[] upAt;
    private final int[] downAt;
    private final int[] gx;
    private final int[] gy;
    private int[] otherX = {};
    private int[] otherY = {};
    private final float[] given;
    private final float[] histograms;
    private final int[] rowAt = new int[3];
    private final int[] from = new int[9];

    TileSums(HogKernels kernels, int cellSize, int bins, Window window) {
        this.kernels = kernels;
        this.cellSize = cellSize;
        this.bins = bins;
        this.window = window;
        int line = TILE * cellSize;
        rows = new byte[(cellSize + 2) * line];
        left = new byte[cellSize * line];
        right = new byte[cellSize * line];
        leftAt = new int[cellSize];
        rightAt = new int[cellSize];
        upAt = new int[cellSize];
        downAt = new int[cellSize];
        int sums = window.taps().sums();
        sumsPerCell = sums * bins * sums;
        // Kept are the sums of the bands that the units of a row lie in.
        ring = window.span();
        given = new float[ring * sumsPerCell * TILE + 2 * TILE];
        sumOf = new int[window.parts()][];
        offsetOf = new int[window.parts()][];
        for (int part = 0; part < sumOf.length; part++) {
            sumOf[part] = window.terms(part).stream().mapToInt(Window.Term::sum).toArray();
            offsetOf[part] =
                    window.terms(part).stream().mapToInt(Window.Term::offset).toArray();
        }
        gx = new int[cellSize * ((cellSize + 3) / 4 * 4) * TILE];
        gy = new int[gx.length];
        histograms = new float[window.parts() * window.parts() * bins * TILE];
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
        int unitRows = down - window.parts() + 1;
        int done = 0;
        for (int first = 0; first < down; first += tileRows) {
            int n = Math.min(tileRows, down - first);
            int ready = first + n == down ? unitRows : first + n - window.after();
            differences(image.getBand(0), first, n, column, columns, gx, gy);
            for (int b = 1; b < image.getNumBands(); b++) {
                differences(image.getBand(b), first, n, column, columns, otherX, otherY);
                kernels.keepLonger(gx, gy, otherX, otherY, gx.length);
            }
            kernels.cellSums(gx, gy, window.taps(), given, at(first));
            units(done, ready, first, column, columns, to);
            done = ready;
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
        if (n == 1 && columns == TILE && column > 0 && column + columns < across) {
            for (int v = 0; v < cellSize; v++) {
                int row = first * cellSize + v;
                leftAt[v] = at + row * image.stride - 1;
                rightAt[v] = leftAt[v] + 2;
                upAt[v] = at + GradientRow.reflect(row - 1, height) * image.stride;
                downAt[v] = at + GradientRow.reflect(row + 1, height) * image.stride;
            }
            kernels.differences(image.data, leftAt, image.data, rightAt, cellSize, x);
            kernels.differences(image.data, upAt, image.data, downAt, cellSize, y);
            return;
        }
        int line = TILE * cellSize;
        for (int v = -1; v <= cellSize; v++) {
            for (int k = 0; k < n; k++) {
                int from = at + GradientRow.reflect((first + k) * cellSize + v, height) * image.stride;
                System.arraycopy(image.data, from, rows, (v + 1) * line + k * columns * cellSize, columns * cellSize);
            }
        }
        for (int v = 0; v < cellSize; v++) {
            System.arraycopy(rows, (v + 1) * line, left, v * line + 1, line - 1);
            System.arraycopy(rows, (v + 1) * line + 1, right, v * line, line - 1);
            for (int k = 0; k < n; k++) {
                int from = at + ((first + k) * cellSize + v) * image.stride;
                ends(image.data, from, v * line + k * columns * cellSize, column, columns);
            }
        }
        for (int v = 0; v < cellSize; v++) {
            leftAt[v] = v * line;
            rightAt[v] = v * line;
            upAt[v] = v * line;
            downAt[v] = (v + 2) * line;
        }
        kernels.differences(left, leftAt, right, rightAt, cellSize, x);
        kernels.differences(rows, upAt, rows, downAt, cellSize, y);
    }

    /** The pixels left and right of a row of a tile; at the border, where they lie outside, they are mirrored. */
    private void ends(byte[] data, int from, int to, int column, int columns) {
        int w = columns * cellSize;
        left[to] = data[column == 0 ? from + 1 : from - 1];
        right[to + w - 1] = data[(column + columns) * cellSize == width ? from + w - 2 : from + w];
    }

    /** Where the sums of a row of cells of a tile begin. */
    private int at(int cellRow) {
        return TILE + cellRow / tileRows % ring * sumsPerCell * TILE + cellRow % tileRows * tileColumns;
    }

    /** Adds up unit rows done … ready-1, as far as they lie over the tile. */
    private void units(int done, int ready, int first, int column, int columns, Units to) {
        int begin = column == 0 ? 0 : column + window.before();
        int end = column + columns == across ? across - window.parts() + 1 : column + columns - window.after();
        for (int row = done; row < ready; ) {
            // Blocks of several rows can be added up at once where all their cells lie in this tile.
            int n = window.before() == 0 && row >= first ? ready - row : 1;
            addUp(row, column, begin, (n - 1) * across + end - begin);
            if (window.before() > 0) {
                if (begin == 0) {
                    addUpEdge(row, column, 0, begin);
                }
                if (end == across) {
                    addUpEdge(row, column, across - 1, begin);
                }
            }
            to.units(row, n, begin, end - begin, across, histograms, TILE);
            row += n;
        }
    }

    private void addUp(int row, int column, int unit, int n) {
        int parts = window.parts();
        place(row);
        for (int r = 0; r < parts; r++) {
            for (int s = 0; s < parts; s++) {
                int terms = terms(unit - column, r, s, -1, 1);
                int step = window.taps().sums() * TILE;
                kernels.addTerms(given, from, terms, step, bins, histograms, (r * parts + s) * bins * TILE, n);
            }
        }
    }

    /** The first and the last cell of a row lack a neighbour; what lies beside them in memory must not count. */
    private void addUpEdge(int row, int column, int unit, int begin) {
        place(row);
        int terms = terms(unit - column, 0, 0, unit == 0 ? 0 : -1, unit == across - 1 ? 0 : 1);
        for (int b = 0; b < bins; b++) {
            float sum = given[from[0]];
            for (int k = 1; k < terms; k++) {
                sum += given[from[k]];
            }
            histograms[b * TILE + unit - begin] = sum;
            for (int k = 0; k < terms; k++) {
                from[k] += window.taps().sums() * TILE;
            }
        }
    }

    /** Finds the sums of the row of cells before a unit's row, of its own, and of the next; -1 outside the image. */
    private void place(int row) {
        for (int offset = -1; offset <= 1; offset++) {
            int cellRow = row + offset;
            rowAt[offset + 1] = cellRow < 0 || cellRow >= down ? -1 : at(cellRow);
        }
    }

    /** Collects where the terms of bin 0 of a unit's histogram are; those of cells from {@code least} to {@code most} right of it. */
    private int terms(int unit, int r, int s, int least, int most) {
        int sums = window.taps().sums();
        int terms = 0;
        for (int v = 0; v < sumOf[r].length; v++) {
            int at = rowAt[offsetOf[r][v] + 1];
            if (at < 0) {
                continue;
            }
            at += sumOf[r][v] * TILE + unit;
            for (int h = 0; h < sumOf[s].length; h++) {
                int offset = offsetOf[s][h];
                if (offset >= least && offset <= most) {
                    from[terms++] = at + sumOf[s][h] * sums * bins * TILE + offset;
                }
            }
        }
        return terms;
    }
}
