package dev.whittle.feature.hog;

import dev.whittle.feature.kernel.HogKernels;

/**
 * Adds up the histograms of cells from the sums of tiles. What the cells of a tile give to the histograms around is
 * kept until the tiles below are done too.
 */
final class TileCells {
    private static final int TILE = HogKernels.TILE;

    private final HogKernels kernels;
    private final int bins;
    private final Window window;
    private final int sumsPerCell;
    private final int ring;
    /** The sum and the cell, relative to its own, of each term of a cell's histogram, in each direction. */
    private final int[] sumOf;

    private final int[] offsetOf;
    private final float[] given;
    private final float[] histograms;
    private final int[] rowAt = new int[3];
    private final int[] from = new int[9];

    private int across;
    private int down;
    private int tileRows;
    private int tileColumns;
    /** The rows of cells done. */
    private int done;

    TileCells(HogKernels kernels, int bins, Window window) {
        this.kernels = kernels;
        this.bins = bins;
        this.window = window;
        int sums = window.taps().sums();
        sumsPerCell = sums * bins * sums;
        // Kept are the sums of the tiles that the terms of a row lie in.
        ring = window.span();
        given = new float[ring * sumsPerCell * TILE + 2 * TILE];
        sumOf = window.terms().stream().mapToInt(Window.Term::sum).toArray();
        offsetOf = window.terms().stream().mapToInt(Window.Term::offset).toArray();
        histograms = new float[bins * TILE];
    }

    /**
     * Begins with the tiles of so many rows and columns, one below the other, of an image of {@code across}×{@code down}
     * cells.
     */
    void begin(int newAcross, int newDown, int newTileRows, int newTileColumns) {
        across = newAcross;
        down = newDown;
        tileRows = newTileRows;
        tileColumns = newTileColumns;
        done = 0;
    }

    /** Sums a tile of n rows from {@code first} on. */
    void sum(int[] gx, int[] gy, int first, int n, int column, int columns, UnitSums.Units to) {
        kernels.cellSums(gx, gy, window.taps(), given, at(first));
        int ready = first + n == down ? down : first + n - window.after();
        int begin = column == 0 ? 0 : column + window.before();
        int end = column + columns == across ? across : column + columns - window.after();
        while (done < ready) {
            // Plain cells of several rows are there at once.
            int rows = window.before() == 0 ? ready - done : 1;
            addUp(done, begin - column, (rows - 1) * across + end - begin);
            if (window.before() > 0) {
                if (begin == 0) {
                    addUpEdge(done, 0, 0, begin - column);
                }
                if (end == across) {
                    addUpEdge(done, across - 1, across - 1 - column, begin - column);
                }
            }
            to.units(done, rows, begin, end - begin, across, histograms, TILE);
            done += rows;
        }
    }

    /** Where the sums of a row of cells of a tile begin. */
    private int at(int cellRow) {
        return TILE + cellRow / tileRows % ring * sumsPerCell * TILE + cellRow % tileRows * tileColumns;
    }

    /** The cells from a lane of the tile on. */
    private void addUp(int row, int lane, int n) {
        place(row);
        int terms = terms(lane, -1, 1);
        kernels.addTerms(given, from, terms, window.taps().sums() * TILE, bins, histograms, 0, n);
    }

    /** The first and the last cell of a row lack a neighbour; what lies beside them in memory must not count. */
    private void addUpEdge(int row, int cell, int lane, int firstLane) {
        place(row);
        int terms = terms(lane, cell == 0 ? 0 : -1, cell == across - 1 ? 0 : 1);
        for (int b = 0; b < bins; b++) {
            float sum = given[from[0]];
            for (int k = 1; k < terms; k++) {
                sum += given[from[k]];
            }
            histograms[b * TILE + lane - firstLane] = sum;
            for (int k = 0; k < terms; k++) {
                from[k] += window.taps().sums() * TILE;
            }
        }
    }

    /** Finds the sums of the row of cells before a row, of its own, and of the next; -1 outside the image. */
    private void place(int row) {
        for (int offset = -1; offset <= 1; offset++) {
            int cellRow = row + offset;
            rowAt[offset + 1] = cellRow < 0 || cellRow >= down ? -1 : at(cellRow);
        }
    }

    /**
     * Collects where the terms of bin 0 of a cell's histogram are; those of cells from {@code least} to {@code most}
     * right of it.
     */
    private int terms(int lane, int least, int most) {
        int sums = window.taps().sums();
        int terms = 0;
        for (int v = 0; v < sumOf.length; v++) {
            int at = rowAt[offsetOf[v] + 1];
            if (at < 0) {
                continue;
            }
            at += sumOf[v] * TILE + lane;
            for (int h = 0; h < sumOf.length; h++) {
                int offset = offsetOf[h];
                if (offset >= least && offset <= most) {
                    from[terms++] = at + sumOf[h] * sums * bins * TILE + offset;
                }
            }
        }
        return terms;
    }
}
