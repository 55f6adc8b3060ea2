package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.hog.fast.HogEngine;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.hog.SpatialWeights;
import java.util.Arrays;

/**
 * Histograms of oriented gradients, one step after the other as in N. Dalal and B. Triggs, CVPR 2005, §6:
 *
 * <ol>
 *   <li>{@link Gradient}: of each pixel (§6.2).
 *   <li>Vote, in {@link #votes}: a pixel votes with the length of its gradient for the bins around its direction, as
 *       {@link Orientation} says (§6.3).
 *   <li>Cell, in {@link #addCell} and {@link #windowedCell}: the votes of the pixels around are summed into the
 *       histogram of a cell, each with its {@link SpatialWeights} (§6.3).
 *   <li>Block: 2×2 cells are normalised together by {@link L2Hys} (§6.4).
 * </ol>
 *
 * The order in which the sums are taken is that of {@link Hog}. This is the definition to which the fast engines are
 * equal to the bit. It is slow, as it computes all votes of a block anew, and used for cells that are too large for
 * them.
 */
final class HogDefinition implements HogEngine {
    private final int cellSize;
    private final int bins;
    private final Orientation orientation;
    private final SpatialWeights weights;

    HogDefinition(Orientation orientation, SpatialWeights weights) {
        this.cellSize = weights.cellSize();
        this.bins = orientation.bins();
        this.orientation = orientation;
        this.weights = weights;
    }

    /** Each cell, row by row, adds its votes to its own histogram and to those of the cells around it. */
    @Override
    public void cells(Planar<GrayU8> image, float[] out, int offset) {
        int down = image.height / cellSize;
        int across = image.width / cellSize;
        Arrays.fill(out, offset, offset + down * across * bins, 0f);
        float[][][] votes = new float[cellSize][cellSize][bins];
        int reach = weights.reach();
        for (int i = 0; i < down; i++) {
            for (int j = 0; j < across; j++) {
                votes(image, j * cellSize, i * cellSize, votes);
                for (int row = Math.max(0, i - reach); row <= Math.min(down - 1, i + reach); row++) {
                    for (int column = Math.max(0, j - reach); column <= Math.min(across - 1, j + reach); column++) {
                        addCell(votes, i - row, j - column, out, offset + (row * across + column) * bins);
                    }
                }
            }
        }
    }

    /**
     * Four cells together are a block: those of {@link #cells}, or with a window over each block those of its own
     * votes.
     */
    @Override
    public void blocks(Planar<GrayU8> image, float[] out, int offset) {
        int down = image.height / cellSize;
        int across = image.width / cellSize;
        boolean haveOwnVotes = weights.side() == 2;
        float[] cells = new float[haveOwnVotes ? 0 : down * across * bins];
        if (!haveOwnVotes) {
            cells(image, cells, 0);
        }
        int at = offset;
        for (int row = 0; row < down - 1; row++) {
            for (int column = 0; column < across - 1; column++) {
                if (haveOwnVotes) {
                    windowedCells(image, row, column, out, at);
                } else {
                    int upper = (row * across + column) * bins;
                    System.arraycopy(cells, upper, out, at, 2 * bins);
                    System.arraycopy(cells, upper + across * bins, out, at + 2 * bins, 2 * bins);
                }
                L2Hys.normalize(out, at, 4 * bins);
                at += 4 * bins;
            }
        }
    }

    /**
     * The votes of a square of pixels for all bins: {@code votes[y][x][b]} is that of the pixel x right of and y below
     * its corner.
     */
    private void votes(Planar<GrayU8> image, int left, int top, float[][][] votes) {
        for (int y = 0; y < votes.length; y++) {
            for (int x = 0; x < votes.length; x++) {
                Gradient gradient = Gradient.at(image, left + x, top + y);
                for (int b = 0; b < bins; b++) {
                    votes[y][x][b] = orientation.vote(gradient.x(), gradient.y(), b);
                }
            }
        }
    }

    /**
     * Adds the votes of a cell to a histogram: that of the cell itself, or of one from which it is {@code below} rows
     * of cells below and {@code right} columns right.
     */
    private void addCell(float[][][] votes, int below, int right, float[] histogram, int at) {
        for (int b = 0; b < bins; b++) {
            float sum = 0;
            for (int x = 0; x < cellSize; x++) {
                float column = sumOfColumn(votes, x, b, 0, 0, below * cellSize);
                sum = Math.fma(column, weights.of(0, right * cellSize + x), sum);
            }
            histogram[at + b] += sum;
        }
    }

    /** The histograms of the four cells of a block, from the votes in the block under the window over it. */
    private void windowedCells(Planar<GrayU8> image, int row, int column, float[] out, int at) {
        float[][][] votes = new float[2 * cellSize][2 * cellSize][bins];
        votes(image, column * cellSize, row * cellSize, votes);
        for (int r = 0; r < 2; r++) {
            for (int c = 0; c < 2; c++) {
                windowedCell(votes, r, c, out, at + (2 * r + c) * bins);
            }
        }
    }

    /** The histogram of the cell in row r and column c of a block. */
    private void windowedCell(float[][][] votes, int r, int c, float[] histogram, int at) {
        for (int b = 0; b < bins; b++) {
            float left = 0;
            float right = 0;
            for (int x = 0; x < cellSize; x++) {
                left = Math.fma(sumOfBothCells(votes, x, b, r), weights.of(c, x), left);
                right = Math.fma(sumOfBothCells(votes, cellSize + x, b, r), weights.of(c, cellSize + x), right);
            }
            histogram[at + b] = left + right;
        }
    }

    /** The sums down column x of the upper and the lower cell of a block, together. */
    private float sumOfBothCells(float[][][] votes, int x, int b, int r) {
        return sumOfColumn(votes, x, b, 0, r, 0) + sumOfColumn(votes, x, b, cellSize, r, cellSize);
    }

    /**
     * The weighted sum of the votes for bin b in column x of a cell.
     *
     * @param first the row of the cell's first votes
     * @param r the row of the histogram in its block
     * @param below how far the cell's first row of pixels is below that of the cell or block with the histogram
     */
    private float sumOfColumn(float[][][] votes, int x, int b, int first, int r, int below) {
        float sum = 0;
        for (int y = 0; y < cellSize; y++) {
            sum = Math.fma(votes[first + y][x][b], weights.of(r, below + y), sum);
        }
        return sum;
    }
}
