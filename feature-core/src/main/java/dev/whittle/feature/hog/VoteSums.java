package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Arrays;

/**
 * Sums the votes of an image into the histograms of units, in the order that {@link Hog} defines: down the columns of a row of
 * units, then across. Holds the scratch memory of one thread.
 *
 * <p>A unit is a cell with one histogram, or a block with 2×2. The column sums of a row of units are kept as {@code [x mod
 * cellSize][r][bin][x / cellSize]}, since then the sums across are additions of whole planes, whose lanes are neighbouring units. Three rows
 * of units are open at a time, for a pixel row counts at most in the units of its own cell row, the one above and the one below.
 */
final class VoteSums {
    /** Hears of a finished row of units: histogram (r, s, bin) of unit j is at {@code sums[s][(r * bins + bin) * stride + j]}. */
    interface Rows {
        void row(int unitRow, float[][] sums, int stride);
    }

    private final int cellSize;
    private final int bins;
    private final float[][] weights;
    private final Votes votes;
    private final GradientRow gradients = new GradientRow();

    private int cellsAcross;
    /** Cells across and one column that stays zero, so that neighbours of the outermost cells exist. */
    private int stride;

    private int plane;
    private int slot;
    private int[] index = {};
    private int[] offsetOfColumn = {};
    private float[] columns = {};
    private final float[][] sums;

    VoteSums(int cellSize, int bins, float[][] weights, Votes votes) {
        this.cellSize = cellSize;
        this.bins = bins;
        this.weights = weights;
        this.votes = votes;
        this.sums = new float[weights.length][0];
    }

    /** Sums a whole image; its units are the first {@code unitRows} rows of cells or of blocks. */
    void sum(Planar<GrayU8> image, int unitRows, Rows rows) {
        prepare(image.width / cellSize);
        int cellRows = image.height / cellSize;
        for (int k = 0; k < cellRows; k++) {
            for (int v = 0; v < cellSize; v++) {
                gradients.indices(image, k * cellSize + v, index);
                voteRow(k, v, unitRows);
            }
            if (k > 0 && k - 1 < unitRows) {
                across(k - 1, rows);
            }
        }
        if (cellRows == unitRows) {
            across(unitRows - 1, rows);
        }
    }

    private void prepare(int cells) {
        if (cells != cellsAcross) {
            cellsAcross = cells;
            stride = cells + 1;
            plane = weights.length * bins * stride;
            slot = cellSize * plane;
            int n = cells * cellSize;
            index = new int[n];
            offsetOfColumn = new int[n];
            for (int x = 0; x < n; x++) {
                offsetOfColumn[x] = 1 + x % cellSize * plane + x / cellSize;
            }
            columns = new float[3 * slot + 2];
            for (int s = 0; s < sums.length; s++) {
                sums[s] = new float[plane];
            }
        } else {
            Arrays.fill(columns, 0);
        }
    }

    /** Row v of cell row k, to the open units where it counts: at most three histogram rows. */
    private void voteRow(int k, int v, int unitRows) {
        int taps = 0;
        int o0 = 0;
        int o1 = 0;
        int o2 = 0;
        float w0 = 0;
        float w1 = 0;
        float w2 = 0;
        for (int unit = Math.max(0, k - 1); unit <= Math.min(unitRows - 1, k + 1); unit++) {
            for (int r = 0; r < weights.length; r++) {
                float w = weights[r][cellSize + (k - unit) * cellSize + v];
                if (w == 0) {
                    continue;
                }
                int o = unit % 3 * slot + r * bins * stride;
                switch (taps++) {
                    case 0 -> {
                        o0 = o;
                        w0 = w;
                    }
                    case 1 -> {
                        o1 = o;
                        w1 = w;
                    }
                    case 2 -> {
                        o2 = o;
                        w2 = w;
                    }
                    default -> throw new IllegalStateException("A pixel row counts in at most 3 rows of histograms");
                }
            }
        }
        switch (taps) {
            case 1 -> vote(o0, w0);
            case 2 -> vote(o0, w0, o1, w1);
            case 3 -> vote(o0, w0, o1, w1, o2, w2);
            default -> {}
        }
    }

