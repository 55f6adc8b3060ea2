package dev.whittle.feature.hog.fast;

/**
 * Finished histograms of the cells, or of the blocks, in some rows and columns of an image: value v of the one in row
 * {@code row + r} and column {@code column + j} is {@code values[v * stride + r * across + j]}.
 */
final class Histograms {
    /** Takes histograms, whose memory is overwritten afterwards. */
    interface Receiver {
        void take(Histograms histograms);
    }

    float[] values = {};
    /** From a value to the next. */
    int stride;
    /** From a row to the next. */
    int across;

    int row;
    int rows;
    int column;
    int columns;

    /** Says where the histograms are in the image. */
    Histograms at(int newRow, int newRows, int newColumn, int newColumns) {
        row = newRow;
        rows = newRows;
        column = newColumn;
        columns = newColumns;
        return this;
    }

    /** The number of histograms from the first to the last in memory. */
    int span() {
        return (rows - 1) * across + columns;
    }
}
