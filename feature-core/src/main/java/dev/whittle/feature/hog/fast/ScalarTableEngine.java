package dev.whittle.feature.hog.fast;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.hog.SpatialWeights;
import dev.whittle.feature.kernel.hog.Taps;
import java.util.Arrays;

/**
 * The engine in plain Java, which takes the votes of all gradients from a {@link VoteTable}.
 *
 * <p>Works band by band: a band is a row of cells, or a few rows where they are short. Votes are summed down the
 * columns of the cells here; {@link ScalarCellSums} and {@link ScalarBlockSums} make histograms of the sums.
 */
public final class ScalarTableEngine extends FastEngine {
    /**
     * The largest cells that it takes: its sums for each column of a cell would not fit into a cache for larger ones.
     */
    public static final int LARGEST_CELL = 256;

    /** A band has several rows of cells up to so many cells, since loops over fewer are slow. */
    private static final int BAND = 32;

    private final Taps taps;
    /** Sums down a column, of all bins: sum s of bin b is line s * bins + b. */
    private final int lines;

    private final VoteTable votes;
    /** Null for blocks with votes of their own. */
    private final ScalarCellSums cells;
    /** Null for cells. */
    private final ScalarBlockSums blocks;

    private final TableIndices gradients = new TableIndices();

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
    private final Histograms histograms = new Histograms();

    /** @param votes may be shared by engines */
    public ScalarTableEngine(VoteTable votes, SpatialWeights weights) {
        super(votes.orientation.bins(), weights);
        SpatialTerms spatial = new SpatialTerms(weights);
        this.taps = spatial.taps();
        this.lines = bins * taps.sums();
        this.votes = votes;
        this.cells = spatial.ofBlocks() ? null : new ScalarCellSums(cellSize, bins, spatial);
        this.blocks = spatial.ofBlocks() ? new ScalarBlockSums(bins, taps) : null;
    }

    @Override
    void sum(Planar<GrayU8> image, Histograms.Receiver to) {
        prepare(image.width / cellSize, image.height / cellSize);
        int width = across * cellSize;
        for (int first = 0; first < down; first += bandRows) {
            int n = Math.min(bandRows, down - first);
            for (int v = 0; v < cellSize; v++) {
                // If the last band has fewer rows, the others vote as in the band before; their sums are not read.
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
    private void blocks(int first, int n, Histograms.Receiver to) {
        boolean top = first == 0;
        blocks.sum(columns, top, histograms.values);
        int rows = top ? n - 1 : n;
        if (rows > 0) {
            to.take(histograms.at(top ? 0 : first - 1, rows, 0, across - 1));
        }
    }

    private void prepare(int newAcross, int newDown) {
        across = newAcross;
        down = newDown;
        histograms.across = across;
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
            histograms.values = new float[4 * bins * band];
            histograms.stride = band;
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

    /** For plain cells: their votes are hard, so the lower bin has all of a vote. */
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

    @Override
    void writeCells(Histograms h, float[] to, int at, int next) {
        for (int r = 0; r < h.rows; r++) {
            int from = r * h.across;
            int first = at + r * next;
            for (int b = 0; b < bins; b++) {
                for (int j = 0; j < h.columns; j++) {
                    to[first + j * bins + b] = h.values[from + b * h.stride + j];
                }
            }
        }
    }

    @Override
    void writeBlocks(Histograms h, float[] to, int at, int next) {
        for (int r = 0; r < h.rows; r++) {
            int from = r * h.across;
            ScalarL2Hys.normalise(h.values, 4 * bins, h.stride, from, from + h.columns, to, at + r * next);
        }
    }
}