    private void vote(int o0, float w0) {
        int[] at = index;
        int[] offset = offsetOfColumn;
        float[] c = columns;
        char[] bin = votes.bins;
        float[] weight = votes.weights;
        for (int x = 0; x < at.length; x++) {
            int i = at[x];
            int b = bin[i];
            int lower = o0 + offset[x] + (b & 0xFF) * stride;
            int upper = o0 + offset[x] + (b >> 8) * stride;
            c[lower] = Math.fma(w0, weight[2 * i], c[lower]);
            c[upper] = Math.fma(w0, weight[2 * i + 1], c[upper]);
        }
    }

    private void vote(int o0, float w0, int o1, float w1) {
        int[] at = index;
        int[] offset = offsetOfColumn;
        float[] c = columns;
        char[] bin = votes.bins;
        float[] weight = votes.weights;
        for (int x = 0; x < at.length; x++) {
            int i = at[x];
            int b = bin[i];
            float l = weight[2 * i];
            float u = weight[2 * i + 1];
            int lower = offset[x] + (b & 0xFF) * stride;
            int upper = offset[x] + (b >> 8) * stride;
            c[o0 + lower] = Math.fma(w0, l, c[o0 + lower]);
            c[o0 + upper] = Math.fma(w0, u, c[o0 + upper]);
            c[o1 + lower] = Math.fma(w1, l, c[o1 + lower]);
            c[o1 + upper] = Math.fma(w1, u, c[o1 + upper]);
        }
    }

    private void vote(int o0, float w0, int o1, float w1, int o2, float w2) {
        int[] at = index;
        int[] offset = offsetOfColumn;
        float[] c = columns;
        char[] bin = votes.bins;
        float[] weight = votes.weights;
        for (int x = 0; x < at.length; x++) {
            int i = at[x];
            int b = bin[i];
            float l = weight[2 * i];
            float u = weight[2 * i + 1];
            int lower = offset[x] + (b & 0xFF) * stride;
            int upper = offset[x] + (b >> 8) * stride;
            c[o0 + lower] = Math.fma(w0, l, c[o0 + lower]);
            c[o0 + upper] = Math.fma(w0, u, c[o0 + upper]);
            c[o1 + lower] = Math.fma(w1, l, c[o1 + lower]);
            c[o1 + upper] = Math.fma(w1, u, c[o1 + upper]);
            c[o2 + lower] = Math.fma(w2, l, c[o2 + lower]);
            c[o2 + upper] = Math.fma(w2, u, c[o2 + upper]);
        }
    }

    /** Adds the columns of a finished row of units across, hands the sums on and clears the columns for another row. */
    private void across(int unit, Rows rows) {
        int base = unit % 3 * slot;
        for (int s = 0; s < sums.length; s++) {
            float[] h = sums[s];
            float[] w = weights[s];
            Arrays.fill(h, 0);
            int d = 0;
            while (w[d] == 0) {
                d++;
            }
            int end = w.length;
            while (w[end - 1] == 0) {
                end--;
            }
            for (; d + 3 < end; d += 4) {
                add4(
                        h,
                        columns,
                        w[d],
                        from(base, d),
                        w[d + 1],
                        from(base, d + 1),
                        w[d + 2],
                        from(base, d + 2),
                        w[d + 3],
                        from(base, d + 3));
            }
            for (; d < end; d++) {
                add(h, columns, w[d], from(base, d));
            }
        }
        rows.row(unit, sums, stride);
        Arrays.fill(columns, base + 1, base + 1 + slot, 0);
    }

    /** Where the columns begin that lie d - cellSize pixels right of the first column of each unit. */
    private int from(int base, int d) {
        return base + d % cellSize * plane + d / cellSize;
    }

    private static void add(float[] h, float[] c, float w, int from) {
        for (int i = 0; i < h.length; i++) {
            h[i] = Math.fma(w, c[from + i], h[i]);
        }
    }

    private static void add4(
            float[] h, float[] c, float w0, int from0, float w1, int from1, float w2, int from2, float w3, int from3) {
        for (int i = 0; i < h.length; i++) {
            float t = Math.fma(w0, c[from0 + i], h[i]);
            t = Math.fma(w1, c[from1 + i], t);
            t = Math.fma(w2, c[from2 + i], t);
            h[i] = Math.fma(w3, c[from3 + i], t);
        }
    }
}
