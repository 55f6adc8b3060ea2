package dev.whittle.classify.nn;

import dev.whittle.feature.kernel.linear.Strided;

/**
 * The memory of one thread for the derivatives of the weights of a convolution: {@link PatchRows patches as rows}, and
 * the sums of some bands of all filters, where bands are innermost.
 */
final class FilterSums {
    final float[] turned;
    final Strided rowsOfPatches;
    final Strided rowsOfValues;
    private final float[] values;
    private final int filters;
    private final int area;

    /**
     * @param places outputs of all images at once
     * @param bands at most so many at once
     * @param area values of a window
     * @param turned length of the working memory of patches
     */
    FilterSums(int places, int bands, int area, int turned, int filters) {
        this.filters = filters;
        this.area = area;
        int length = bands * area;
        // Not a power of 2, as for the columns of patches.
        int step = length + 16;
        this.turned = new float[turned];
        values = new float[filters * length];
        rowsOfPatches = Strided.rows(new float[places * step], 0, step);
        rowsOfValues = Strided.rows(values, 0, length);
    }

    /**
     * Copies the derivatives of some bands of the weights to the sums, or back.
     *
     * @param gradient one filter after the other
     * @param length values of a filter
     */
    void exchange(float[] gradient, int length, int band, int bands, boolean toSums) {
        for (int f = 0; f < filters; f++) {
            int at = f * rowsOfValues.row();
            for (int q = 0; q < area; q++) {
                int from = f * length + band * area + q;
                for (int c = 0; c < bands; c++, at++) {
                    if (toSums) {
                        values[at] = gradient[from + c * area];
                    } else {
                        gradient[from + c * area] = values[at];
                    }
                }
            }
        }
    }
}
