package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.Taps;
import java.util.Arrays;
import java.util.List;

/**
 * Sums the votes of an image in plain Java, with the {@link Votes} of all gradients from a table. Holds the scratch memory of one thread.
 *
 * <p>Rows of cells are worked on one after the other. What its cells give to the histograms around is kept for three of them, and added up once
 * all rows that count are there.
 */
final class LookUpSums implements UnitSums {
    private static final int RING = 3;

    private final int cellSize;
    private final int bins;
    private final Window window;
    private final Taps taps;
    /** Sums down a column, of all bins: sum s of bin b is line s * bins + b. */
    private final int lines;

    private final Votes votes;
    private final GradientRow gradients = new GradientRow();

    private int across = -1;
    private int down;
    private int[] index = {};
    private int[] offsetOfColumn = {};
    /** Line l of column p of cell j is at {@code (p * lines + l) * across + j}. */
    private float[] columns = {};
    /** A column of all cells each: loops over arrays indexed by the loop variable alone are what the compiler vectorises. */
    private final float[][] planes;
    /** By row of cells and sum along the rows: line l of cell j is at {@code l * across + j}. */
    private final float[][][] given;

    private float[] histograms = {};

    LookUpSums(int cellSize, int bins, Window window, Votes votes) {
        this.cellSize = cellSize;
        this.bins = bins;
        this.window = window;
        this.taps = window.taps();
        this.lines = bins * taps.sums();
        this.votes = votes;
        this.planes = new float[cellSize][0];
        this.given = new float[RING][taps.sums()][0];
    }

    @Override
    public void sum(Planar<GrayU8> image, Units to) {
        down = image.height / cellSize;
        prepare(image.width / cellSize);
        int unitRows = down - window.parts() + 1;
        int done = 0;
        for (int k = 0; k < down; k++) {
            for (int v = 0; v < cellSize; v++) {
                gradients.indices(image, k * cellSize + v, index);
                vote(v);
            }
            addAcross(given[k % RING]);
            for (int ready = k + 1 == down ? unitRows : k + 1 - window.after(); done < ready; done++) {
                unitRow(done);
                to.units(done, 1, 0, across - window.parts() + 1, across, histograms, across);
            }
        }
    }

    private void prepare(int cells) {
        if (cells == across) {
            return;
        }
        across = cells;
        index = new int[cells * cellSize];
        offsetOfColumn = new int[index.length];
        for (int x = 0; x < index.length; x++) {
            offsetOfColumn[x] = x % cellSize * lines * across + x / cellSize;
        }
        columns = new float[cellSize * lines * across];
        Arrays.setAll(planes, p -> new float[lines * across]);
        for (float[][] row : given) {
            Arrays.setAll(row, t -> new float[lines * across]);
        }
        histograms = new float[window.parts() * window.parts() * bins * across];
    }

    /** Adds row v of a row of cells to the sums down the columns. */
    private void vote(int v) {
        int half = (taps.firstHalf() + (v < cellSize / 2 ? 0 : 1)) * bins * across;
        if (taps.half() == null) {
            vote(taps.whole0()[v]);
        } else if (taps.whole1() == null) {
            vote(taps.whole0()[v], half, taps.half()[v]);
        } else {
            vote(taps.whole0()[v], bins * across, taps.whole1()[v], half, taps.half()[v]);
        }
    }

    /** For plain cells, whose votes are hard: the lower bin has all. */
    private void vote(float w0) {
        int[] at = index;
        int[] offset = offsetOfColumn;
        float[] c = columns;
        char[] bin = votes.bins;
        float[] weight = votes.weights;
        int stride = across;
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
        int stride = across;
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
        int stride = across;
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

    /** Adds the columns of all cells of a row across, and clears them for another row. */
    private void addAcross(float[][] to) {
        for (int p = 0; p < cellSize; p++) {
            System.arraycopy(columns, p * lines * across, planes[p], 0, lines * across);
        }
        Arrays.fill(columns, 0);
        addAcross(to[0], taps.whole0(), 0, cellSize);
        if (taps.whole1() != null) {
            addAcross(to[1], taps.whole1(), 0, cellSize);
        }
        if (taps.half() != null) {
            addAcross(to[taps.firstHalf()], taps.half(), 0, cellSize / 2);
            addAcross(to[taps.firstHalf() + 1], taps.half(), cellSize / 2, cellSize);
        }
    }

    private void addAcross(float[] to, float[] w, int first, int end) {
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

    private void unitRow(int row) {
        int parts = window.parts();
        Arrays.fill(histograms, 0);
        for (int r = 0; r < parts; r++) {
            for (int s = 0; s < parts; s++) {
                int to = (r * parts + s) * bins * across;
                List<Window.Term> vertical = window.terms(r);
                List<Window.Term> horizontal = window.terms(s);
                for (int v = 0; v < vertical.size(); v++) {
                    int cellRow = row + vertical.get(v).offset();
                    if (cellRow < 0 || cellRow >= down) {
                        continue;
                    }
                    for (int h = 0; h < horizontal.size(); h++) {
                        Window.Term term = horizontal.get(h);
                        float[] from = given[cellRow % RING][term.sum()];
                        int line = vertical.get(v).sum() * bins * across;
                        if (parts == 2) {
                            // What is added to the last cell of a row, which begins no block, does not matter.
                            int n = bins * across - term.offset();
                            addAll(from, line + term.offset(), histograms, to, n);
                        } else {
                            for (int b = 0; b < bins; b++) {
                                addTerm(from, line + b * across, term.offset(), to + b * across);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void addAll(float[] from, int at, float[] h, int to, int n) {
        for (int i = 0; i < n; i++) {
            h[to + i] += from[at + i];
        }
    }

    /** Adds what the cells {@code offset} right of the units give, as far as there are such. */
    private void addTerm(float[] from, int line, int offset, int to) {
        int units = across - window.parts() + 1;
        int first = Math.max(0, -offset);
        int end = Math.min(units, across - offset);
        for (int j = first; j < end; j++) {
            histograms[to + j] += from[line + offset + j];
        }
    }
}
