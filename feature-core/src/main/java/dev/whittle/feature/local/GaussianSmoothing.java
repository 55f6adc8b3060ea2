package dev.whittle.feature.local;

import dev.whittle.feature.kernel.sift.SiftKernels;
import java.util.Arrays;

/** A convolution with the same weights along the rows and then down the columns, with its working memory. */
final class GaussianSmoothing {
    private float[] padded = new float[0];
    private int[] taps = new int[0];
    private final FloatPlane across = new FloatPlane();

    /** Writes the smoothed image. Outside the image the border pixel is repeated. */
    void apply(FloatPlane in, float[] weights, FloatPlane out, SiftKernels kernels) {
        int width = in.width();
        int height = in.height();
        int radius = weights.length / 2;
        if (padded.length < width + 2 * radius) {
            padded = new float[width + 2 * radius];
        }
        if (taps.length < weights.length) {
            taps = new int[weights.length];
        }
        across.reshape(width, height);
        out.reshape(width, height);
        for (int k = 0; k < weights.length; k++) {
            taps[k] = k;
        }
        for (int y = 0; y < height; y++) {
            int row = y * width;
            Arrays.fill(padded, 0, radius, in.values()[row]);
            System.arraycopy(in.values(), row, padded, radius, width);
            Arrays.fill(padded, radius + width, width + 2 * radius, in.values()[row + width - 1]);
            kernels.rows(padded, taps, weights, weights.length, across.values(), row, width);
        }
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < weights.length; k++) {
                taps[k] = Math.max(0, Math.min(height - 1, y + k - radius)) * width;
            }
            kernels.rows(across.values(), taps, weights, weights.length, out.values(), y * width, width);
        }
    }
}
