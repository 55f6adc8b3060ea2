package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.hog.fast.HogEngine;

/**
 * The features of {@link Hog.Layout#FELZENSZWALB} (PAMI 2010, §6): the histograms of cells, normalised and truncated.
 * The energy of a cell is the fma chain, in the order of b, over the squares of its unsigned bins u[b] = h[b] + h[b +
 * bins]; the norm of the block of four cells is √((e00 + e01) + (e10 + e11) + 10<sup>-4</sup>). A value divided by a
 * norm is limited to 0.2.
 */
final class FelzenszwalbNormalization implements Describer {
    private static final float LIMIT = 0.2f;
    private static final float TEXTURE = 0.23570226f; // 1/√18

    private final HogEngine engine;
    private final int cellSize;
    private final int bins;
    /** Signed bin b of the cell in a row and a column is at {@code (row * across + column) * 2 * bins + b}. */
    private float[] cells = {};

    private float[] energy = {};
    private float[] factor = {};

    /** @param bins the unsigned ones */
    FelzenszwalbNormalization(HogEngine engine, int cellSize, int bins) {
        this.engine = engine;
        this.cellSize = cellSize;
        this.bins = bins;
    }

    @Override
    public void describe(Planar<GrayU8> image, float[] out, int offset) {
        int down = image.height / cellSize;
        int across = image.width / cellSize;
        if (energy.length < down * across) {
            cells = new float[down * across * 2 * bins];
            energy = new float[down * across];
        }
        if (factor.length < (down + 1) * (across + 1)) {
            factor = new float[(down + 1) * (across + 1)];
        }
        engine.cells(image, cells, 0);
        energies(down * across);
        factors(down, across);
        int length = 3 * bins + 4;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                int cell = row * across + column;
                normalize(cell * 2 * bins, row * (across + 1) + column, across, out, offset + cell * length);
            }
        }
    }

    private void energies(int n) {
        for (int cell = 0; cell < n; cell++) {
            float e = 0;
            for (int i = cell * 2 * bins; i < cell * 2 * bins + bins; i++) {
                float u = cells[i] + cells[i + bins];
                e = Math.fma(u, u, e);
            }
            energy[cell] = e;
        }
    }

    /**
     * 1/norm of the blocks. Block (row, column) has the cells (row-1, column-1) to (row, column); the nearest cell
     * stands for one outside.
     */
    private void factors(int down, int across) {
        for (int row = 0; row <= down; row++) {
            int up = Math.max(row - 1, 0) * across;
            int low = Math.min(row, down - 1) * across;
            for (int column = 0; column <= across; column++) {
                int left = Math.max(column - 1, 0);
                int right = Math.min(column, across - 1);
                float sum = (energy[up + left] + energy[up + right]) + (energy[low + left] + energy[low + right]);
                factor[row * (across + 1) + column] = 1f / (float) Math.sqrt(sum + 1e-4f);
            }
        }
    }

    /** Writes the values of the cell at {@code cells[at]}, whose block up-left is {@code block}. */
    private void normalize(int at, int block, int across, float[] out, int offset) {
        float f0 = factor[block];
        float f1 = factor[block + 1];
        float f2 = factor[block + across + 1];
        float f3 = factor[block + across + 2];
        float t0 = 0;
        float t1 = 0;
        float t2 = 0;
        float t3 = 0;
        for (int b = 0; b < bins; b++) {
            float first = cells[at + b];
            float second = cells[at + bins + b];
            float u = first + second;
            out[offset + b] = halfSum(first, f0, f1, f2, f3);
            out[offset + bins + b] = halfSum(second, f0, f1, f2, f3);
            out[offset + 2 * bins + b] = halfSum(u, f0, f1, f2, f3);
            t0 += Math.min(u * f0, LIMIT);
            t1 += Math.min(u * f1, LIMIT);
            t2 += Math.min(u * f2, LIMIT);
            t3 += Math.min(u * f3, LIMIT);
        }
        out[offset + 3 * bins] = t0 * TEXTURE;
        out[offset + 3 * bins + 1] = t1 * TEXTURE;
        out[offset + 3 * bins + 2] = t2 * TEXTURE;
        out[offset + 3 * bins + 3] = t3 * TEXTURE;
    }

    /** Half the sum of the four normalised values. */
    private static float halfSum(float v, float f0, float f1, float f2, float f3) {
        return 0.5f
                * ((Math.min(v * f0, LIMIT) + Math.min(v * f1, LIMIT))
                        + (Math.min(v * f2, LIMIT) + Math.min(v * f3, LIMIT)));
    }
}
