package dev.whittle.classify.nn;

import dev.whittle.feature.kernel.linear.Strided;

/**
 * The memory of one thread for the derivatives of the weights of a convolution: {@link PatchRows patches as rows}, and
 * the sums of some bands of all filters, where bands are innermost.
 */
final class FilterSums {
    final float[] turned;
    /** The patches, from those of each image on. */
    final Strided[] ofImage;

    final Strided rowsOfPatches;
    final Strided rowsOfValues;
    private final float[] values;
    private final int filters;
    private final int area;

    /**
     * @param images at once
     * @param places outputs of an image
     * @param bands at most so many at once
     * @param area values of a window
     * @param turned length of the working memory of patches
     */
    FilterSums(int images, int places, int bands, int area, int turned, int filters) {
        this.filters = filters;
        this.ofImage = new Strided[images];
        this.area = area;
        int length = bands * area;
        // Not a power of 2, as for the columns of patches.
        int step = length + 16;
        this.turned = new float[turned];
        values = new float[filters * length];
        float[] rows = new float[images * places * step];
        for (int i = 0; i < images; i++) {
            ofImage[i] = Strided.rows(rows, i * places * step, step);
        }
        rowsOfPatches = ofImage[0];
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
