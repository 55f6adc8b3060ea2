package dev.whittle.feature.hog;

import dev.whittle.feature.kernel.Taps;
import java.util.Arrays;
import java.util.List;

/**
 * Sums the columns of bands of cells into the histograms of cells, for {@link LookUpSums}. What the cells of a band
 * give to the histograms around is kept, and added up once all rows that count are there.
 */
final class LookUpCells {
    private final int cellSize;
    private final int bins;
    private final Window window;
    private final Taps taps;
    private final int lines;

    private int across;
    private int down;
    private int bandRows;
    /** The number of cells of a band. */
    private int cells;
    /** The rows of cells done. */
    private int done;
    /** A column of all cells each. */
    private final float[][] planes;
    /** By band and sum along the rows: line l of cell j is at {@code l * cells + j}. */
    private final float[][][] given;
    /** Bin b of cell j is at {@code b * cells + j}. */
    private float[] histograms = {};

    private float[] term = {};

    LookUpCells(int cellSize, int bins, Window window) {
        this.cellSize = cellSize;
        this.bins = bins;
        this.window = window;
        this.taps = window.taps();
        this.lines = bins * taps.sums();
        this.planes = new float[cellSize][0];
        this.given = new float[window.span()][taps.sums()][0];
    }

    /** Begins an image of {@code newAcross}×{@code newDown} cells, in bands of so many rows. */
    void prepare(int newAcross, int newDown, int newBandRows) {
        across = newAcross;
        down = newDown;
        bandRows = newBandRows;
        done = 0;
        if (cells == bandRows * across) {
            return;
        }
        cells = bandRows * across;
        Arrays.setAll(planes, p -> new float[lines * cells]);
        for (float[][] band : given) {
            Arrays.setAll(band, t -> new float[lines * cells]);
        }
        histograms = new float[bins * cells];
        term = new float[bins * cells];
    }

    /**
     * Sums a band of n rows from {@code first} on.
     *
     * @param columns as {@link LookUpSums} has them
     */
    void sum(float[] columns, int first, int n, UnitSums.Units to) {
        addAcross(columns, given[first / bandRows % given.length]);
        int ready = first + n == down ? down : first + n - window.after();
        while (done < ready) {
            // Plain cells of several rows are there at once.
            int rows = window.before() == 0 ? ready - done : 1;
            cells(done);
            to.units(done, rows, 0, across, across, histograms, cells);
            done += rows;
        }
    }

    /** Adds the columns of all cells across. */
    private void addAcross(float[] columns, float[][] to) {
        for (int p = 0; p < cellSize; p++) {
            System.arraycopy(columns, p * lines * cells, planes[p], 0, lines * cells);
        }
        WeightedSums.addAcross(to[0], planes, taps.whole0(), 0, cellSize);
        if (taps.half() != null) {
            WeightedSums.addAcross(to[1], planes, taps.half(), 0, cellSize / 2);
            WeightedSums.addAcross(to[2], planes, taps.half(), cellSize / 2, cellSize);
        }
    }

    /** The histograms of a row of cells, and of those below whose terms lie in the same band. */
    private void cells(int row) {
        Arrays.fill(histograms, 0);
        for (int k = 0; k < window.terms().size(); k++) {
            Window.Term vertical = window.terms().get(k);
            int cellRow = row + vertical.offset();
            if (cellRow >= 0 && cellRow < down) {
                float[][] band = given[cellRow / bandRows % given.length];
                int from = vertical.sum() * bins * cells + cellRow % bandRows * across;
                addTerms(band, window.terms(), from);
            }
        }
    }

    private void addTerms(float[][] band, List<Window.Term> horizontal, int from) {
        int n = histograms.length;
        for (int k = 0; k < horizontal.size(); k++) {
            Window.Term h = horizontal.get(k);
            float[] sums = band[h.sum()];
            int at = from + h.offset();
            if (window.before() == 0) {
                System.arraycopy(sums, at, term, 0, n);
            } else {
                int first = Math.max(0, -h.offset());
                int end = Math.min(across, across - h.offset());
                Arrays.fill(term, 0);
                for (int b = 0; b < bins; b++) {
                    System.arraycopy(sums, at + b * cells + first, term, b * cells + first, end - first);
                }
            }
            WeightedSums.add(histograms, term);
        }
    }
}
