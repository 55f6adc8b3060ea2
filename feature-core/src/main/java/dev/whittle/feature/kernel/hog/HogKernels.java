package dev.whittle.feature.kernel.hog;

/**
 * The inner loops of histograms of oriented gradients, for one {@link Orientation}. Lanes are cells, so that no sum
 * crosses lanes; {@link #TILE} of them are a tile. The columns of a cell come four by four, in quads, padded to {@code
 * 4 * quads}. The loops written here are the definition. An instance holds working memory, and takes one call at a
 * time.
 */
public interface HogKernels {
    /** The number of cells worked on at once: a multiple of the lanes of vectors of up to 512 bits. */
    int TILE = 16;

    /**
     * Differences of the rows of pixels of a tile, sorted by their column in the cell: {@code to[(p * cellSize + v) *
     * TILE + i] = (b[bAt[v] + k] & 0xFF) - (a[aAt[v] + k] & 0xFF)} with {@code k = i * cellSize + p}, for p &lt;
     * cellSize, v &lt; cellSize, i &lt; TILE.
     *
     * @param to has room for {@code 4 * quads} columns, all of which may be written
     */
    void differences(byte[] a, int[] aAt, byte[] b, int[] bAt, int cellSize, int[] to);

    /** Replaces (gx, gy) by (x, y) where that is longer, {@code x * x + y * y > gx * gx + gy * gy}, for i &lt; n. */
    void keepLonger(int[] gx, int[] gy, int[] x, int[] y, int n);

    /**
     * Sums the votes of a tile of square cells. The gradient in column p, row v of cell i is element {@code (p *
     * taps.size() + v) * TILE + i} of gx and gy. The votes for a bin b are first summed down each column, by every
     * sum s of {@link Taps} with its weights w, then these along the rows, by every sum t. All are one chain each:
     *
     * <pre>{@code
     * down[s, b, p, i] = 0; for (v …) down = fma(vote(v, p, i, b), w[v], down)
     * sum[s, b, t, i]  = 0; for (p …) sum  = fma(down[s, b, p, i], w[p], sum)
     * }</pre>
     *
     * Sum (s, b, t, i) is written to {@code out[at + ((t * bins + b) * taps.sums() + s) * TILE + i]}.
     *
     * @param gx is overwritten, as is gy
     * @param taps weights of 0 or more; one whole, and with a half for shared votes
     */
    void cellSums(int[] gx, int[] gy, Taps taps, float[] out, int at);

    /**
     * Sums the votes of a tile of square cells into the histograms of blocks of 2×2 cells, whose lower left cells are
     * at lanes {@code lane}, {@code lane + 1} …; {@code lane} is step in the top tile, else 0. The right cell of a
     * block is one lane after the left one. The lower cell is {@code step} lanes after the upper one, which may be in
     * the tile before. With {@code down} as for {@link #cellSums}, of which s is the sum of {@code whole0}, of {@code
     * whole1}, or of the first or the second half:
     *
     * <pre>{@code
     * upper[b, p, i] = down[whole0, b, p, i - step] + down[first, b, p, i]
     * lower[b, p, i] = down[second, b, p, i - step] + down[whole1, b, p, i]
     * left[r, b, i]  = 0; for (p …)          left  = fma(r[b, p, i], whole0[p], left)       with r = upper, lower
     *        other   = 0; for (p of first …) other = fma(r[b, p, i + 1], half[p], other);   left  = left + other
     * right[r, b, i] = 0; for (p of second …) right = fma(r[b, p, i], half[p], right)
     *        other   = 0; for (p …)          other = fma(r[b, p, i + 1], whole1[p], other); right = right + other
     * }</pre>
     *
     * Bin b of cell (r, q) of the block at lane {@code lane + j} is written to {@code h[((2 * r + q) * bins + b) * TILE
     * + j]}. Blocks of which a cell is missing get any values.
     *
     * @param gx is overwritten, as is gy
     * @param taps with two wholes and a half; votes must be shared
     * @param step TILE if a tile is one row of cells; else the length of a row, and each tile but the last has as many
     *     rows as fit
     * @param top whether there is no tile above
     * @param kept what a tile hands on to the one below, of {@link #kept} values
     */
    void blockSums(int[] gx, int[] gy, Taps taps, int step, boolean top, float[] kept, float[] h);

    /** The room for what {@link #blockSums} keeps. */
    static int kept(int cellSize, int bins) {
        return 4 * bins * cellSize * TILE;
    }

    /**
     * {@code h[to + l * TILE + i] = ((a[from[0] + l * step + i] + a[from[1] + l * step + i]) + …)} of so many terms,
     * for l &lt; lines and i &lt; n, n ≤ TILE. The rest of the tile may be overwritten.
     */
    void addTerms(float[] a, int[] from, int terms, int step, int lines, float[] h, int to, int n);

    /**
     * L2-Hys (Dalal and Triggs, §6.4) of n blocks, n ≤ TILE, of which value k of block j, 0 or more, is at {@code h[k *
     * TILE + j]}:
     *
     * <pre>{@code
     * n[c] = 0; for (k of cell c …) n[c] = fma(h, h, n[c]);   n = (n[0] + n[1]) + (n[2] + n[3])
     *                                         f = 1 / (sqrt(n) + 0.1f * values);   h = min(h * f, 0.2f)
     * n in the same way;                      f = 1 / (sqrt(n) + 0.001f);          h = h * f
     * }</pre>
     *
     * @param values a multiple of four; a quarter of them are a cell's
     */
    void l2Hys(float[] h, int values, int n);

    /** {@code out[at + j * values + k] = h[from + k * TILE + j]} for j &lt; n, k &lt; values. */
    void transpose(float[] h, int from, int values, int n, float[] out, int at);
}
