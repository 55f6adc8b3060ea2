package dev.whittle.feature.encode;

import boofcv.struct.image.GrayS32;
import java.util.Arrays;

/** The superpixels of an image: their label map, how many pixels each has, and the sums of the pixels' places. */
final class SuperpixelSums {
    /** Labels from 1, to be written before {@link #compute}. */
    final GrayS32 labels = new GrayS32(1, 1);

    private int[] size = new int[0];
    private long[] x = new long[0];
    private long[] y = new long[0];

    /** Sums those of {@link #labels}, which are 1 to {@code count}. */
    void compute(int count) {
        if (size.length <= count) {
            size = new int[count + 1];
            x = new long[count + 1];
            y = new long[count + 1];
        }
        Arrays.fill(size, 0, count + 1, 0);
        Arrays.fill(x, 0, count + 1, 0);
        Arrays.fill(y, 0, count + 1, 0);
        for (int row = 0; row < labels.height; row++) {
            for (int column = 0; column < labels.width; column++) {
                int label = labels.data[row * labels.width + column];
                size[label]++;
                x[label] += column;
                y[label] += row;
            }
        }
    }

    /** The label at a place, or at the nearest pixel. */
    int label(float atX, float atY) {
        int column = Math.max(0, Math.min(labels.width - 1, (int) atX));
        int row = Math.max(0, Math.min(labels.height - 1, (int) atY));
        return labels.data[row * labels.width + column];
    }

    /** The number of pixels of a superpixel. */
    int size(int label) {
        return size[label];
    }

    /** The mean of the centres of a superpixel's pixels, from the left side. */
    float centreX(int label) {
        return centre(x, label);
    }

    /** The mean of the centres of a superpixel's pixels, from the upper side. */
    float centreY(int label) {
        return centre(y, label);
    }

    /** The centre of a pixel is half a pixel from its left and upper side. */
    private float centre(long[] sums, int label) {
        return (float) (sums[label] / (double) size[label] + 0.5);
    }
}
