package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.Taps;
import java.util.Arrays;
import java.util.List;

/**
 * Sums the votes of an image in plain Java, with the {@link Votes} of all gradients from a table. Holds the scratch memory of one thread.
 *
 * <p>Works band by band: a row of cells, or a few where rows are short. What its cells give to the histograms around is kept,
 * and added up once all rows that count are there. Java 17 vectorises loops whose arrays are all indexed by the loop variable alone, so
 * sums that are to be added elsewhere are copied first.
 */
final class LookUpSums implements UnitSums {
    /** Rows of cells are put together up to so many cells, so that loops over them are worth their while. */
    private static final int BAND = 32;

    private final int cellSize;
    private final int bins;
    private final Window window;
    private final Taps taps;
    /** Sums down a column, of all bins: sum s of bin b is line s * bins + b. */
    private final int lines;

    private final Votes votes;
    /** Null but for blocks with votes of their own. */
    private final LookUpBlocks blocks;

    private final GradientRow gradients = new GradientRow();

    private int across;
    private int down;
    private int bandRows;
    /** The cells of a band. */
    private int cells;

    private int[] index = {};
    private int[] offsetOfColumn = {};
    /** Line l of column p of cell j is at {@code (p * lines + l) * cells + j}. */
    private float[] columns = {};
    /** A column of all cells each. */
    private final float[][] planes;
    /** By band and sum along the rows: line l of cell j is at {@code l * cells + j}. */
    private final float[][][] given;
    /** Bin b of part k of unit j is at {@code (k * bins + b) * cells + j}. */
    private float[] histograms = {};

    private float[] term = {};

    LookUpSums(int cellSize, int bins, Window window, Votes votes) {
        this.cellSize = cellSize;
        this.bins = bins;
        this.window = window;
        this.taps = window.taps();
        this.lines = bins * taps.sums();
        this.votes = votes;
        this.blocks = window.parts() == 2 ? new LookUpBlocks(bins, taps) : null;
        this.planes = new float[cellSize][0];
        this.given = new float[window.span()][taps.sums()][0];
    }

    @Override
    public void sum(Planar<GrayU8> image, Units to) {
        prepare(image.width / cellSize, image.height / cellSize);
        int width = across * cellSize;
        int done = 0;
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
                continue;
            }
            addAcross(given[first / bandRows % given.length]);
            int ready = first + n == down ? down : first + n - window.after();
            while (done < ready) {
                // Plain cells of several rows are there at once.
                int rows = window.before() == 0 ? ready - done : 1;
                cells(done);
                to.units(done, rows, 0, across, across, histograms, cells);
                done += rows;
            }
        }
    }

    /** The blocks whose lower cells are in a band of n rows from {@code first} on. */
    private void blocks(int first, int n, Units to) {
        boolean top = first == 0;
        blocks.sum(columns, top, histograms);
        Arrays.fill(columns, 0);
        int rows = top ? n - 1 : n;
        if (rows > 0) {
            to.units(top ? 0 : first - 1, rows, 0, across - 1, across, histograms, cells);
        }
    }

    private void prepare(int newAcross, int newDown) {
        across = newAcross;
        down = newDown;
        bandRows = Math.max(1, Math.min(down, BAND / across));
        if (blocks != null) {
            blocks.prepare(across, bandRows * across);
        }
        if (cells == bandRows * across) {
            return;
        }
        cells = bandRows * across;
        index = new int[cells * cellSize];
        offsetOfColumn = new int[index.length];
        for (int x = 0; x < index.length; x++) {
            offsetOfColumn[x] = x % cellSize * lines * cells + x / cellSize;
        }
        columns = new float[cellSize * lines * cells];
        if (blocks == null) {
            Arrays.setAll(planes, p -> new float[lines * cells]);
            for (float[][] band : given) {
                Arrays.setAll(band, t -> new float[lines * cells]);
            }
        }
        histograms = new float[window.parts() * window.parts() * bins * cells];
        term = new float[bins * cells];
    }

    /** Adds row v of the cells to the sums down the columns. */
    private void vote(int v) {
        int half = (taps.firstHalf() + (v < cellSize / 2 ? 0 : 1)) * bins * cells;
        if (taps.half() == null) {
            vote(taps.whole0()[v]);
        } else if (taps.whole1() == null) {
            vote(taps.whole0()[v], half, taps.half()[v]);
        } else {
            vote(taps.whole0()[v], bins * cells, taps.whole1()[v], half, taps.half()[v]);
        }
    }

    /** For plain cells, whose votes are hard: the lower bin has all. */
    private void vote(float w0) {
        int[] at = index;
        int[] offset = offsetOfColumn;
        float[] c = columns;
        char[] bin = votes.bins;
        float[] weight = votes.weights;
        int stride = cells;
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
        int stride = cells;
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
        int stride = cells;
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

    /** Adds the columns of all cells across, and clears them for another band. */
    private void addAcross(float[][] to) {
        for (int p = 0; p < cellSize; p++) {
            System.arraycopy(columns, p * lines * cells, planes[p], 0, lines * cells);
        }
        Arrays.fill(columns, 0);
        addAcross(to[0], planes, taps.whole0(), 0, cellSize);
        if (taps.half() != null) {
            addAcross(to[1], planes, taps.half(), 0, cellSize / 2);
            addAcross(to[2], planes, taps.half(), cellSize / 2, cellSize);
        }
    }

    static void addAcross(float[] to, float[][] planes, float[] w, int first, int end) {
        Arrays.fill(to, 0);
        int p = first;
        for (; p + 4 <= end; p += 4) {
            add4(to, planes[p], w[p], planes[p + 1], w[p + 1], planes[p + 2], w[p + 2], planes[p + 3], w[p + 3]);
        }
        for (; p < end; p++) {
            add(to, planes[p], w[p]);
        }
    }

    private static void add(float[] h, float[] c, float w) {
        for (int i = 0; i < h.length; i++) {
            h[i] = Math.fma(c[i], w, h[i]);
        }
    }

    private static void add4(
            float[] h, float[] c0, float w0, float[] c1, float w1, float[] c2, float w2, float[] c3, float w3) {
        for (int i = 0; i < h.length; i++) {
            h[i] = Math.fma(c3[i], w3, Math.fma(c2[i], w2, Math.fma(c1[i], w1, Math.fma(c0[i], w0, h[i]))));
        }
    }

    /** The histograms of a row of cells, and of those below whose terms lie in the same band. */
    private void cells(int row) {
        Arrays.fill(histograms, 0);
        for (int k = 0; k < window.terms(0).size(); k++) {
            Window.Term vertical = window.terms(0).get(k);
            int cellRow = row + vertical.offset();
            if (cellRow >= 0 && cellRow < down) {
                float[][] band = given[cellRow / bandRows % given.length];
                int from = vertical.sum() * bins * cells + cellRow % bandRows * across;
                addTerms(band, window.terms(0), from);
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
                // What is added to the last cells of a row, which begin no block, and of a band, does not matter.
                System.arraycopy(sums, at, term, 0, Math.min(n, sums.length - at));
            } else {
                int first = Math.max(0, -h.offset());
                int end = Math.min(across, across - h.offset());
                Arrays.fill(term, 0);
                for (int b = 0; b < bins; b++) {
                    System.arraycopy(sums, at + b * cells + first, term, b * cells + first, end - first);
                }
            }
            add(histograms, term);
        }
    }

    static void add(float[] h, float[] c) {
        for (int i = 0; i < h.length; i++) {
            h[i] += c[i];
        }
    }
}
