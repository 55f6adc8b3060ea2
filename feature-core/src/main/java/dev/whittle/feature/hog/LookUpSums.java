package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.Taps;
import java.util.Arrays;

/**
 * Sums the votes of an image in plain Java, with the {@link Votes} of all gradients from a table. Holds the scratch
 * memory of one thread.
 *
 * <p>Works band by band: a row of cells, or a few where rows are short. Votes are summed down the columns of the
 * cells here; {@link LookUpCells} and {@link LookUpBlocks} make histograms of the columns.
 */
final class LookUpSums implements UnitSums {
    /** Rows of cells are put together up to so many cells, so that loops over them are worth their while. */
    private static final int BAND = 32;

    private final int cellSize;
    private final int bins;
    private final Taps taps;
    /** Sums down a column, of all bins: sum s of bin b is line s * bins + b. */
    private final int lines;

    private final Votes votes;
    /** One of them is null: blocks with votes of their own are summed otherwise. */
    private final LookUpCells cells;

    private final LookUpBlocks blocks;

    private final GradientRow gradients = new GradientRow();

    private int across;
    private int down;
    private int bandRows;
    /** The number of cells of a band. */
    private int band;

    private int[] index = {};
    private int[] offsetOfColumn = {};
    /** Line l of column p of cell j is at {@code (p * lines + l) * band + j}. */
    private float[] columns = {};
    /** Of blocks: bin b of cell k of block j is at {@code (k * bins + b) * band + j}. */
    private float[] histograms = {};

    LookUpSums(int cellSize, int bins, Window window, Votes votes) {
        this.cellSize = cellSize;
        this.bins = bins;
        this.taps = window.taps();
        this.lines = bins * taps.sums();
        this.votes = votes;
        boolean ofBlocks = window.parts() == 2;
        this.cells = ofBlocks ? null : new LookUpCells(cellSize, bins, window);
        this.blocks = ofBlocks ? new LookUpBlocks(bins, taps) : null;
    }

    @Override
    public void sum(Planar<GrayU8> image, Units to) {
        prepare(image.width / cellSize, image.height / cellSize);
        int width = across * cellSize;
        for (int first = 0; first < down; first += bandRows) {
            int n = Math.min(bandRows, down - first);
            for (int v = 0; v < cellSize; v++) {
                // Rows that the last band lacks vote as they did before; no unit reads them.
                for (int k = 0; k < n; k++) {
                    gradients.indices(image, (first + k) * cellSize + v, index, k * width, width);
                }
                vote(v);
            }
            if (blocks != null) {
                blocks(first, n, to);
            } else {
                cells.sum(columns, first, n, to);
            }
            Arrays.fill(columns, 0);
        }
    }

    /** The blocks whose lower cells are in a band of n rows from {@code first} on. */
    private void blocks(int first, int n, Units to) {
        boolean top = first == 0;
        blocks.sum(columns, top, histograms);
        int rows = top ? n - 1 : n;
        if (rows > 0) {
            to.units(top ? 0 : first - 1, rows, 0, across - 1, across, histograms, band);
        }
    }

    private void prepare(int newAcross, int newDown) {
        across = newAcross;
        down = newDown;
        bandRows = Math.max(1, Math.min(down, BAND / across));
        int newBand = bandRows * across;
        if (blocks != null) {
            blocks.prepare(across, newBand);
        } else {
            cells.prepare(across, down, bandRows);
        }
        if (band == newBand) {
            return;
        }
        band = newBand;
        index = new int[band * cellSize];
        offsetOfColumn = new int[index.length];
        for (int x = 0; x < index.length; x++) {
            offsetOfColumn[x] = x % cellSize * lines * band + x / cellSize;
        }
        columns = new float[cellSize * lines * band];
        if (blocks != null) {
            histograms = new float[4 * bins * band];
        }
    }

    /** Adds row v of the cells to the sums down the columns. */
    private void vote(int v) {
        int half = (taps.firstHalf() + (v < cellSize / 2 ? 0 : 1)) * bins * band;
        if (taps.half() == null) {
            vote(taps.whole0()[v]);
        } else if (taps.whole1() == null) {
            vote(taps.whole0()[v], half, taps.half()[v]);
        } else {
            vote(taps.whole0()[v], bins * band, taps.whole1()[v], half, taps.half()[v]);
        }
    }

    /** For plain cells, whose votes are hard: the lower bin has all. */
    private void vote(float w0) {
        int[] at = index;
        int[] offset = offsetOfColumn;
        float[] c = columns;
        char[] bin = votes.bins;
        float[] weight = votes.weights;
        int stride = band;
        for (int x = 0; x < at.length; x++) {
            int i = at[x];
            int to = offset[x] + (bin[i] & 0xFF) * stride;
            c[to] = Math.fma(weight[2 * i], w0, c[to]);
        }
    }

    private void vote(float w0, int next1, float w1) {
        int[] at = index;
        int[] offset = offsetOfColumn;
        float[] c = columns;
        char[] bin = votes.bins;
        float[] weight = votes.weights;
        int stride = band;
        for (int x = 0; x < at.length; x++) {
            int i = at[x];
            int b = bin[i];
            float l = weight[2 * i];
            float u = weight[2 * i + 1];
            int lower = offset[x] + (b & 0xFF) * stride;
            int upper = offset[x] + (b >> 8) * stride;
            c[lower] = Math.fma(l, w0, c[lower]);
            c[upper] = Math.fma(u, w0, c[upper]);
            c[lower + next1] = Math.fma(l, w1, c[lower + next1]);
            c[upper + next1] = Math.fma(u, w1, c[upper + next1]);
        }
    }

    private void vote(float w0, int next1, float w1, int next2, float w2) {
        int[] at = index;
        int[] offset = offsetOfColumn;
        float[] c = columns;
        char[] bin = votes.bins;
        float[] weight = votes.weights;
        int stride = band;
        for (int x = 0; x < at.length; x++) {
            int i = at[x];
            int b = bin[i];
            float l = weight[2 * i];
            float u = weight[2 * i + 1];
            int lower = offset[x] + (b & 0xFF) * stride;
            int upper = offset[x] + (b >> 8) * stride;
            c[lower] = Math.fma(l, w0, c[lower]);
            c[upper] = Math.fma(u, w0, c[upper]);
            c[lower + next1] = Math.fma(l, w1, c[lower + next1]);
            c[upper + next1] = Math.fma(u, w1, c[upper + next1]);
            c[lower + next2] = Math.fma(l, w2, c[lower + next2]);
            c[upper + next2] = Math.fma(u, w2, c[upper + next2]);
        }
    }
}
