package dev.whittle.feature.hog.fast;

import dev.whittle.feature.kernel.hog.Taps;

/**
 * The histograms of blocks that have votes of their own, from the sums down the columns of a band of cells that {@link
 * ScalarTableEngine} makes: the columns of the upper and the lower cells are added, then the rows are summed. Bin b of
 * cell j of a band is element {@code b * cells + j}; elements for which there is no cell have any value.
 */
final class ScalarBlockSums {
    private final int bins;
    private final Taps taps;
    private final int size;

    private int across;
    private int cells;
    /**
     * By column, the contributions of cells to the blocks in which they are the upper ones: of the band before, and of
     * this one.
     */
    private float[][] wholeAbove;

    private float[][] secondAbove;
    private float[][] whole;
    private float[][] second;
    /** By column, the sums for the upper and the lower cells of blocks. */
    private float[][] upper;

    private float[][] lower;
    /** Arrays of all bins, for sums that are moved before they are added. */
    private float[] moved = {};

    private float[] sum = {};

    ScalarBlockSums(int bins, Taps taps) {
        this.bins = bins;
        this.taps = taps;
        this.size = taps.size();
    }

    /** Makes room for bands of so many cells, of rows of {@code newAcross}. */
    void prepare(int newAcross, int newCells) {
        across = newAcross;
        if (newCells == cells) {
            return;
        }
        cells = newCells;
        int n = bins * cells;
        wholeAbove = new float[size][n];
        secondAbove = new float[size][n];
        whole = new float[size][n];
        second = new float[size][n];
        upper = new float[size][n];
        lower = new float[size][n];
        moved = new float[n];
        sum = new float[n];
    }

    /**
     * Makes the histograms of the blocks whose lower cells are in a band, in the order of their lower left cells. The
     * first band begins with the blocks whose lower cells are in its second row.
     *
     * @param columns sum s of column p begins at {@code (p * 4 + s) * bins * cells}
     * @param histograms cell k of blocks begins at {@code k * bins * cells}
     */
    void sum(float[] columns, boolean top, float[] histograms) {
        int n = bins * cells;
        for (int p = 0; p < size; p++) {
            int at = p * 4 * n;
            System.arraycopy(columns, at, whole[p], 0, n);
            System.arraycopy(columns, at + 3 * n, second[p], 0, n);
            System.arraycopy(columns, at + 2 * n, sum, 0, n);
            add(above(wholeAbove[p], whole[p]), sum, upper[p]);
            System.arraycopy(columns, at + n, sum, 0, n);
            add(above(secondAbove[p], second[p]), sum, lower[p]);
        }
        float[][] done = wholeAbove;
        wholeAbove = whole;
        whole = done;
        done = secondAbove;
        secondAbove = second;
        second = done;
        // The blocks of the first band begin with its second row of lower cells.
        int lane = top ? across : 0;
        across(upper, lane, histograms, 0);
        across(lower, lane, histograms, 2 * n);
    }

    /** The sums of the cells above those of a band, from those of the band before and its own. */
    private float[] above(float[] before, float[] own) {
        if (across == cells) {
            return before;
        }
        System.arraycopy(own, 0, moved, across, own.length - across);
        for (int b = 0; b < bins; b++) {
            System.arraycopy(before, (b + 1) * cells - across, moved, b * cells, across);
        }
        return moved;
    }

    private void across(float[][] columns, int lane, float[] histograms, int to) {
        int n = bins * cells;
        int half = size / 2;
        WeightedSums.addAcross(sum, columns, taps.whole0(), 0, size);
        addRight(columns, taps.half(), 0, half);
        System.arraycopy(sum, lane, histograms, to, n - lane);
        WeightedSums.addAcross(sum, columns, taps.half(), half, size);
        addRight(columns, taps.whole1(), 0, size);
        System.arraycopy(sum, lane, histograms, to + n, n - lane);
    }

    /** Adds the contributions of the cells at the right. */
    private void addRight(float[][] columns, float[] w, int first, int end) {
        WeightedSums.addAcross(moved, columns, w, first, end);
        System.arraycopy(moved, 1, moved, 0, moved.length - 1);
        WeightedSums.add(sum, moved);
    }

    private static void add(float[] a, float[] b, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = a[i] + b[i];
        }
    }
}
