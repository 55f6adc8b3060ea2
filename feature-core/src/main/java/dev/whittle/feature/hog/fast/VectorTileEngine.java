package dev.whittle.feature.hog.fast;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.hog.HogKernels;
import dev.whittle.feature.kernel.hog.SpatialWeights;

/**
 * The engine in vectors, whose lanes are cells, with {@link HogKernels}.
 *
 * <p>Works tile by tile, so that with 9 bins all of it, some 35 KB, stays in a first-level cache of 48. A tile is a
 * piece of a row of cells, or a few whole rows where they are short. Tiles overlap by the cells that contribute to
 * histograms on both sides, which are summed twice.
 */
public final class VectorTileEngine extends FastEngine {
    /** The largest cells that it takes: tiles hold all pixels of their cells several times over. */
    public static final int LARGEST_CELL = 64;

    private static final int TILE = HogKernels.TILE;

    private final HogKernels kernels;
    private final SpatialTerms spatial;
    private final TileGradients gradients;
    /** Null for blocks with votes of their own. */
    private final TileCellSums cells;

    private int width;
    private int height;
    private int across;
    private int down;
    /** Rows of cells of a tile. */
    private int tileRows;
    /** Columns of cells of a tile. */
    private int tileColumns;
    /** Columns from one tile to the next. */
    private int step;

    /** Of blocks: the contributions of the tile above. */
    private final float[] kept;
    /** Of blocks. */
    private final Histograms histograms = new Histograms();

    /** @param kernels for an orientation of so many bins, and for this engine only */
    public VectorTileEngine(HogKernels kernels, int bins, SpatialWeights weights) {
        super(bins, weights);
        this.kernels = kernels;
        spatial = new SpatialTerms(weights);
        gradients = new TileGradients(kernels, cellSize);
        boolean blocks = spatial.ofBlocks();
        cells = blocks ? null : new TileCellSums(kernels, bins, spatial);
        kept = new float[blocks ? HogKernels.kept(cellSize, bins) : 0];
        histograms.values = new float[blocks ? 4 * bins * TILE : 0];
        histograms.stride = TILE;
    }

    @Override
    void sum(Planar<GrayU8> image, Histograms.Receiver to) {
        prepare(image.width, image.height);
        for (int column = 0; column == 0 || column + spatial.before() + spatial.after() < across; column += step) {
            sum(image, column, Math.min(tileColumns, across - column), to);
        }
    }

    private void prepare(int newWidth, int newHeight) {
        if (newWidth != width || newHeight != height) {
            width = newWidth;
            height = newHeight;
            across = width / cellSize;
            down = height / cellSize;
            tileColumns = Math.min(across, TILE);
            tileRows = Math.min(down, TILE / tileColumns);
            step = across <= TILE ? across : TILE - spatial.before() - spatial.after();
            histograms.across = across;
        }
    }

    /** Sums the tiles from a column of cells on, one below the other. */
    private void sum(Planar<GrayU8> image, int column, int columns, Histograms.Receiver to) {
        if (cells != null) {
            cells.begin(across, down, tileRows, tileColumns);
        }
        for (int first = 0; first < down; first += tileRows) {
            int n = Math.min(tileRows, down - first);
            gradients.compute(image, first, n, column, columns);
            if (cells != null) {
                cells.sum(gradients.gx, gradients.gy, first, n, column, columns, to);
            } else {
                blocks(first, n, column, columns, to);
            }
        }
    }

    /** The blocks whose lower cells are in a tile of n rows from {@code first} on. */
    private void blocks(int first, int n, int column, int columns, Histograms.Receiver to) {
        boolean top = first == 0;
        int lanes = tileRows == 1 ? TILE : columns;
        kernels.blockSums(gradients.gx, gradients.gy, spatial.taps(), lanes, top, kept, histograms.values);
        int rows = top ? n - 1 : n;
        if (rows > 0) {
            to.take(histograms.at(top ? 0 : first - 1, rows, column, columns - 1));
        }
    }

    @Override
    void writeCells(Histograms h, float[] to, int at, int next) {
        for (int r = 0; r < h.rows; r++) {
            kernels.transpose(h.values, r * h.across, bins, h.columns, to, at + r * next);
        }
    }

    @Override
    void writeBlocks(Histograms h, float[] to, int at, int next) {
        int values = 4 * bins;
        kernels.l2Hys(h.values, values, h.span());
        for (int r = 0; r < h.rows; r++) {
            kernels.transpose(h.values, r * h.across, values, h.columns, to, at + r * next);
        }
    }
}
