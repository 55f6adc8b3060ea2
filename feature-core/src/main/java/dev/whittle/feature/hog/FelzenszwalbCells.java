package dev.whittle.feature.hog;

/**
 * The normalisation of {@link Hog.Layout#FELZENSZWALB} (PAMI 2010, §6.2). The energy of a cell is the fma chain, in order of
 * b, over the squares of its unsigned bins u[b] = h[b] + h[b + bins]; a block's norm is √((e00 + e01) + (e10 + e11) + 10<sup>-4</sup>).
 */
final class FelzenszwalbCells {
    private static final float CLIP = 0.2f;
    private static final float TEXTURE = 0.23570226f; // 1/√18

    private final int bins;
    private float[] energy = {};
    private float[] factor = {};

    FelzenszwalbCells(int bins) {
        this.bins = bins;
    }

    /**
     * @param h signed histograms: bin b of cell (row, column) at {@code h[(row * 2 * bins + b) * across + column]}
     */
    void normalise(float[] h, int down, int across, float[] out, int offset) {
        if (energy.length < down * across) {
            energy = new float[down * across];
        }
        if (factor.length < (down + 1) * (across + 1)) {
            factor = new float[(down + 1) * (across + 1)];
        }
        energies(h, down, across);
        factors(down, across);
        int length = 3 * bins + 4;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                cell(
                        h,
                        row * 2 * bins * across + column,
                        across,
                        row * (across + 1) + column,
                        out,
                        offset + (row * across + column) * length);
            }
        }
    }

    private void energies(float[] h, int down, int across) {
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                float e = 0;
                for (int b = 0; b < bins; b++) {
                    int i = (row * 2 * bins + b) * across + column;
                    float u = h[i] + h[i + bins * across];
                    e = Math.fma(u, u, e);
                }
                energy[row * across + column] = e;
            }
        }
    }

    /** 1/norm of the blocks; block (row, column) has the cells (row-1, column-1) to (row, column), those outside replaced by the nearest. */
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

    private void cell(float[] h, int at, int across, int block, float[] out, int offset) {
        float f0 = factor[block];
        float f1 = factor[block + 1];
        float f2 = factor[block + across + 1];
        float f3 = factor[block + across + 2];
        float t0 = 0;
        float t1 = 0;
        float t2 = 0;
        float t3 = 0;
        for (int b = 0; b < bins; b++) {
            float first = h[at + b * across];
            float second = h[at + (b + bins) * across];
            float u = first + second;
            out[offset + b] = mean2(first, f0, f1, f2, f3);
            out[offset + bins + b] = mean2(second, f0, f1, f2, f3);
            out[offset + 2 * bins + b] = mean2(u, f0, f1, f2, f3);
            t0 += Math.min(u * f0, CLIP);
            t1 += Math.min(u * f1, CLIP);
            t2 += Math.min(u * f2, CLIP);
            t3 += Math.min(u * f3, CLIP);
        }
        out[offset + 3 * bins] = t0 * TEXTURE;
        out[offset + 3 * bins + 1] = t1 * TEXTURE;
        out[offset + 3 * bins + 2] = t2 * TEXTURE;
        out[offset + 3 * bins + 3] = t3 * TEXTURE;
    }

    private static float mean2(float v, float f0, float f1, float f2, float f3) {
        return 0.5f
                * ((Math.min(v * f0, CLIP) + Math.min(v * f1, CLIP))
                        + (Math.min(v * f2, CLIP) + Math.min(v * f3, CLIP)));
    }
}
