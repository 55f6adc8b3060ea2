package dev.whittle.feature.hog.fast;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.hog.HogKernels;
import dev.whittle.feature.kernel.hog.SpatialWeights;

/**
 * What both engines do: they sum the votes piece by piece of the image, and write the histograms of a piece as soon as
 * they are finished. Blocks of plain cells are the exception: there the histograms of all cells are kept, and blocks
 * are made of them afterwards.
 */
abstract class FastEngine implements HogEngine {
    /** So many blocks of plain cells are normalised at once. */
    private static final int BLOCKS = HogKernels.TILE;

    final int cellSize;
    final int bins;
    private final boolean blocksVote;

    // Made once, as a lambda is an object.
    private final Histograms.Receiver writesCells = this::writeCells;
    private final Histograms.Receiver writesBlocks = this::writeBlocks;
    private final Histograms.Receiver keepsCells = this::keepCells;

    /** Bin b of the cell in row r and column c is at {@code (r * bins + b) * cellsAcross + c}. */
    private float[] cells = {};

    private final Histograms plainBlocks = new Histograms();

    private int cellsAcross;
    private float[] out;
    private int offset;

    FastEngine(int bins, SpatialWeights weights) {
        this.cellSize = weights.cellSize();
        this.bins = bins;
        this.blocksVote = weights.side() == 2;
    }

    /**
     * Sums the votes of an image into the histograms of its cells, or of its blocks if these have votes of their own.
     */
    abstract void sum(Planar<GrayU8> image, Histograms.Receiver to);

    /** Writes cells from {@code to[at]} on, and each further row {@code next} values after the one before. */
    abstract void writeCells(Histograms h, float[] to, int at, int next);

    /** Normalises blocks, and writes them as {@link #writeCells} writes cells. Overwrites the histograms. */
    abstract void writeBlocks(Histograms h, float[] to, int at, int next);

    @Override
    public final void cells(Planar<GrayU8> image, float[] to, int from) {
        if (blocksVote) {
            throw new IllegalStateException("With weights of blocks, cells have no histograms of their own");
        }
        begin(image, to, from);
        sum(image, writesCells);
        out = null;
    }

    @Override
    public final void blocks(Planar<GrayU8> image, float[] to, int from) {
        begin(image, to, from);
        if (blocksVote) {
            sum(image, writesBlocks);
        } else {
            int down = image.height / cellSize;
            if (cells.length < down * bins * cellsAcross) {
                cells = new float[down * bins * cellsAcross];
            }
            sum(image, keepsCells);
            plainBlocks(down);
        }
        out = null;
    }

    private void begin(Planar<GrayU8> image, float[] to, int from) {
        cellsAcross = image.width / cellSize;
        out = to;
        offset = from;
    }

    private void writeCells(Histograms h) {
        writeCells(h, out, offset + (h.row * cellsAcross + h.column) * bins, cellsAcross * bins);
    }

    private void writeBlocks(Histograms h) {
        int across = cellsAcross - 1;
        writeBlocks(h, out, offset + (h.row * across + h.column) * 4 * bins, across * 4 * bins);
    }

    private void keepCells(Histograms h) {
        for (int r = 0; r < h.rows; r++) {
            for (int b = 0; b < bins; b++) {
                int to = ((h.row + r) * bins + b) * cellsAcross + h.column;
                System.arraycopy(h.values, b * h.stride + r * h.across, cells, to, h.columns);
            }
        }
    }

    private void plainBlocks(int cellsDown) {
        if (plainBlocks.values.length == 0) {
            plainBlocks.values = new float[4 * bins * BLOCKS];
            plainBlocks.stride = BLOCKS;
        }
        for (int row = 0; row < cellsDown - 1; row++) {
            for (int column = 0; column < cellsAcross - 1; column += BLOCKS) {
                int n = Math.min(BLOCKS, cellsAcross - 1 - column);
                for (int q = 0; q < 4; q++) {
                    for (int b = 0; b < bins; b++) {
                        int from = ((row + q / 2) * bins + b) * cellsAcross + column + q % 2;
                        System.arraycopy(cells, from, plainBlocks.values, (q * bins + b) * BLOCKS, n);
                    }
                }
                writeBlocks(plainBlocks.at(row, 1, column, n));
            }
        }
    }
}
