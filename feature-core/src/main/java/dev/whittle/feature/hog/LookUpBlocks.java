package dev.whittle.feature.hog;

import dev.whittle.feature.kernel.Taps;

/**
 * Sums the columns of a band of cells into the histograms of blocks that have votes of their own, for {@link LookUpSums}: adds those of upper and lower
 * cells, then sums across. Bin b of cell j of a band is element {@code b * cells + j}; elements that lack cells may be anything.
 */
final class LookUpBlocks {
    private final int bins;
    private final Taps taps;
    private final int size;

    private int across;
    private int cells;
    /** Of each column, the sums of the cells above the band's and, while it is worked on, of its own. */
    private float[][] wholeAbove;

    private float[][] secondAbove;
    private float[][] whole;
    private float[][] second;
    private float[][] upper;
    private float[][] lower;
    private float[] above = {};
    private float[] given = {};

    LookUpBlocks(int bins, Taps taps) {
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
        above = new float[n];
        given = new float[n];
    }

    /**
     * Histograms of the blocks whose lower cells are in a band, in the order of their lower left cells; in the first band of those whose upper cells are.
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
            System.arraycopy(columns, at + 2 * n, given, 0, n);
            add(above(wholeAbove[p], whole[p]), given, upper[p]);
            System.arraycopy(columns, at + n, given, 0, n);
            add(above(secondAbove[p], second[p]), given, lower[p]);
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
        System.arraycopy(own, 0, above, across, own.length - across);
        for (int b = 0; b < bins; b++) {
            System.arraycopy(before, (b + 1) * cells - across, above, b * cells, across);
        }
        return above;
    }

    private void across(float[][] columns, int lane, float[] histograms, int to) {
        int n = bins * cells;
        int half = size / 2;
        float[] sum = above;
        LookUpSums.addAcross(sum, columns, taps.whole0(), 0, size);
        addRight(sum, columns, taps.half(), 0, half);
        System.arraycopy(sum, lane, histograms, to, n - lane);
        LookUpSums.addAcross(sum, columns, taps.half(), half, size);
        addRight(sum, columns, taps.whole1(), 0, size);
        System.arraycopy(sum, lane, histograms, to + n, n - lane);
    }

    /** Adds what the cells at the right give. */
    private void addRight(float[] sum, float[][] columns, float[] w, int first, int end) {
        LookUpSums.addAcross(given, columns, w, first, end);
        System.arraycopy(given, 1, given, 0, given.length - 1);
        LookUpSums.add(sum, given);
    }

    private static void add(float[] a, float[] b, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = a[i] + b[i];
        }
    }
}
