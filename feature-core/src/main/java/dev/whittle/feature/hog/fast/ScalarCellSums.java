package dev.whittle.feature.hog.fast;

import dev.whittle.feature.kernel.hog.Taps;
import java.util.Arrays;
import java.util.List;

/**
 * The histograms of cells, from the sums down the columns of bands of cells that {@link ScalarTableEngine} makes. The
 * contributions of a band to the histograms around are kept, and added once all rows that contribute to a histogram are
 * there.
 */
final class ScalarCellSums {
    private final int cellSize;
    private final int bins;
    private final SpatialTerms spatial;
    private final Taps taps;
    private final int lines;

    private int across;
    private int down;
    private int bandRows;
    /** The number of cells of a band. */
    private int cells;
    /** The rows of cells done. */
    private int done;
    /** By column, the sums down that column of all cells. */
    private final float[][] planes;
    /** By band and sum along the rows: line l of cell j is at {@code l * cells + j}. */
    private final float[][][] contributions;
    /** Bin b of cell j is at {@code b * cells + j}. */
    private float[] sums = {};

    private final Histograms histograms = new Histograms();

    private float[] term = {};

    ScalarCellSums(int cellSize, int bins, SpatialTerms spatial) {
        this.cellSize = cellSize;
        this.bins = bins;
        this.spatial = spatial;
        this.taps = spatial.taps();
        this.lines = bins * taps.sums();
        this.planes = new float[cellSize][0];
        this.contributions = new float[spatial.span()][taps.sums()][0];
    }

    /** Begins an image of {@code newAcross}×{@code newDown} cells, in bands of so many rows. */
    void prepare(int newAcross, int newDown, int newBandRows) {
        across = newAcross;
        down = newDown;
        bandRows = newBandRows;
        done = 0;
        histograms.across = across;
        if (cells == bandRows * across) {
            return;
        }
        cells = bandRows * across;
        Arrays.setAll(planes, p -> new float[lines * cells]);
        for (float[][] band : contributions) {
            Arrays.setAll(band, t -> new float[lines * cells]);
        }
        sums = new float[bins * cells];
        term = new float[bins * cells];
        histograms.values = sums;
        histograms.stride = cells;
    }

    /**
     * Sums a band of n rows from {@code first} on.
     *
     * @param columns as {@link ScalarTableEngine} has them
     */
    void sum(float[] columns, int first, int n, Histograms.Receiver to) {
        addAcross(columns, contributions[first / bandRows % contributions.length]);
        int ready = first + n == down ? down : first + n - spatial.after();
        while (done < ready) {
            // Several rows of plain cells are finished at once.
            int rows = spatial.before() == 0 ? ready - done : 1;
            cells(done);
            to.take(histograms.at(done, rows, 0, across));
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
        Arrays.fill(sums, 0);
        for (int k = 0; k < spatial.terms().size(); k++) {
            SpatialTerms.Term vertical = spatial.terms().get(k);
            int cellRow = row + vertical.offset();
            if (cellRow >= 0 && cellRow < down) {
                float[][] band = contributions[cellRow / bandRows % contributions.length];
                int from = vertical.sum() * bins * cells + cellRow % bandRows * across;
                addTerms(band, spatial.terms(), from);
            }
        }
    }

    private void addTerms(float[][] band, List<SpatialTerms.Term> horizontal, int from) {
        int n = sums.length;
        for (int k = 0; k < horizontal.size(); k++) {
            SpatialTerms.Term h = horizontal.get(k);
            float[] given = band[h.sum()];
            int at = from + h.offset();
            if (spatial.before() == 0) {
                System.arraycopy(given, at, term, 0, n);
            } else {
                int first = Math.max(0, -h.offset());
                int end = Math.min(across, across - h.offset());
                Arrays.fill(term, 0);
                for (int b = 0; b < bins; b++) {
                    System.arraycopy(given, at + b * cells + first, term, b * cells + first, end - first);
                }
            }
            WeightedSums.add(sums, term);
        }
    }
}
