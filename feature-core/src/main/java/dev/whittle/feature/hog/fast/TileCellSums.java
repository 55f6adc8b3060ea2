package dev.whittle.feature.hog.fast;

import dev.whittle.feature.kernel.hog.HogKernels;

/**
 * The histograms of cells, from the sums of tiles. The contributions of a tile to the histograms around are kept until
 * the tiles below are done too.
 */
final class TileCellSums {
    private static final int TILE = HogKernels.TILE;

    private final HogKernels kernels;
    private final int bins;
    private final SpatialTerms spatial;
    private final int sumsPerCell;
    private final int ring;
    /** The sum and the cell, relative to its own, of each term of a cell's histogram, in each direction. */
    private final int[] sumOf;

    private final int[] offsetOf;
    private final float[] contributions;
    private final Histograms histograms = new Histograms();
    private final int[] rowAt = new int[3];
    private final int[] from = new int[9];

    private int across;
    private int down;
    private int tileRows;
    private int tileColumns;
    /** The rows of cells done. */
    private int done;

    TileCellSums(HogKernels kernels, int bins, SpatialTerms spatial) {
        this.kernels = kernels;
        this.bins = bins;
        this.spatial = spatial;
        int sums = spatial.taps().sums();
        sumsPerCell = sums * bins * sums;
        // The sums of the tiles in which the terms of a row lie are kept.
        ring = spatial.span();
        contributions = new float[ring * sumsPerCell * TILE + 2 * TILE];
        sumOf = spatial.terms().stream().mapToInt(SpatialTerms.Term::sum).toArray();
        offsetOf = spatial.terms().stream().mapToInt(SpatialTerms.Term::offset).toArray();
        histograms.values = new float[bins * TILE];
        histograms.stride = TILE;
    }

    /**
     * Begins with the tiles of so many rows and columns, one below the other, of an image of {@code across}×{@code
     * down} cells.
     */
    void begin(int newAcross, int newDown, int newTileRows, int newTileColumns) {
        across = newAcross;
        down = newDown;
        tileRows = newTileRows;
        tileColumns = newTileColumns;
        done = 0;
        histograms.across = across;
    }

    /** Sums a tile of n rows from {@code first} on. */
    void sum(int[] gx, int[] gy, int first, int n, int column, int columns, Histograms.Receiver to) {
        kernels.cellSums(gx, gy, spatial.taps(), contributions, at(first));
        int ready = first + n == down ? down : first + n - spatial.after();
        int begin = column == 0 ? 0 : column + spatial.before();
        int end = column + columns == across ? across : column + columns - spatial.after();
        while (done < ready) {
            // Several rows of plain cells are finished at once.
            int rows = spatial.before() == 0 ? ready - done : 1;
            addUp(done, begin - column, (rows - 1) * across + end - begin);
            if (spatial.before() > 0) {
                if (begin == 0) {
                    addUpEdge(done, 0, 0, begin - column);
                }
                if (end == across) {
                    addUpEdge(done, across - 1, across - 1 - column, begin - column);
                }
            }
            to.take(histograms.at(done, rows, begin, end - begin));
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
        kernels.addTerms(contributions, from, terms, spatial.taps().sums() * TILE, bins, histograms.values, 0, n);
    }

    /**
     * The first and the last cell of a row have no neighbour on one side; what lies beside them in memory is not added.
     */
    private void addUpEdge(int row, int cell, int lane, int firstLane) {
        place(row);
        int terms = terms(lane, cell == 0 ? 0 : -1, cell == across - 1 ? 0 : 1);
        for (int b = 0; b < bins; b++) {
            float sum = contributions[from[0]];
            for (int k = 1; k < terms; k++) {
                sum += contributions[from[k]];
            }
            histograms.values[b * TILE + lane - firstLane] = sum;
            for (int k = 0; k < terms; k++) {
                from[k] += spatial.taps().sums() * TILE;
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
        int sums = spatial.taps().sums();
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
